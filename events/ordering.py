"""The order of a table of appearances, one for its page and every format: `sort=` and `group=`.

`sort` names a column, with `-` before it for descending. `group` puts together what is one
person's, organisation's or edition's, and `sort` orders within, unless it is of the groups
themselves: their own name, or `count`. What is unknown comes last either way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    F,
    OrderBy,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber
from django.http import QueryDict

from events.filters import FilterError, Selection, possible, refusal
from events.models import Appearance, Position

SORT, GROUP = "sort", "group"
ORDERING = (SORT, GROUP)
BY_DATE, BY_COUNT = "date", "count"
PERSON = ("speaker__sort_key", "speaker__slug")
ROLE = Case(*(When(role=role, then=Value(at)) for at, role in enumerate(Appearance.Role.values)))
# The columns; those of the organisation are made by `with_organisation`.
SORTS: dict[str, tuple] = {
    BY_DATE: ("session__day__date",),
    "person": PERSON,
    "role": (ROLE,),
    "organisation": ("held_for_key", "held_for"),
    "session": ("session__title_key",),
    "edition": (
        Coalesce("session__day__edition__starts_on", "session__day__edition__ends_on"),
        "session__day__edition__slug",
    ),
}


@dataclass(frozen=True)
class Group:
    """What is put together: what tells it apart, and the record that a row has of it."""

    key: str
    record: Callable


def organisation_of(appearance):
    held = [position.organisation for position in appearance.positions.all()]
    return next((found for found in held if found and found.pk == appearance.held_for), None)


GROUPS = {
    "person": Group("speaker", lambda appearance: appearance.speaker),
    "organisation": Group("held_for", organisation_of),
    "edition": Group("session__day__edition", lambda appearance: appearance.session.day.edition),
}


def with_organisation(appearances, asked):
    """`held_for`: the organisation each is listed under, one asked for before any other."""
    first = Case(When(organisation__slug__in=asked, then=0), default=1)
    held = Position.objects.sourced().filter(appearance=OuterRef("pk"), organisation__isnull=False)
    held = held.order_by(first, "order")
    return appearances.annotate(
        held_for=Subquery(held.values("organisation")[:1]),
        held_for_key=Subquery(held.values("organisation__sort_key")[:1]),
    )


class Order:
    """What a query string says of the order."""

    def __init__(self, query: QueryDict, selection: Selection):
        self.group = query.get(GROUP, "")
        if self.group and self.group not in GROUPS:
            raise refusal(GROUP, self.group, FilterError(possible(GROUPS)))
        asked = query.get(SORT) or BY_DATE
        self.descending, self.sort = asked.startswith("-"), asked.removeprefix("-")
        sorts = [*SORTS, *([BY_COUNT] if self.group else [])]
        if self.sort not in sorts:
            signed = [sign + sort for sort in sorts for sign in ("", "-")]
            raise refusal(SORT, asked, FilterError(possible(signed)))
        groups = selection.values.get("organisation", ())
        self.asked = [slug for group in groups for slug in group]

    @property
    def key(self) -> str:
        return GROUPS[self.group].key

    def keyed(self, appearances):
        """`appearances` with what tells the groups apart."""
        if "organisation" in (self.group, self.sort):
            return with_organisation(appearances, self.asked)
        return appearances

    def rows(self, appearances):
        """`appearances` in order; of a group, each row knows its place, and the group's size."""
        rows = self.keyed(appearances)
        within = [] if self.sort in (self.group, BY_COUNT) else self.directed(self.sort)
        if not self.group:
            return rows.chronological(*within)
        order = Appearance.objects.chronological(*within).query.order_by
        window = {"partition_by": [F(self.key)]}
        rows = rows.annotate(
            group_size=Window(Count("pk"), **window),
            place_in_group=Window(RowNumber(), order_by=order, **window),
        )
        return rows.chronological(*self.of_groups(), *within)

    def of_groups(self) -> list:
        """The order of the groups; the rows that are in none come last."""
        alone = Case(When(Q(**{f"{self.key}__isnull": True}), then=1), default=0)
        size = [OrderBy(F("group_size"), descending=self.descending)]
        own = self.sort == self.group and self.descending
        named = self.directed(self.group, descending=own)
        return [alone, *(size if self.sort == BY_COUNT else []), *named]

    def directed(self, sort: str, descending: bool | None = None) -> list:
        descending = self.descending if descending is None else descending
        keys = [F(key) if isinstance(key, str) else key for key in SORTS[sort]]
        return [OrderBy(key, descending=descending, nulls_last=True) for key in keys]
