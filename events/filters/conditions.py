"""Which sessions the values of a filter select, and which that are gone."""

from collections.abc import Callable
from functools import reduce
from operator import or_

from django.db.models import Q

from desk.models import Mergeable, merged_ids
from events.models import FormerSlug, Room, Tombstone, Venue


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
