"""The filters of every list: one definition for pages, feeds and exports (DESIGN §3).

`?kind=talk,debate` is any of, `?organisation=a&organisation=b` is both of. An unknown name or value
is an error that names it, never a silent full list.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from itertools import product
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from desk.models import Mergeable, merged_ids
from events.addresses import GoneError, MovedError, find
from events.models import (
    Appearance,
    Edition,
    FormerSlug,
    Known,
    Room,
    Series,
    Session,
    Tombstone,
    TombstoneAppearance,
    Topic,
    Venue,
)
from events.models.session import NAMED
from organisations.models import Organisation
from search.asking import Reading, readings
from search.normalise import words
from sources.models import Source
from speakers.models import Speaker

# Parameters that select nothing: which page of a long list, which view of it, and at what moment;
# of which filter to show more values, and which.
PAGING, VIEW, NOW, FACET, FIND = "page", "view", "now", "facet", "find"
UNFILTERED = (PAGING, VIEW, NOW, FACET, FIND)


class FilterError(ValueError):
    """A filter that cannot be applied; its message is for the visitor."""


def possible(values) -> str:
    return _("valeurs possibles : %s") % ", ".join(filter(None, values))


def choice(choices) -> Callable:
    values = getattr(choices, "values", choices)

    def parse(value):
        if value not in values:
            raise FilterError(possible(values))
        return value

    return parse


def by_slug(queryset) -> Callable:
    """A record of what the public sees; a former slug redirects, what is gone selects nothing."""

    def parse(value):
        try:
            find(queryset(), value)
        except Http404:
            raise FilterError(_("rien ne porte cette adresse")) from None
        except GoneError:
            return value
        return value

    return parse


def place(value):
    """The slug of a venue or of a town."""
    seen = Q(pk__in=Venue.objects.public().values("pk")) | Q(pk__in=Known.objects.ids("venue"))
    if Venue.objects.at(value).filter(seen).exists():
        return value
    return by_slug(Venue.objects.public)(value)


class Question:
    """Words to look for, and what they mean: asked of the index once, whatever is listed."""

    def __init__(self, q: str):
        self.q = q

    def __str__(self):
        return self.q

    @cached_property
    def reading(self) -> Reading | None:
        """The first that anything answers to: what was withdrawn may answer too."""
        asked = Session.objects.published(), Tombstone.objects
        for reading in readings(self.q, NAMED):
            if any(records.answering(reading).exists() for records in asked):
                return reading
        return None

    def ids(self, records):
        if self.reading is None:
            return records.none().values("pk")
        return records.answering(self.reading).values("pk")


def text(value):
    """Signs alone would select everything."""
    if not words(value):
        raise FilterError(_("il n’y a pas de mot à chercher"))
    return Question(value)


def room(value):
    """A venue's slug, a point, a room's slug there."""
    if not Room.objects.at([value]).exists():
        raise FilterError(_("rien ne porte cette adresse"))
    return value


def code(value):
    """A session's public code; one that is no longer public is skipped, or cancelled."""
    known = Session.objects.published().filter(code=value).exists()
    if not known and not Tombstone.objects.filter(code=value).exists():
        raise FilterError(_("aucune séance ne porte ce code"))
    return value


def iso_date(value):
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:  # 20250402, 2025-W14-3
        raise FilterError(_("une date s’écrit 2025-04-02"))
    return found


def first_of(value):
    """The date, or the first day of the year."""
    return date(year(value), 1, 1) if value.isdigit() else iso_date(value)


def last_of(value):
    """The date, or the last day of the year."""
    return date(year(value), 12, 31) if value.isdigit() else iso_date(value)


def year(value):
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 9999):
        raise FilterError(_("une année s’écrit 2025"))
    return int(value)


@dataclass(frozen=True)
class Filter:
    """One parameter: how its values are read, and the sessions that any of them selects.

    `tombstones` is the same of sessions that are withdrawn or deleted.
    """

    parse: Callable
    sessions: Callable[[list], Q]
    tombstones: Callable[[list], Q]


@dataclass(frozen=True)
class CastFilter:
    """A parameter that holds of one appearance; several of them hold of one and the same."""

    parse: Callable
    appearances: Callable[[list], Q]
    tombstones: Callable[[list], Q]


def any_of(conditions: list[Q]) -> Q:
    return reduce(or_, conditions, Q())


def ids_of(model, slugs) -> list[int]:
    """What the slugs stand for, or stood for: tombstones outlive what they were about."""
    there = model._base_manager.filter(slug__in=slugs).values_list("pk", flat=True)
    found = [*there, *FormerSlug.objects.ids(model._meta.model_name, slugs)]
    return [*found, *merged_ids(model, found)] if issubclass(model, Mergeable) else found


def about(model) -> Callable:
    def stones(slugs) -> Q:
        found = Tombstone.objects.about(model._meta.model_name, ids_of(model, slugs))
        return Q(pk__in=found.values("pk"))

    return stones


def was_at_place(slugs) -> Q:
    venues = Venue.objects.filter(town_slug__in=slugs).values_list("pk", flat=True)
    return Q(pk__in=Tombstone.objects.about("venue", [*venues, *ids_of(Venue, slugs)]))


def was_in_room(addresses) -> Q:
    rooms = list(Room.objects.at(addresses).values_list("pk", flat=True))
    return Q(pk__in=Tombstone.objects.about("room", rooms))


def at_place(slugs) -> Q:
    at = Q(slug__in=slugs) | Q(town_slug__in=slugs)
    venues = Venue.objects.filter(at)
    return (
        Q(room__venue__in=venues)
        | Q(room__isnull=True, venue__in=venues)
        | Q(room__isnull=True, venue__isnull=True, day__venue__in=venues)
    )


def from_source(slugs) -> Q:
    """Sessions with a fact from one of the sources, their own or inherited."""
    own = Q(citations__source__slug__in=slugs)
    for path in ("appearances", "appearances__positions", "involvements"):
        own |= Q(**{f"{path}__citations__source__slug__in": slugs})
    of_day = Q(day__citations__source__slug__in=slugs)
    of_edition = Q(day__citations__isnull=True, day__edition__citations__source__slug__in=slugs)
    return own | Q(citations__isnull=True) & (of_day | of_edition)


def in_series(slugs) -> Q:
    return (
        Q(day__edition__series__slug__in=slugs)
        | Q(day__edition__part_of__series__slug__in=slugs)
        | Q(stands_for__series__slug__in=slugs)
    )


def in_editions(slugs) -> Q:
    return (
        Q(day__edition__slug__in=slugs)
        | Q(day__edition__part_of__slug__in=slugs)
        | Q(stands_for__slug__in=slugs)
    )


def of_kind(kinds) -> Q:
    return Q(kind__in=kinds)


def with_code(codes) -> Q:
    return Q(code__in=codes)


def in_role(roles) -> Q:
    return Q(role__in=roles)


FILTERS: dict[str, Filter | CastFilter] = {
    "q": Filter(
        text,
        lambda questions: any_of([Q(pk__in=q.ids(Session.objects)) for q in questions]),
        lambda questions: any_of([Q(pk__in=q.ids(Tombstone.objects)) for q in questions]),
    ),
    "series": Filter(by_slug(Series.objects.public), in_series, about(Series)),
    "edition": Filter(by_slug(Edition.objects.public), in_editions, about(Edition)),
    "day": Filter(iso_date, lambda dates: Q(day__date__in=dates), lambda dates: Q(date__in=dates)),
    "year": Filter(
        year, lambda years: Q(day__date__year__in=years), lambda years: Q(date__year__in=years)
    ),
    "from": Filter(
        first_of,
        lambda dates: Q(day__date__gte=min(dates)),
        lambda dates: Q(date__gte=min(dates)),
    ),
    "to": Filter(
        last_of,
        lambda dates: Q(day__date__lte=max(dates)),
        lambda dates: Q(date__lte=max(dates)),
    ),
    "kind": Filter(choice(Session.Kind), of_kind, of_kind),
    "place": Filter(place, at_place, was_at_place),
    "room": Filter(room, lambda values: Q(room__in=Room.objects.at(values)), was_in_room),
    "topic": Filter(
        by_slug(Topic.objects.public), lambda slugs: Q(topics__slug__in=slugs), about(Topic)
    ),
    "source": Filter(by_slug(Source.objects.public), from_source, about(Source)),
    "id": Filter(code, with_code, with_code),
    "role": CastFilter(choice(Appearance.Role), in_role, in_role),
    "basis": CastFilter(
        choice(Appearance.BASES),
        lambda bases: Q(basis__in=bases),
        # Of what was withdrawn earlier nobody noted it: who may hold it must hear of it.
        lambda bases: Q(basis__in=[*bases, ""]) & ~Q(role=""),
    ),
    "speaker": CastFilter(
        by_slug(Speaker.objects.public),
        lambda slugs: Q(speaker__slug__in=slugs),
        lambda slugs: Q(speaker_id__in=ids_of(Speaker, slugs)),
    ),
    "organisation": CastFilter(
        by_slug(Organisation.objects.public),
        lambda slugs: Q(positions__organisation__slug__in=slugs, positions__unsourced=False),
        lambda slugs: Q(organisation_id__in=ids_of(Organisation, slugs)) & ~Q(role=""),
    ),
}


# A search text and a title may hold commas.
WHOLE = ("q",)


def read(name: str, value: str):
    try:
        return FILTERS[name].parse(value)
    except FilterError as error:
        raise refusal(name, value, error) from None
    except MovedError as moved:
        raise MovedError(moved.old, moved.new, name) from None


def refusal(name: str, value: str, why) -> FilterError:
    return FilterError(
        _("Le filtre « %(name)s » n’accepte pas « %(value)s » : %(why)s.")
        % {"name": name, "value": value, "why": why}
    )


def other_view(query: QueryDict, name: str) -> bool:
    """Does `?view=` ask for the page's other view, of that name?"""
    view = query.get(VIEW)
    if view not in (None, name):
        raise refusal(VIEW, view, possible([name]))
    return view == name


class Selection:
    """What a query string asks for, and the rows it selects.

    `values[name]` is a list, all of which must hold, of lists, any of which suffices.
    """

    def __init__(self, query: QueryDict, names=tuple(FILTERS), also=()):
        """`also` are the parameters of this page that select nothing."""
        self.values: dict[str, list[list]] = {}
        for name, groups in query.lists():
            if name == PAGING or name in also:
                continue
            if name not in names:
                raise FilterError(
                    _("Le filtre « %(name)s » n’existe pas ici. Filtres possibles : %(names)s.")
                    % {"name": name, "names": ", ".join(names) or _("aucun")}
                )
            self.values[name] = [self.parse(name, group) for group in groups if group]

    @staticmethod
    def parse(name: str, group: str) -> list:
        parts = [group] if name in WHOLE else [part for part in group.split(",") if part]
        # PostgreSQL has no place for a NUL in a text.
        if not parts or "\x00" in group:
            raise refusal(name, group, _("ce n’est pas une valeur"))
        return [read(name, part) for part in parts]

    def but(self, **values) -> "Selection":
        """The same with other `values` of some filters; an empty list drops the filter."""
        other = copy(self)
        other.values = self.values | values
        return other

    def active(self, query: QueryDict) -> list[tuple[str, str, str]]:
        """(name, value, query string without it) of each condition, for the visitor to drop."""
        conditions = []
        for name in self.values:
            for value in filter(None, query.getlist(name)):
                rest = query.copy()
                rest.pop(PAGING, None)
                rest.setlist(name, [other for other in query.getlist(name) if other != value])
                conditions.append((name, value, rest.urlencode()))
        return conditions

    def groups(self, kind: type):
        return {n: g for n, g in self.values.items() if g and isinstance(FILTERS[n], kind)}

    def sessions(self, sessions):
        """`sessions` (a queryset) narrowed to what was asked for."""
        for name, groups in self.groups(Filter).items():
            for group in groups:
                selected = Session.objects.filter(FILTERS[name].sessions(group))
                sessions = sessions.filter(pk__in=selected.values("pk"))
        for cast in self.casts():
            same = Appearance.objects.sourced().filter(cast, session=OuterRef("pk"))
            sessions = sessions.filter(Exists(same))
        return sessions

    def sessions_of(self, appearances, sessions):
        """`sessions` narrowed; what was asked of a person holds of one of these `appearances`."""
        found = self.sessions(sessions)
        if self.casts():
            found = found.filter(pk__in=self.appearances(appearances).values("session"))
        return found

    def tombstones(self, **cast):
        """Withdrawn and deleted sessions that the selection held.

        With a `cast` (one person or organisation), what was asked of a person holds of it too.
        """
        stones = Tombstone.objects.all()
        for name, groups in self.groups(Filter).items():
            for group in groups:
                stones = stones.filter(FILTERS[name].tombstones(group))
        here = TombstoneAppearance.objects.filter(tombstone=OuterRef("pk"))
        casts = self.casts("tombstones")
        for asked in casts:
            stones = stones.filter(Exists(here.filter(asked)))
        if cast:
            stones = stones.filter(Exists(here.filter(any_of(casts), **cast)))
        return stones

    def casts(self, of: str = "appearances") -> list[Q]:
        """One condition on a single appearance per combination of repeated parameters."""
        named = self.groups(CastFilter)
        combinations = product(*named.values()) if named else ()
        return [
            Q(
                *(
                    getattr(FILTERS[name], of)(group)
                    for name, group in zip(named, groups, strict=True)
                )
            )
            for groups in combinations
        ]

    def appearances(self, appearances):
        """Rows in the selected sessions that themselves meet one of the conditions on a person."""
        rows = appearances
        if self.values:
            rows = rows.filter(session__in=self.sessions(Session.objects.all()))
        return self.named(rows)

    @property
    def names(self) -> bool:
        """Is anything asked of a person?"""
        return bool(self.values.get("q") or self.groups(CastFilter))

    def named(self, appearances):
        """Rows that themselves meet one of the conditions on a person, in whatever session."""
        rows = appearances
        for [question] in self.values.get("q", ()):
            rows = rows.filter(pk__in=question.ids(Appearance.objects))
        if casts := self.casts():
            rows = rows.filter(pk__in=Appearance.objects.filter(any_of(casts)).values("pk"))
        return rows
