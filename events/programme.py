"""The shape of a day and of a week on the page: slices of a day, the clock, the neighbours."""

from collections.abc import Callable
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

# A week names so many sessions at most; of more, its days are told, and each has a page.
LONG = 100


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
    if sessions is None:
        sessions = Session.objects.published().of(edition)
    return spread(edition, list(sessions.in_order().with_day()))


def spread(edition: Edition, sessions: list[Session]) -> list[Day]:
    """The days of an edition with these sessions, already in order."""
    by_day = {session.day_id: session.day for session in sessions}
    days = laid_out(edition, [(s.day_id, s.day.date, s) for s in sessions], lambda _ids: by_day)
    for day in days:
        day.starts = [session.starts_at for session in day.outline]
    return days


def at_a_glance(edition: Edition) -> list[Day]:
    """The week, or the tabs of one too long to name its sessions."""
    long = Session.objects.published().of(edition).count() > LONG
    return tabs(edition) if long else week(edition)


def tabs(edition: Edition) -> list[Day]:
    """The same days with only the `starts` of their sessions: what leads from day to day."""
    sessions = Session.objects.published().of(edition).in_order()
    found = list(sessions.values_list("day_id", "day__date", "starts_at"))
    days = laid_out(edition, found, Day.objects.select_related("edition").in_bulk)
    for day in days:
        day.starts, day.outline = day.outline, []
    return days


def laid_out(edition: Edition, found: list[tuple], by_ids: Callable) -> list[Day]:
    """The days with what was found, (day, date, item), of each; `by_ids` gives those elsewhere."""
    days = list(edition.days.sourced().with_sources())
    by_id, by_date = {day.pk: day for day in days}, {day.date: day for day in days if day.date}
    elsewhere = {pk for pk, of_date, _item in found if pk not in by_id and of_date not in by_date}
    for pk, day in by_ids(elsewhere).items():
        if pk in elsewhere:
            by_id[pk] = day
            days.append(day)
    for day in days:
        day.outline = []
        if day.edition_id == edition.pk:
            day.edition = edition  # loaded with its sources
    for pk, of_date, item in found:
        (by_id.get(pk) or by_date[of_date]).outline.append(item)
    return sorted(days, key=in_calendar)


def dated(days: list[Day], edition: Edition, on: date) -> Day | None:
    """The edition's own day of a date, out of its `tabs`."""
    own = (day for day in days if day.date == on and day.edition_id == edition.pk)
    return next(own, None)


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
