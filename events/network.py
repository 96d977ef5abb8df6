"""Who shared a stage with whom, as a picture: people as points, pairs as lines.

Pure geometry: pairs in, numbers out; the same pairs always give the same picture. igraph lays out
each group of people who are connected; the groups then stand in rows, like words in a paragraph.
No two labels overlap: a label that would is moved down. The picture is laid out twice, for a
telephone and for a wide page, so that letters have the size of letters on both.

Numbers leave as text with a decimal point, as `events.roundtable` says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from textwrap import wrap
from unicodedata import east_asian_width

from igraph import Graph

# Beyond these, a picture shows nothing but lines.
MOST_PAIRS = 60
MOST_PEOPLE = 36

# In the viewBox's units, which are pixels on a telephone and about that on a wide page.
NARROW, WIDE = 336, 800
EDGE = 92
LONGER = 1.5
GROWTH = (1, 1.2, 1.45, 1.75, 2.1, 2.5)
RADIUS = 6
LINE_HEIGHT = 15
ADVANCE = 7.2
CHARACTERS = 17
GAP = 18
THINNEST, THICKER, THICKEST = 1.25, 1.25, 7.5


@dataclass(frozen=True, slots=True)
class Point:
    """A person, with the label above in the upper half of a group, where fewer lines cross it."""

    person: object
    lines: tuple[str, ...]
    x: float
    y: float
    is_above: bool = False

    @property
    def width(self) -> float:
        return max(cells(line) for line in self.lines) * ADVANCE + GAP / 2

    @property
    def label_height(self) -> float:
        return LINE_HEIGHT * len(self.lines) + 4

    @property
    def top(self) -> float:
        return self.y - RADIUS - 2 - (self.label_height if self.is_above else 0)

    @property
    def bottom(self) -> float:
        return self.y + RADIUS + 2 + (0 if self.is_above else self.label_height)

    def moved(self, x: float, y: float) -> "Point":
        return replace(self, x=self.x + x, y=self.y + y)

    def overlaps(self, other: "Point") -> bool:
        apart = abs(self.x - other.x) >= (self.width + other.width) / 2
        return not apart and self.top < other.bottom and other.top < self.bottom

    @property
    def place(self) -> str:
        return f"translate({text(self.x)} {text(self.y)})"

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Each line of the label and its baseline."""
        above = -RADIUS - 5 - LINE_HEIGHT * (len(self.lines) - 1)
        first = above if self.is_above else RADIUS + LINE_HEIGHT
        return [(line, first + LINE_HEIGHT * at) for at, line in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Line:
    """A pair, from the one to the other."""

    pair: object
    path: str
    width: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One layout; `size` names it: narrow or wide."""

    size: str
    view_box: str
    points: list[Point]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Network:
    """Both layouts of the same pairs, which are the first `shown` of `total`."""

    pictures: list[Picture]
    shown: int
    total: int
    people: int


def strongest(pairs: Sequence) -> list:
    """The first pairs, as many as a picture can hold: they come in order."""
    people: set = set()
    for at, pair in enumerate(pairs[:MOST_PAIRS]):
        people |= {pair.one, pair.other}
        if len(people) > MOST_PEOPLE:
            return list(pairs[:at])
    return list(pairs[:MOST_PAIRS])


def build(pairs: Sequence, total: int) -> Network | None:
    """`pairs`, each of `one`, `other` and a `count`, are the first of `total`; None for none."""
    shown = strongest(pairs)
    if not shown:
        return None
    people = list(dict.fromkeys(person for pair in shown for person in (pair.one, pair.other)))
    at = {person: number for number, person in enumerate(people)}
    graph = Graph(n=len(people), edges=[(at[pair.one], at[pair.other]) for pair in shown])
    sizes = {"narrow": NARROW, "wide": WIDE}
    pictures = [draw(size, width, graph, people, shown) for size, width in sizes.items()]
    return Network(pictures, len(shown), total, len(people))


def draw(size: str, width: int, graph: Graph, people: list, pairs: list) -> Picture:
    groups = [group(graph, members, people, width) for members in graph.connected_components()]
    points, height = in_rows(groups, width)
    by_person = {point.person: point for point in points}
    lines = [line(pair, by_person[pair.one], by_person[pair.other]) for pair in pairs]
    # In the order of the table, not of the drawing.
    ordered = [by_person[person] for person in people]
    return Picture(size, f"0 0 {width} {round(height)}", ordered, lines)


def line(pair, one: Point, other: Point) -> Line:
    width = min(THINNEST + THICKER * (pair.count - 1), THICKEST)
    path = f"M{text(one.x)} {text(one.y)}L{text(other.x)} {text(other.y)}"
    return Line(pair, path, f"{width:g}")


def group(graph: Graph, members: list[int], people: list, width: int) -> list[Point]:
    """Those who are connected, as near to each other as their labels allow."""
    labels = [tuple(label(str(people[member]))) for member in members]
    if len(members) == 2:
        places = [(0.0, 0.0), (0.0, 0.6)]
    else:
        # Begins on a circle, not at random: the same each time.
        places = graph.induced_subgraph(members).layout_kamada_kawai().coords
        places = upright(places) if width < WIDE else lying(places)
    middle = sum(y for _x, y in places) / len(places)
    for growth in GROWTH:
        enlarged = within(places, labels, EDGE * growth, width)
        points = [
            Point(people[member], lines, x, y, is_above=place[1] < middle - 0.1)
            for member, lines, place, (x, y) in zip(members, labels, places, enlarged, strict=True)
        ]
        if not any(one.overlaps(other) for one, other in combinations(points, 2)):
            break
    return at_the_corner(apart(points))


def upright(places: list) -> list:
    """Turned so that it is rather high than wide."""
    return [(y, x) for x, y in places] if extent(places, 0) > extent(places, 1) else places


def lying(places: list) -> list:
    return [(y, x) for x, y in places] if extent(places, 0) < extent(places, 1) else places


def extent(places: Iterable, axis: int) -> float:
    values = [place[axis] for place in places]
    return max(values) - min(values)


def within(places: list, labels: list, edge: float, width: int) -> list[tuple[float, float]]:
    """Enlarged to `edge` a step, no wider than the page and not much longer than wide."""
    margin = max(Point(None, lines, 0, 0).width for lines in labels)
    wide = extent(places, 0)
    across = min(edge, (width - margin) / wide) if wide else edge
    down = min(edge, LONGER * across)
    return [(round(x * across, 1), round(y * down, 1)) for x, y in places]


def apart(points: list[Point]) -> list[Point]:
    """From the top down, each as near to its place as those above it allow."""
    placed: list[Point] = []
    for point in sorted(points, key=lambda point: (point.y, point.x)):
        while above := [other for other in placed if point.overlaps(other)]:
            lowest = max(other.bottom for other in above)
            point = point.moved(0, lowest - point.top + 1)
        placed.append(point)
    return placed


def at_the_corner(points: list[Point]) -> list[Point]:
    left = min(point.x - point.width / 2 for point in points)
    top = min(point.top for point in points)
    return [point.moved(-left, -top) for point in points]


def in_rows(groups: list[list[Point]], width: int) -> tuple[list[Point], float]:
    """The groups from left to right, the highest first, in as many rows as they need."""
    placed, row, top, used = [], [], 0.0, 0.0
    for members in sorted(groups, key=height_of, reverse=True):
        if row and used + GAP + width_of(members) > width:
            placed += spread(row, top, width - used)
            top += max(map(height_of, row)) + GAP
            row, used = [], 0.0
        used += width_of(members) + (GAP if row else 0)
        row.append(members)
    placed += spread(row, top, width - used)
    return placed, top + max(map(height_of, row))


def spread(row: list[list[Point]], top: float, free: float) -> list[Point]:
    """A row of groups with what is left of its width around and between them."""
    share, left, placed = free / (len(row) + 1), 0.0, []
    for members in row:
        left += share
        placed += [point.moved(left, top) for point in members]
        left += width_of(members) + GAP
    return placed


def width_of(points: list[Point]) -> float:
    return max(point.x + point.width / 2 for point in points)


def height_of(points: list[Point]) -> float:
    return max(point.bottom for point in points)


def label(name: str) -> list[str]:
    return wrap(name, CHARACTERS, break_on_hyphens=False) or [""]


def cells(line: str) -> int:
    """How wide the text is, in letters: some scripts have letters of twice the width."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def text(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}"
