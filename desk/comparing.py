"""The difference between two states of a record, fact by fact, in words for organisers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from desk.trees import Tree, columns, label, model_of


@dataclass(frozen=True)
class Line:
    """One fact before and after; "" where there was none."""

    label: str
    before: str
    after: str


def lines(before: Tree | None, after: Tree | None) -> list[Line]:
    """Of what is in both, the facts that differ; of what is in one of them only, all of it."""
    old, new = by_key(before), by_key(after)
    names = labels(before) | labels(after)
    whole = next(iter({**new, **old}), None)
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        within = "" if key == whole else place(new.get(key) or old[key], {**old, **new}, whole)
        found += differing(old.get(key), new.get(key), names, within)
    return [line for line in found if line.before != line.after]


def place(one: dict, rows: dict[tuple, dict], whole: tuple) -> str:
    """What a row is, after what it is a part of: « intervention « Ada Muster », position »."""
    kind = str(model_of(one)._meta.verbose_name)
    for field in columns(model_of(one)):
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            key = (label(field.related_model), one["values"][field.attname])
            if key in rows and key != whole:
                return f"{place(rows[key], rows, whole)} « {rows[key]['name']} », {kind}"
    return kind


def by_key(tree: Tree | None) -> dict[tuple, dict]:
    return {(one["model"], one["pk"]): one for one in tree["rows"]} if tree else {}


def labels(tree: Tree | None) -> dict[tuple[str, str], str]:
    named = tree["labels"].items() if tree else ()
    return {(model, pk): name for model, ids in named for pk, name in ids.items()}


def differing(old: dict | None, new: dict | None, names, within: str) -> Iterator[Line]:
    """`within` says which part of the record the row is; "" of the record itself."""
    there = new or old
    if (old is None or new is None) and within:
        said = summary(there, names)
        yield Line(within, "" if old is None else said, "" if new is None else said)
        return
    prefix = f"{within} « {there['name']} », " if within else ""
    for field in told(model_of(there)):
        before, after = (one and value_of(field, one) for one in (old, new))
        if before != after:
            yield Line(
                f"{prefix}{field.verbose_name}", *(shown(field, v, names) for v in (before, after))
            )


def told(model) -> list[models.Field]:
    """What organisers know of a row; merging is told, too."""
    fields = [f for f in columns(model) if f.editable or f.remote_field]
    return [*fields, *model._meta.many_to_many]


def value_of(field, one: dict):
    return one["links"].get(field.name) if field.many_to_many else one["values"].get(field.attname)


def summary(one: dict, names) -> str:
    """A row as a whole: its name, and what else it says."""
    said = [one["name"]]
    for field in told(model_of(one)):
        text = shown(field, value_of(field, one), names)
        # What it belongs to is the page's own; a date's basis is said by nobody who did not choose.
        above = field.remote_field and getattr(field.remote_field, "on_delete", None)
        if text and above is not models.CASCADE and text not in said and differs(field, one):
            said.append(f"{field.verbose_name} : {text}")
    return " ; ".join(said)


def differs(field, one: dict) -> bool:
    return value_of(field, one) != (field.get_default() if field.has_default() else None)


def shown(field, value, names) -> str:
    """A value as organisers know it: the name of a record, the label of a choice, a local hour."""
    if value in (None, "", []):
        return ""
    if field.many_to_many:
        return ", ".join(shown_record(field, pk, names) for pk in value)
    if field.remote_field:
        return shown_record(field, value, names)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    value = field.to_python(value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(field, models.DateTimeField):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return date_format(value, "DATE_FORMAT")
    return Truncator(str(value)).chars(400)


def shown_record(field, pk, names) -> str:
    model = field.related_model._meta.concrete_model._meta.label_lower
    return names.get((model, str(pk))) or f"n° {pk}"
