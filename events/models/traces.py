"""What the database writes by itself when content changes, by triggers (`events/triggers/`).

Nothing here is edited: saving a stale record takes none of it back.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.edition import Edition
from events.models.session import Session
from search.asking import Reading, all_of


class Stamp(models.Model):
    """How often and when what a calendar entry says has changed (RFC 5545, 3.8.7).

    The trigger that buries a record needs its stamp, and deletes it: Django must not, before.
    """

    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # A calendar may hold it: what was public once is cancelled there, not dropped.
    was_public = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.pk}: {self.sequence}"


class SessionStamp(Stamp):
    # The date before its day lost it, or moved: calendars may hold the session there.
    was_on = models.DateField(null=True, blank=True)
    session = models.OneToOneField(
        Session, models.DO_NOTHING, primary_key=True, related_name="stamp"
    )

    class Meta:
        verbose_name = _("état de révision d’une séance")
        verbose_name_plural = _("états de révision des séances")


class EditionStamp(Stamp):
    edition = models.OneToOneField(
        Edition, models.DO_NOTHING, primary_key=True, related_name="stamp"
    )

    class Meta:
        verbose_name = _("état de révision d’une édition")
        verbose_name_plural = _("états de révision des éditions")


class TombstoneQuerySet(models.QuerySet):
    def about(self, kind: str, ids):
        """Sessions of one of these editions, on one of these topics, …"""
        subjects = TombstoneSubject.objects.filter(kind=kind, object_id__in=ids)
        return self.filter(pk__in=subjects.values("tombstone"))

    def of(self, edition):
        return self.about("edition", [edition.pk])

    def answering(self, reading: Reading):
        """As `Session.objects.answering`."""

        def found_by(asked):
            named = TombstoneAppearance.objects.filter(
                Q(speaker_id__in=asked.ids("speaker"))
                | Q(organisation_id__in=asked.ids("organisation")),
                ~Q(role=""),
            )
            said = TombstoneText.objects.filter(asked.said_in("words"))
            return (
                asked.within("words")
                | Q(pk__in=said.values("tombstone"))
                | Q(pk__in=named.values("tombstone"))
            )

        return self.filter(all_of(reading, found_by))

    def panels(self):
        return self.filter(kind__in=Session.PANEL_KINDS)


class Tombstone(models.Model):
    """A session that was public and is withdrawn or deleted, as the public last saw it.

    It is what calendars need to cancel it, wherever it was: in a person's, on a topic, in a filter.
    """

    uuid = models.UUIDField(unique=True)
    code = models.CharField(max_length=6, db_index=True)
    slug = models.SlugField(max_length=120, default="")
    title = models.CharField(max_length=500)
    words = models.CharField(max_length=900, default="")  # folded: its title's, and its edition's
    edition_slug = models.SlugField(max_length=80)
    timezone = models.CharField(max_length=60)
    date = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=20)
    day_position = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    # Written, with all that belongs to it.
    sealed = models.BooleanField(default=False)

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance retirée")
        verbose_name_plural = _("séances retirées")

    def __str__(self):
        return self.title


class TombstoneSubject(models.Model):
    """What a filter may ask of a tombstone, by id: edition, series, venue, room, topic, source."""

    tombstone = models.ForeignKey(Tombstone, models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=20)  # a model's name
    object_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="tombstone_subject")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class TombstoneAppearance(models.Model):
    """Who was on stage, in which role, for whom; without a role, an organisation that took part."""

    tombstone = models.ForeignKey(Tombstone, models.CASCADE, related_name="appearances")
    role = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=20, blank=True, default="")
    speaker_id = models.BigIntegerField(null=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)

    class Meta:
        verbose_name = _("intervention retirée")
        verbose_name_plural = _("interventions retirées")

    def __str__(self):
        return f"{self.role} {self.speaker_id or self.organisation_id}"


class TombstoneText(models.Model):
    """What was said of it, or by whom as what, as the search last knew it.

    Between spaces. Of who was there only what they were: a name may be hidden afterwards.
    """

    tombstone = models.ForeignKey(Tombstone, models.CASCADE, related_name="texts")
    words = models.TextField()

    class Meta:
        verbose_name = _("texte d’une séance retirée")
        verbose_name_plural = _("textes des séances retirées")

    def __str__(self):
        return str(self.pk)


class EditionTombstone(models.Model):
    """An edition that was public and is withdrawn or deleted, as the public last saw it."""

    uuid = models.UUIDField(unique=True)
    slug = models.SlugField(max_length=80, default="")
    title = models.CharField(max_length=200)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("édition retirée")
        verbose_name_plural = _("éditions retirées")

    def __str__(self):
        return self.title


class KnownQuerySet(models.QuerySet):
    def ids(self, kind: str):
        return self.filter(kind=kind).values("object_id")


class Known(models.Model):
    """What the public saw through something public, and may see no more: a person, a topic, …

    Whoever follows it is told that there is nothing for now, never that it does not exist.
    """

    kind = models.CharField(max_length=20)  # a model's name
    object_id = models.BigIntegerField()

    objects = KnownQuerySet.as_manager()

    class Meta:
        verbose_name = _("chose connue du public")
        verbose_name_plural = _("choses connues du public")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="known_once_of_a_kind",
                violation_error_message=_("Cette chose est déjà connue."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class FormerSlugQuerySet(models.QuerySet):
    def ids(self, kind: str, slugs) -> list[int]:
        return list(self.filter(kind=kind, slug__in=slugs).values_list("object_id", flat=True))

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
    # When the clock changes what is shown (`events/clock.py`); unknown after each change.
    next_change_at = models.DateTimeField(null=True, blank=True)

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
