"""Calendars by RFC 5545 and 7986: sessions in, bytes out; the same bytes until something changed.

What each line is for stands in `docs/calendar.md`. No request, no clock, no query: a session comes
with its lineup and its stamp, and the site's address is passed in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from icalendar import Calendar, Event, Timezone, vDuration, vText, vUri

from events.models import Session

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

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Feed:
    """What a calendar says of itself; `page` and `source` are absolute addresses."""

    name: str
    description: str
    page: str
    source: str


def calendar(feed: Feed, sessions: Iterable[Session], site: str) -> bytes:
    """A calendar of the dated ones among `sessions`, in their order."""
    dated = [session for session in sessions if session.day.date]
    document = Calendar()
    document.add("version", "2.0")
    document.add("prodid", PRODID)
    document.add("calscale", "GREGORIAN")
    document.add("name", clean(feed.name))
    document.add("x-wr-calname", clean(feed.name))
    document.add("description", clean(feed.description))
    document.add("x-wr-caldesc", clean(feed.description))
    document.add("url", vUri(feed.page))
    document.add("source", vUri(feed.source), parameters={"VALUE": "URI"})
    document.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    document.add("x-published-ttl", vDuration(REFRESH))
    for zone in sorted({s.day.edition.timezone for s in dated if s.starts_at}):
        document.add_component(vtimezone(zone))
    for session in dated:
        document.add_component(event(session, site))
    return document.to_ical()


@cache
def vtimezone(name: str) -> Timezone:
    """The zone's rules over one fixed span, so that no feed's block ever depends on its events."""
    return Timezone.from_tzid(name, first_date=date(2000, 1, 1), last_date=date(2038, 1, 1))


def event(session: Session, site: str) -> Event:
    entry = Event()
    entry.add("uid", str(session.uuid))
    changed = session.stamp.changed_at.astimezone(UTC).replace(microsecond=0)
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", session.stamp.sequence)
    starts, ends = span(session)
    entry.add("dtstart", starts)
    entry.add("dtend", ends)
    entry.add("summary", summary(session))
    entry.add("description", clean(description(session)))
    if location := location_of(session):
        entry.add("location", clean(location))
    if (place := session.place) and place.latitude is not None:
        entry.add("geo", (float(place.latitude), float(place.longitude)))
    entry.add("url", vUri(site + session.get_absolute_url()))
    labels = [session.get_kind_display(), *(topic.name for topic in session.topics.all())]
    entry.add("categories", [clean(label) for label in labels])
    entry.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    return entry


def span(session: Session) -> tuple[date, date] | tuple[datetime, datetime]:
    """Start and exclusive end: the whole day where no hour is known."""
    start, end = session.local_start, session.local_end
    if start is None:
        return session.day.date, session.day.date + timedelta(days=1)
    # As instants: in the night the clock goes back, an end may read earlier than its start.
    if end is None or session.ends_at <= session.starts_at:
        length = DEFAULT_LENGTH.get(session.kind, OTHER_LENGTH)
        end = (session.starts_at + length).astimezone(start.tzinfo)
    return unmistakable(start), unmistakable(end)


def unmistakable(local: datetime) -> datetime:
    """An hour that comes twice means the first (RFC 5545, 3.3.5); the second is told in UTC."""
    return local.astimezone(UTC) if local.fold else local


def summary(session: Session) -> str:
    return clean(f"Annulé : {session.title}" if session.is_cancelled else session.title)


def description(session: Session) -> str:
    """Plain text: what it is, who, where in the day, what is not known, the page it is from."""
    kind = session.get_kind_display().capitalize()
    if session.number:
        kind = f"{kind} {session.number}"
    lines = [f"{kind}, {session.day.edition.title}"]
    if session.summary:
        lines.append(session.summary)
    lines += [person(appearance) for appearance in session.appearances.all()]
    if session.is_panel and not any(a.is_moderator for a in session.appearances.all()):
        lines.append("Animation : non précisée.")
    if session.starts_at is None:
        lines.append("Heure non précisée par la source.")
        if session.part_of_day:
            lines.append(f"Moment : {session.get_part_of_day_display()}.")
        lines.append(f"Rang dans l’ordre de la journée : {session.position}.")
    elif session.ends_at is None:
        lines.append("Fin non précisée par la source ; la durée affichée est indicative.")
    return "\n".join(lines)


def person(appearance) -> str:
    name = appearance.speaker.name if appearance.speaker else appearance.name_as_printed
    said = [name or "nom non précisé", *(p.as_printed for p in appearance.positions.all())]
    if appearance.is_moderator:
        said.append("animation")
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
