"""Two records that are the same person or organisation become one, and two again on request."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _


class MergeError(ValueError):
    """Why two records cannot be merged; its message is for the organiser."""


@dataclass(frozen=True)
class Held:
    """Rows of one kind that belong to a record."""

    relation: models.ForeignObjectRel
    rows: list

    @property
    def label(self) -> str:
        return f"{self.relation.related_model._meta.label_lower}.{self.relation.field.name}"

    @property
    def kind(self) -> str:
        return self.relation.related_model._meta.verbose_name


def holdings(record) -> Iterator[Held]:
    """What belongs to the record, but for its other names: those are given, not moved."""
    for relation in record._meta.related_objects:
        if relation.name != "names":
            held = relation.related_model._base_manager.filter(**{relation.field.name: record})
            yield Held(relation, list(held.order_by("pk")))


def obstacles(kept, merged) -> list[str]:
    """What has to be decided first, each in a sentence; nothing is merged while there is one."""
    if kept == merged:
        return [_("C’est la même fiche.")]
    found = [
        _("« %s » est déjà fusionné avec une autre fiche.") % record
        for record in (kept, merged)
        if record.merged_into_id
    ]
    for held in holdings(merged):
        for row in held.rows:
            if row.pk == kept.pk and held.relation.related_model is type(kept):
                found.append(_("« %(one)s » succède à « %(other)s » : ce sont deux fiches.")
                             % {"one": kept, "other": merged})  # fmt: skip
            elif twin(held.relation, row, kept):
                found.append(_("Les deux ont ceci en commun, qu’il faut d’abord dédoubler : "
                               "%(kind)s « %(row)s ».")
                             % {"kind": row._meta.verbose_name, "row": told(row)})  # fmt: skip
    return found


def twin(relation, row, kept) -> bool:
    """Would the row, given to `kept`, be there twice?"""
    field = relation.field.name
    for constraint in row._meta.constraints:
        fields = getattr(constraint, "fields", ())
        if field in fields:
            same = {name: getattr(row, name) for name in fields} | {field: kept}
            if type(row)._base_manager.filter(**same).exists():
                return True
    return False


def told(row) -> str:
    """A row with the session it is about, where it is about one."""
    session = getattr(row, "session", None)
    return f"{row}, {session}" if session else str(row)


@transaction.atomic
def merge_records(*, kept, merged, reason: str, by=None):
    """`merged` becomes part of `kept`: what it has changes hands, its names and address lead there.

    Returns the merge, which `undo_merge` takes back. Raises MergeError with what stands against it.
    """
    if found := obstacles(kept, merged):
        raise MergeError(" ".join(found))
    moved = {}
    for held in holdings(merged):
        ids = [row.pk for row in held.rows]
        rows = held.relation.related_model._base_manager.filter(pk__in=ids)
        rows.update(**{held.relation.field.name: kept})
        moved[held.label] = ids
    named = list(give_names(merged, kept))
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    return kept.merge_model.objects.create(
        kept=kept, merged=merged, reason=reason, made_by=by, moved=moved, named=named
    )


def give_names(merged, kept) -> Iterator[int]:
    """The ids of the other names that `kept` gets: what was hidden stays so."""
    names = kept.names.model
    had = {kept.name, *kept.names.values_list("name", flat=True)}
    wanted = [(merged.name, False)] + [(other.name, other.hidden) for other in merged.names.all()]
    for name, hidden in wanted:
        if name not in had:
            had.add(name)
            yield names.objects.create(
                **{names._meta.get_field(type(kept)._meta.model_name).name: kept},
                name=name, hidden=hidden,
            ).pk  # fmt: skip


@transaction.atomic
def undo_merge(*, merge, by=None) -> None:
    """Two records again, each with what it had; what somebody moved on since stays there."""
    if merge.undone_at:
        raise MergeError(_("Cette fusion est déjà défaite."))
    kept, merged = merge.kept, merge.merged
    now_with = kept.heir
    for held in holdings(now_with):
        ids = merge.moved.get(held.label, [])
        rows = held.relation.related_model._base_manager.filter(pk__in=ids)
        rows = rows.filter(**{held.relation.field.name: now_with})
        rows.update(**{held.relation.field.name: merged})
    for holder in {kept, now_with}:
        holder.names.filter(pk__in=merge.named).delete()
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
