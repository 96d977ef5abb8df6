"""The rows of a page put together by person, organisation or edition, with the sums of each."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.http import QueryDict

from events import counting
from events.filters import Selection
from events.ordering import BY_COUNT, GROUP, GROUPS, SORT, Order
from events.summary import Totals, totals_by

# The filter that opens a group.
OPENED_BY = {"person": "speaker", "organisation": "organisation", "edition": "edition"}


@dataclass(frozen=True)
class Group:
    """What is one person's, organisation's or edition's, or nobody's known.

    `rows` are those on this page, `totals` those of the whole. `query` opens the group, which finds
    `opened`.
    """

    record: object | None
    rows: list
    totals: Totals
    query: str = ""
    opened: int = 0

    @property
    def first(self) -> int:
        return self.rows[0].place_in_group

    @property
    def last(self) -> int:
        return self.rows[-1].place_in_group

    @property
    def is_cut(self) -> bool:
        """Whether some of it stand on another page."""
        return len(self.rows) < self.totals.rows

    @property
    def elsewhere(self) -> int:
        """What opening finds and another group here has: made for two organisations, say."""
        return self.opened - self.totals.rows if self.query else 0


def grouped(page, order: Order, selection: Selection, query: QueryDict, found) -> list[Group]:
    """`page` are the rows in order, `found` all appearances that it is a page of."""
    record_of = GROUPS[order.group].record
    # By the keys, because each row has a record of its own.
    parts = [(key, list(rows)) for key, rows in groupby(page, lambda row: key_of(record_of(row)))]
    here = in_groups(order.key, [key for key, _rows in parts])
    sums = totals_by(order.keyed(found).filter(here), order.key)
    counts = found_by_opening(order, selection)
    groups = []
    for key, rows in parts:
        record = record_of(rows[0])
        opens = opening(query, order, record) if record and can_be_opened(order, selection) else ""
        opened = counts.get(record.slug, sums[key].rows) if opens else 0
        groups.append(Group(record, rows, sums[key], opens, opened))
    return groups


def key_of(record) -> int | None:
    return record and record.pk


def in_groups(key: str, keys) -> Q:
    here = Q(**{f"{key}__in": [pk for pk in keys if pk]})
    return here | Q(**{f"{key}__isnull": True}) if None in keys else here


def can_be_opened(order: Order, selection: Selection) -> bool:
    """Of what two people did together, what one did is no part that an address could ask for."""
    return order.group == "edition" or not any(
        len(selection.values.get(name, ())) > 1 for name in counting.CAST
    )


def found_by_opening(order: Order, selection: Selection) -> dict[str, int]:
    """By slug; a person's rows are all in their group."""
    name = OPENED_BY[order.group]
    if name == "speaker" or not can_be_opened(order, selection):
        return {}
    every = counting.values(selection.but(**{name: []}), name)
    return {value.value: value.count for value in every}


def opening(query: QueryDict, order: Order, record) -> str:
    """The address's query with the group as a filter, and no longer grouped."""
    opened = query.copy()
    opened.pop(GROUP)
    if order.sort == BY_COUNT:
        opened.pop(SORT)
    opened[OPENED_BY[order.group]] = record.slug
    return opened.urlencode(safe=",")
