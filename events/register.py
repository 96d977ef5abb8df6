"""What stands around the table of appearances: filters with counts, columns, groups, a sentence.

Every link is the page's own address with one thing changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import counting
from events.counting import ADDED, COUNTS, Value
from events.filters import FACET, FIND, PAGING, FilterError, Selection, possible, refusal
from events.grouping import Group, grouped
from events.ordering import BY_COUNT, BY_DATE, GROUP, SORT, Order
from events.summary import sentence, totals_of
from events.wording import LABELS, conditions

# How many values a filter shows by itself, and when more are asked for.
DOZEN, MOST_FOUND = 12, 60
# Beyond these, only years that have something are drawn.
MOST_YEARS = 24
# What has few values is told at once; the rest opens.
AT_ONCE = ("role", "basis")
# What the form over the table has a field for.
FIELDS = ("q", "from", "to")
COLUMNS = {
    BY_DATE: gettext_lazy("Date"),
    "person": gettext_lazy("Personne"),
    "role": gettext_lazy("Rôle"),
    "organisation": gettext_lazy("À titre de, pour"),
    "session": gettext_lazy("Séance"),
    "edition": gettext_lazy("Événement"),
}
GROUPINGS = {
    "": gettext_lazy("rien"),
    "person": gettext_lazy("personne"),
    "organisation": gettext_lazy("organisation"),
    "edition": gettext_lazy("événement"),
}


@dataclass(frozen=True)
class Choice:
    """A link to the same page otherwise; `count` is what one finds there."""

    value: str
    label: str
    query: str
    count: int = 0
    chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A filter with its values; `more` if there are others than those shown."""

    name: str
    label: str
    choices: list[Choice]
    chosen: list[str]
    more: bool
    is_open: bool
    find: str


@dataclass(frozen=True)
class Column:
    """A column's heading; `direction` where the rows are sorted by it."""

    name: str
    label: str
    query: str
    direction: str


class Register:
    """`found` are the appearances selected, in no order yet."""

    def __init__(self, query: QueryDict, selection: Selection, order: Order, found):
        self.is_open, self.find = query.get(FACET, ""), query.get(FIND, "")
        if self.is_open and self.is_open not in COUNTS:
            raise refusal(FACET, self.is_open, FilterError(possible(COUNTS)))
        self.query = query.copy()
        for name in (PAGING, FACET, FIND):
            self.query.pop(name, None)
        self.selection, self.order, self.found = selection, order, found
        self.active = conditions(selection, self.query)

    @cached_property
    def totals(self):
        return totals_of(self.found)

    @cached_property
    def sentence(self) -> str:
        return sentence(self.totals, self.active)

    def changed(self, **given: list) -> str:
        """The address's query with other values of some parameters."""
        query = self.query.copy()
        for name, values in given.items():
            query.setlist(name, values)
            if not values:
                del query[name]
        return query.urlencode(safe=",")

    # The filters

    def at_once(self) -> list[Facet]:
        return self.facets(AT_ONCE)

    def to_open(self) -> list[Facet]:
        return self.facets(name for name in COUNTS if name not in (*AT_ONCE, "year"))

    def facets(self, names: Iterable[str]) -> list[Facet]:
        facets = map(self.facet, names)
        return [facet for facet in facets if facet.choices or facet.chosen or facet.is_open]

    def facet(self, name: str) -> Facet:
        is_open = name == self.is_open
        find, most = (self.find, MOST_FOUND) if is_open else ("", DOZEN)
        values = counting.values(self.selection, name, find, most + 1)
        choices = [self.choice(name, value) for value in values[:most]]
        chosen = [condition.value for condition in self.active if condition.name == name]
        more = len(values) > most
        return Facet(name, str(LABELS[name]), choices, chosen, more, is_open, find)

    def choice(self, name: str, value: Value) -> Choice:
        given = self.query.getlist(name)
        chosen = value.value in given
        if name in ADDED:
            query = self.changed(**{name: [*given, value.value]})
        else:
            query = self.changed(**{name: [] if chosen else [value.value]})
        return Choice(value.value, value.label, query, value.count, chosen)

    @cached_property
    def years(self) -> list[Choice]:
        """From the first to the last, also where there is nothing."""
        found = {int(value.value): value for value in counting.values(self.selection, "year")}
        years = sorted(found)
        if years and years[-1] - years[0] < MOST_YEARS:
            years = range(years[0], years[-1] + 1)
        return [self.choice("year", found.get(y, Value(str(y), str(y), 0))) for y in years]

    def most_a_year(self) -> int:
        return max(year.count for year in self.years)

    def kept(self) -> list[tuple[str, str]]:
        """What the form over the table has no field for."""
        return [(name, value) for name, value in self.whole() if name not in FIELDS]

    def whole(self) -> list[tuple[str, str]]:
        """All of the address, for a form that only adds to it."""
        return [(name, value) for name, given in self.query.lists() for value in given if value]

    def fields(self) -> dict[str, str]:
        return {name: self.query.get(name, "") for name in FIELDS}

    def filters(self) -> str:
        """The address's query for another view of the same selection."""
        return self.changed(**{SORT: [], GROUP: []})

    # The table

    def columns(self) -> list[Column]:
        left_out = self.order.group if self.order.group == "edition" else None
        return [
            Column(name, str(label), self.sorted_by(name), self.direction(name))
            for name, label in COLUMNS.items()
            if name != left_out
        ]

    def direction(self, name: str) -> str:
        if name != self.order.sort:
            return ""
        return "descending" if self.order.descending else "ascending"

    def sorted_by(self, name: str) -> str:
        """By the column; the other way round where it is sorted so already."""
        turned = self.direction(name) == "ascending"
        return self.changed(sort=[f"-{name}"] if turned else [name] if name != BY_DATE else [])

    def groupings(self) -> list[Choice]:
        return [
            Choice(name, str(label), self.grouped_by(name), chosen=name == self.order.group)
            for name, label in GROUPINGS.items()
        ]

    def grouped_by(self, name: str) -> str:
        sort = [] if self.order.sort == BY_COUNT and not name else self.query.getlist(SORT)
        return self.changed(**{GROUP: [name] if name else [], SORT: sort})

    def group_orders(self) -> list[Choice]:
        """How the groups follow one another: in their own order, or the largest first."""
        if not self.order.group:
            return []
        by_count = self.order.sort == BY_COUNT
        own = _("par date") if self.order.group == "edition" else _("de A à Z")
        sort = [] if by_count else self.query.getlist(SORT)
        return [
            Choice("own", own, self.changed(sort=sort), chosen=not by_count),
            Choice("count", _("les plus nombreux d’abord"), self.changed(sort=[f"-{BY_COUNT}"]),
                   chosen=by_count),
        ]  # fmt: skip

    def groups(self, page) -> list[Group]:
        """The rows of the page, in one group where they are not grouped."""
        if not self.order.group:
            return [Group(None, list(page), self.totals)]
        return grouped(page, self.order, self.selection, self.query, self.found)
