"""The strip: who appeared as what, year by year, at which event.

Positions by years, one numbered point for each appearance, the event's name at the point.

Nothing is drawn between two points: what was held in between, no source says.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sources.models import DateBasis

# Beyond these, only years with a point have a column; beyond as many of those, they are listed.
MOST_YEARS = 8


@dataclass(frozen=True)
class Point:
    """An appearance: its place on the page, and whether it or its date is deduced."""

    number: int
    session: object
    inferred: bool

    @property
    def cancelled(self) -> bool:
        return self.session.is_cancelled


@dataclass
class Row:
    """One position, as printed, and the points of each year of the strip."""

    speaker: object | None
    held: str
    cells: list[list[Point]] = field(default_factory=list)


@dataclass(frozen=True)
class Strip:
    years: list[int]
    rows: list[Row]
    undated: int

    @property
    def called_off(self) -> bool:
        """Whether something in it was cancelled."""
        cells = (cell for row in self.rows for cell in row.cells)
        return any(point.cancelled for cell in cells for point in cell)

    @property
    def is_long(self) -> bool:
        """Whether the names of the events have no room in columns."""
        return len(self.years) > MOST_YEARS

    @property
    def gaps(self) -> bool:
        """Whether years are left out."""
        return len(self.years) <= self.years[-1] - self.years[0]


def of_person(appearances: Iterable, number: Callable[[int], int]) -> Strip | None:
    """By position. `number` gives the place on the page from the place in the list."""
    return build(appearances, number, lambda appearance: (None, held(appearance)))


def of_organisation(appearances: Iterable, number: Callable[[int], int]) -> Strip | None:
    """By person and position."""
    return build(appearances, number, lambda appearance: (appearance.speaker, held(appearance)))


def held(appearance) -> str:
    return ", ".join(position.as_printed for position in appearance.positions.all())


def build(appearances, number, row_of) -> Strip | None:
    """None where there is nothing to compare: fewer than two dated appearances."""
    points, undated = [], 0
    for at, appearance in enumerate(appearances):
        day = appearance.session.day
        if day.date is None:
            undated += 1
            continue
        inferred = appearance.basis != "stated" or day.date_basis != DateBasis.STATED
        point = Point(number(at), appearance.session, inferred)
        points.append((day.date, row_of(appearance), point))
    if len(points) < 2:
        return None
    points.sort(key=lambda told: (told[0], told[2].number))
    years = columns({day.year for day, _, _ in points})
    rows: dict[tuple, Row] = {}
    for day, key, point in points:
        row = rows.setdefault(key, Row(*key, [[] for _ in years]))
        row.cells[years.index(day.year)].append(point)
    return Strip(years, list(rows.values()), undated)


def columns(years: set[int]) -> list[int]:
    first, last = min(years), max(years)
    return list(range(first, last + 1)) if last - first < MOST_YEARS else sorted(years)
