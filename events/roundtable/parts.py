"""What the pictures are made of: who sits there, and numbers as text for the SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events.roundtable.geometry import TABLE_RADIUS, text


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
        return f"translate({text(self.x)} {text(self.y)})"


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


def heads_first(seats: Iterable[Seat]) -> list[Seat]:
    """The moderators, then the others, each group in the order of the source."""
    return sorted(seats, key=lambda seat: not seat.is_moderator)


def moderators_in(seats: Sequence[Seat]) -> int:
    return sum(seat.is_moderator for seat in seats)


def number_text(value: str | int | None) -> str:
    return "" if value is None else str(value)
