"""The small picture, around a table or before a desk."""

from collections.abc import Iterable

from events.roundtable.geometry import arc, largest_radius, ring, text
from events.roundtable.parts import Mini, MiniSeat, Seat, heads_first, moderators_in, number_text

MINI_RING_RADIUS = 24
MINI_SEAT_RADIUS = 4.5
MINI_BACK_RADIUS = 7.4
# Before a desk: how far below its middle they sit, how far apart at most, in how wide a row.
DESK_ROW, DESK_STEP, DESK_WIDTH = 8, 24, 56


def build_mini(seats: Iterable[Seat], number: str | int | None = None) -> Mini:
    ordered = heads_first(seats)
    count = len(ordered)
    radius = min(MINI_SEAT_RADIUS, largest_radius(count, MINI_RING_RADIUS))
    placed = []
    for seat, (x, y) in zip(
        ordered, ring(count, moderators_in(ordered), MINI_RING_RADIUS), strict=True
    ):
        back = arc(x, y, MINI_BACK_RADIUS) if seat.is_moderator else ""
        placed.append(MiniSeat(text(x), text(y), text(radius), back, _mini_classes(seat)))
    return Mini(seats=tuple(placed), number=number_text(number))


def build_desk(seats: Iterable[Seat]) -> Mini:
    """Where nobody is said to have sat at a table: a row before a desk, in the order given."""
    ordered = list(seats)
    count = len(ordered)
    step = min(DESK_STEP, DESK_WIDTH / max(count, 1))
    radius = text(min(MINI_SEAT_RADIUS, 0.4 * step))
    placed = [
        MiniSeat(text(x), text(DESK_ROW), radius, "", _mini_classes(seat))
        for seat, x in zip(
            ordered, (step * (n - (count - 1) / 2) for n in range(count)), strict=True
        )
    ]
    return Mini(seats=tuple(placed), number="")


def _mini_classes(seat: Seat) -> str:
    states = {"self": seat.is_self, "head": seat.is_moderator, "unnamed": not seat.name}
    return " ".join(state for state, holds in states.items() if holds) or "seat"
