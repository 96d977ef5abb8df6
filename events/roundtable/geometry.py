"""Where seats stand around the table, and labels beside them: numbers in, numbers out."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import cos, dist, hypot, pi, radians, sin

TABLE_RADIUS = 96
RING_RADIUS = 140

BACK_HALF_ANGLE = 58
BACK_GAP = 8
BETWEEN_LABELS = 9

MOST_SEATS_IN_A_CIRCLE = 8
# In a circle without words, as on a card; an oval has them for all.
MOST_SEATS_WITH_INITIALS = 12


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
    return [(tidy(radius * cos(angle)), tidy(radius * sin(angle))) for angle in angles]


def oval(count: int, moderators: int, height: float) -> list[tuple[float, float]]:
    """As `ring`, on an ellipse as wide as the ring and `height` tall from its centre.

    At equal distances along the line, so that neighbours are as far apart at the ends.
    """
    steps = [radians(angle / 2 - 90) for angle in range(721)]
    line = [(RING_RADIUS * cos(turn), height * sin(turn)) for turn in steps]
    walked = [0.0, *accumulate(dist(a, b) for a, b in pairwise(line))]
    first = (1 - moderators) / 2
    at = (((first + index) / count) % 1 * walked[-1] for index in range(count))
    return [(tidy(x), tidy(y)) for x, y in (line[bisect_left(walked, way)] for way in at)]


def seat_radius(count: int) -> float:
    """21 up to eight seats, 17 up to twelve, then 13 or what leaves neighbours a gap."""
    if count <= MOST_SEATS_IN_A_CIRCLE:
        return 21
    if count <= MOST_SEATS_WITH_INITIALS:
        return 17
    return min(13, largest_radius(count, RING_RADIUS))


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
    return f"M{text(start[0])} {text(start[1])}A{size} {size} 0 0 1 {text(end[0])} {text(end[1])}"


def largest_radius(count: int, ring_radius: float) -> float:
    """The radius that leaves neighbours on the ring a gap of about a sixth of a seat."""
    return 0.85 * ring_radius * sin(pi / count) if count > 1 else ring_radius


def tidy(value: float) -> float:
    return round(value, 1) + 0.0


def text(value: float) -> str:
    return f"{tidy(value):.1f}"
