"""The grid of a day for its organiser: rooms side by side, five minutes a row.

Pure, as `events/board.py` is, whose words it uses: minutes in, cells out.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from events.board import STEP, Cell, Drawn, Slot, down, end_of, lanes, up

HOUR = 60
# What an empty day offers: somewhere to put its sessions.
OPENS, CLOSES = 8 * HOUR, 20 * HOUR


@dataclass(frozen=True)
class Column:
    """A room; sessions that overlap in it stand beside one another."""

    room: Hashable
    lanes: int


@dataclass(frozen=True)
class Row:
    hour: int | None  # where one begins
    rows: int  # of that hour
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    start: int
    end: int
    columns: list[Column]
    rows: list[Row]


def build_grid(slots: Iterable[Slot], rooms: Iterable[Hashable]) -> Grid:
    """The day from its first hour to its last; `rooms` in their order, used or not."""
    slots = list(slots)
    drawn = [Drawn(slot, down(slot.start), end_of(slot, slots)) for slot in slots]
    # An hour to spare on both sides.
    start = max(down(min((d.start for d in drawn), default=OPENS + HOUR), HOUR) - HOUR, 0)
    end = up(max((d.end for d in drawn), default=CLOSES - HOUR), HOUR) + HOUR
    columns, begins = [], {}
    for room in rooms:
        here = [d for d in drawn if d.slot.room == room]
        side_by_side = lanes(here, start, end, narrowest=STEP) or [[Cell((end - start) // STEP)]]
        columns.append(Column(room, len(side_by_side)))
        for lane in side_by_side:
            minute = start
            for cell in lane:
                begins.setdefault(minute, []).append(cell)
                minute += cell.span * STEP
    hours = {a: (b - a) // STEP for a, b in pairwise([*range(start, end, HOUR), end])}
    rows = [
        Row(minute if minute in hours else None, hours.get(minute, 0), begins.get(minute, []))
        for minute in range(start, end, STEP)
    ]
    return Grid(start, end, columns, rows)
