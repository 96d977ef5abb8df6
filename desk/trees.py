"""A record with all that belongs to it, as JSON: what history remembers and goes back to.

What belongs to a record is what Django would delete with it, down to the next kind that has a
history of its own: a session has its lineup, positions and citations; an edition not its days.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

# Kinds with a history of their own, and the path to what decides who may see it ("" for all).
KINDS: dict[type[models.Model], str] = {}
# Ids in one question.
MOST = 500

Tree = dict


def register(model: type[models.Model], scope: str = "") -> None:
    KINDS[model] = scope


def label(model: type[models.Model]) -> str:
    return model._meta.concrete_model._meta.label_lower


def relations(model, on_delete) -> Iterator[models.ForeignObjectRel]:
    """What points at a model and goes with its rows (`CASCADE`), or lets them go (`SET_NULL`)."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            other = relation.related_model._meta
            if relation.on_delete is on_delete and not other.auto_created:
                yield relation


def below(model) -> list[models.ForeignObjectRel]:
    """The tables of what belongs to a record of this model."""
    return [
        relation
        for relation in relations(model, models.CASCADE)
        if relation.related_model not in KINDS
        and not getattr(relation.related_model, "outside_history", False)
    ]


def whole_of(record):
    """The record in whose history a change of this one stands: itself, or what it belongs to."""
    while type(record)._meta.concrete_model not in KINDS:
        parents = (
            getattr(record, field.name)
            for field in record._meta.concrete_fields
            if field.remote_field and field.remote_field.on_delete is models.CASCADE
        )
        record = next(filter(None, parents), None)
        if record is None:
            return None
    return record


def doomed(model, ids: Iterable[int]) -> Iterator[tuple[type[models.Model], list[int]]]:
    """The records with a history that go when these go, and those that lose them."""
    model, ids = model._meta.concrete_model, list(ids)
    yield model, ids
    for on_delete in (models.CASCADE, models.SET_NULL):
        for relation in relations(model, on_delete):
            if relation.related_model in KINDS:
                found = rows_of(relation.related_model, relation.field.attname, ids)
                others = [row.pk for row in found]
                if on_delete is models.SET_NULL:
                    yield relation.related_model, others
                elif others:
                    yield from doomed(relation.related_model, others)


def scopes(model, ids: Iterable[int]) -> dict[int, int | None]:
    path = KINDS[model]
    if not path:
        return dict.fromkeys(ids)
    return dict(model._base_manager.filter(pk__in=list(ids)).values_list("pk", path))


def take(model, ids: Iterable[int]) -> dict[int, Tree]:
    """The trees of the records of these ids that are there, in a constant number of questions."""
    trees: dict[int, Tree] = {}
    records = rows_of(model, "pk", ids)
    add(trees, model, records, {record.pk: record.pk for record in records})
    for tree in trees.values():  # what was told of somebody in a session is below both
        tree["rows"] = list({(one["model"], one["pk"]): one for one in tree["rows"]}.values())
    name_references(trees.values())
    return trees


def rows_of(model, column: str, ids: Iterable[int]) -> list[models.Model]:
    ids = list(ids)
    return [
        row
        for at in range(0, len(ids), MOST)
        for row in model._base_manager.filter(**{f"{column}__in": ids[at : at + MOST]}).order_by(
            "pk"
        )
    ]


def add(trees: dict[int, Tree], model, records: list, whole: dict[int, int]) -> None:
    """`whole` says of each record's id to which tree it belongs."""
    linked = links(model, records)
    for record in records:
        tree = trees.setdefault(whole[record.pk], {"rows": [], "labels": {}})
        tree["rows"].append(row(record) | {"links": linked[record.pk]})
    for relation in below(model) if records else ():
        column = relation.field.attname
        found = rows_of(relation.related_model, column, whole)
        add(trees, relation.related_model, found,
            {record.pk: whole[getattr(record, column)] for record in found})  # fmt: skip


def row(record) -> dict:
    values = {field.attname: plain(field, record) for field in columns(type(record))}
    return {"model": label(type(record)), "pk": record.pk, "name": str(record), "values": values}


def columns(model) -> list[models.Field]:
    """What is remembered: not what is computed from other columns of the row."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not hasattr(field, "source")
    ]


def plain(field, record):
    value = field.value_from_object(record)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return field.value_to_string(record)


def links(model, records: list) -> dict[int, dict[str, list[int]]]:
    """By record, the ids in each of its many-to-many fields."""
    found = {record.pk: {field.name: [] for field in model._meta.many_to_many}
             for record in records}  # fmt: skip
    for field in model._meta.many_to_many if records else ():
        ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        for link in rows_of(field.remote_field.through, ours, found):
            found[getattr(link, ours)][field.name].append(getattr(link, theirs))
    for record in records:
        for ids in found[record.pk].values():
            ids.sort()
    return found


def references(tree: Tree) -> Iterator[tuple[type[models.Model], int, dict, models.Field]]:
    """What the rows of a tree name: the other record's model and id, the row, and its field."""
    for one in tree["rows"]:
        model = model_of(one)
        for field in columns(model):
            if field.remote_field and one["values"].get(field.attname) is not None:
                yield field.related_model, one["values"][field.attname], one, field
        for field in model._meta.many_to_many:
            for pk in one["links"].get(field.name, ()):
                yield field.related_model, pk, one, field


def name_references(trees: Iterable[Tree]) -> None:
    """Writes beside the ids what they are called now: later they may be gone."""
    trees = list(trees)
    named = defaultdict(set)
    for tree in trees:
        for model, pk, _row, _field in references(tree):
            named[model].add(pk)
    names = {
        model: {record.pk: str(record) for record in rows_of(model, "pk", ids)}
        for model, ids in named.items()
    }
    for tree in trees:
        for model, pk, _row, _field in references(tree):
            tree["labels"].setdefault(label(model), {})[str(pk)] = names[model].get(pk, "")


def model_of(one: dict) -> type[models.Model]:
    return apps.get_model(one["model"])


def same(one: Tree | None, other: Tree | None) -> bool:
    return digest(one) == digest(other)


def digest(tree: Tree | None) -> str:
    """Of what the rows say, without what they or others were called at the time."""
    rows = tree and [[r["model"], r["pk"], r["values"], r["links"]] for r in tree["rows"]]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
