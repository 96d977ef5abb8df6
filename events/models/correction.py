"""What was put right after it was public, and what those concerned say: each about one record."""

import uuid
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.citation import exactly_one
from events.models.edition import Edition
from events.models.session import Session
from organisations.models import Organisation
from speakers.models import Speaker

CORRECTED = ("session", "edition", "speaker", "organisation")


def about(model, name: str, label: str) -> models.ForeignKey:
    return models.ForeignKey(
        model, models.CASCADE, null=True, blank=True, related_name=name, verbose_name=label
    )


class AboutRecordQuerySet(models.QuerySet):
    def public(self):
        """About what the public sees, and not taken back."""
        public = {
            "session": Session.objects.published(), "edition": Edition.objects.public(),
            "speaker": Speaker.objects.public(), "organisation": Organisation.objects.public(),
        }  # fmt: skip
        # Asked of each, not a list of all.
        seen = [
            Exists(found.order_by().filter(pk=OuterRef(name))) for name, found in public.items()
        ]
        return self.filter(reduce(or_, seen), shown=True)

    def with_subject(self):
        return self.select_related("session__day__edition", "edition", "speaker", "organisation")


class AboutRecord(models.Model):
    """About exactly one record; gone with it, and back with it."""

    stays_on_revert = True

    shown = models.BooleanField(
        _("publique"), default=True, help_text=_("Décoché : nulle part sur le site.")
    )

    class Meta:
        abstract = True

    @property
    def subject_kind(self) -> str:
        return next(name for name in CORRECTED if getattr(self, f"{name}_id"))

    @property
    def subject(self):
        return getattr(self, self.subject_kind)


def subject_of(record) -> str:
    return record._meta.concrete_model._meta.model_name


class CorrectionQuerySet(AboutRecordQuerySet):
    def possible(self, record) -> bool:
        """Only what the public could read was wrong in public."""
        records = type(record)._meta.concrete_model.objects
        is_session = subject_of(record) == "session"
        public = records.published() if is_session else records.public()
        return public.filter(pk=record.pk).exists()

    def publish(self, *, subject, reason: str, changes: list[tuple[dict, dict]]):
        """Puts a change of a public record, with its reason, on record; None if no fact of it was.

        `changes` are states before and after, of the record and of what its form shows with it.
        """
        from events.corrections import changed_facts, named_in

        facts = [fact for before, after in changes for fact in changed_facts(before, after)]
        if not facts:
            return None
        return self.create(
            **{f"{subject_of(subject)}_id": subject.pk},
            reason=reason, facts=facts, named=named_in(changes),
        )  # fmt: skip

    def newest_first(self):
        return self.order_by("-made_at", "-pk")


class Correction(AboutRecord):
    """That a public record was wrong, why it was changed, and in which facts.

    `facts` keeps values and ids, not sentences (`events/corrections.py`): they are read in the
    page's language, and under the names that people have today.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = about(Session, "corrections", _("séance"))
    edition = about(Edition, "corrections", _("édition"))
    speaker = about(Speaker, "corrections", _("personne"))
    organisation = about(Organisation, "corrections", _("organisation"))
    made_at = models.DateTimeField(_("faite le"), default=timezone.now, db_index=True)
    reason = models.CharField(
        _("raison"), max_length=500, help_text=_("En français ; elle est publique.")
    )
    facts = models.JSONField(_("faits"), default=list, editable=False)
    # Ids of the people and organisations that were in the record: its words may name them.
    named = models.JSONField(default=dict, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(
                name="correction_has_one_subject",
                condition=exactly_one(CORRECTED),
                violation_error_message=_("Une correction est celle d’une seule fiche."),
            ),
        ]

    def __str__(self):
        return self.reason


class ReplyQuerySet(AboutRecordQuerySet):
    def newest_first(self):
        return self.order_by("-received_on", "-pk")


class Reply(AboutRecord):
    """What somebody concerned answers or objects to what a record says, in their words."""

    session = about(Session, "replies", _("séance"))
    edition = about(Edition, "replies", _("édition"))
    speaker = about(Speaker, "replies", _("personne"))
    organisation = about(Organisation, "replies", _("organisation"))
    name = models.CharField(_("de qui"), max_length=200, help_text=_("Comme on le lira."))
    received_on = models.DateField(_("reçue le"))
    text = models.TextField(_("texte"))
    language = models.CharField(_("langue"), max_length=10, default="fr")
    url = models.URLField(_("lien"), max_length=500, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        constraints = [
            models.CheckConstraint(
                name="reply_has_one_subject",
                condition=exactly_one(CORRECTED),
                violation_error_message=_("Une réponse concerne une seule fiche."),
            ),
        ]

    def __str__(self):
        return self.name
