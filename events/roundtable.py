"""The round table as a picture: where each seat stands, in the plan and in the mini.

Pure geometry: people in, numbers out; no query, no markup. The units are those of the SVG's
viewBox, the table's centre is (0, 0), y grows downwards and angles run clockwise from three
o'clock, in degrees.

The picture draws nothing that the source does not state. A stated moderator sits at the head, at
the top, in ink; two share the top side by side. Where none is stated the ring turns by half a step,
so that the top stays free. The others follow clockwise in the order of the source. Whom the source
does not name sits on a hollow seat.

Up to eight sit at a circle, with their words at their seats. More sit at an oval as tall as their
words need, which stand in a column on either side, each led to from its seat.

Numbers leave as text with a decimal point: a template that localises floats would write « 10,4 »
into the SVG.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import cos, dist, hypot, pi, radians, sin
from textwrap import wrap

from events.hyphens import cut

TABLE_RADIUS = 96
RING_RADIUS = 140
PLAN_HALF_WIDTH = 360

MINI_RING_RADIUS = 24
MINI_SEAT_RADIUS = 4.5
MINI_BACK_RADIUS = 7.4
# Before a desk: how far below its middle they sit, how far apart at most, in how wide a row.
DESK_ROW, DESK_STEP, DESK_WIDTH = 8, 24, 56

BACK_HALF_ANGLE = 58
BACK_GAP = 8
LABEL_GAP = 23
LINE_HEIGHT = 18
BETWEEN_LABELS = 9
# A label so far from its seat is led to.
LED = 6
NAME_ADVANCE = 8.4
POSITION_ADVANCE = 6.8
WHOLE_WORDS = {"break_long_words": False, "break_on_hyphens": False}

MOST_SEATS_IN_A_CIRCLE = 8
# In a circle without words, as on a card; an oval has them for all.
MOST_SEATS_WITH_INITIALS = 12
MOST_SEATS_WITH_LABELS = 20
LINES_OF_A_LABEL = 4
LINES_BESIDE_AN_OVAL = 3


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

    @property
    def said(self) -> str:
        """Who sits there, in full: a label may leave some of it to the list."""
        return ", ".join(filter(None, (self.name, self.positions_text)))


@dataclass(frozen=True, slots=True)
class LabelLine:
    """One line of a seat's label. `y` is its baseline, relative to the seat's centre."""

    kind: str
    text: str
    y: str


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside a seat: SVG's text-anchor, and `x` relative to the seat's centre.

    `leader` is the path from the seat to words that stand apart from it, "" otherwise.
    """

    anchor: str
    x: str
    lines: tuple[LabelLine, ...]
    leader: str = ""


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
    """The large picture. `number` stands on the table, "" for none; `view_box` holds all labels.

    `height` is half that of the table, whose other half is `TABLE_RADIUS`.
    """

    seats: tuple[PlacedSeat, ...]
    number: str
    view_box: str
    height: str = str(TABLE_RADIUS)

    @property
    def depth(self) -> str:
        return f"{2 * float(self.height):g}"

    @property
    def drawn_height(self) -> str:
        """At half its units, which a telephone has room for without a style sheet."""
        return f"{float(self.view_box.rpartition(' ')[2]) / 2:g}"

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
    """With everyone's words, up to twenty; of more, the dots of their seats."""
    ordered = heads_first(seats)
    if MOST_SEATS_IN_A_CIRCLE < len(ordered) <= MOST_SEATS_WITH_LABELS:
        return _oval(ordered, number)
    return _circle(ordered, number, labelled=len(ordered) <= MOST_SEATS_IN_A_CIRCLE)


def build_circle(seats: Iterable[Seat], number: str | int | None = None) -> Plan:
    """The table without words, always round: initials up to twelve, of more the dots."""
    return _circle(heads_first(seats), number, labelled=False)


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


def build_desk(seats: Iterable[Seat]) -> Mini:
    """Where nobody is said to have sat at a table: a row before a desk, in the order given."""
    ordered = list(seats)
    count = len(ordered)
    step = min(DESK_STEP, DESK_WIDTH / max(count, 1))
    radius = _text(min(MINI_SEAT_RADIUS, 0.4 * step))
    placed = [
        MiniSeat(_text(x), _text(DESK_ROW), radius, "", _mini_classes(seat))
        for seat, x in zip(
            ordered, (step * (n - (count - 1) / 2) for n in range(count)), strict=True
        )
    ]
    return Mini(seats=tuple(placed), number="")


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


def oval(count: int, moderators: int, height: float) -> list[tuple[float, float]]:
    """As `ring`, on an ellipse as wide as the ring and `height` tall from its centre.

    At equal distances along the line, so that neighbours are as far apart at the ends.
    """
    steps = [radians(angle / 2 - 90) for angle in range(721)]
    line = [(RING_RADIUS * cos(turn), height * sin(turn)) for turn in steps]
    walked = [0.0, *accumulate(dist(a, b) for a, b in pairwise(line))]
    first = (1 - moderators) / 2
    at = (((first + index) / count) % 1 * walked[-1] for index in range(count))
    return [(_tidy(x), _tidy(y)) for x, y in (line[bisect_left(walked, way)] for way in at)]


def seat_radius(count: int) -> float:
    """21 up to eight seats, 17 up to twelve, then 13 or what leaves neighbours a gap."""
    if count <= MOST_SEATS_IN_A_CIRCLE:
        return 21
    if count <= MOST_SEATS_WITH_INITIALS:
        return 17
    return min(13, _largest_radius(count, RING_RADIUS))


def apart(middles: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The middles, from the top down, moved as little as keeps labels of such heights apart."""
    steps = [(a + b) / 2 + BETWEEN_LABELS for a, b in pairwise(heights)]
    offsets = list(accumulate(steps, initial=0.0))
    # What pushes one another moves as one: each group stands where its own middle wants to be.
    groups: list[tuple[float, int]] = []
    for middle, offset in zip(middles, offsets, strict=False):
        wanted, count = middle - offset, 1
        while groups and groups[-1][0] > wanted:
            before, many = groups.pop()
            wanted, count = (before * many + wanted * count) / (many + count), many + count
        groups.append((wanted, count))
    tops = [wanted for wanted, count in groups for _ in range(count)]
    return [top + offset for top, offset in zip(tops, offsets, strict=False)]


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
    them in full. A word wider than a line is cut with a hyphen.
    """
    characters = _characters(width, NAME_ADVANCE)
    name = wrap(cut(seat.name or "", characters), characters, **WHOLE_WORDS)
    left = most_lines - len(name)
    if left < 1 or not seat.positions_text:
        return name, []
    characters = _characters(width, POSITION_ADVANCE)
    text = cut(seat.positions_text[0].upper() + seat.positions_text[1:], characters)
    positions = wrap(text, characters, max_lines=left, placeholder=" …", **WHOLE_WORDS)
    return name, [line.replace("- …", "…") for line in positions]


def _circle(ordered: Sequence[Seat], number, *, labelled: bool) -> Plan:
    count = len(ordered)
    radius = seat_radius(count)
    places = ring(count, moderators_in(ordered), RING_RADIUS)
    placed = tuple(
        _place(seat, x, y, radius, small=count > MOST_SEATS_WITH_INITIALS,
               label=_label(seat, x, y, radius=radius) if labelled else None)
        for seat, (x, y) in zip(ordered, places, strict=True)
    )  # fmt: skip
    return Plan(placed, _number_text(number), _view_box(placed, TABLE_RADIUS))


def _oval(ordered: Sequence[Seat], number) -> Plan:
    count, radius = len(ordered), 17
    words = [_lines(seat, _beside(radius), LINES_BESIDE_AN_OVAL) for seat in ordered]
    heights = [LINE_HEIGHT * len(lines) for lines in words]
    # The words of half of them, and some more for what is longer on one side, need so much.
    needed = sum(heights) / 2 + BETWEEN_LABELS * count / 2
    tall = max(RING_RADIUS, round(needed / 2))
    places = oval(count, moderators_in(ordered), tall)
    middles = _middles(places, heights)
    placed = tuple(
        _place(seat, x, y, radius, label=_beside_the_oval(lines, x, y, middle, radius))
        for seat, (x, y), lines, middle in zip(ordered, places, words, middles, strict=True)
    )
    inner = tall - RING_RADIUS + TABLE_RADIUS
    return Plan(placed, _number_text(number), _view_box(placed, inner), str(inner))


def _middles(places, heights) -> list[float]:
    """How high the words of each stand: at their seat, or as near to it as there is room."""
    middles = [y for _, y in places]
    for is_side in (lambda x: x > 1, lambda x: x < -1):
        side = sorted((y, at) for at, (x, y) in enumerate(places) if is_side(x))
        moved = apart([y for y, _ in side], [heights[at] for _, at in side])
        for (_, at), middle in zip(side, moved, strict=True):
            middles[at] = middle
    return middles


def _beside(radius: float) -> float:
    return PLAN_HALF_WIDTH - RING_RADIUS - radius - LABEL_GAP


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


def _lines(seat: Seat, width: float, most_lines: int) -> list[tuple[str, str]]:
    name, positions = label_texts(seat, width=width, most_lines=most_lines)
    head = [("ro", "")] if seat.is_moderator else []
    return [*head, *(("nm", text) for text in name), *(("po", text) for text in positions)]


def _label(seat: Seat, x: float, y: float, *, radius: float) -> Label | None:
    """Outside the ring: above a seat at the top, below one at the bottom, beside every other."""
    offset = radius + LABEL_GAP
    upright = abs(x) < 1
    width = 1.2 * RING_RADIUS * 2 if upright else PLAN_HALF_WIDTH - abs(x) - offset
    lines = _lines(seat, width, LINES_OF_A_LABEL - 1 if upright else LINES_OF_A_LABEL)
    if not lines:
        return None
    if upright:
        return _upright(lines, y, offset)
    height = LINE_HEIGHT * (len(lines) - 1)
    anchor, label_x = ("start", offset) if x > 0 else ("end", -offset)
    return _written(lines, anchor, label_x, 5 - height / 2 + 14 * y / RING_RADIUS)


def _upright(lines, y: float, offset: float) -> Label:
    height = LINE_HEIGHT * (len(lines) - 1)
    return _written(lines, "middle", 0.0, 2 - offset - height if y < 0 else offset + 10)


def _beside_the_oval(lines, x: float, y: float, middle: float, radius: float) -> Label | None:
    """In the column of its side, level with the seat or led to from it."""
    if not lines:
        return None
    if abs(x) < 1:
        return _upright(lines, y, radius + LABEL_GAP)
    side = 1 if x > 0 else -1
    across, down = side * (RING_RADIUS + radius + LABEL_GAP) - x, middle - y
    leader = ""
    if hypot(across - side * (radius + LABEL_GAP), down) > LED:
        # From the edge of the chair's back to just before the words.
        out = (radius + BACK_GAP + 2) / hypot(across, down)
        end = f"{_text(across - side * 6)} {_text(down)}"
        leader = f"M{_text(across * out)} {_text(down * out)}L{end}"
    first = 5 + down - LINE_HEIGHT * (len(lines) - 1) / 2
    return _written(lines, "start" if side > 0 else "end", across, first, leader)


def _written(lines, anchor: str, x: float, first: float, leader: str = "") -> Label:
    """The lines below one another, the first one's base line at `first`."""
    return Label(
        anchor=anchor,
        x=f"{_tidy(x):g}",
        lines=tuple(
            LabelLine(kind, text, f"{round(first + index * LINE_HEIGHT)}")
            for index, (kind, text) in enumerate(lines)
        ),
        leader=leader,
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
