"""The shape of a day and of a week on the page: slices of a day, the clock, the neighbours."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, takewhile

from django.utils.translation import gettext as _

from events.models import Day, Edition, Session

PARTS_OF_DAY = [
    Session.PartOfDay.MORNING,
    Session.PartOfDay.MIDDAY,
    Session.PartOfDay.AFTERNOON,
    Session.PartOfDay.EVENING,
]


@dataclass
class Slice:
    """Sessions in running order that share a part of the day."""

    part: str
    label: str
    sessions: list[Session] = field(default_factory=list)


def week(edition: Edition, sessions=None) -> list[Day]:
    """The days of an edition, each with its sessions as `outline`, lineups left out.

    `sessions` are those to show; without them, all that are public.

    What is held in a part of the edition, or stands for it elsewhere, is on the day of its date;
    where the edition has no such day, the session's own day is shown.
    """
    days = list(edition.days.with_sources())
    by_date = {day.date: day for day in days if day.date}
    by_id = {day.pk: day for day in days}
    for day in days:
        day.outline = []
    if sessions is None:
        sessions = Session.objects.published().of(edition)
    for session in sessions.in_order().with_day():
        day = by_id.get(session.day_id) or by_date.get(session.day.date)
        if day is None:
            day = by_id[session.day_id] = session.day
            day.outline = []
            days.append(day)
        day.outline.append(session)
    return sorted(days, key=in_calendar)


def in_calendar(day: Day) -> tuple:
    return (day.date is None, day.date or date.min, day.position)


def part_of(session: Session) -> str:
    """The stated or inferred part of the day, else the one its hour falls in."""
    if session.part_of_day or not session.starts_at:
        return session.part_of_day
    hour = session.local_start.hour
    if hour < 12:
        return Session.PartOfDay.MORNING
    return Session.PartOfDay.AFTERNOON if hour < 18 else Session.PartOfDay.EVENING


def slices(sessions: list[Session]) -> list[Slice]:
    """The day cut where the part of the day changes; the order of the sessions is kept."""
    cut: list[Slice] = []
    closed = False
    for session in sessions:
        part = part_of(session)
        if not cut or cut[-1].part != part:
            label = Session.PartOfDay(part).label
            if not part and closed:
                label = _("Après la clôture")
            cut.append(Slice(part, label))
        cut[-1].sessions.append(session)
        closed = closed or session.kind == Session.Kind.CLOSING
    return cut


def neighbours(records: list, record) -> tuple:
    """The records before and after `record` in `records`; None at the ends."""
    before = next((a for a, b in pairwise(records) if b.pk == record.pk), None)
    after = next((b for a, b in pairwise(records) if a.pk == record.pk), None)
    return before, after


def bounds(session: Session, day_sessions: list[Session]) -> tuple:
    """The nearest sessions before and after whose hour is known: they bound an unknown one."""
    before = [s for s in day_sessions if s.position < session.position and s.starts_at]
    after = [s for s in day_sessions if s.position > session.position and s.starts_at]
    return (before[-1] if before else None), (after[0] if after else None)


def clashes(sessions: list[Session]) -> list[tuple[Session, Session]]:
    """Pairs that are known to be on at the same time; what has no hour or no end says nothing."""
    on = (s for s in sessions if s.starts_at and not s.is_cancelled)
    timed = sorted(on, key=lambda session: session.starts_at)
    return [
        (first, second)
        for at, first in enumerate(timed)
        for second in takewhile(lambda other, first=first: overlap(first, other), timed[at + 1 :])
    ]


def overlap(first: Session, second: Session) -> bool:
    """Of two sessions in order of their start."""
    if first.starts_at == second.starts_at:
        return True
    return bool(first.ends_at) and second.starts_at < first.ends_at
