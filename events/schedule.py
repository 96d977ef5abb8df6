"""What an edition's frab files say: few queries of plain values, as a programme has thousands."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from events.formats.frab import Event, Schedule, number_of
from events.models import Appearance, Edition, SessionLink
from events.timetable import SLUG
from sources.models import Basis


def schedule_of(edition: Edition, sessions) -> Schedule:
    """`sessions` are those that the public sees, or some of them."""
    rows = list(sessions.with_off().values_list(*VALUES, named=True))
    told = [row for row in rows if row.starts_at and row.start_basis != Basis.INFERRED]
    events = Reader(edition, told, sessions.order_by().values("pk")).events
    days = edition.days.sourced().dated().values_list("date", flat=True)
    # Also of what has no hour, and stands in another edition, say.
    dates = {row.day__date for row in rows} - {None}
    return Schedule(
        title=edition.title,
        slug=edition.slug,
        zone=edition.zone,
        page=settings.SITE_URL + reverse("events:edition", args=[edition.slug]),
        dates=sorted({*days, *dates, *(event.on for event in events)}),
        events=events,
        left_out=len(rows) - len(told),
    )


VALUES = (
    "pk", "uuid", "code", "slug", "external_number", "title", "summary", "kind", "language",
    "track", "starts_at", "ends_at", "start_basis", "off", "day__date", "day__edition__slug",
    "room__name", "room__venue__name", "venue__name", "day__venue__name",
)  # fmt: skip


class Reader:
    """Looks up once what all the rows need."""

    def __init__(self, edition: Edition, rows: list, keys):
        self.zone = edition.zone
        self.numbers = numbers(rows)
        self.several = of_several_venues(rows)
        self.persons = persons(Appearance.objects.speaking_in(keys))
        self.links: dict[int, list] = {}
        links = SessionLink.objects.filter(session__in=keys).order_by("session", "order", "pk")
        for key, *link in links.values_list("session_id", "url", "label"):
            self.links.setdefault(key, []).append(tuple(link))
        self.addresses: dict[str, str] = {}
        self.events = [self.event(row) for row in rows]

    def event(self, row) -> Event:
        start, links = row.starts_at.astimezone(self.zone), self.links.get(row.pk, [])
        origin = links[0][0] if links and not links[0][1] else ""
        return Event(
            guid=row.uuid, number=self.numbers[row.pk], code=row.code, slug=row.slug,
            url=f"{self.sessions_of(row.day__edition__slug)}{row.slug}/",
            on=row.day__date or start.date(), start=start,
            length=row.ends_at and row.ends_at - row.starts_at, room=self.room(row),
            title=row.title, is_cancelled=row.off, kind=row.kind, language=row.language,
            track=row.track, summary=row.summary, persons=self.persons.get(row.pk, ()),
            origin=origin, links=tuple(links[bool(origin) :]),
        )  # fmt: skip

    def room(self, row) -> str:
        """The room; of two of one name with their venues, and where there is none the venue."""
        if row.room__name in self.several:
            return f"{row.room__name}, {row.room__venue__name}"
        return row.room__name or row.venue__name or row.day__venue__name or ""

    def sessions_of(self, edition: str) -> str:
        if edition not in self.addresses:
            page = reverse("events:session", args=[edition, SLUG])
            self.addresses[edition] = settings.SITE_URL + page.removesuffix(f"{SLUG}/")
        return self.addresses[edition]


def numbers(rows: Iterable) -> dict[int, int]:
    """By session, the number that a file gave it, and to no earlier one; else its own."""
    given: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        given.setdefault(row.external_number or 0, row.pk)
    return {
        row.pk: row.external_number
        if row.external_number and given[row.external_number] == row.pk
        else number_of(row.code)
        for row in rows
    }


def of_several_venues(rows: Iterable) -> set[str]:
    venues: dict[str, set] = {}
    for row in rows:
        venues.setdefault(row.room__name, set()).add(row.room__venue__name)
    return {name for name, of in venues.items() if name and len(of) > 1}


def persons(rows: Iterable[tuple]) -> dict[int, tuple]:
    """By session, who is on stage: a name and a guid; whoever is there in two roles, once."""
    found: dict[int, dict] = {}
    for session, speaker, name, guid in rows:
        found.setdefault(session, {}).setdefault(speaker or name, (name, guid or ""))
    return {session: tuple(told.values()) for session, told in found.items()}
