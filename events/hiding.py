"""Where a hidden name can still be read: in texts that an organiser wrote.

What was printed of somebody gives way by itself (search/discretion.py). A title, a summary or an
address of a record in which they are is written again under their present name, as an act of
whoever hides the name: history has what it was. Elsewhere the name may be a namesake's, and is left
to an editor.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.utils.text import slugify

from events.importers.places import unused
from events.models import Release, Series, SessionLink, Tombstone
from events.models.naming import Named
from search.discretion import HiddenName, HiddenNames, tells
from search.normalise import fold

# By model: what an editor writes for visitors, and from whose form.
WRITTEN = {
    "events.Series": ("title", "slug"),
    "events.Edition": ("title", "summary", "slug"),
    "events.Day": ("title", "summary"),
    "events.Session": ("title", "summary", "slug", "track", "cancelled_because"),
    "events.SessionLink": ("label",),
    "events.Position": ("as_printed", "title"),
    "events.Release": ("note",),
    "events.Topic": ("name", "slug"),
    "events.Venue": ("name", "slug"),
    "sources.Source": ("title", "slug"),
    "speakers.Speaker": ("slug", "qualifier", "portrait_alt", "portrait_credit"),
    "organisations.Organisation": ("slug", "logo_alt", "logo_credit"),
}
OWN_POSITIONS = {"organisation": "organisation", "speaker": "appearance__speaker"}
# Where a part of a name is enough: a first name in what is told of who is on stage there.
OF_ONE_SESSION = ("events.Session", "events.SessionLink")


def still_told(owner) -> Iterator[tuple[models.Model, models.Field]]:
    """(Row, field) where a hidden name of `owner` stands; of a person, in any order of its words.

    Where that person is on stage, also a part of it alone.
    """
    names = HiddenNames(type(owner))
    hidden = names.of.get(owner.pk, [])
    within = records_with(owner) if hidden else set()
    for row, field, text, heading in texts_that_may_tell(owner, hidden):
        whole = told_whole(owner, hidden, field, text)
        if whole or (
            row._meta.label in OF_ONE_SESSION
            and is_about(owner, row, within)
            and told_in_part(names, owner, text, heading)
        ):
            yield row, field


def texts_that_may_tell(owner, hidden: list[HiddenName]) -> Iterator[tuple]:
    """(Row, field, its text, the row's first text)."""
    for label, fields in WRITTEN.items() if hidden else ():
        model = apps.get_model(label)
        rows = model._default_manager.order_by("pk")
        if label == "events.Position":  # one's own give way by themselves
            rows = rows.exclude(**{OWN_POSITIONS[owner._meta.model_name]: owner.pk})
        for pk, *texts in rows.values_list("pk", *fields):
            for name, text in zip(fields, texts, strict=True):
                if may_tell(hidden, text):
                    yield rows.get(pk=pk), model._meta.get_field(name), text, texts[0]


def may_tell(hidden: list[HiddenName], text: str) -> bool:
    """Quickly: most texts have no word of it."""
    folded = fold(text)
    return any(word in folded for name in hidden for word in name.telling or [""])


def told_whole(owner, hidden: list[HiddenName], field, text: str) -> bool:
    if isinstance(field, models.SlugField):
        text = spaced(text)
    in_any_order = is_person(owner) and any(name.stands_in(text) for name in hidden)
    return in_any_order or tells(hidden, text)


def give_way(owner, journal) -> list[tuple[models.Model, models.Field]]:
    """Puts the present name where a hidden one stands in what is about `owner`; returns where."""
    names, within = HiddenNames(type(owner)), records_with(owner)
    own = [(row, field) for row, field in still_told(owner) if is_about(owner, row, within)]
    for row, field in own:
        row.refresh_from_db()  # another field of it may have given way
        journal.about([row])
        if isinstance(field, models.SlugField):
            said = address_without(names, owner, row, field)
        else:
            said = prose_without(names, owner, getattr(row, field.name))
        setattr(row, field.name, said)
        row.save()
    for stone in withdrawn(owner, names):
        stone.title = prose_without(names, owner, stone.title)
        stone.save(update_fields=["title"])
    return own


def records_with(owner) -> set[tuple[str, int]]:
    """(Kind, id) of the sessions, days and editions in which `owner` is."""
    named = Named()
    found = named.people_in if is_person(owner) else named.organisations_in
    return {subject for subject, owners in found.items() if owner.pk in owners}


def is_about(owner, row, within: set[tuple[str, int]]) -> bool:
    """Whether `owner` is in what the row tells of; others' words are left to an editor."""
    if isinstance(row, Series):
        return any(("edition", pk) in within for pk in row.editions.values_list("pk", flat=True))
    if isinstance(row, Release):
        return ("edition", row.edition_id) in within
    if isinstance(row, SessionLink):
        return ("session", row.session_id) in within
    return row == owner or (row._meta.model_name, row.pk) in within


def withdrawn(owner, names: HiddenNames) -> list[Tombstone]:
    """Sessions that calendars still cancel, by a title with the name in it."""
    their = Tombstone.objects.filter(**{f"appearances__{owner._meta.model_name}_id": owner.pk})
    return [s for s in their.distinct() if tells(names.of.get(owner.pk, []), s.title)]


def told_in_part(names: HiddenNames, owner, text: str, heading: str) -> bool:
    """An address is made of the title: « bradley-explains »."""
    parts = set().union(*(name.telling for name in names.of[owner.pk]))
    if parts & set(text.split("-")):
        text = heading
    return prose_without(names, owner, text) != text


def is_person(owner) -> bool:
    return owner._meta.model_name == "speaker"


def prose_without(names: HiddenNames, owner, text: str) -> str:
    return (names.out_of if is_person(owner) else names.without)(text, owner.pk)


def spaced(slug: str) -> str:
    """As words that may be names."""
    return slug.replace("-", " ").title()


def address_without(names: HiddenNames, owner, row, field) -> str:
    """A slug without the name, that no other record has."""
    told = spaced(getattr(row, field.name))
    said = prose_without(names, owner, told)
    if said == told:  # a part of the name, which the title has lost already
        said = row.title
    slug = slugify(fold(said))
    slug = slug[: field.max_length - 4].strip("-")
    others = type(row)._base_manager.exclude(pk=row.pk).filter(slug__startswith=slug)
    return unused(slug, set(others.values_list("slug", flat=True)))
