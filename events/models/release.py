"""Changes to a public edition: prepared out of sight, released together, told afterwards."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models.appearance import Appearance
from events.models.edition import Edition
from events.models.session import Session
from organisations.models import Organisation
from search.discretion import DiscreetIterable, DiscreetQuerySet, HiddenNames, standing, tells
from speakers.models import Speaker


def new_key() -> str:
    return secrets.token_urlsafe(12)


class WorkingCopyQuerySet(models.QuerySet):
    def beside(self, editions: set[int]) -> list[int]:
        """Editions that say the same once more: drafts of others, and what these are drafts of."""
        pairs = self.values_list("edition", "draft")
        return [edition if draft in editions else draft for edition, draft in pairs]


class WorkingCopy(models.Model):
    """Changes to an edition that are being prepared: a draft of it, edited as any programme is.

    `base` is what the edition and the draft were when the draft was made, and which record of the
    draft stands for which (`events/releases/facts.py`).
    """

    # To go back to a state of the edition neither ends the draft nor begins one again.
    outside_history = True

    edition = models.OneToOneField(
        Edition, models.CASCADE, related_name="working_copy", verbose_name=_("édition")
    )
    draft = models.OneToOneField(
        Edition, models.CASCADE, related_name="draft_of", verbose_name=_("brouillon")
    )
    base = models.JSONField(editable=False)
    # Done by a write, as an embargo ends (`events/clock.py`).
    release_at = models.DateTimeField(_("à publier"), null=True, blank=True, db_index=True)
    note = models.TextField(_("mot aux lecteurs"), blank=True)
    # Why what was due was not released; said to the organiser until something else is decided.
    held_back = models.TextField(_("pas publié, parce que"), blank=True)
    made_at = models.DateTimeField(_("commencé"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("par"),
    )  # fmt: skip

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("changements préparés")
        verbose_name_plural = _("changements préparés")

    def __str__(self):
        return str(self.pk)


class PreviewKey(models.Model):
    """What the links to the preview of a draft are signed with: a new key ends all of them."""

    # What was revoked does not come back with a state of the edition.
    outside_history = True

    edition = models.OneToOneField(
        Edition, models.CASCADE, related_name="preview_key", verbose_name=_("édition")
    )
    key = models.CharField(_("clé"), max_length=40, default=new_key)

    class Meta:
        verbose_name = _("clé d’aperçu")
        verbose_name_plural = _("clés d’aperçu")

    def __str__(self):
        return str(self.pk)


class ReleaseQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-number")

    def with_changes(self):
        """What of each may still be told."""
        changes = Change.objects.told().discreet()
        return self.select_related("edition").prefetch_related(
            models.Prefetch("changes", changes, "told")
        )


class Release(models.Model):
    """Changes to a public edition that were made known together."""

    stays_on_revert = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="releases", verbose_name=_("édition")
    )
    number = models.PositiveIntegerField(_("numéro"))
    released_at = models.DateTimeField(_("publiée"))
    note = models.TextField(_("mot aux lecteurs"), blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-number"]
        verbose_name = _("publication de changements")
        verbose_name_plural = _("publications de changements")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="release_number_once_in_edition",
                violation_error_message=_("Cette édition a déjà une publication de ce numéro."),
            ),
        ]

    def __str__(self):
        return str(self.number)

    def get_absolute_url(self):
        return f"{reverse('events:changes', args=[self.edition.slug])}#n{self.number}"


class DiscreetChanges(DiscreetIterable):
    """Nobody can change what was released: it is read by what the session says today.

    A former title that tells a hidden name is not read at all.
    """

    def __iter__(self):
        both = [standing(HiddenNames, model).of.values() for model in (Speaker, Organisation)]
        hidden = [name for of in both for names in of for name in names]
        for change in super().__iter__():
            if change.session:
                change.title = change.session.title
            elif tells(hidden, change.title):
                change.title = ""
            if "because" in change.now:
                change.now["because"] = change.session.cancelled_because
            for said in (change.was, change.now):
                if tells(hidden, said.get("title", "")):
                    said["title"] = ""
            yield change


class ChangeQuerySet(DiscreetQuerySet):
    def discreet(self):
        found = self._chain()
        found._iterable_class = DiscreetChanges
        return found

    def told(self):
        """Without what has been withdrawn since: a session, or somebody's appearance in it."""
        shown = Session.objects.published().values("pk")
        there = Appearance.objects.public().values("pk")
        return (
            self.filter(Q(session=None) | Q(session__in=shown))
            .filter(Q(appearance=None) | Q(appearance__in=there))
            .select_related("session__day__edition")
            .order_by("order")
        )


class Change(models.Model):
    """One thing that a release changed, as the public saw it before and after.

    `was` and `now` hold what has no record of its own: an hour (in ISO 8601), a place, a title.
    """

    stays_on_revert = True

    class What(models.TextChoices):
        ADDED = "added", _("Ajouté")
        REMOVED = "removed", _("Retiré")
        CANCELLED = "cancelled", _("Annulé")
        REINSTATED = "reinstated", _("A lieu finalement")
        RENAMED = "renamed", _("Nouveau titre")
        MOVED = "moved", _("Déplacé")
        JOINED = "joined", _("Sur scène en plus")
        LEFT = "left", _("N’est plus sur scène")
        RECAST = "recast", _("À un autre titre")
        REORDERED = "reordered", _("Autre ordre du jour")
        DETAILED = "detailed", _("Précisé")

    PRINTED, PRINTED_OF = {"name_as_printed": HiddenNames.of_person}, "speaker"

    release = models.ForeignKey(Release, models.CASCADE, related_name="changes")
    order = models.PositiveIntegerField()
    what = models.CharField(max_length=20, choices=What)
    # What is not public any more is not named: without a session, it is one that was removed, a
    # day, or the edition.
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    appearance = models.ForeignKey(
        Appearance, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    speaker = models.ForeignKey(
        Speaker, models.CASCADE, null=True, blank=True, related_name="changes"
    )
    name_as_printed = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=500, blank=True)
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["release", "order"]
        verbose_name = _("changement publié")
        verbose_name_plural = _("changements publiés")

    def __str__(self):
        return self.title
