"""The words at the seats: which lines they make, and where those stand."""

from math import hypot
from textwrap import wrap

from events.hyphens import cut
from events.roundtable.geometry import BACK_GAP, RING_RADIUS, text, tidy
from events.roundtable.parts import Label, LabelLine, Seat

PLAN_HALF_WIDTH = 360
LABEL_GAP = 23
LINE_HEIGHT = 18
# A label so far from its seat is led to.
LED = 6
NAME_ADVANCE = 8.4
POSITION_ADVANCE = 6.8
WHOLE_WORDS = {"break_long_words": False, "break_on_hyphens": False}
LINES_OF_A_LABEL = 4


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


def lines_of(seat: Seat, width: float, most_lines: int) -> list[tuple[str, str]]:
    name, positions = label_texts(seat, width=width, most_lines=most_lines)
    head = [("ro", "")] if seat.is_moderator else []
    return [*head, *(("nm", text) for text in name), *(("po", text) for text in positions)]


def label_of(seat: Seat, x: float, y: float, *, radius: float) -> Label | None:
    """Outside the ring: above a seat at the top, below one at the bottom, beside every other."""
    offset = radius + LABEL_GAP
    upright = abs(x) < 1
    width = 1.2 * RING_RADIUS * 2 if upright else PLAN_HALF_WIDTH - abs(x) - offset
    lines = lines_of(seat, width, LINES_OF_A_LABEL - 1 if upright else LINES_OF_A_LABEL)
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


def room_beside(radius: float) -> float:
    return PLAN_HALF_WIDTH - RING_RADIUS - radius - LABEL_GAP


def beside_the_oval(lines, x: float, y: float, middle: float, radius: float) -> Label | None:
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
        end = f"{text(across - side * 6)} {text(down)}"
        leader = f"M{text(across * out)} {text(down * out)}L{end}"
    first = 5 + down - LINE_HEIGHT * (len(lines) - 1) / 2
    return _written(lines, "start" if side > 0 else "end", across, first, leader)


def _written(lines, anchor: str, x: float, first: float, leader: str = "") -> Label:
    """The lines below one another, the first one's base line at `first`."""
    return Label(
        anchor=anchor,
        x=f"{tidy(x):g}",
        lines=tuple(
            LabelLine(kind, text, f"{round(first + index * LINE_HEIGHT)}")
            for index, (kind, text) in enumerate(lines)
        ),
        leader=leader,
    )


def _characters(width: float, advance: float) -> int:
    return max(12, int(width / advance))
