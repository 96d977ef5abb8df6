"""The bar of filters above a list: what one can choose here, and what is chosen."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from events.filters import PAGING, Selection
from events.models import Day, Edition, Position, Room, Session, Topic, Venue
from events.provenance import natural
from events.templatetags.typography import long_date
from events.wording import LABELS, Condition, conditions, said
from organisations.models import Organisation

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Facet:
    """A drop-down: its parameter, its label, the word for no choice, (value, label) pairs."""

    name: str
    label: str
    any: str
    options: Options
    chosen: str


@dataclass(frozen=True)
class Bar:
    """`kept` are the conditions of the address that the form has no field for."""

    q: str
    facets: list[Facet]
    kept: list[tuple[str, str]]
    active: list[Condition]


def programme_bar(
    query: QueryDict, selection: Selection, scope, *names: str, shown: list[Session] | None = None
) -> Bar:
    """The bar over a programme: with fields only for what tells its sessions (`scope`) apart.

    Where nothing is selected, those that are `shown` are the scope, and need not be asked.
    """
    told = OFFERED if shown is None or selection.values else OFFERED | OF_SHOWN
    offered = [(name, told[name](shown if told[name] in OF_SHOWN.values() else scope))
               for name in names]  # fmt: skip
    facets = [
        facet(query, name, options)
        for name, options in offered
        if len(options) > 1 or query.get(name)
    ]
    return bar(query, selection, facets)


def bar(query: QueryDict, selection: Selection, facets: list[Facet]) -> Bar:
    fields = {"q", *(facet.name for facet in facets)}
    kept = [
        (name, value)
        for name, values in query.lists()
        for at, value in enumerate(values)
        # A field holds one condition; further ones of its name stay beside it.
        if value and name != PAGING and (name not in fields or at < len(values) - 1)
    ]
    return Bar(query.get("q", ""), facets, kept, conditions(selection, query))


def facet(query: QueryDict, name: str, options: Options) -> Facet:
    """What is chosen by hand, like « kind=talk,debate », is an option too."""
    chosen = query.get(name, "")
    if chosen and chosen not in dict(options):
        options = [*options, (chosen, said(name, chosen))]
    every = _("toutes") if name in FEMININE else _("tous")
    return Facet(name, str(LABELS[name]), every, options, chosen)


FEMININE = ("kind", "room", "organisation", "year", "source")


def pairs(records) -> Options:
    return [(record.slug, str(record)) for record in records]


def editions(scope) -> Options:
    return pairs(
        Edition.objects.public().filter(pk__in=scope.values("day__edition")).newest_first()
    )


def days(scope) -> Options:
    dates = Day.objects.filter(pk__in=scope.dated().values("day")).dates("date", "day")
    return [(date.isoformat(), long_date(date)) for date in dates]


def kinds(scope) -> Options:
    return listed_kinds(set(scope.order_by().values_list("kind", flat=True).distinct()))


def kinds_of(sessions: list[Session]) -> Options:
    return listed_kinds({session.kind for session in sessions})


def listed_kinds(found: set[str]) -> Options:
    return [(kind.value, str(kind.label)) for kind in Session.Kind if kind in found]


def topics(scope) -> Options:
    return pairs(Topic.objects.filter(pk__in=scope.values("topics")).order_by("name"))


def rooms(scope) -> Options:
    return listed_rooms(Room.objects.filter(pk__in=scope.values("room")).select_related("venue"))


def rooms_of(sessions: list[Session]) -> Options:
    return listed_rooms({session.room for session in sessions} - {None})


def listed_rooms(found: Iterable[Room]) -> Options:
    found = sorted(found, key=lambda room: (natural(room.name), room.venue.name))
    several = len({room.venue_id for room in found}) > 1
    return [(r.address, f"{r.name}, {r.venue.name}" if several else r.name) for r in found]


def places(scope) -> Options:
    venues = Venue.objects.filter(rooms__in=scope.values("room"))
    venues |= Venue.objects.filter(pk__in=scope.values("venue"))
    venues |= Venue.objects.filter(pk__in=scope.values("day__venue"))
    return pairs(venues.distinct().order_by("name", "pk"))


def organisations(scope) -> Options:
    held = Position.objects.sourced().filter(
        appearance__unsourced=False, appearance__session__in=scope.values("pk")
    )
    return pairs(Organisation.objects.filter(pk__in=held.values("organisation")).in_order())


OFFERED: dict[str, Callable[[object], Options]] = {
    "edition": editions,
    "day": days,
    "kind": kinds,
    "topic": topics,
    "room": rooms,
    "place": places,
    "organisation": organisations,
}
OF_SHOWN: dict[str, Callable[[list[Session]], Options]] = {"kind": kinds_of, "room": rooms_of}
