"""The shape of a day and of a week on the page: slices of a day, the clock, the neighbours."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, takewhile
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, Q
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


class Item(NamedTuple):
    """A session among the others of its edition."""

    pk: int
    day: int
    date: date | None
    is_timed: bool
    part_of: int | None


def week(edition: Edition, sessions=None) -> list[Day]:
    """The days of an edition, each with its sessions as `outline`, lineups left out.

    `sessions` are those to show; without them, all that are public.

    What is held in a part of the edition, or stands for it elsewhere, is on the day of its date;
    where the edition has no such day, the session's own day is shown.
    """
    if sessions is None:
        sessions = Session.objects.published().of(edition)
    return spread(edition, list(sessions.in_order().with_day()))


def days_of(edition: Edition) -> list[Day]:
    """Its own, with their sources; each knows the edition as it was loaded."""
    days = list(edition.days.sourced().with_sources())
    for day in days:
        day.edition = edition
    return days


def spread(edition: Edition, sessions: list[Session], days: list[Day] | None = None) -> list[Day]:
    """The days of an edition (`days`, if they are at hand) with these sessions, in order."""
    by_day = {session.day_id: session.day for session in sessions}
    found = [(s.day_id, s.day.date, s) for s in sessions]
    days = laid_out(edition, found, lambda _ids: by_day, days)
    for day in days:
        day.starts = [session.starts_at for session in day.outline]
    return days


def at_a_glance(edition: Edition) -> list[Day]:
    """The week, or the tabs of one too long to name its sessions."""
    sessions = Session.objects.published().of(edition)
    if sessions.count() <= LONG:
        return week(edition)
    return started(edition, sessions.in_order().values_list("day_id", "day__date", "starts_at"))


def tabs(edition: Edition, running: list[Item]) -> list[Day]:
    """The same days with only, as `starts`, whether each session has an hour: what leads from day
    to day."""
    return started(edition, [(item.day, item.date, item.is_timed) for item in running])


def started(edition: Edition, found: Iterable[tuple]) -> list[Day]:
    days = laid_out(edition, list(found), Day.objects.select_related("edition").in_bulk)
    for day in days:
        day.starts, day.outline = day.outline, []
    return days


def running_order(edition: Edition) -> list[Item]:
    """Every public session of an edition, in a row of values."""
    sessions = Session.objects.published().of(edition).in_order()
    is_timed = ExpressionWrapper(Q(starts_at__isnull=False), BooleanField())
    rows = sessions.annotate(is_timed=is_timed).values_list(
        "pk", "day_id", "day__date", "is_timed", "day__edition__part_of_id"
    )
    return [Item(*row) for row in rows]


def on_day(running: list[Item], day: Day) -> list[Item]:
    """As `Session.objects.on(day)`."""
    of_part = [i for i in running if i.date and i.date == day.date and i.part_of == day.edition_id]
    parts = {item.pk for item in of_part}
    return [item for item in running if item.day == day.pk or item.pk in parts]


def laid_out(
    edition: Edition, found: list[tuple], by_ids: Callable, days: list[Day] | None = None
) -> list[Day]:
    """The days with what was found, (day, date, item), of each; `by_ids` gives those elsewhere."""
    days = days_of(edition) if days is None else list(days)
    by_id, by_date = {day.pk: day for day in days}, {day.date: day for day in days if day.date}
    elsewhere = {pk for pk, of_date, _item in found if pk not in by_id and of_date not in by_date}
    for pk, day in by_ids(elsewhere).items():
        if pk in elsewhere:
            by_id[pk] = day
            days.append(day)
    for day in days:
        day.outline = []
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


def bounds(item: Item, of_day: list[Item]) -> tuple[Item | None, Item | None]:
    """The nearest sessions before and after whose hour is known: they bound an unknown one."""
    at = of_day.index(item)
    before = [other for other in of_day[:at] if other.is_timed]
    after = [other for other in of_day[at + 1 :] if other.is_timed]
    return (before[-1] if before else None), (after[0] if after else None)


@dataclass
class Surroundings:
    """Where a session stands in its day, by the sessions beside it; None at the ends."""

    count: int
    before: Session | None
    after: Session | None
    bounds: tuple[Session | None, Session | None]


def surroundings(session: Session, running: list[Item]) -> Surroundings:
    """`running` is the order of its edition."""
    of_day = on_day(running, session.day)
    item = next(item for item in of_day if item.pk == session.pk)
    beside = neighbours(of_day, item)
    around = (None, None) if item.is_timed else bounds(item, of_day)
    loaded = Session.objects.select_related("day__edition").in_bulk(
        {other.pk for other in (*beside, *around) if other}
    )
    before, after, earliest, latest = (
        loaded[other.pk] if other else None for other in (*beside, *around)
    )
    return Surroundings(len(of_day), before, after, (earliest, latest))


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
