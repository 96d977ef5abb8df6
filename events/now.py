"""What is on at a moment and what comes next, by stated hours alone.

An hour that we deduced claims nothing about this minute, and what is cancelled is never on.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.filters import NOW, FilterError
from events.formats.ical import DEFAULT_LENGTH, OTHER_LENGTH
from events.models import Day, Session


class State(TextChoices):
    ON = "now", gettext_lazy("en cours")
    NEXT = "next", gettext_lazy("ensuite")


# After all that is announced: nothing is on then, and nothing comes next.
AFTERWARDS = datetime(9998, 12, 31, tzinfo=UTC)
_has_a_now: ContextVar[bool] = ContextVar("has_a_now", default=True)


@contextmanager
def without_a_now():
    """For what will be read at any time: a page made inside says nothing of the moment."""
    token = _has_a_now.set(False)
    try:
        yield
    finally:
        _has_a_now.reset(token)


def moment(query: QueryDict, zone: ZoneInfo) -> datetime:
    """The clock, or the moment that `?now=` asks for, to try a page; in `zone` unless it says."""
    if not _has_a_now.get():
        return AFTERWARDS
    if not (asked := query.get(NOW)):
        return timezone.now()
    try:
        # In an address, the plus of an offset arrives as a space.
        found = parse_datetime(asked.replace(" ", "+"))
    except ValueError:
        found = None
    # Not a mere date; and no moment whose neighbours the calendar does not have.
    if not found or "T" not in asked or not 1 < found.year < 9999:
        raise FilterError(_("« now » s’écrit 2025-04-02T09:45, et non « %s ».") % asked)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def expected(sessions: list[Session]) -> list[Session]:
    return [s for s in sessions if s.has_stated_start and not s.is_cancelled]


def under_way(sessions: list[Session], now: datetime) -> list[Session]:
    """Those of `sessions` that are on; all of their day is among them, or all begun lately."""
    stated = expected(sessions)
    return [s for s in stated if s.starts_at <= now < end_of(s, stated)]


def mark(sessions: list[Session], day: date | None, zone: ZoneInfo, now: datetime):
    """Gives each session its `state` on this day at this moment, or ""."""
    on = {session.pk for session in under_way(sessions, now)}
    later = [session for session in expected(sessions) if session.starts_at > now]
    following = min((session.starts_at for session in later), default=None)
    today = on or now.astimezone(zone).date() == day
    coming = {s.pk for s in later if today and s.starts_at == following}
    for session in sessions:
        session.state = State.ON if session.pk in on else State.NEXT if session.pk in coming else ""


def is_near(session: Session, now: datetime) -> bool:
    """Whether it could be on or next at all: else the others of its day need not be asked."""
    return bool(session.starts_at) and abs(now - session.starts_at) < timedelta(days=2)


def mark_days(days: list[Day], zone: ZoneInfo, now: datetime):
    """The same for the `outline` of each day of a week; a day says whether it `is_today`."""
    for day in days:
        mark(day.outline, day.date, zone, now)
        day.is_today = now.astimezone(zone).date() == day.date


def end_of(session: Session, stated: list[Session]) -> datetime:
    """The stated end; else the start of what is known to follow there, and at the latest the end
    that calendars are given."""
    if session.ends_at:
        return session.ends_at
    following = [
        other.starts_at
        for other in stated
        if other.starts_at > session.starts_at and in_its_way(session, other)
    ]
    length = DEFAULT_LENGTH.get(session.kind, OTHER_LENGTH)
    return min([*following, session.starts_at + length])


def in_its_way(session: Session, other: Session) -> bool:
    """The other needs the same room that day, as far as is known."""
    if session.day_id != other.day_id:
        return False
    return not (session.room_id and other.room_id) or session.room_id == other.room_id
