"""The board of a day: rooms are lines, five minutes a column, in bands that fit a wide screen.

Pure: minutes in, cells out; what stands in a cell is the caller's. A minute counts from the day's
midnight, so that what follows the next one is on the same board.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from statistics import median

STEP = 5
EDGE = 30  # a band begins and ends at a half-hour
# A session of ordinary length has a seventh of the width: some six words in two lines.
IN_A_BAND = 7
# What is shorter is drawn so wide, for an hour and some of a title: one part of a band in so many.
NARROWEST = 14
# How long an unknown end is drawn, unless the room's next session begins before.
OPEN = 30


@dataclass(frozen=True)
class Slot:
    """A session in a room; its end may be unknown."""

    room: Hashable
    start: int
    end: int | None
    item: object = None


@dataclass(frozen=True)
class Cell:
    """Some columns of a lane: a session, or nothing."""

    span: int
    item: object = None
    resumed: bool = False  # it began in the band before
    brief: bool = False  # drawn longer than it lasts


@dataclass(frozen=True)
class Line:
    """A room; what overlaps in it has a lane of its own."""

    room: Hashable
    lanes: list[list[Cell]]


@dataclass(frozen=True)
class Band:
    start: int
    end: int
    hours: list[tuple[int, int]]  # (minute at which the column begins, columns)
    lines: list[Line]


@dataclass
class Drawn:
    """A slot with both its ends, on the columns."""

    slot: Slot
    start: int
    end: int

    def within(self, start: int, end: int) -> bool:
        return self.start < end and self.end > start


@dataclass
class Lane:
    until: int
    cells: list[Cell] = field(default_factory=list)

    def pass_to(self, minute: int):
        if minute > self.until:
            self.cells.append(Cell((minute - self.until) // STEP))
            self.until = minute


def build_board(slots: Iterable[Slot]) -> list[Band]:
    """The bands of the day, each with the rooms that are used in it, in the order first given."""
    slots = list(slots)
    drawn = [Drawn(slot, down(slot.start), end_of(slot, slots)) for slot in slots]
    rooms = list(dict.fromkeys(slot.room for slot in slots))
    return [band(drawn, rooms, start, end) for start, end in cut(drawn)]


def end_of(slot: Slot, slots: list[Slot]) -> int:
    if slot.end is not None:
        # On a night when the clocks go back, an end may come before its start.
        return max(up(slot.end), down(slot.start) + STEP)
    following = [o.start for o in slots if o.room == slot.room and o.start > slot.start]
    return max(down(min([*following, slot.start + OPEN])), down(slot.start) + STEP)


def cut(drawn: list[Drawn]) -> list[tuple[int, int]]:
    """The day in as few bands of one length as leave a session of ordinary length legible."""
    if not drawn:
        return []
    first = down(min(d.start for d in drawn), EDGE)
    last = up(max(d.end for d in drawn), EDGE)
    legible = median(d.end - d.start for d in drawn) * IN_A_BAND
    count = ceil((last - first) / max(legible, 2 * EDGE))
    length = up(ceil((last - first) / count), EDGE)
    return [(start, start + length) for start in range(first, last, length)]


def band(drawn: list[Drawn], rooms: list, start: int, end: int) -> Band:
    here = [d for d in drawn if d.within(start, end)]
    narrowest = up(ceil((end - start) / NARROWEST))
    lines = [
        Line(room, lanes([d for d in here if d.slot.room == room], start, end, narrowest))
        for room in rooms
    ]
    return Band(start, end, hours(start, end), [line for line in lines if line.lanes])


def hours(start: int, end: int) -> list[tuple[int, int]]:
    marks = [start, *range(start - start % 60 + 60, end, 60), end]
    return [(a, (b - a) // STEP) for a, b in pairwise(marks)]


def lanes(drawn: list[Drawn], start: int, end: int, narrowest: int) -> list[list[Cell]]:
    """Each session in the first lane that is free, cut at the edges of the band.

    What is too short for words takes the room of what follows, which then stands under it.
    """
    made: list[Lane] = []
    for one in sorted(drawn, key=lambda d: (d.start, d.end)):
        begin, stop = wide_enough(max(one.start, start), min(one.end, end), narrowest, end)
        lane = next((lane for lane in made if lane.until <= begin), None)
        if lane is None:
            made.append(lane := Lane(start))
        lane.pass_to(begin)
        brief = stop - begin > one.end - one.start
        lane.cells.append(Cell((stop - begin) // STEP, one.slot.item, one.start < start, brief))
        lane.until = stop
    for lane in made:
        lane.pass_to(end)
    return [lane.cells for lane in made]


def wide_enough(begin: int, stop: int, narrowest: int, end: int) -> tuple[int, int]:
    """To the right; at the edge of the band to the left."""
    stop = min(max(stop, begin + narrowest), end)
    return min(begin, stop - narrowest), stop


def down(minute: int, step: int = STEP) -> int:
    return minute // step * step


def up(minute: int, step: int = STEP) -> int:
    return ceil(minute / step) * step
