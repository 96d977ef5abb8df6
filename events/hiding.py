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
from events.models import Release, Series, Tombstone
from events.models.naming import Named
from search.discretion import HiddenNames, tells
from search.normalise import fold

# By model: what an editor writes for visitors, and from whose form.
WRITTEN = {
    "events.Series": ("title", "slug"),
    "events.Edition": ("title", "summary", "slug"),
    "events.Day": ("title", "summary"),
    "events.Session": ("title", "summary", "slug", "track", "cancelled_because"),
    "events.Position": ("as_printed", "title"),
    "events.Release": ("note",),
    "events.Topic": ("name", "slug"),
    "events.Venue": ("name", "slug"),
    "sources.Source": ("title", "slug"),
    "speakers.Speaker": ("slug", "qualifier"),
    "organisations.Organisation": ("slug",),
}
OWN_POSITIONS = {"organisation": "organisation", "speaker": "appearance__speaker"}


def still_told(owner) -> Iterator[tuple[models.Model, models.Field]]:
    """(Row, field) where a hidden name of `owner` stands, word for word."""
    hidden = HiddenNames(type(owner)).of.get(owner.pk, [])
    for label, names in WRITTEN.items() if hidden else ():
        model = apps.get_model(label)
        rows = model._default_manager.order_by("pk")
        if label == "events.Position":  # one's own give way by themselves
            rows = rows.exclude(**{OWN_POSITIONS[owner._meta.model_name]: owner.pk})
        for pk, *texts in rows.values_list("pk", *names):
            for name, text in zip(names, texts, strict=True):
                if tells(hidden, text):
                    yield rows.get(pk=pk), model._meta.get_field(name)


def give_way(owner, journal) -> list[tuple[models.Model, models.Field]]:
    """Puts the present name where a hidden one stands in what is about `owner`; returns where."""
    names, within = HiddenNames(type(owner)), records_with(owner)
    own = [(row, field) for row, field in still_told(owner) if is_about(owner, row, within)]
    for row, field in own:
        row.refresh_from_db()  # another field of it may have given way
        journal.about([row])
        without = address_without if isinstance(field, models.SlugField) else prose_without
        setattr(row, field.name, without(names, owner, row, field))
        row.save()
    for stone in withdrawn(owner, names):
        stone.title = prose_without(names, owner, stone, stone._meta.get_field("title"))
        stone.save(update_fields=["title"])
    return own


def records_with(owner) -> set[tuple[str, int]]:
    """(Kind, id) of the sessions, days and editions in which `owner` is."""
    named = Named()
    found = named.people_in if owner._meta.model_name == "speaker" else named.organisations_in
    return {subject for subject, owners in found.items() if owner.pk in owners}


def is_about(owner, row, within: set[tuple[str, int]]) -> bool:
    """Whether `owner` is in what the row tells of; others' words are left to an editor."""
    if isinstance(row, Series):
        return any(("edition", pk) in within for pk in row.editions.values_list("pk", flat=True))
    if isinstance(row, Release):
        return ("edition", row.edition_id) in within
    return row == owner or (row._meta.model_name, row.pk) in within


def withdrawn(owner, names: HiddenNames) -> list[Tombstone]:
    """Sessions that calendars still cancel, by a title with the name in it."""
    their = Tombstone.objects.filter(**{f"appearances__{owner._meta.model_name}_id": owner.pk})
    return [s for s in their.distinct() if tells(names.of.get(owner.pk, []), s.title)]


def prose_without(names: HiddenNames, owner, row, field) -> str:
    read = names.out_of if owner._meta.model_name == "speaker" else names.without
    return read(getattr(row, field.name), owner.pk)


def address_without(names: HiddenNames, owner, row, field) -> str:
    """A slug without the name, that no other record has."""
    slug = slugify(fold(names.without(getattr(row, field.name).replace("-", " "), owner.pk)))
    slug = slug[: field.max_length - 4].strip("-")
    others = type(row)._base_manager.exclude(pk=row.pk).filter(slug__startswith=slug)
    return unused(slug, set(others.values_list("slug", flat=True)))
