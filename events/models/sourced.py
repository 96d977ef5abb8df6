"""What lost its last source is not published any more: the mark that says so, and its words."""

from collections.abc import Callable
from functools import cached_property, partial

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from search.discretion import known

ABOVE = {
    "edition": (),
    "day": ("edition",),
    "session": ("day",),
    "appearance": ("session",),
    "position": ("appearance",),
    "involvement": ("session", "edition"),
}


class MarkedByTriggers(models.BooleanField):
    """Written by triggers alone: saving a record that was read before takes nothing back."""

    def pre_save(self, model_instance, add):
        return False if add else F(self.attname)


class Sourced(models.Model):
    """A record that is public as long as a source supports it: its own, or that of its parents.

    `unsourced` says that it had one and has none any more (`events/triggers/losing.py`).
    """

    unsourced = MarkedByTriggers(_("sans source"), default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    @cached_property
    def cited(self) -> list:
        """Its citations as the public may read them; see `SourcedQuerySet.cited`."""
        shown = known(Shown)
        shown.waiting.append(self)
        shown.load()
        return self.__dict__["cited"]

    @classmethod
    def has_source(cls, prefix: str = "") -> Q:
        return Q(**{f"{prefix}unsourced": False})


class Shown:
    """Records that one answer shows: what they go by is asked for all of them at once."""

    def __init__(self):
        self.waiting: list[Sourced] = []

    def load(self) -> None:
        """Gives each its `cited`, and those that it stands in, as far as they are loaded."""
        wanted: dict[str, dict[int, list[Sourced]]] = {}
        for record in self.waiting:
            while record is not None and "cited" not in record.__dict__:
                record.__dict__["cited"] = []
                of_kind = wanted.setdefault(kind_of(record), {})
                of_kind.setdefault(record.pk, []).append(record)
                record = stands_in(record)
        self.waiting = []
        for citation in apps.get_model("events", "Citation").objects.of_all(wanted):
            kind = citation.subject_kind
            for record in wanted[kind][getattr(citation, f"{kind}_id")]:
                record.cited.append(citation)


def kind_of(record) -> str:
    return record._meta.concrete_model._meta.model_name


def stands_in(record):
    """The record above, if it is at hand: asking for it would be a question of its own."""
    at_hand = record._state.fields_cache
    return next((at_hand[name] for name in ABOVE[kind_of(record)] if at_hand.get(name)), None)


def attach(records: list, name: str, rows: "SourcedQuerySet") -> None:
    """Gives each of `records` its own of `rows` as what `record.name.all()` answers."""
    field = records[0]._meta.get_field(name).field
    own: dict[int, list] = {record.pk: [] for record in records}
    for row in rows.filter(**{f"{field.name}__in": list(own)}):
        own[getattr(row, field.attname)].append(row)
    for record in records:
        for row in own[record.pk]:
            field.set_cached_value(row, record)
        found = object.__new__(type(rows))
        found.__dict__ |= rows.__dict__
        found._result_cache, found._prefetch_done = own[record.pk], True
        found._anew = partial(rows.filter, **{field.name: record})
        record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


class SourcedQuerySet(models.QuerySet):
    _is_cited = False
    _attached: tuple = ()
    # Of rows that hang on a record: how they are asked again, by who narrows them down.
    _anew: Callable | None = None

    def cited(self):
        """With what each record goes by, asked as late and for as many as can be."""
        found = self._chain()
        found._is_cited = True
        return found

    def attached(self, **rows: "SourcedQuerySet"):
        """As `prefetch_related`, of `rows` that point here, by the name of the relation.

        Django makes a manager and a query for each record: of a thousand sessions with all that is
        theirs, a fifth of the time.
        """
        found = self._chain()
        found._attached = (*self._attached, *rows.items())
        return found

    def _chain(self):
        return self._anew() if self._anew else super()._chain()

    def _clone(self):
        found = super()._clone()
        found._is_cited, found._attached = self._is_cited, self._attached
        return found

    def _fetch_all(self):
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._result_cache:
            for name, rows in self._attached:
                attach(self._result_cache, name, rows)
            if self._is_cited:
                known(Shown).waiting.extend(self._result_cache)

    def sourced(self):
        """Without what lost its last source; what it stands in may be hidden all the same."""
        return self.filter(self.model.has_source())
