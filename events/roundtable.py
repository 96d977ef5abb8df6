"""The round table as a picture: where each seat stands, in the plan and in the mini.

Pure geometry: people in, numbers out; no query, no markup. The units are those of the SVG's
viewBox, the table's centre is (0, 0), y grows downwards and angles run clockwise from three
o'clock, in degrees.

The picture draws nothing that the source does not state. A stated moderator sits at the head, at
the top, in ink; two share the top side by side. Where none is stated the ring turns by half a step,
so that the top stays free. The others follow clockwise in the order of the source. Whom the source
does not name sits on a hollow seat.

Numbers leave as text with a decimal point: a template that localises floats would write « 10,4 »
into the SVG.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin
from textwrap import wrap

TABLE_RADIUS = 96
RING_RADIUS = 140
PLAN_HALF_WIDTH = 390

MINI_RING_RADIUS = 24
MINI_SEAT_RADIUS = 4.5
MINI_BACK_RADIUS = 7.4

BACK_HALF_ANGLE = 58
BACK_GAP = 8
LABEL_GAP = 23
LINE_HEIGHT = 18
NAME_ADVANCE = 8.4
POSITION_ADVANCE = 6.8
WHOLE_WORDS = {"break_long_words": False, "break_on_hyphens": False}

MOST_SEATS_WITH_INITIALS = 12
MOST_SEATS_WITH_LONG_LABELS = 8


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at the table; `name` is None when the source does not name them.

    `portrait` is the address of a picture, which then takes the place of the initials.
    """

    name: str | None
    positions_text: str = ""
    is_moderator: bool = False
    url: str | None = None
    is_self: bool = False
    portrait: str = ""


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One line of a seat's label. `y` is its baseline, relative to the seat's centre."""

    kind: str
    text: str
    y: str


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside a seat: SVG's text-anchor, and `x` relative to the seat's centre."""

    anchor: str
    x: str
    lines: tuple[LabelLine, ...]


@dataclass(frozen=True, slots=True)
class PlacedSeat:
    """A seat of the plan: centre, radius, the arc of its back, initials and label."""

    seat: Seat
    x: float
    y: float
    radius: str
    back: str
    initials: str
    portrait: str
    label: Label | None
    classes: str

    @property
    def diameter(self) -> str:
        return f"{2 * float(self.radius):g}"

    @property
    def translate(self) -> str:
        return f"translate({_text(self.x)} {_text(self.y)})"


@dataclass(frozen=True, slots=True)
class Plan:
    """The large picture. `number` stands on the table, "" for none; `view_box` holds all labels."""

    seats: tuple[PlacedSeat, ...]
    number: str
    view_box: str

    @property
    def has_moderator(self) -> bool:
        return any(placed.seat.is_moderator for placed in self.seats)


@dataclass(frozen=True, slots=True)
class MiniSeat:
    """A seat of the mini: a dot, and the arc of a head's back ("" for the others)."""

    cx: str
    cy: str
    radius: str
    back: str
    classes: str


@dataclass(frozen=True, slots=True)
class Mini:
    """The small picture, for 20 to 84 px; its viewBox is always -34 -34 68 68."""

    seats: tuple[MiniSeat, ...]
    number: str


def build_plan(seats: Iterable[Seat], number: str | int | None = None) -> Plan:
    ordered = heads_first(seats)
    places = ring(len(ordered), moderators_in(ordered), RING_RADIUS)
    placed = tuple(
        _place(seat, x, y, count=len(ordered)) for seat, (x, y) in zip(ordered, places, strict=True)
    )
    top, bottom = _vertical_extent(placed)
    return Plan(
        seats=placed,
        number=_number_text(number),
        view_box=f"{-PLAN_HALF_WIDTH} {top} {2 * PLAN_HALF_WIDTH} {bottom - top}",
    )


def build_mini(seats: Iterable[Seat], number: str | int | None = None) -> Mini:
    ordered = heads_first(seats)
    count = len(ordered)
    radius = min(MINI_SEAT_RADIUS, _largest_radius(count, MINI_RING_RADIUS))
    placed = []
    for seat, (x, y) in zip(
        ordered, ring(count, moderators_in(ordered), MINI_RING_RADIUS), strict=True
    ):
        back = arc(x, y, MINI_BACK_RADIUS) if seat.is_moderator else ""
        placed.append(MiniSeat(_text(x), _text(y), _text(radius), back, _mini_classes(seat)))
    return Mini(seats=tuple(placed), number=_number_text(number))


def heads_first(seats: Iterable[Seat]) -> list[Seat]:
    """The moderators, then the others, each group in the order of the source."""
    return sorted(seats, key=lambda seat: not seat.is_moderator)


def moderators_in(seats: Sequence[Seat]) -> int:
    return sum(seat.is_moderator for seat in seats)


def ring(count: int, moderators: int, radius: float) -> list[tuple[float, float]]:
    """The centres of `count` seats, clockwise.

    The moderators, who come first, are centred on the top; without any, the same formula turns the
    ring by half a step and leaves the top free.
    """
    if not count:
        return []
    step = 360 / count
    start = -90 - (moderators - 1) * step / 2
    angles = (radians(start + index * step) for index in range(count))
    return [(_tidy(radius * cos(angle)), _tidy(radius * sin(angle))) for angle in angles]


def seat_radius(count: int) -> float:
    """21 up to eight seats, 17 up to twelve, then 13 or what leaves neighbours a gap."""
    if count <= MOST_SEATS_WITH_LONG_LABELS:
        return 21
    if count <= MOST_SEATS_WITH_INITIALS:
        return 17
    return min(13, _largest_radius(count, RING_RADIUS))


def arc(x: float, y: float, radius: float) -> str:
    """The back of a chair at (x, y), away from the table: an SVG path around the seat's centre."""
    length = hypot(x, y)
    out_x, out_y = x / length, y / length
    turn_x, turn_y = cos(radians(BACK_HALF_ANGLE)) * radius, sin(radians(BACK_HALF_ANGLE)) * radius
    start = (out_x * turn_x + out_y * turn_y, out_y * turn_x - out_x * turn_y)
    end = (out_x * turn_x - out_y * turn_y, out_y * turn_x + out_x * turn_y)
    size = f"{radius:g}"
    return (
        f"M{_text(start[0])} {_text(start[1])}A{size} {size} 0 0 1 {_text(end[0])} {_text(end[1])}"
    )


def initials(name: str | None) -> str:
    """Of the first and the last word: « Diego De Biasio » gives DB, « Disquette » gives D."""
    words = [word for word in (name or "").split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def label_texts(seat: Seat, *, width: float, most_lines: int) -> tuple[list[str], list[str]]:
    """Name and positions broken into lines that fit `width`, together at most `most_lines`.

    A name is always whole; positions that do not fit end in « … », as the list beside the plan has
    them in full.
    """
    name = wrap(seat.name or "", _characters(width, NAME_ADVANCE), **WHOLE_WORDS)
    left = most_lines - len(name)
    if left < 1 or not seat.positions_text:
        return name, []
    text = seat.positions_text[0].upper() + seat.positions_text[1:]
    characters = _characters(width, POSITION_ADVANCE)
    return name, wrap(text, characters, max_lines=left, placeholder=" …", **WHOLE_WORDS)


def _place(seat: Seat, x: float, y: float, *, count: int) -> PlacedSeat:
    radius = seat_radius(count)
    small = count > MOST_SEATS_WITH_INITIALS
    return PlacedSeat(
        seat=seat,
        x=x,
        y=y,
        radius=f"{radius:g}",
        back=arc(x, y, radius + BACK_GAP) if seat.is_moderator or not small else "",
        initials="" if small else initials(seat.name),
        portrait="" if small else seat.portrait,
        label=None if small else _label(seat, x, y, radius=radius, count=count),
        classes=_plan_classes(seat, small=small),
    )


def _label(seat: Seat, x: float, y: float, *, radius: float, count: int) -> Label | None:
    """Outside the ring: above a seat at the top, below one at the bottom, beside every other."""
    offset = radius + LABEL_GAP
    upright = abs(x) < 1
    width = 1.2 * RING_RADIUS * 2 if upright else PLAN_HALF_WIDTH - abs(x) - offset
    most_lines = 3 if count <= MOST_SEATS_WITH_LONG_LABELS else 2
    name, positions = label_texts(seat, width=width, most_lines=most_lines)
    lines = [("nm", text) for text in name] + [("po", text) for text in positions]
    if seat.is_moderator:
        lines.insert(0, ("ro", ""))
    if not lines:
        return None
    height = LINE_HEIGHT * (len(lines) - 1)
    if upright:
        anchor, label_x = "middle", 0.0
        first = 2 - offset - height if y < 0 else offset + 10
    else:
        anchor, label_x = ("start", offset) if x > 0 else ("end", -offset)
        first = 5 - height / 2 + 14 * y / RING_RADIUS
    return Label(
        anchor=anchor,
        x=f"{label_x:g}",
        lines=tuple(
            LabelLine(kind, text, f"{round(first + index * LINE_HEIGHT)}")
            for index, (kind, text) in enumerate(lines)
        ),
    )


def _vertical_extent(placed: Sequence[PlacedSeat]) -> tuple[int, int]:
    tops, bottoms = [-TABLE_RADIUS], [TABLE_RADIUS]
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


def _mini_classes(seat: Seat) -> str:
    states = {"self": seat.is_self, "head": seat.is_moderator, "unnamed": not seat.name}
    return " ".join(state for state, holds in states.items() if holds) or "seat"


def _characters(width: float, advance: float) -> int:
    return max(12, int(width / advance))


def _largest_radius(count: int, ring_radius: float) -> float:
    """The radius that leaves neighbours on the ring a gap of about a sixth of a seat."""
    return 0.85 * ring_radius * sin(pi / count) if count > 1 else ring_radius


def _number_text(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _tidy(value: float) -> float:
    return round(value, 1) + 0.0


def _text(value: float) -> str:
    return f"{_tidy(value):.1f}"
