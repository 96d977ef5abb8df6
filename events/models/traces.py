"""What the database writes by itself when content changes, by triggers (`events/triggers/`).

Nothing here is edited: saving a stale record takes none of it back.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.edition import Edition
from events.models.session import Session


class Stamp(models.Model):
    """How often and when what a calendar entry says has changed (RFC 5545, 3.8.7)."""

    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # A calendar may hold it: what was public once is cancelled there, not dropped.
    was_public = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.pk}: {self.sequence}"


class SessionStamp(Stamp):
    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="stamp")

    class Meta:
        verbose_name = _("état de révision d’une séance")
        verbose_name_plural = _("états de révision des séances")


class EditionStamp(Stamp):
    edition = models.OneToOneField(Edition, models.CASCADE, primary_key=True, related_name="stamp")

    class Meta:
        verbose_name = _("état de révision d’une édition")
        verbose_name_plural = _("états de révision des éditions")


class TombstoneQuerySet(models.QuerySet):
    def of(self, edition):
        return self.filter(edition_slug=edition.slug)

    def panels(self):
        return self.filter(kind__in=Session.PANEL_KINDS)

    def in_order(self):
        return self.order_by("date", "starts_at", "pk")


class Tombstone(models.Model):
    """A session that was public and is deleted: what its calendars need to cancel it."""

    uuid = models.UUIDField(unique=True)
    code = models.CharField(max_length=6, db_index=True)
    title = models.CharField(max_length=500)
    edition_slug = models.SlugField(max_length=80)
    timezone = models.CharField(max_length=60)
    date = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance supprimée")
        verbose_name_plural = _("séances supprimées")

    def __str__(self):
        return self.title


class FormerSlugQuerySet(models.QuerySet):
    def successor(self, kind: str, slug: str) -> int | None:
        """The id that `slug` stood for, and may still stand for under another slug."""
        return self.filter(kind=kind, slug=slug).values_list("object_id", flat=True).first()


class FormerSlug(models.Model):
    """An address that something had: it redirects for ever, or says that it is gone."""

    kind = models.CharField(max_length=20)  # a model's name
    slug = models.SlugField(max_length=120)
    object_id = models.BigIntegerField()

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("ancienne adresse")
        verbose_name_plural = _("anciennes adresses")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="former_slug_once_of_a_kind",
                violation_error_message=_("Cette ancienne adresse est déjà connue."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.slug}"


class Revision(models.Model):
    """One number that goes up in the transaction of any change of public content."""

    value = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("révision")
        verbose_name_plural = _("révisions")
        constraints = [
            models.CheckConstraint(
                name="revision_is_one_row",
                condition=Q(pk=1),
                violation_error_message=_("Il n’y a qu’une révision."),
            ),
        ]

    def __str__(self):
        return str(self.value)
