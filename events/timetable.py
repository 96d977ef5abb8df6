"""A programme too long to be told in full: short rows by the hour, and a board of its rooms.

Everything that a row says is worked out here once: a day of a large conference has 500 of them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.board import Band, Slot, build_board
from events.models import Appearance, Citation, Day, Edition, Room, Session
from events.now import is_near, mark
from events.programme import at_a_glance, days_of, slices, spread, week
from events.provenance import natural
from events.shape import draw
from events.templatetags.programme import headline
from events.templatetags.typography import hour_alone
from sources.models import Basis

# Up to so many, a page tells summaries and positions too.
FULL = 40
ROOMS_OF_A_BOARD = 4
# What one takes a person on a programme to be: it goes without saying.
EXPECTED = (Appearance.Role.SPEAKER, Appearance.Role.PANELLIST)
SLUG = "0"  # stands in an address for the slugs to come: an address is looked up once


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    address: str
    role: str  # where it is not simply that of a speaker


@dataclass(frozen=True, slots=True)
class Row:
    session: Session
    address: str
    title: str  # as HTML
    is_cancelled: bool
    start: datetime | None
    end: datetime | None
    place: str
    cast: list[Person]
    citations: list[Citation]

    @property
    def hour(self) -> int | None:
        return self.start and self.start.hour

    @property
    def state(self):
        return getattr(self.session, "state", "")


@dataclass(frozen=True, slots=True)
class Hour:
    """Rows that follow one another and begin in the same hour; None: nobody says when."""

    hour: int | None
    rows: list[Row]

    @property
    def label(self) -> str:
        if self.hour is None:
            return capfirst(_("heure non précisée"))
        return hour_alone(self.hour)

    @property
    def key(self) -> str:
        """Its place in the page: an hour may come back after what has none, or on another day."""
        return f"h{self.rows[0].session.code}"


def told(sessions, count: int, days: list[Day]) -> list[Session]:
    """The sessions with as much as a page of `count` of them tells of each; `days` are known."""
    return list(sessions.with_lineup()) if count <= FULL else briefly(sessions, days)


def briefly(sessions, days: list[Day] = ()) -> list[Session]:
    """The sessions with what a short row tells; those of `days` share these records."""
    found, known = list(sessions.with_room().cited()), {day.pk: day for day in days}
    for session in found:
        if session.day_id in known:
            session.day = known[session.day_id]
    prefetch_related_objects([s for s in found if s.day_id not in known], "day__edition__part_of")
    give_rooms(found)
    return found


def mark_in_its_day(session: Session, public, now: datetime) -> None:
    """Its `state` at a moment; the others of its day are asked only if it may have one."""
    if is_near(session, now):
        of_day = briefly(public.on(session.day).in_order(), [session.day])
        mark(of_day, session.day.date, session.day.edition.zone, now)
        session.state = next(other.state for other in of_day if other.pk == session.pk)


def give_rooms(sessions: list[Session]) -> None:
    """To each its room with the venue: there are few rooms for many sessions."""
    ids = {session.room_id for session in sessions} - {None}
    found = Room.objects.select_related("venue").in_bulk(ids) if ids else {}
    for session in sessions:
        session.room = found.get(session.room_id)


def day_layout(sessions: list[Session], day: Day, *, listed: bool) -> dict:
    """What the page of a day shows: slices of stops, or of a long one rows by the hour.

    Beside them, unless the list alone is wanted (`listed`), the board of its rooms.
    """
    long = len(day.starts) > FULL
    if not long and len({s.room_id for s in sessions} - {None}) < ROOMS_OF_A_BOARD:
        return {"slices": slices(sessions)}
    hours = timetable(sessions)
    untimed = sum(len(hour.rows) for hour in hours if hour.hour is None)
    shown = {"hours": hours, "jumps": jumps(hours)} if long else {"slices": slices(sessions)}
    bands = room_board(hours, day.date)
    return shown | {
        "bands": [] if listed else bands, "unboarded": bands and listed, "untimed": untimed,
    }  # fmt: skip


def edition_layout(edition: Edition, sessions, *, in_rows: bool, narrowed: bool) -> dict:
    """What the page of an edition shows: its week, or rows with everyone's name by day and hour.

    Of a long edition the week names no session, until it is narrowed down.
    """
    if not in_rows:
        days = week(edition, sessions) if narrowed else at_a_glance(edition)
        draw(days)
        return {"days": [day for day in days if day.outline or not narrowed]}
    days = days_of(edition)
    found = briefly(sessions.in_order(), days)
    row_of = {row.session.pk: row for row in rows(found)}
    days = [day for day in spread(edition, found, days) if day.outline]
    for day in days:
        day.hours = by_hour([row_of[session.pk] for session in day.outline])
    return {"days": days, "in_rows": True}


def timetable(sessions: list[Session]) -> list[Hour]:
    """The rows of one day in running order, cut by the hour."""
    return by_hour(rows(sessions))


def by_hour(made: list[Row]) -> list[Hour]:
    return [Hour(hour, list(group)) for hour, group in groupby(made, key=lambda row: row.hour)]


def jumps(hours: list[Hour]) -> list[Hour]:
    """Where each hour begins, and at last the first rows that have none."""
    first = {hour.hour: hour for hour in reversed(hours)}
    known = [hour for hour in hours if hour.hour is not None and first[hour.hour] is hour]
    return [*known, first[None]] if None in first else known


def rows(sessions: list[Session]) -> list[Row]:
    session_at = cache(lambda edition: reverse("events:session", args=[edition, SLUG])[:-2])
    speaker_at = reverse("speakers:detail", args=[SLUG])[:-2]
    billing = Appearance.objects.billing(sessions)
    several = len({session.room.venue_id for session in sessions if session.room}) > 1
    return [
        Row(
            session=session,
            address=f"{session_at(session.day.edition.slug)}{session.slug}/",
            title=headline(session),
            is_cancelled=session.is_cancelled,
            start=session.local_start,
            end=session.local_end,
            place=place(session, several=several),
            cast=[person(billed, speaker_at) for billed in billing.get(session.pk, [])],
            citations=own(session),
        )
        for session in sessions
    ]


def own(session: Session) -> list[Citation]:
    """What supports the session itself, and what contradicts it: most go by their edition's."""
    return [c for c in session.cited if not c.field or c.differing_reading]


def place(session: Session, *, several: bool) -> str:
    """The room, of `several` venues with the one that is not the day's; else such a venue."""
    room, venue = session.room, session.venue
    if room is None:
        return venue.name if venue else ""
    elsewhere = several and room.venue_id != session.day.venue_id
    return f"{room.name}, {room.venue.name}" if elsewhere else room.name


def person(billed, speaker_at: str) -> Person:
    role = Appearance.Role(billed.role)
    said = "" if role in EXPECTED else str(role.label)
    if role == Appearance.Role.PRESENT or billed.basis == Basis.IMPLIED:
        said = f"[{role.label}]"
    slug = billed.speaker__slug
    return Person(billed.name_as_printed, f"{speaker_at}{slug}/" if slug else "", said)


def room_board(hours: list[Hour], day: date) -> list[Band]:
    """The board of a day that is held in several rooms at stated hours; of any other, none."""
    timed = [row for hour in hours for row in hour.rows if row.start]
    rooms = {row.place for row in timed} - {""}
    if len(rooms) < ROOMS_OF_A_BOARD:
        return []
    # By name; what nobody says the room of stands last.
    timed.sort(key=lambda row: (not row.place, natural(row.place)))
    return build_board(
        Slot(row.place, minute(row.start, day), row.end and minute(row.end, day), row)
        for row in timed
    )


def minute(moment: datetime, day: date) -> int:
    """On the clock, since the day's midnight."""
    return (moment.date() - day).days * 24 * 60 + moment.hour * 60 + moment.minute
