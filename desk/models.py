"""What the desk remembers: two records that were one or only seem to be, and who changed what."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Mergeable(models.Model):
    """A record that may turn out to be another one: it then stays, empty, and leads there."""

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("fusionné avec"),
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def merges(self):
        """The merges that this record was kept in and that still hold, latest first."""
        return self.merge_model.objects.filter(kept=self, undone_at=None)

    @property
    def merge_model(self):
        return apps.get_model(self._meta.app_label, f"{self._meta.model_name}merge")

    @classmethod
    def distinctions(cls):
        return apps.get_model(cls._meta.app_label, f"{cls._meta.model_name}distinction").objects

    @property
    def heir(self):
        """The record that this one is now part of, at the end of all merges; itself if none."""
        record = self
        while record.merged_into:
            record = record.merged_into
        return record


def merged_ids(model: type[Mergeable], ids: list[int]) -> list[int]:
    """The ids of all that has become part of these records, also by way of others."""
    found = []
    while ids:
        into = model._base_manager.filter(merged_into__in=ids)
        ids = list(into.values_list("pk", flat=True))
        found += ids
    return found


class Merge(models.Model):
    """That `merged` is `kept`; with all that undoing it needs.

    `moved` has the ids of the rows that changed hands, by "app.model.field"; `named` those of the
    other names that `kept` was given.
    """

    reason = models.CharField(_("raison"), max_length=300)
    made_at = models.DateTimeField(_("faite le"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("faite par"),
    )  # fmt: skip
    undone_at = models.DateTimeField(_("défaite le"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("défaite par"),
    )  # fmt: skip
    moved = models.JSONField(_("déplacé"), default=dict, editable=False)
    named = models.JSONField(_("noms ajoutés"), default=list, editable=False)

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]
        verbose_name = _("fusion")
        verbose_name_plural = _("fusions")

    def __str__(self):
        return f"{self.merged} → {self.kept}"


class DistinctionQuerySet(models.QuerySet):
    def pairs(self) -> set[frozenset[int]]:
        return {frozenset(pair) for pair in self.values_list("one", "other")}

    def between(self, one, other):
        return self.filter(Q(one=one, other=other) | Q(one=other, other=one))


class Distinction(models.Model):
    """That two records which look alike are not the same, so that nobody is asked again."""

    stays_on_revert = True

    reason = models.CharField(_("raison"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("constaté le"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("constaté par"),
    )  # fmt: skip

    objects = DistinctionQuerySet.as_manager()

    class Meta:
        abstract = True
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")

    def __str__(self):
        return f"{self.one} ≠ {self.other}"


class Change(models.Model):
    """One act in the admin, with all the records that it changed (`desk/journal.py`)."""

    class Verb(models.TextChoices):
        ADDED = "added", "créé"
        CHANGED = "changed", "modifié"
        DELETED = "deleted", "supprimé"
        REVERTED = "reverted", "remis à un état antérieur"
        RESTORED = "restored", "restauré"
        UNDONE = "undone", "annulé"

    verb = models.CharField(_("acte"), max_length=20, choices=Verb)
    made_at = models.DateTimeField(_("fait le"), default=timezone.now, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+",
        verbose_name=_("fait par"),
    )  # fmt: skip
    # Stays when the user is deleted.
    made_by_name = models.CharField(_("nom"), max_length=150, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("acte")
        verbose_name_plural = _("actes")

    def __str__(self):
        return f"{self.get_verb_display()}, {self.made_by_name}"


class ChangedRecordQuerySet(models.QuerySet):
    def of(self, record):
        return self.filter(kind=record._meta.concrete_model._meta.label_lower, object_id=record.pk)

    def newest_first(self):
        return self.select_related("change").order_by("-change__made_at", "-pk")

    def deleted(self):
        """Records that went; some may be back since."""
        return self.filter(after__isnull=True)


class ChangedRecord(models.Model):
    """A record with all that belongs to it (`desk/trees.py`), before and after a change.

    No foreign key: the record may be gone. Without `before` it was made, without `after` deleted.
    """

    change = models.ForeignKey(Change, models.CASCADE, related_name="records")
    kind = models.CharField(max_length=60)  # a model's label
    object_id = models.BigIntegerField()
    name = models.CharField(max_length=500)
    # What decides who may see it: a session's edition; empty in the directory.
    scope_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = ChangedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("fiche modifiée")
        verbose_name_plural = _("fiches modifiées")
        indexes = [
            models.Index(fields=["kind", "object_id"], name="changed_record"),
            models.Index(fields=["scope_id", "kind"], name="changed_record_scope"),
        ]

    def __str__(self):
        return self.name

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.kind)

    @property
    def kind_name(self) -> str:
        return self.model._meta.verbose_name
