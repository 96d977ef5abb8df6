import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.labels import label_of
from events.models.naming import DiscreetPositions
from events.models.session import Session
from events.models.sourced import Sourced, SourcedQuerySet
from organisations.models import Organisation
from search.asking import Reading, all_of
from search.discretion import DiscreetQuerySet, HiddenNames, standing
from search.documents import Text
from sources.models import Basis
from speakers.models import Speaker, SpeakerIdentity

DATE = F("session__day__date")
# Of what is on the same date: the day's order, then as printed.
RUNNING_ORDER = (
    "session__day__edition__slug",
    "session__day__position",
    "session__position",
    "order",
    "pk",
)


class AppearanceQuerySet(SourcedQuerySet, DiscreetQuerySet):
    def get_by_natural_key(self, appearance_uuid):
        return self.get(uuid=appearance_uuid)

    def public(self):
        return self.filter(Appearance.is_public())

    def on_stage(self):
        """Of people with a name, in a role on stage, in sessions that nobody called off."""
        called_off = Session.objects.called_off().values("pk")
        named = self.public().filter(speaker__isnull=False)
        return named.exclude(role=Appearance.Role.PRESENT).exclude(session__in=called_off)

    def made_for(self, organisation):
        positions = Position.objects.sourced().filter(organisation=organisation)
        return self.sourced().filter(pk__in=positions.values("appearance"))

    def of_the_people_in(self, session):
        """What those on stage in a session do elsewhere."""
        people = session.appearances.sourced().filter(speaker__isnull=False).values("speaker")
        return self.filter(speaker__in=people).exclude(session=session)

    def with_company(self):
        """Who else was in the same session, for a person's page."""
        return self.prefetch_related(
            models.Prefetch("session__appearances", Appearance.objects.in_lineup())
        )

    def naming(self, asked):
        """Appearances of a person, as something, or for an organisation, that a word names."""
        positions = Position.objects.sourced().filter(organisation__in=asked.ids("organisation"))
        return self.sourced().filter(
            Q(speaker__in=asked.ids("speaker"))
            | Q(pk__in=asked.ids("appearance"))
            | Q(pk__in=positions.values("appearance"))
        )

    def saying(self, reading: Reading):
        """Appearances of somebody as something: every word is in the name or in a position."""
        said = all_of(reading, lambda asked: Q(pk__in=asked.ids("appearance")))
        return self.sourced().filter(said)

    def answering(self, reading: Reading):
        """Every word is said of the session, or names who it is."""

        def found_by(asked):
            named = Appearance.objects.naming(asked)
            return (
                Q(session__in=asked.ids("session"))
                | Q(session__in=asked.ids("session_text"))
                | Q(pk__in=named.values("pk"))
            )

        return self.filter(all_of(reading, found_by))

    def texts(self):
        """What the search knows of an appearance: who, and as what, as printed; the latest first.

        Who has a hidden name goes by those that are not, never by the one that was printed.
        """
        hidden = standing(HiddenNames, Speaker).of
        names = models.Prefetch("speaker", Speaker.objects.with_names())
        positions = models.Prefetch(
            "positions", Position.objects.sourced().discreet().order_by("order")
        )
        found = self.order_by().annotate(date=F("session__day__date"))
        for appearance in found.prefetch_related(names, positions):
            printed = [p.as_printed for p in appearance.positions.all()]
            titles = [p.title for p in appearance.positions.all() if p.title not in p.as_printed]
            weight = appearance.date.toordinal() if appearance.date else 0
            names = appearance.names
            if appearance.speaker_id not in hidden and appearance.name_as_printed not in names:
                names.append(appearance.name_as_printed)
            yield Text(appearance.pk, (*printed, *titles), weight, tuple(names))

    def newest_first(self):
        """The latest dates first, each day in its running order; undated last."""
        return self.order_by(DATE.desc(nulls_last=True), *RUNNING_ORDER)

    def datable(self):
        """As `chronological`, but what has no date comes first: it is nobody's latest."""
        return self.order_by(DATE.asc(nulls_first=True), *RUNNING_ORDER)

    def chronological(self, *keys):
        """By date, undated last, then in running order, then as printed; `keys` come before."""
        return self.order_by(*keys, DATE.asc(nulls_last=True), *RUNNING_ORDER)

    def with_positions(self):
        positions = Position.objects.sourced().with_organisation()
        return self.discreet().select_related("speaker").attached(positions=positions).cited()

    def in_lineup(self):
        """As listed on a session: moderators first, then as printed."""
        return self.sourced().with_positions().order_by("order", "pk")

    def billing(self, sessions) -> dict[int, list]:
        """By session, who appears in it: rows of values, as a large programme has thousands."""
        rows = self.sourced().filter(session__in=[s.pk for s in sessions]).order_by("order", "pk")
        billed: dict[int, list] = {}
        hidden = standing(HiddenNames, Speaker)
        for row in rows.values_list(
            "session_id", "name_as_printed", "speaker_id", "speaker__slug", "role", "basis",
            named=True,
        ):  # fmt: skip
            name = hidden.of_person(row.name_as_printed, row.speaker_id)
            billed.setdefault(row.session_id, []).append(row._replace(name_as_printed=name))
        return billed

    def speaking_in(self, sessions) -> list[tuple]:
        """(session, person, name, guid in files) of whoever is on stage in them, as printed.

        Rows of values: a large programme has thousands.
        """
        known_as = SpeakerIdentity.objects.filter(
            speaker=models.OuterRef("speaker"), scheme=SpeakerIdentity.GUID
        )
        guid = models.Subquery(known_as.order_by("pk").values("value")[:1])
        hidden = standing(HiddenNames, Speaker)
        rows = self.sourced().filter(session__in=sessions).exclude(role=Appearance.Role.PRESENT)
        rows = rows.order_by("order", "pk").annotate(guid=guid)
        told = rows.values_list(
            "session_id", "speaker_id", "name_as_printed", "speaker__name", "guid"
        )
        return [
            (session, speaker, hidden.of_person(printed, speaker) or name, guid)
            for session, speaker, printed, name, guid in told
            if printed or name
        ]

    def with_programme(self):
        """All that a row says of an appearance: who, as what, where, when, how we know."""
        return self.with_positions().select_related(
            "session__day__edition__part_of",
            "session__stands_for",
            "session__day__venue",
            "session__venue",
            "session__room__venue",
            "session__stamp",
        )


class Appearance(Sourced):
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

    PRINTED, PRINTED_OF = {"name_as_printed": HiddenNames.of_person}, "speaker"
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

    get_role_display = label_of("role")

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

    @classmethod
    def is_public(cls, prefix: str = "") -> Q:
        return cls.has_source(prefix) & Session.is_public(f"{prefix}session__")

    @property
    def names(self) -> list[str]:
        """Who it is: the names of a person `with_names`, or the one that was printed."""
        if not self.speaker:
            return [self.name_as_printed]
        return [self.speaker.name, *(name.name for name in self.speaker.visible_names)]

    @property
    def is_moderator(self) -> bool:
        return self.role == self.Role.MODERATOR


class PositionQuerySet(SourcedQuerySet, DiscreetQuerySet):
    def get_by_natural_key(self, appearance_uuid, order):
        return self.get(appearance__uuid=appearance_uuid, order=order)

    def discreet(self):
        found = self._chain()
        found._iterable_class = DiscreetPositions
        return found

    def public(self):
        return self.filter(Position.is_public())

    def with_organisation(self):
        return self.discreet().select_related("organisation").cited()


class Position(Sourced):
    """What an appearance was made as: a title, an organisation, or both, as printed there."""

    PRINTED = {"as_printed": HiddenNames.without, "title": HiddenNames.without}
    PRINTED_OF = "organisation"

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

    @classmethod
    def is_public(cls, prefix: str = "") -> Q:
        return cls.has_source(prefix) & Appearance.is_public(f"{prefix}appearance__")

    @property
    def prints_organisation(self) -> bool:
        """The printed words name the organisation themselves (« CIO de Luxprovide »)."""
        return self.as_printed != self.title

    def natural_key(self):
        return (str(self.appearance.uuid), self.order)

    natural_key.dependencies = ["events.appearance", "organisations.organisation"]
