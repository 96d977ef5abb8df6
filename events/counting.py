"""How many appearances each value of a filter would find, given the other conditions.

Choosing a person, an organisation or a topic adds a condition: both of them in one session. Of
anything else another value takes the place of the one chosen.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from events.filters import FILTERS, CastFilter, Selection
from events.models import Appearance, Citation, Edition, Series, Session, Venue
from organisations.models import Organisation
from search.normalise import fold, words
from sources.models import Basis, Source
from speakers.models import Speaker

ADDED = ("speaker", "organisation", "topic")
# Those asked of one appearance: with two of one name, a third is of both.
CAST = tuple(name for name, filter_ in FILTERS.items() if isinstance(filter_, CastFilter))
# Of so many candidates the exact counts are asked, where they can only be asked one by one.
MOST_EXACT = 24
SEVERAL = ",".join(Session.PANEL_KINDS)


@dataclass(frozen=True)
class Value:
    """A value of a filter, what a visitor calls it, and how many rows it finds."""

    value: str
    label: str
    count: int


def ranked(found: Iterable[Value]) -> list[Value]:
    """The most frequent first, then by name."""
    return sorted(found, key=lambda value: (-value.count, fold(value.label), value.value))


def named(find: str, found: Iterable[Value]) -> list[Value]:
    """Those of whose label every word of `find` begins a word."""
    asked = words(find)
    return [v for v in found if all(any(w.startswith(a) for w in words(v.label)) for a in asked)]


# Each takes appearances, and gives how many of them each value finds.


def of_people(rows, find="", most=None) -> list[Value]:
    if find:
        rows = rows.filter(speaker__in=Speaker.objects.matching(find).values("pk"))
    who = ("speaker__slug", "speaker__name", "speaker__qualifier")
    found = rows.filter(speaker__isnull=False).values_list(*who).annotate(n=Count("pk"))
    found = found.order_by("-n", "speaker__sort_key", "speaker__slug")[:most]
    return [Value(s, f"{name} ({told})" if told else name, n) for s, name, told, n in found]


def of_organisations(rows, find="", most=None) -> list[Value]:
    organisations = Organisation.objects.matching(find) if find else Organisation.objects.all()
    of_rows = {"positions__appearance__in": rows.values("pk"), "positions__unsourced": False}
    held = organisations.filter(**of_rows)
    found = held.annotate(n=Count("positions__appearance", distinct=True))
    found = found.order_by("-n", "sort_key", "slug").values_list("slug", "name", "n")
    return [Value(*row) for row in found[:most]]


def of_choice(path: str, label: Callable) -> Callable:
    def count(rows, find="", most=None) -> list[Value]:
        found = rows.order_by().values_list(path).annotate(n=Count("pk"))
        return named(find, ranked(Value(value, str(label(value)), n) for value, n in found))[:most]

    return count


def of_kinds(rows, find="", most=None) -> list[Value]:
    """The kinds with people on stage together are a choice, too: `/panels/` has both."""
    found = of_choice("session__kind", lambda kind: Session.Kind(kind).label)(rows, find, most)
    together = [value for value in found if value.value in Session.PANEL_KINDS]
    if len(together) < 2:
        return found
    label = " + ".join(value.label for value in together)
    return [Value(SEVERAL, label, sum(value.count for value in together)), *found]


def of_years(rows, find="", most=None) -> list[Value]:
    """In their own order: they are shown side by side."""
    found = rows.filter(session__day__date__isnull=False).order_by()
    found = found.values_list(ExtractYear("session__day__date")).annotate(n=Count("pk"))
    return [Value(str(year), str(year), n) for year, n in sorted(found)]


def of_topics(rows, find="", most=None) -> list[Value]:
    what = ("session__topics__slug", "session__topics__name")
    found = rows.order_by().values_list(*what).annotate(n=Count("pk"))
    return named(find, ranked(Value(*row) for row in found if row[0]))[:most]


def of_records(paths: tuple[str, ...], records: Callable) -> Callable:
    """A session is of an edition by itself, as part of it, or as the item that is the edition."""

    def count(rows, find="", most=None) -> list[Value]:
        counts = Counter()
        for *ids, n in rows.order_by().values_list(*paths).annotate(n=Count("pk")):
            counts.update(dict.fromkeys(filter(None, ids), n))
        found = records().filter(pk__in=counts)
        return named(find, ranked(Value(r.slug, r.title, counts[r.pk]) for r in found))[:most]

    return count


def of_places(rows, find="", most=None) -> list[Value]:
    """Venues, and the towns with several of them."""
    paths = ("session__room__venue", "session__venue", "session__day__venue")
    counts = Counter()
    for room, own, days, n in rows.order_by().values_list(*paths).annotate(n=Count("pk")):
        counts[room or own or days] += n
    labels, found = {}, {}
    for venue in Venue.objects.filter(pk__in=filter(None, counts)).order_by("pk"):
        for slug, label in ((venue.town_slug, venue.town), (venue.slug, venue.name)):
            found.setdefault(slug, set()).add(venue.pk)
            labels[slug] = label
    own = {venue.slug for venue in Venue.objects.filter(slug__in=found)}
    values = (
        Value(slug, labels[slug], sum(counts[pk] for pk in venues))
        for slug, venues in found.items()
        if slug in own or (slug and len(venues) > 1)
    )
    return named(find, ranked(values))[:most]


def of_sources(rows, find="", most=None) -> list[Value]:
    in_session = dict(rows.order_by().values_list("session").annotate(n=Count("pk")))
    counts = Counter()
    for session, source in sourced():
        if source and session in in_session:
            counts[source] += in_session[session]
    found = Source.objects.filter(pk__in=counts)
    return named(find, ranked(Value(s.slug, str(s), counts[s.pk]) for s in found))[:most]


def sourced():
    """(session, source) of every fact of a session: its own, else its day's, else its edition's.

    The same as `events.filters.from_source`, of all sources at once.
    """
    own = [
        Citation.objects.filter(**{f"{path}__isnull": False}).order_by().values_list(path, "source")
        for path in (
            "appearance__session",
            "position__appearance__session",
            "involvement__session",
            "session",
        )
    ]
    bare = Session.objects.filter(citations__isnull=True).order_by()
    of_day = bare.values_list("pk", "day__citations__source")
    of_edition = bare.filter(day__citations__isnull=True)
    return own[0].union(
        *own[1:], of_day, of_edition.values_list("pk", "day__edition__citations__source")
    )


COUNTS: dict[str, Callable] = {
    "speaker": of_people,
    "organisation": of_organisations,
    "edition": of_records(
        (
            "session__day__edition",
            "session__day__edition__part_of",
            "session__stands_for",
        ),
        lambda: Edition.objects.public(),
    ),
    "series": of_records(
        (
            "session__day__edition__series",
            "session__day__edition__part_of__series",
            "session__stands_for__series",
        ),
        lambda: Series.objects.public(),
    ),
    "kind": of_kinds,
    "place": of_places,
    "topic": of_topics,
    "source": of_sources,
    "basis": of_choice("basis", lambda basis: Basis(basis).label),
    "role": of_choice("role", lambda role: Appearance.Role(role).label),
    "year": of_years,
}


def values(selection: Selection, name: str, find: str = "", most: int | None = None) -> list[Value]:
    """What choosing a value of `name` finds, the most frequent first."""
    kept = selection if name in ADDED else selection.but(**{name: []})
    if is_of_several(kept, name):
        return exactly(kept, name, find)[:most]
    return COUNTS[name](kept.appearances(Appearance.objects.public()), find, most)


def is_of_several(selection: Selection, name: str) -> bool:
    """Would the appearances found with one more condition be others than those found now?"""
    asked = {cast: len(selection.values.get(cast, ())) for cast in CAST}
    return name in CAST and (asked[name] > 0 or max(asked.values()) > 1)


def exactly(selection: Selection, name: str, find: str) -> list[Value]:
    """Each value counted by itself; those of the sessions at hand, in one query."""
    groups = selection.values.get(name, [])
    sessions = selection.sessions(Session.objects.published()).values("pk")
    near = COUNTS[name](Appearance.objects.public().filter(session__in=sessions), find, MOST_EXACT)
    chosen = {value for group in groups for value in group}
    near = [value for value in near if value.value not in chosen]
    public = Appearance.objects.public()
    counts = public.aggregate(
        **{
            f"n{at}": Count("pk", filter=Q(pk__in=found.appearances(public).values("pk")))
            for at, value in enumerate(near)
            for found in [selection.but(**{name: [*groups, [value.value]]})]
        }
    )
    found = [Value(v.value, v.label, counts[f"n{at}"]) for at, v in enumerate(near)]
    return ranked(value for value in found if value.count)
