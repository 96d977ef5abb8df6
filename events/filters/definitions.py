"""Every filter there is: how its values are read, and what they select."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from events.addresses import MovedError
from events.filters.conditions import (
    about,
    any_of,
    at_place,
    from_source,
    ids_of,
    in_editions,
    in_role,
    in_series,
    of_kind,
    was_at_place,
    was_in_room,
    with_code,
)
from events.filters.values import (
    FilterError,
    by_slug,
    choice,
    code,
    first_of,
    iso_date,
    last_of,
    place,
    room,
    text,
    year,
)
from events.models import Appearance, Edition, Room, Series, Session, Tombstone, Topic
from organisations.models import Organisation
from sources.models import Source
from speakers.models import Speaker


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
