from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.edition import Edition
from events.models.labels import label_of
from events.models.session import Session
from events.models.sourced import Sourced, SourcedQuerySet
from organisations.models import Organisation
from search.discretion import DiscreetQuerySet, HiddenNames


class InvolvementQuerySet(SourcedQuerySet, DiscreetQuerySet):
    def get_by_natural_key(self, edition_slug, session_uuid, organisation_slug, role):
        return self.get(
            edition__slug=edition_slug,
            session__uuid=session_uuid,
            organisation__slug=organisation_slug,
            role=role,
        )

    def public(self):
        return self.filter(Involvement.is_public())

    def of(self, organisation):
        return self.filter(organisation=organisation)

    def taking_part(self):
        return self.exclude(role=Involvement.Role.MENTIONED)

    def mentions(self):
        return self.filter(role=Involvement.Role.MENTIONED)

    def with_subject(self):
        return (
            self.discreet()
            .select_related("organisation", "edition", "session__day__edition")
            .cited()
        )

    def with_organisation(self):
        """What the page of an edition or a session says of it."""
        return self.discreet().select_related("organisation").cited()

    def chronological(self):
        return self.order_by(
            F("edition__starts_on").asc(nulls_last=True),
            F("session__day__date").asc(nulls_last=True),
            "pk",
        )


class Involvement(Sourced):
    """An organisation's part in an edition or in a session, apart from who appeared for it."""

    class Role(models.TextChoices):
        ORGANISER = "organiser", pgettext_lazy("part of an organisation", "organisation")
        CO_ORGANISER = "co_organiser", pgettext_lazy("part of an organisation", "co-organisation")
        PARTNER = "partner", pgettext_lazy("part of an organisation", "partenariat")
        HOST = "host", pgettext_lazy("part of an organisation", "accueil")
        MENTIONED = (
            "mentioned",
            pgettext_lazy("part of an organisation", "mention"),
        )  # named by the source, took no part

    PRINTED, PRINTED_OF = {"as_printed": HiddenNames.without}, "organisation"

    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="involvements",
        verbose_name=_("édition"),
    )  # fmt: skip
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="involvements",
        verbose_name=_("séance"),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="involvements", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    as_printed = models.CharField(_("nom tel qu’imprimé"), max_length=200, blank=True)

    get_role_display = label_of("role")

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.CheckConstraint(
                name="involvement_has_one_subject",
                condition=Q(edition__isnull=True, session__isnull=False)
                | Q(edition__isnull=False, session__isnull=True),
                violation_error_message=_("Choisissez une édition ou une séance, pas les deux."),
            ),
            models.UniqueConstraint(
                fields=["edition", "organisation", "role"],
                name="involvement_once_in_edition",
                violation_error_message=_("Cette organisation a déjà ce rôle dans l’édition."),
            ),
            models.UniqueConstraint(
                fields=["session", "organisation", "role"],
                name="involvement_once_in_session",
                violation_error_message=_("Cette organisation a déjà ce rôle dans la séance."),
            ),
        ]

    def __str__(self):
        return self.get_role_display()

    def natural_key(self):
        return (
            self.edition and self.edition.slug,
            self.session and str(self.session.uuid),
            self.organisation.slug,
            self.role,
        )

    natural_key.dependencies = [
        "events.edition",
        "events.session",
        "organisations.organisation",
    ]

    @classmethod
    def is_public(cls, prefix: str = "") -> Q:
        subject = Edition.is_public(f"{prefix}edition__") | Session.is_public(f"{prefix}session__")
        return cls.has_source(prefix) & subject

    @property
    def is_organiser(self) -> bool:
        return self.role in (self.Role.ORGANISER, self.Role.CO_ORGANISER)

    @property
    def subject(self):
        return self.edition or self.session
