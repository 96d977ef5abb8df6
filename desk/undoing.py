"""An act undone as a whole: what it changed is as before, what it made goes, what it took is back.

Tried by doing it, as an import is: what the page shows is what happens.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _

from desk import returning, trees
from desk.models import Change, ChangedRecord
from desk.trees import Tree

Key = tuple[str, int]


@dataclass
class Undoing:
    """What becomes of each record of an act."""

    change: Change
    records: list[ChangedRecord]
    # As they were before the act, with the states to go back to.
    back: list[tuple[ChangedRecord, Tree]] = field(default_factory=list)
    # Made by the act.
    gone: list[ChangedRecord] = field(default_factory=list)
    # Stays as it is, and why.
    kept: list[tuple[ChangedRecord, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    now: dict[Key, Tree | None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.back or self.gone)

    @property
    def version(self) -> str:
        """Of all that is there now: what was looked at is what is undone."""
        found = [trees.digest(self.now[key]) for key in sorted(self.now)]
        return hashlib.sha256("".join(found).encode()).hexdigest()

    def state_of(self, found: ChangedRecord) -> Tree | None:
        return self.now[found.kind, found.object_id]


def plan(
    change: Change, records: list[ChangedRecord], may_go: Callable[[ChangedRecord], bool]
) -> Undoing:
    """`records` are all of the act's; of what it made, `may_go` says whether it may be deleted."""
    undoing = Undoing(change, records, now=states(records))
    for found in records:
        now = undoing.state_of(found)
        if same(found.before, now):
            continue
        if not same(found.after, now):
            undoing.kept.append((found, _("a changé depuis")))
        elif found.before is not None:
            undoing.back.append((found, returning.as_it_would_be(found.before, now)))
        elif logs(now) - logs(found.after):
            undoing.kept.append((found, _("on y a répondu ou corrigé quelque chose depuis")))
        elif may_go(found):
            undoing.gone.append(found)
        else:
            undoing.kept.append((found, _("vous ne pouvez pas la supprimer")))
    return undoing


def states(records: list[ChangedRecord]) -> dict[Key, Tree | None]:
    by_kind = defaultdict(list)
    for found in records:
        by_kind[found.kind].append(found)
    now = {}
    for kind, of_kind in by_kind.items():
        taken = trees.take(of_kind[0].model, [found.object_id for found in of_kind])
        now |= {(kind, found.object_id): taken.get(found.object_id) for found in of_kind}
    return now


def same(one: Tree | None, other: Tree | None) -> bool:
    return trees.same(without_logs(one), without_logs(other))


def without_logs(tree: Tree | None) -> Tree | None:
    """What was said of a record since is no change of it."""
    return tree and {"rows": [row for row in tree["rows"] if not returning.stays(row)]}


def logs(tree: Tree) -> set[Key]:
    return {returning.key(row) for row in tree["rows"] if returning.stays(row)}


def obstacles(undoing: Undoing) -> list[str]:
    """Why it cannot be undone like this at all."""
    if any(merged(found) for found, _target in undoing.back):
        return [_("Une fusion se défait sur la fiche gardée.")]
    if undoing.is_empty and not undoing.kept:
        return [_("Tout est déjà comme avant cet acte.")]
    return []


def merged(found: ChangedRecord) -> bool:
    if not (found.before and found.after):
        return False
    was, became = (tree["rows"][0]["values"] for tree in (found.before, found.after))
    return was.get("merged_into_id") != became.get("merged_into_id")


def carry_out(undoing: Undoing, around: Callable = ExitStack) -> None:
    """Within a transaction. What turns out to be in use stays, and moves from `gone` to `kept`.

    Raises ReturnError. What is made of a day's sessions goes before the day's others come back to
    their ranks, and the day itself when nothing stands in it any more.
    """
    with around():
        targets = [target for _found, target in undoing.back]
        go(undoing, lambda model: not holds_others(model))
        undoing.notes += [*returning.moved(targets), *returning.lost_pictures(targets)]
        returning.bring_back(targets)
        go(undoing, holds_others)


def holds_others(model) -> bool:
    """Do records with a history of their own stand in these, or lead to them?"""
    return any(
        relation.related_model in trees.KINDS
        or relation.related_model._meta.auto_created not in (False, model)
        or relation.on_delete is not models.CASCADE
        for relation in pointing_at(model)
    )


def go(undoing: Undoing, which: Callable) -> None:
    by_model = defaultdict(list)
    for found in undoing.gone:
        by_model[found.model].append(found)
    # What stands in something else is registered after it.
    for model in reversed(trees.KINDS):
        ids = {found.object_id for found in by_model.get(model, ())}
        if not ids or not which(model):
            continue
        needed = used(model, ids)
        for found in by_model[model]:
            if found.object_id in needed:
                undoing.gone.remove(found)
                undoing.kept.append((found, _("sert aussi ailleurs")))
        model._default_manager.filter(pk__in=ids - needed).delete()


def pointing_at(model):
    """What points at rows of a model, but for what triggers write of them."""
    for relation in model._meta.get_fields(include_hidden=True):
        points = relation.auto_created and not relation.concrete and not relation.many_to_many
        if points and relation.on_delete is not models.DO_NOTHING:
            yield relation


def used(model, ids: set[int]) -> set[int]:
    """Of these rows, those that something else relies on than what is a part of them."""
    found = set()
    for relation in pointing_at(model):
        other, column = relation.related_model, relation.field.attname
        rows = other._base_manager.filter(**{f"{column}__in": ids})
        if other._meta.auto_created is model:
            continue  # its own links
        if is_part(relation):
            whole = dict(rows.values_list("pk", column))
            found |= {whole[pk] for pk in used(other, set(whole))} if whole else set()
        else:
            found |= set(rows.values_list(column, flat=True))
    return found


def is_part(relation) -> bool:
    other = relation.related_model
    cascades = relation.on_delete is models.CASCADE and not other._meta.auto_created
    return cascades and other not in trees.KINDS
