"""What a query string asks for, and the rows that it selects."""

from copy import copy
from itertools import product

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from events.filters.conditions import any_of
from events.filters.definitions import FILTERS, WHOLE, CastFilter, Filter, read, refusal
from events.filters.parameters import PAGING
from events.filters.values import FilterError
from events.models import Appearance, Session, Tombstone, TombstoneAppearance


class Selection:
    """What a query string asks for, and the rows it selects.

    `values[name]` is a list, all of which must hold, of lists, any of which suffices.
    """

    def __init__(self, query: QueryDict, names=tuple(FILTERS), also=()):
        """`also` are the parameters of this page that select nothing."""
        self.values: dict[str, list[list]] = {}
        for name, groups in query.lists():
            if name == PAGING or name in also:
                continue
            if name not in names:
                raise FilterError(
                    _("Le filtre « %(name)s » n’existe pas ici. Filtres possibles : %(names)s.")
                    % {"name": name, "names": ", ".join(names) or _("aucun")}
                )
            self.values[name] = [self.parse(name, group) for group in groups if group]

    @staticmethod
    def parse(name: str, group: str) -> list:
        parts = [group] if name in WHOLE else [part for part in group.split(",") if part]
        # PostgreSQL has no place for a NUL in a text.
        if not parts or "\x00" in group:
            raise refusal(name, group, _("ce n’est pas une valeur"))
        return [read(name, part) for part in parts]

    def but(self, **values) -> "Selection":
        """The same with other `values` of some filters; an empty list drops the filter."""
        other = copy(self)
        other.values = self.values | values
        return other

    def active(self, query: QueryDict) -> list[tuple[str, str, str]]:
        """(name, value, query string without it) of each condition, for the visitor to drop."""
        conditions = []
        for name in self.values:
            for value in filter(None, query.getlist(name)):
                rest = query.copy()
                rest.pop(PAGING, None)
                rest.setlist(name, [other for other in query.getlist(name) if other != value])
                conditions.append((name, value, rest.urlencode()))
        return conditions

    def groups(self, kind: type):
        return {n: g for n, g in self.values.items() if g and isinstance(FILTERS[n], kind)}

    def sessions(self, sessions):
        """`sessions` (a queryset) narrowed to what was asked for."""
        for name, groups in self.groups(Filter).items():
            for group in groups:
                selected = Session.objects.filter(FILTERS[name].sessions(group))
                sessions = sessions.filter(pk__in=selected.values("pk"))
        for cast in self.casts():
            same = Appearance.objects.sourced().filter(cast, session=OuterRef("pk"))
            sessions = sessions.filter(Exists(same))
        return sessions

    def sessions_of(self, appearances, sessions):
        """`sessions` narrowed; what was asked of a person holds of one of these `appearances`."""
        found = self.sessions(sessions)
        if self.casts():
            found = found.filter(pk__in=self.appearances(appearances).values("session"))
        return found

    def tombstones(self, **cast):
        """Withdrawn and deleted sessions that the selection held.

        With a `cast` (one person or organisation), what was asked of a person holds of it too.
        """
        stones = Tombstone.objects.all()
        for name, groups in self.groups(Filter).items():
            for group in groups:
                stones = stones.filter(FILTERS[name].tombstones(group))
        here = TombstoneAppearance.objects.filter(tombstone=OuterRef("pk"))
        casts = self.casts("tombstones")
        for asked in casts:
            stones = stones.filter(Exists(here.filter(asked)))
        if cast:
            stones = stones.filter(Exists(here.filter(any_of(casts), **cast)))
        return stones

    def casts(self, of: str = "appearances") -> list[Q]:
        """One condition on a single appearance per combination of repeated parameters."""
        named = self.groups(CastFilter)
        combinations = product(*named.values()) if named else ()
        return [
            Q(
                *(
                    getattr(FILTERS[name], of)(group)
                    for name, group in zip(named, groups, strict=True)
                )
            )
            for groups in combinations
        ]

    def appearances(self, appearances):
        """Rows in the selected sessions that themselves meet one of the conditions on a person."""
        rows = appearances
        if self.values:
            rows = rows.filter(session__in=self.sessions(Session.objects.all()))
        return self.named(rows)

    @property
    def names(self) -> bool:
        """Is anything asked of a person?"""
        return bool(self.values.get("q") or self.groups(CastFilter))

    def named(self, appearances):
        """Rows that themselves meet one of the conditions on a person, in whatever session."""
        rows = appearances
        for [question] in self.values.get("q", ()):
            rows = rows.filter(pk__in=question.ids(Appearance.objects))
        if casts := self.casts():
            rows = rows.filter(pk__in=Appearance.objects.filter(any_of(casts)).values("pk"))
        return rows
