"""Writes down what an act in the admin changed: each record with all of it, before and after.

Only the admin writes here: an import of a thousand sessions costs nothing. What an import, a
command or SQL changed shows as the difference between one entry's end and the next one's start.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Max

from desk import trees
from desk.models import Change, ChangedRecord
from desk.trees import Tree

Key = tuple[type, int]


class Journal:
    """What one request may change; `about` comes before a change, `write` after it."""

    def __init__(self, user, name: str = ""):
        """`name` is said of what nobody did by hand."""
        self.user, self.name = user, name or str(user)
        self.before: dict[Key, Tree | None] = {}
        self.scopes: dict[Key, int | None] = {}
        # By kind, the last record that was there.
        self.last: dict[type, int] = {}

    def about(self, records: Iterable) -> None:
        """These may change, each with all that belongs to it, or the whole that they are of."""
        by_model = {}
        for whole in filter(None, map(trees.whole_of, records)):
            by_model.setdefault(type(whole)._meta.concrete_model, set()).add(whole.pk)
        for model, ids in by_model.items():
            self.remember(model, ids)

    def doomed(self, records: Iterable) -> None:
        """These will be deleted, with what goes with them."""
        records = list(records)
        self.about(records)
        for record in records:
            if type(record)._meta.concrete_model in trees.KINDS:
                for model, ids in trees.doomed(type(record), [record.pk]):
                    self.remember(model, ids)

    def made(self, records: Iterable) -> None:
        """These are new: nothing was there before."""
        for record in records:
            model = type(record)._meta.concrete_model
            if model in trees.KINDS:
                self.before.setdefault((model, record.pk), None)

    def coming(self, found: list[Tree]) -> None:
        """These are about to be written: some are there, some are not."""
        by_model = {}
        for tree in found:
            root = tree["rows"][0]
            by_model.setdefault(trees.model_of(root), []).append(root["pk"])
        for model, ids in by_model.items():
            self.remember(model, ids)
            for pk in ids:
                self.before.setdefault((model, pk), None)

    def bringing(self) -> None:
        """What the act brings into the directory is found by what refers to it."""
        for model, scope in trees.KINDS.items():
            if not scope:
                last = model._base_manager.aggregate(last=Max("pk"))["last"]
                self.last[model] = last or 0

    def remember(self, model, ids: Iterable[int]) -> None:
        new = [pk for pk in ids if (model, pk) not in self.before]
        found = trees.take(model, new)
        scopes = trees.scopes(model, found)
        for pk, tree in found.items():
            self.before[model, pk], self.scopes[model, pk] = tree, scopes[pk]

    def write(self, verb: str, note: str = "") -> Change | None:
        """Nothing, where all is as it was."""
        records = list(self.records())
        if self.last:
            self.made(brought(records, self.last))
            records = list(self.records())
        self.before, self.scopes, self.last = {}, {}, {}
        if not records:
            return None
        if verb == Change.Verb.DELETED and all(record.after for record in records):
            verb = Change.Verb.CHANGED  # only a part of something went
        change = Change.objects.create(
            verb=verb, note=note[:300], made_by=self.user, made_by_name=self.name[:150]
        )
        for record in records:
            record.change = change
        ChangedRecord.objects.bulk_create(records, batch_size=100)
        return change

    def records(self) -> Iterable[ChangedRecord]:
        for model in dict.fromkeys(model for model, _pk in self.before):
            ids = [pk for of, pk in self.before if of is model]
            after, scopes = trees.take(model, ids), trees.scopes(model, ids)
            for pk in ids:
                before, now = self.before[model, pk], after.get(pk)
                if trees.same(before, now):
                    continue
                yield ChangedRecord(
                    kind=trees.label(model), object_id=pk, name=(now or before)["rows"][0]["name"],
                    scope_id=scopes.get(pk, self.scopes.get((model, pk))),
                    before=before, after=now,
                )  # fmt: skip


def brought(records: list[ChangedRecord], last: dict[type, int]) -> list:
    named = defaultdict(set)
    for record in records:
        for model, pk, _row, _field in trees.references(record.after) if record.after else ():
            if pk > last.get(model, pk):
                named[model].add(pk)
    return [row for model, ids in named.items() for row in trees.rows_of(model, "pk", ids)]


def journal_of(request) -> Journal:
    """The journal of a request: whatever it changes is one act."""
    if not hasattr(request, "journal"):
        request.journal = Journal(request.user)
    return request.journal
