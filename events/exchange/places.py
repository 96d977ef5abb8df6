"""Where: a venue and a room of it by their names, found among those an edition knows, or new."""

from django.db.models import Q
from django.utils.text import slugify

from events.exchange.cells import CellError
from events.exchange.columns import folded
from events.exchange.directory import Named
from events.importers.places import unused
from events.models import Day, Edition, Room, Venue
from search.normalise import fold


class Places(Named):
    model, what = Venue, "lieux"

    def __init__(self, edition: Edition):
        super().__init__()
        self.edition = edition
        self.new_rooms: dict[tuple, Room] = {}
        used = Q(sessions__day__edition=edition) | Q(days__edition=edition) | Q(editions=edition)
        used |= Q(rooms__sessions__day__edition=edition)
        self.used = set(Venue.objects.filter(used).values_list("pk", flat=True))
        self.rooms = list(Room.objects.select_related("venue"))

    def place(self, venue_name: str, room_name: str, day: Day) -> tuple[Venue | None, Room | None]:
        """What a session is to have: no venue where its room, or its day, tells it."""
        venue = self.found_or_new(venue_name) if venue_name else None
        if not room_name:
            return (None if venue and venue == day.venue else venue), None
        return None, self.room(venue, room_name, day)

    def room(self, venue: Venue | None, name: str, day: Day) -> Room:
        if len(name) > 100:
            raise CellError("le nom de la salle a plus de 100 caractères")
        at = venue or day.venue or self.edition.venue
        among = {at.pk} if at else self.used
        found = self.rooms_named(name, among) or (
            [] if venue else self.rooms_named(name, self.used)
        )
        if len(found) > 1:
            raise CellError(f"plusieurs salles s’appellent « {name} » : dites dans quel lieu")
        if found:
            return found[0]
        if at is None:
            raise CellError(f"la salle « {name} » est inconnue : dites dans quel lieu elle est")
        key = (at.pk or folded(at.name), folded(name))
        return self.new_rooms.setdefault(key, Room(venue=at, name=name))

    def rooms_named(self, name: str, venues: set) -> list[Room]:
        return [r for r in self.rooms if r.venue_id in venues and folded(r.name) == folded(name)]

    def keep_rooms(self, rooms: list[Room]) -> list[Room]:
        """Writes those of `rooms` that are new, after their venues."""
        new = list({id(room): room for room in rooms if room and room.pk is None}.values())
        for room in new:
            room.venue = room.venue
            taken = set(room.venue.rooms.values_list("slug", flat=True))
            room.slug = unused(slugify(fold(room.name))[:70].strip("-") or "salle", taken)
            room.save()
        return new
