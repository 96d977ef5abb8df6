"""A time zone's rules as RFC 5545, 3.6.5 wants them, over one span for every feed.

`icalendar`'s own block tells the onset of summer time by the clock that comes after it, not before,
and lists each year's in one RDATE, of which ical.js reads the first alone: every summer hour after
2000 was one hour off there. Here each lasting rule is an RRULE, which every calendar reads.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """The clock changes at `moment`, or shows this from there on."""

    moment: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def local(self) -> datetime:
        """The moment by the clock that was valid until then."""
        return (self.moment + self.before).replace(tzinfo=None)

    @property
    def kind(self) -> tuple:
        """What the changes of one rule have in common, besides the day of the month."""
        local = self.local
        return (
            self.before, self.after, self.name, self.summer,
            local.month, local.weekday(), local.time(),
        )  # fmt: skip

    @property
    def weeks(self) -> set[int]:
        """Which weekday of its month this is: the second, say, and perhaps the last."""
        day, days = self.local.day, monthrange(self.local.year, self.local.month)[1]
        return {(day - 1) // 7 + 1} | ({-1} if day > days - 7 else set())


@cache
def vtimezone(name: str) -> Timezone:
    """The block, made once per process; no feed's events ever change it."""
    zone = ZoneInfo(name)
    block = Timezone()
    block.add("tzid", name)
    block.add_component(observance([start(zone)]))
    for run in runs(changes(zone)):
        block.add_component(observance(run))
    return block


def start(zone: ZoneInfo) -> Change:
    local = FIRST.astimezone(zone)
    # By the local clock, so that it covers what comes before.
    offset = local.utcoffset()
    return Change(FIRST - offset, offset, offset, local.tzname(), bool(local.dst()))


def changes(zone: ZoneInfo) -> Iterator[Change]:
    """Each change of the offset in the span, to the second."""
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    for early, late in pairwise(days):
        before, after = (moment.astimezone(zone).utcoffset() for moment in (early, late))
        if before == after:
            continue
        while late - early > timedelta(seconds=1):
            middle = early + (late - early) // 2
            middle = middle.replace(microsecond=0)
            if middle.astimezone(zone).utcoffset() == before:
                early = middle
            else:
                late = middle
        local = late.astimezone(zone)
        yield Change(late, before, after, local.tzname(), bool(local.dst()))


def runs(found) -> list[list[Change]]:
    """The changes of successive years that one rule tells, in the order of their beginnings."""
    done, open_runs = [], {}
    for change in found:
        run = open_runs.get(change.kind)
        if run and change.local.year == run[-1].local.year + 1 and weeks([*run, change]):
            run.append(change)
        else:
            open_runs[change.kind] = [change]
            done.append(open_runs[change.kind])
    return done


def weeks(run: list[Change]) -> set[int]:
    return set.intersection(*(change.weeks for change in run))


def observance(run: list[Change]) -> TimezoneStandard | TimezoneDaylight:
    first, last = run[0], run[-1]
    part = TimezoneDaylight() if first.summer else TimezoneStandard()
    part.add("dtstart", first.local)
    if len(run) > 1:
        # The last Sunday, where it has always been the last; else the second, say.
        rule = {
            "FREQ": "YEARLY",
            "BYMONTH": first.local.month,
            "BYDAY": f"{min(weeks(run))}{WEEKDAYS[first.local.weekday()]}",
        }
        if last.local.year < LAST.year - 1:
            rule["UNTIL"] = last.moment
        part.add("rrule", rule)
    part.add("tzname", first.name)
    part.add("tzoffsetfrom", first.before)
    part.add("tzoffsetto", first.after)
    return part
