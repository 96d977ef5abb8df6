"""The filters of every list: one definition for pages, feeds and exports (DESIGN §3).

`?kind=talk,debate` is any of, `?organisation=a&organisation=b` is both of. An unknown name or value
is an error that names it, never a silent full list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from events.addresses import GoneError, MovedError, find
from events.models import Appearance, Edition, Series, Session, Tombstone, Topic, Venue
from organisations.models import Organisation
from sources.models import Source
from speakers.models import Speaker

PAGING = "page"


class FilterError(ValueError):
    """A filter that cannot be applied; its message is for the visitor."""


def choice(choices) -> Callable:
    def parse(value):
        if value not in choices.values:
            raise FilterError(_("valeurs possibles : %s") % ", ".join(filter(None, choices.values)))
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
    return value if Venue.objects.at(value).exists() else by_slug(Venue.objects.all)(value)


def code(value):
    """A session's public code; one that is no longer public is skipped, or cancelled."""
    known = Session.objects.for_calendar().filter(code=value).exists()
    if not known and not Tombstone.objects.filter(code=value).exists():
        raise FilterError(_("aucune séance ne porte ce code"))
    return value


def iso_date(value):
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FilterError(_("une date s’écrit 2025-04-02")) from None


def year(value):
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 9999):
        raise FilterError(_("une année s’écrit 2025"))
    return int(value)


@dataclass(frozen=True)
class Filter:
    """One parameter: how its values are read, and the sessions that any of them selects."""

    parse: Callable
    sessions: Callable[[list], Q]


@dataclass(frozen=True)
class CastFilter:
    """A parameter that holds of one appearance; several of them hold of one and the same."""

    parse: Callable
    appearances: Callable[[list], Q]


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


FILTERS: dict[str, Filter | CastFilter] = {
    "q": Filter(
        str, lambda values: Q(pk__in=Session.objects.matching(" ".join(values)).values("pk"))
    ),
    "series": Filter(by_slug(Series.objects.all), in_series),
    "edition": Filter(by_slug(Edition.objects.public), in_editions),
    "day": Filter(iso_date, lambda values: Q(day__date__in=values)),
    "year": Filter(year, lambda values: Q(day__date__year__in=values)),
    "from": Filter(iso_date, lambda values: Q(day__date__gte=min(values))),
    "to": Filter(iso_date, lambda values: Q(day__date__lte=max(values))),
    "kind": Filter(choice(Session.Kind), lambda values: Q(kind__in=values)),
    "place": Filter(place, at_place),
    "topic": Filter(by_slug(Topic.objects.all), lambda values: Q(topics__slug__in=values)),
    "source": Filter(by_slug(Source.objects.all), from_source),
    "id": Filter(code, lambda values: Q(code__in=values)),
    "role": CastFilter(choice(Appearance.Role), lambda values: Q(role__in=values)),
    "speaker": CastFilter(
        by_slug(Speaker.objects.public), lambda values: Q(speaker__slug__in=values)
    ),
    "organisation": CastFilter(
        by_slug(Organisation.objects.public),
        lambda values: Q(positions__organisation__slug__in=values),
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


class Selection:
    """What a query string asks for, and the rows it selects.

    `values[name]` is a list, all of which must hold, of lists, any of which suffices.
    """

    def __init__(self, query: QueryDict, names=tuple(FILTERS)):
        self.values: dict[str, list[list]] = {}
        for name, groups in query.lists():
            if name == PAGING:
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
            same = Appearance.objects.filter(cast, session=OuterRef("pk"))
            sessions = sessions.filter(Exists(same))
        return sessions

    def sessions_of(self, appearances, sessions):
        """`sessions` narrowed; what was asked of a person holds of one of these `appearances`."""
        found = self.sessions(sessions)
        if self.casts():
            found = found.filter(pk__in=self.appearances(appearances).values("session"))
        return found

    def tombstones(self):
        """Deleted sessions that the selection surely held: only conditions they can answer."""
        answerable = {"edition": "edition_slug__in", "day": "date__in", "id": "code__in"}
        if not set(self.values) <= set(answerable):
            return Tombstone.objects.none()
        stones = Tombstone.objects.in_order()
        for name, groups in self.values.items():
            for group in groups:
                stones = stones.filter(**{answerable[name]: group})
        return stones

    def casts(self) -> list[Q]:
        """One condition on a single appearance per combination of repeated parameters."""
        named = self.groups(CastFilter)
        combinations = product(*named.values()) if named else ()
        return [
            Q(
                *(
                    FILTERS[name].appearances(group)
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
        if casts := self.casts():
            any_of = casts[0]
            for cast in casts[1:]:
                any_of |= cast
            rows = rows.filter(pk__in=Appearance.objects.filter(any_of).values("pk"))
        return rows
