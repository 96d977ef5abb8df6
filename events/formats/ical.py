"""Calendars by RFC 5545 and 7986: sessions in, bytes out; the same bytes until something changed.

What each line is for stands in `docs/calendar.md`. No request, no clock, no query: a session comes
with its lineup and its stamp, and the site's address is passed in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vText, vUri

from events.formats.vtimezone import vtimezone
from events.models import Edition, EditionTombstone, Session, Tombstone
from sources.models import Basis

PRODID = "-//Tableronde//Tableronde//FR"
REFRESH = timedelta(hours=1)

# Where a source gives a start and no end. Calendars need one; the description says it is ours.
DEFAULT_LENGTH = {
    Session.Kind.WELCOME: timedelta(minutes=30),
    Session.Kind.OPENING: timedelta(minutes=30),
    Session.Kind.CLOSING: timedelta(minutes=30),
    Session.Kind.TALK: timedelta(minutes=45),
    Session.Kind.WORKSHOP: timedelta(hours=2),
    Session.Kind.VISIT: timedelta(hours=2),
    Session.Kind.SCREENING: timedelta(hours=2),
}
OTHER_LENGTH = timedelta(hours=1)

# Without the space that begins a piece.
LONGEST_LINE = 74
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Feed:
    """What a calendar says of itself; `page` and `source` are absolute addresses."""

    name: str
    description: str
    page: str
    source: str


def calendar(feed: Feed, events: Iterable[Event]) -> bytes:
    """A calendar of `events` in their order, with one block for each zone that they use."""
    events = list(events)
    document = Calendar()
    document.add("version", "2.0")
    document.add("prodid", PRODID)
    document.add("calscale", "GREGORIAN")
    document.add("name", clean(feed.name))
    document.add("x-wr-calname", clean(feed.name))
    # libical calls a property without a value an error.
    description = clean(feed.description or feed.name)
    document.add("description", description)
    document.add("x-wr-caldesc", description)
    document.add("url", vUri(feed.page))
    document.add("source", vUri(feed.source), parameters={"VALUE": "URI"})
    document.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    document.add("x-published-ttl", vDuration(REFRESH))
    for zone in sorted(set().union(*map(zones_of, events))):
        document.add_component(vtimezone(zone))
    for entry in events:
        document.add_component(entry)
    return b"".join(folded(line) for line in document.content_lines() if line)


def folded(line: str) -> bytes:
    """A content line in pieces of at most 75 octets (RFC 5545, 3.1), as `icalendar` folds them.

    That folds letter by letter: a third of the time that a large programme took. No piece ends
    within a character or an escape.
    """
    octets, start, pieces = line.encode(), 0, []
    while len(octets) - start > LONGEST_LINE:
        end = start + LONGEST_LINE
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        if octets[end - 1] in b"\\^":
            end -= 1
        pieces.append(octets[start:end])
        start = end
    return b"\r\n ".join([*pieces, octets[start:]]) + b"\r\n"


def zones_of(event: Event) -> set[str]:
    """The names of the zones in which the event's hours are told."""
    hours = (event[name] for name in ("dtstart", "dtend"))
    return {hour.params["TZID"] for hour in hours if "TZID" in hour.params}


def entry_for(
    uid, stamp, title: str, *, starts, ends, cancelled: bool, busy=False, why="Annulé"
) -> Event:
    """What every event has; `stamp` has a sequence and the moment of the last change."""
    entry = Event()
    entry.add("uid", str(uid))
    changed = stamp.changed_at.astimezone(UTC).replace(microsecond=0)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", stamp.sequence)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", clean(f"{why} : {title}" if cancelled else title))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    entry.add("transp", "OPAQUE" if busy and not cancelled else "TRANSPARENT")
    return entry


def event(session: Session, site: str, *, busy: bool = False) -> Event:
    """A session; `busy` blocks one's time where the hour is known."""
    starts, ends = span(session)
    entry = entry_for(
        session.uuid,
        session.stamp,
        session.title,
        starts=starts,
        ends=ends,
        cancelled=session.is_cancelled or session.day.date is None,
        why="Annulé" if session.is_cancelled else "Date devenue inconnue",
        busy=busy and session.starts_at is not None,
    )
    entry.add("description", clean(description(session)))
    if location := location_of(session):
        entry.add("location", clean(location))
    if (place := session.place) and place.latitude is not None:
        entry.add("geo", (float(place.latitude), float(place.longitude)))
    entry.add("url", vUri(site + session.get_absolute_url()))
    labels = [session.get_kind_display(), *(topic.name for topic in session.topics.all())]
    entry.add("categories", [clean(label) for label in labels])
    return entry


def tombstone_event(stone: Tombstone) -> Event:
    """A session that is withdrawn or deleted: calendars that hold it cancel it."""
    zone = ZoneInfo(stone.timezone)
    start, end = (m and m.astimezone(zone) for m in (stone.starts_at, stone.ends_at))
    starts, ends = span_of(stone.date, start, end, stone.kind)
    return entry_for(stone.uuid, stone, stone.title, starts=starts, ends=ends, cancelled=True)


def edition_event(edition: Edition, site: str) -> Event:
    """A whole edition, in whole days; the end that is not known is the first day's."""
    entry = entry_for(
        edition.uuid,
        edition.stamp,
        edition.title,
        starts=edition.starts_on,
        ends=(edition.ends_on or edition.starts_on) + timedelta(days=1),
        cancelled=edition.status == edition.Status.CANCELLED,
    )
    if edition.summary:
        entry.add("description", clean(edition.summary))
    if edition.venue:
        entry.add("location", clean(edition.venue.full_name))
    entry.add("url", vUri(site + edition.get_absolute_url()))
    entry.add("categories", [clean(edition.get_kind_display())])
    return entry


def edition_tombstone_event(stone: EditionTombstone) -> Event:
    """An edition that is withdrawn or deleted."""
    return entry_for(
        stone.uuid,
        stone,
        stone.title,
        starts=stone.starts_on,
        ends=(stone.ends_on or stone.starts_on) + timedelta(days=1),
        cancelled=True,
    )


def span(session: Session) -> tuple[date, date] | tuple[datetime, datetime]:
    day = session.day.date or session.stamp.was_on
    return span_of(day, session.local_start, session.local_end, session.kind)


def span_of(day: date, start: datetime | None, end: datetime | None, kind: str) -> tuple:
    """Start and exclusive end: the whole day where no hour is known."""
    if start is None:
        return day, day + timedelta(days=1)
    # As instants: in the night the clock goes back, an end may read earlier than its start.
    if end is None or end.astimezone(UTC) <= start.astimezone(UTC):
        length = DEFAULT_LENGTH.get(kind, OTHER_LENGTH)
        end = (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return unmistakable(start), unmistakable(end)


def unmistakable(local: datetime) -> datetime:
    """An hour that comes twice is told in UTC.

    By RFC 5545, 3.3.5 it means the first; libical and ical.js take the second.
    """
    comes_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return local.astimezone(UTC) if comes_twice else local


def description(session: Session) -> str:
    """Plain text: what it is, who, where in the day, what is not known, the page it is from."""
    kind = session.get_kind_display().capitalize()
    if session.number:
        kind = f"{kind} {session.number}"
    lines = [f"{kind}, {session.day.edition.title}"]
    if session.is_cancelled and session.cancelled_because:
        lines.append(f"Annulée : {session.cancelled_because}")
    if session.summary:
        lines.append(session.summary)
    lines += [person(appearance) for appearance in session.appearances.all()]
    if session.is_panel and not any(a.is_moderator for a in session.appearances.all()):
        lines.append("Animation : non précisée.")
    return "\n".join([*lines, *of_its_hours(session)])


def of_its_hours(session: Session) -> list[str]:
    """What is not known of its hours, or not written."""
    lines = []
    if session.starts_at is None:
        lines.append("Heure non précisée par la source.")
        if session.part_of_day:
            lines.append(f"Moment : {session.get_part_of_day_display()}.")
        lines.append(f"Rang dans l’ordre de la journée : {session.position}.")
    elif session.start_basis == Basis.INFERRED:
        lines.append("Heure déduite, et non écrite par la source.")
    if session.starts_at and session.ends_at is None:
        lines.append("Fin non précisée par la source ; la durée affichée est indicative.")
    return lines


def person(appearance) -> str:
    name = appearance.speaker.name if appearance.speaker else appearance.name_as_printed
    said = [name or "nom non précisé", *(p.as_printed for p in appearance.positions.all())]
    if appearance.is_moderator:
        said.append("animation")
    elif appearance.role == appearance.Role.PRESENT:
        said.append("présence")
    if appearance.basis != "stated":
        said.append("implicite")
    if appearance.special_guest:
        said.append("invité spécial")
    return "– " + ", ".join(said)


def location_of(session: Session) -> str:
    room = session.room.name if session.room else ""
    place = session.place.full_name if session.place else ""
    return ", ".join(part for part in (room, place) if part)


def clean(text: str) -> vText:
    """Text without control characters, line ends as one kind."""
    return vText(CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")))
