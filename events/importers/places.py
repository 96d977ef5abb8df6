"""Where: the venue of an imported edition, and its rooms by name."""

from collections.abc import Iterable

from django.utils.text import slugify

from events.importers.text import shortened
from events.models import Edition, Room, Venue
from search.normalise import fold


def venue_of(edition: Edition, name: str, town: str, *, has_rooms: bool) -> Venue | None:
    """The edition's own venue, else the one stated, else one that says it is not known.

    A room hangs on a venue, and frab's files mostly name rooms only. Such an edition gets a venue
    of its own, called "… (lieu non précisé)", which the organiser names in the admin; the rooms of
    two editions never meet in it. A venue set before is kept: the organiser knows better.
    """
    if edition.venue or not (name or has_rooms):
        return edition.venue
    if not name:
        name = f"{shortened(edition.title, 170)} (lieu non précisé)"
        return Venue.objects.create(slug=free_slug(f"{edition.slug[:70]}-lieu"), name=name)
    name, town = shortened(name, 200), shortened(town, 100)
    known = Venue.objects.filter(name=name, town=town).order_by("pk").first()
    return known or Venue.objects.create(slug=free_slug(name), name=name, town=town)


def free_slug(name: str) -> str:
    base = slugify(fold(name))[:70].strip("-") or "lieu"
    taken = set(Venue.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return unused(base, taken)


def unused(base: str, taken: set[str]) -> str:
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def rooms_of(venue: Venue | None, names: Iterable[str]) -> dict[str, Room]:
    """Every named room of the venue, made where it is new; names are compared as written."""
    names = [name for name in dict.fromkeys(names) if name]
    if not (venue and names):
        return {}
    rooms = list(venue.rooms.order_by("-pk"))
    known = {room.name: room for room in rooms}
    taken = {room.slug for room in rooms}
    new = [
        Room(venue=venue, slug=unused(slugify(fold(name))[:70].strip("-") or "salle", taken),
             name=name)
        for name in names
        if name not in known
    ]  # fmt: skip
    return known | {room.name: room for room in Room.objects.bulk_create(new)}
