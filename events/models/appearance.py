import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.session import NAMED, Session
from organisations.models import Organisation
from search.asking import first_answer
from sources.models import Basis
from speakers.models import Speaker

DATE = F("session__day__date")
# Of what is on the same date: the day's order, then as printed.
RUNNING_ORDER = (
    "session__day__edition__slug",
    "session__day__position",
    "session__position",
    "order",
    "pk",
)


class AppearanceQuerySet(models.QuerySet):
    def get_by_natural_key(self, appearance_uuid):
        return self.get(uuid=appearance_uuid)

    def public(self):
        return self.filter(Session.is_public("session__"))

    def made_for(self, organisation):
        return self.filter(
            pk__in=Position.objects.filter(organisation=organisation).values("appearance")
        )

    def of_the_people_in(self, session):
        """What those on stage in a session do elsewhere."""
        people = session.appearances.filter(speaker__isnull=False).values("speaker")
        return self.filter(speaker__in=people).exclude(session=session)

    def with_company(self):
        """Who else was in the same session, for a person's page."""
        return self.prefetch_related(
            models.Prefetch("session__appearances", Appearance.objects.in_lineup())
        )

    def naming(self, asked):
        """Appearances of a person, or for an organisation, that a word of a question names."""
        positions = Position.objects.filter(organisation__in=asked.ids("organisation"))
        return self.filter(
            Q(speaker__in=asked.ids("speaker")) | Q(pk__in=positions.values("appearance"))
        )

    def matching(self, q: str):
        """Every word of `q` is in the session's title or the edition's, or names who it is."""

        def found_by(asked):
            named = Appearance.objects.naming(asked)
            return Q(session__in=asked.ids("session")) | Q(pk__in=named.values("pk"))

        return first_answer(self, q, NAMED, found_by)

    def newest_first(self):
        """The latest dates first, each day in its running order; undated last."""
        return self.order_by(DATE.desc(nulls_last=True), *RUNNING_ORDER)

    def chronological(self, *keys):
        """By date, undated last, then in running order, then as printed; `keys` come before."""
        return self.order_by(*keys, DATE.asc(nulls_last=True), *RUNNING_ORDER)

    def with_positions(self):
        return self.select_related("speaker").prefetch_related(
            models.Prefetch("positions", Position.objects.select_related("organisation")),
            "citations",
            "positions__citations",
        )

    def in_lineup(self):
        """As listed on a session: moderators first, then as printed."""
        return self.with_positions().order_by("order", "pk")

    def billing(self, sessions) -> dict[int, list]:
        """By session, who appears in it: rows of values, as a large programme has thousands."""
        rows = self.filter(session__in=[s.pk for s in sessions]).order_by("order", "pk")
        billed: dict[int, list] = {}
        for row in rows.values_list(
            "session_id", "name_as_printed", "speaker__slug", "role", "basis", named=True
        ):
            billed.setdefault(row.session_id, []).append(row)
        return billed

    def with_programme(self):
        """All that a row says of an appearance: who, as what, where, when, how we know."""
        return self.with_positions().select_related(
            "session__day__edition__part_of",
            "session__stands_for",
            "session__day__venue",
            "session__venue",
            "session__room__venue",
            "session__stamp",
        ).prefetch_related(
            "session__citations",
            "session__day__citations",
            "session__day__edition__citations",
        )  # fmt: skip


class Appearance(models.Model):
    """One person in one session in one role.

    The speaker may be unknown; the name stays as printed. Role and positions belong to the moment.
    """

    class Role(models.TextChoices):
        SPEAKER = "speaker", pgettext_lazy("role", "intervention")
        PANELLIST = "panellist", pgettext_lazy("role", "panel")
        MODERATOR = "moderator", pgettext_lazy("role", "animation")
        HOST = "host", pgettext_lazy("role", "accueil")
        PERFORMER = "performer", pgettext_lazy("role", "performance")
        INTERVIEWEE = "interviewee", pgettext_lazy("role", "entretien")
        PRESENT = (
            "present",
            pgettext_lazy("role", "présence"),
        )  # seen there, not said to have spoken

    # What an appearance is known by: it is written, or follows from what is.
    BASES = (Basis.STATED, Basis.IMPLIED)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        Session, models.CASCADE, related_name="appearances", verbose_name=_("séance")
    )
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="appearances",
        verbose_name=_("personne"), help_text=_("Vide : la source ne la nomme pas."),
    )  # fmt: skip
    name_as_printed = models.CharField(_("nom tel qu’imprimé"), max_length=200, blank=True)
    role = models.CharField(_("rôle"), max_length=20, choices=Role, default=Role.SPEAKER)
    order = models.PositiveSmallIntegerField(_("ordre"), default=1)
    special_guest = models.BooleanField(_("invité spécial"), default=False)
    basis = models.CharField(
        _("connue"), max_length=20,
        choices=[(b.value, b.label) for b in BASES], default=Basis.STATED,
    )  # fmt: skip

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        ordering = ["session", "order"]
        verbose_name = _("intervention")
        verbose_name_plural = _("interventions")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "speaker", "role"],
                name="appearance_once_per_speaker_session_role",
                violation_error_message=_("Cette personne a déjà ce rôle dans cette séance."),
            ),
        ]

    def __str__(self):
        return self.name_as_printed or str(_("nom non précisé"))

    def natural_key(self):
        return (str(self.uuid),)

    natural_key.dependencies = ["events.session", "speakers.speaker"]

    @property
    def is_moderator(self) -> bool:
        return self.role == self.Role.MODERATOR


class PositionQuerySet(models.QuerySet):
    def get_by_natural_key(self, appearance_uuid, order):
        return self.get(appearance__uuid=appearance_uuid, order=order)

    def public(self):
        return self.filter(Session.is_public("appearance__session__"))


class Position(models.Model):
    """What an appearance was made as: a title, an organisation, or both, as printed there."""

    appearance = models.ForeignKey(
        Appearance, models.CASCADE, related_name="positions", verbose_name=_("intervention")
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=1)
    as_printed = models.CharField(
        _("telle qu’imprimée"), max_length=300, help_text=_("« CIO de Luxprovide »")
    )
    title = models.CharField(_("fonction"), max_length=300, blank=True, help_text=_("« CIO »"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="positions",
        verbose_name=_("organisation"),
    )  # fmt: skip

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["appearance", "order"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(
                fields=["appearance", "order"],
                name="position_order_once_in_appearance",
                violation_error_message=_("Deux positions au même ordre."),
            ),
            models.CheckConstraint(
                name="position_says_what_was_printed",
                condition=~Q(as_printed=""),
                violation_error_message=_("Donnez la position telle qu’imprimée."),
            ),
        ]

    def __str__(self):
        return self.as_printed

    @property
    def prints_organisation(self) -> bool:
        """The printed words name the organisation themselves (« CIO de Luxprovide »)."""
        return self.as_printed != self.title

    def natural_key(self):
        return (str(self.appearance.uuid), self.order)

    natural_key.dependencies = ["events.appearance", "organisations.organisation"]
