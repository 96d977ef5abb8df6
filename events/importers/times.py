"""When a session is: what a file says of days and hours, as instants.

`<date>` is right where it stands. Without it a start is on the day it is listed under, or, before
the hour at which that day begins (`changeover`), in the night that follows.
"""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from events.importers.parsed import Event, FileDay

# Nobody's day begins later than this, whatever the first session says.
NIGHT_ENDS = time(6)
YEARS = range(1950, 2200)
CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")
LONGEST = timedelta(days=14)


def read_date(value: str) -> date:
    found = date.fromisoformat(value[:10])
    if found.year not in YEARS:
        raise ValueError(value)
    return found


def read_moment(value: str) -> datetime:
    """ISO 8601; without an offset it stays without."""
    found = datetime.fromisoformat(value)
    if found.year not in YEARS:
        raise ValueError(value)
    return found


def read_clock(value: str) -> time:
    match = CLOCK.fullmatch(value)
    if not match:
        raise ValueError(value)
    return time(*(int(part or 0) for part in match.groups()))


def read_duration(value: str) -> timedelta | None:
    """None for 00:00, which files write where they do not know."""
    match = CLOCK.fullmatch(value)
    if not match:
        raise ValueError(value)
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if length > LONGEST:
        raise ValueError(value)
    return length or None


def at_local(on: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant of an hour on the wall; of an hour that comes twice, the first."""
    return datetime.combine(on, clock, tzinfo=zone).astimezone(UTC)


def is_skipped(on: date, clock: time, zone: ZoneInfo) -> bool:
    """In spring there is an hour that no clock shows."""
    return at_local(on, clock, zone).astimezone(zone).time() != clock


def changeover(day: FileDay, day_change: time | None, zone: ZoneInfo) -> time:
    """The hour at which a day begins: as stated; else with its first session, by six at the latest.

    A congress whose day is said to open at 11:00 still has sessions at 10:00 the same morning.
    """
    if day_change:
        return day_change
    opens = local(day.opens, zone).time() if day.opens else NIGHT_ENDS
    return min(opens, NIGHT_ENDS)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """On the wall in the zone; a moment without an offset is on that wall already."""
    return (moment.astimezone(zone) if moment.tzinfo else moment).replace(tzinfo=None)


def listed_under(moment: datetime, begins: time) -> date:
    """The date of the day that a local moment belongs to."""
    return (moment - timedelta(hours=begins.hour, minutes=begins.minute)).date()


def true_date(day: FileDay, begins: time, zone: ZoneInfo) -> date:
    """The date most of its sessions are on; without dated ones that of its opening, or as stated.

    Wafer writes the day in UTC, which in India is the day before.
    """
    dates = Counter(listed_under(local(e.moment, zone), begins) for e in day.events if e.moment)
    if dates:
        return max(dates, key=lambda found: (dates[found], found == day.date))
    return local(day.opens, zone).date() if day.opens else day.date


def expected(event: Event, on: date, begins: time) -> list[datetime]:
    """Where on the wall the day and `<start>` put an event; in the night, both readings."""
    same = datetime.combine(on, event.clock)
    following = same + timedelta(days=1)
    return [following, same] if event.clock < begins else [same]


def start_of(event: Event, on: date, begins: time, zone: ZoneInfo) -> datetime | None:
    """The instant of the start, as far as it is known."""
    if event.moment and event.moment.tzinfo:
        return event.moment.astimezone(UTC)
    if event.moment:
        return at_local(event.moment.date(), event.moment.time(), zone)
    if not event.clock:
        return None
    if event.on:
        return at_local(event.on, event.clock, zone)
    found = expected(event, on, begins)[0]
    return at_local(found.date(), found.time(), zone)
