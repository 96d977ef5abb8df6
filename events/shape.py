"""The shape of an edition too long to name its sessions: how many begin in each hour of a day.

One scale for all its days: they are there to be compared.
"""

from collections import Counter
from dataclasses import dataclass

from events.models import Day

WIDTH, HEIGHT = 40, 90  # of an hour's column; of that of the fullest hour


@dataclass(frozen=True)
class Bar:
    hour: int  # on the clock
    count: int
    left: int
    height: int

    @property
    def top(self) -> int:
        return HEIGHT - self.height


def draw(days: list[Day]):
    """Gives each day its `bars`; a day whose sessions are named, or that has no hours, has none."""
    begun = {day.pk: hours_of(day) for day in days if day.starts and not day.outline}
    hours = {hour for counts in begun.values() for hour in counts}
    most = max((count for counts in begun.values() for count in counts.values()), default=0)
    for day in days:
        counts = begun.get(day.pk)
        span = range(min(hours), max(hours) + 1) if counts else ()
        day.bars = [
            Bar(hour % 24, counts[hour], at * WIDTH, round(counts[hour] / most * HEIGHT))
            for at, hour in enumerate(span)
        ]


def hours_of(day: Day) -> Counter:
    """The hours in which its sessions begin, counted from its midnight."""
    local = [start.astimezone(day.edition.zone) for start in day.starts if start]
    return Counter((start.date() - day.date).days * 24 + start.hour for start in local if day.date)
