"""The large picture."""

from collections.abc import Iterable, Sequence

from events.roundtable.geometry import (
    BACK_GAP,
    BETWEEN_LABELS,
    MOST_SEATS_IN_A_CIRCLE,
    MOST_SEATS_WITH_INITIALS,
    RING_RADIUS,
    TABLE_RADIUS,
    apart,
    arc,
    oval,
    ring,
    seat_radius,
)
from events.roundtable.parts import (
    Label,
    PlacedSeat,
    Plan,
    Seat,
    heads_first,
    moderators_in,
    number_text,
)
from events.roundtable.words import (
    LINE_HEIGHT,
    PLAN_HALF_WIDTH,
    beside_the_oval,
    initials,
    label_of,
    lines_of,
    room_beside,
)

MOST_SEATS_WITH_LABELS = 20
LINES_BESIDE_AN_OVAL = 3


def build_plan(seats: Iterable[Seat], number: str | int | None = None) -> Plan:
    """With everyone's words, up to twenty; of more, the dots of their seats."""
    ordered = heads_first(seats)
    if MOST_SEATS_IN_A_CIRCLE < len(ordered) <= MOST_SEATS_WITH_LABELS:
        return _oval(ordered, number)
    return _circle(ordered, number, labelled=len(ordered) <= MOST_SEATS_IN_A_CIRCLE)


def build_circle(seats: Iterable[Seat], number: str | int | None = None) -> Plan:
    """The table without words, always round: initials up to twelve, of more the dots."""
    return _circle(heads_first(seats), number, labelled=False)


def _circle(ordered: Sequence[Seat], number, *, labelled: bool) -> Plan:
    count = len(ordered)
    radius = seat_radius(count)
    places = ring(count, moderators_in(ordered), RING_RADIUS)
    placed = tuple(
        _place(seat, x, y, radius, small=count > MOST_SEATS_WITH_INITIALS,
               label=label_of(seat, x, y, radius=radius) if labelled else None)
        for seat, (x, y) in zip(ordered, places, strict=True)
    )  # fmt: skip
    return Plan(placed, number_text(number), _view_box(placed, TABLE_RADIUS))


def _oval(ordered: Sequence[Seat], number) -> Plan:
    count, radius = len(ordered), 17
    words = [lines_of(seat, room_beside(radius), LINES_BESIDE_AN_OVAL) for seat in ordered]
    heights = [LINE_HEIGHT * len(lines) for lines in words]
    # The words of half of them, and some more for what is longer on one side, need so much.
    needed = sum(heights) / 2 + BETWEEN_LABELS * count / 2
    tall = max(RING_RADIUS, round(needed / 2))
    places = oval(count, moderators_in(ordered), tall)
    middles = _middles(places, heights)
    placed = tuple(
        _place(seat, x, y, radius, label=beside_the_oval(lines, x, y, middle, radius))
        for seat, (x, y), lines, middle in zip(ordered, places, words, middles, strict=True)
    )
    inner = tall - RING_RADIUS + TABLE_RADIUS
    return Plan(placed, number_text(number), _view_box(placed, inner), str(inner))


def _middles(places, heights) -> list[float]:
    """How high the words of each stand: at their seat, or as near to it as there is room."""
    middles = [y for _, y in places]
    for is_side in (lambda x: x > 1, lambda x: x < -1):
        side = sorted((y, at) for at, (x, y) in enumerate(places) if is_side(x))
        moved = apart([y for y, _ in side], [heights[at] for _, at in side])
        for (_, at), middle in zip(side, moved, strict=True):
            middles[at] = middle
    return middles


def _place(
    seat: Seat, x: float, y: float, radius: float, *, label: Label | None, small: bool = False
) -> PlacedSeat:
    return PlacedSeat(
        seat=seat,
        x=x,
        y=y,
        radius=f"{radius:g}",
        back=arc(x, y, radius + BACK_GAP) if seat.is_moderator or not small else "",
        initials="" if small else initials(seat.name),
        portrait="" if small else seat.portrait,
        label=label,
        classes=_plan_classes(seat, small=small),
    )


def _view_box(placed: Sequence[PlacedSeat], height: float) -> str:
    top, bottom = _vertical_extent(placed, height)
    return f"{-PLAN_HALF_WIDTH} {top} {2 * PLAN_HALF_WIDTH} {bottom - top}"


def _vertical_extent(placed: Sequence[PlacedSeat], height: float) -> tuple[int, int]:
    tops, bottoms = [-height], [height]
    for seat in placed:
        reach = float(seat.radius) + BACK_GAP
        tops.append(seat.y - reach)
        bottoms.append(seat.y + reach)
        if seat.label:
            tops.append(seat.y + int(seat.label.lines[0].y) - LINE_HEIGHT)
            bottoms.append(seat.y + int(seat.label.lines[-1].y) + LINE_HEIGHT / 2)
    return round(min(tops)) - 6, round(max(bottoms)) + 6


def _plan_classes(seat: Seat, *, small: bool) -> str:
    states = {"head": seat.is_moderator, "unnamed": not seat.name, "tiny": small}
    return " ".join(["seat", *(state for state, holds in states.items() if holds)])
