import secrets
import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.edition import Day, Edition
from events.models.labels import label_of
from events.models.session_queries import SessionQuerySet
from events.models.sourced import Sourced
from events.models.topic import Topic
from events.models.venue import Room, Venue
from search.normalise import FoldedField
from sources.models import Basis

# Without 0, 1, i, l and o, which people misread aloud and on paper.
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(6))


class Session(Sourced):
    """One item of a day's running order, whether or not its time is known.

    `position` is the order; a stated start agrees with it. Times are UTC here and shown in the
    edition's zone. A session after midnight belongs to the day it is listed under.
    """

    class Kind(models.TextChoices):
        WELCOME = "welcome", pgettext_lazy("kind of session", "accueil")
        OPENING = "opening", _("ouverture")
        CEREMONY = "ceremony", _("cérémonie")
        TALK = "talk", pgettext_lazy("kind of session", "présentation")
        ROUND_TABLE = "round_table", _("table ronde")
        DISCUSSION = "discussion", _("discussion")
        WORKSHOP = "workshop", _("ateliers")
        DEBATE = "debate", _("débat")  # the room debates, nobody is named on stage
        VISIT = "visit", _("visite")
        SCREENING = "screening", _("projection")
        PERFORMANCE = "performance", pgettext_lazy("kind of session", "performance")
        INTERVIEW = "interview", pgettext_lazy("kind of session", "entretien")
        BREAK = "break", _("pause")
        SOCIAL = "social", _("moment convivial")
        CLOSING = "closing", _("clôture")
        OTHER = "other", pgettext_lazy("kind of session", "autre")

    # The kinds with people on stage together.
    PANEL_KINDS = (Kind.ROUND_TABLE, Kind.DISCUSSION)

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publiée")
        CANCELLED = "cancelled", _("annulée")

    class PartOfDay(models.TextChoices):
        UNKNOWN = "", _("moment non précisé")
        MORNING = "morning", _("matin")
        MIDDAY = "midday", _("midi")
        AFTERNOON = "afternoon", _("après-midi")
        EVENING = "evening", _("soirée")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What an imported file knows it by (its guid, else its id); empty: made by hand.
    external_id = models.CharField(
        _("identifiant dans le fichier importé"), max_length=100, blank=True, default="",
        db_index=True, editable=False,
    )  # fmt: skip
    # The number it has there, which frab's readers know it by.
    external_number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # What the file last said of it: where that is unchanged, the organiser's own word stands.
    imported_status = models.CharField(max_length=20, blank=True, default="", editable=False)
    code = models.CharField(_("code"), max_length=6, default=new_code, unique=True, editable=False)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    day = models.ForeignKey(Day, models.CASCADE, related_name="sessions", verbose_name=_("jour"))
    position = models.PositiveSmallIntegerField(_("rang"))
    kind = models.CharField(_("sorte"), max_length=20, choices=Kind, default=Kind.OTHER)
    # « première table ronde » is number 1: counted by the source, not by us.
    number = models.PositiveSmallIntegerField(_("numéro"), null=True, blank=True)
    title = models.CharField(_("titre"), max_length=500)
    title_key = FoldedField(source="title", max_length=600)
    title_basis = models.CharField(
        _("titre connu"), max_length=20, choices=Basis, default=Basis.STATED
    )
    summary = models.TextField(_("résumé"), blank=True)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    track = models.CharField(_("parcours"), max_length=100, blank=True)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="sessions", verbose_name=_("sujets")
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="sessions",
        verbose_name=_("lieu"), help_text=_("Vide : le lieu du jour."),
    )  # fmt: skip
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="sessions",
        verbose_name=_("salle"),
    )  # fmt: skip
    status = models.CharField(_("état"), max_length=20, choices=Status, default=Status.DRAFT)
    cancelled_because = models.CharField(
        _("raison de l’annulation"), max_length=300, blank=True, default="",
        help_text=_("Publique, avec l’annulation : « l’intervenante est souffrante »."),
    )  # fmt: skip
    # Lifted by a write (`events/clock.py`): what is due and not lifted yet is not public.
    embargoed_until = models.DateTimeField(
        _("embargo jusqu’à"), null=True, blank=True, db_index=True,
        help_text=_("La séance n’est publique nulle part avant ce moment."),
    )  # fmt: skip
    part_of_day = models.CharField(
        _("moment"), max_length=20, choices=PartOfDay, blank=True, default=PartOfDay.UNKNOWN
    )
    starts_at = models.DateTimeField(_("début"), null=True, blank=True)
    start_basis = models.CharField(
        _("heure connue"), max_length=20, choices=Basis, default=Basis.STATED
    )
    ends_at = models.DateTimeField(_("fin"), null=True, blank=True)
    stands_for = models.ForeignKey(
        Edition, models.SET_NULL, null=True, blank=True, related_name="stood_for_by",
        verbose_name=_("est l’édition"), help_text=_("La séance est elle-même une édition."),
    )  # fmt: skip

    get_kind_display = label_of("kind")
    get_part_of_day_display = label_of("part_of_day")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["day", "position"]
        verbose_name = _("séance")
        verbose_name_plural = _("séances")
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                violation_error_message=_("La fin est avant le début."),
            ),
            models.CheckConstraint(
                name="session_end_needs_a_start",
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False),
                violation_error_message=_("Une fin sans début : donnez les deux, ou aucune."),
            ),
            models.UniqueConstraint(
                fields=["day", "position"],
                name="session_position_once_in_day",
                violation_error_message=_("Ce jour a déjà une séance à ce rang."),
            ),
            models.CheckConstraint(
                name="session_position_from_one",
                condition=Q(position__gte=1),
                violation_error_message=_("Les rangs commencent à 1."),
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (str(self.uuid),)

    natural_key.dependencies = ["events.day", "events.room", "events.topic"]

    def get_absolute_url(self):
        return reverse("events:session", args=[self.day.edition.slug, self.slug])

    @classmethod
    def is_public(cls, prefix: str = "") -> Q:
        """The one rule of what the public sees; `prefix` leads from another model to a session."""
        shown = [cls.Status.PUBLISHED, cls.Status.CANCELLED]
        own = Q(**{f"{prefix}status__in": shown, f"{prefix}embargoed_until": None})
        return own & cls.has_source(prefix) & Day.is_public(f"{prefix}day__")

    @property
    def is_panel(self) -> bool:
        return self.kind in self.PANEL_KINDS

    @property
    def is_cancelled(self) -> bool:
        """Itself, its edition, what that is part of, or the edition that it stands for."""
        if self.status == self.Status.CANCELLED or self.day.edition.is_cancelled:
            return True
        return self.stands_for is not None and self.stands_for.status == self.Status.CANCELLED

    @property
    def has_stated_start(self) -> bool:
        """Its hour is known, and written by the source."""
        return self.starts_at is not None and self.start_basis != Basis.INFERRED

    @property
    def place(self) -> Venue | None:
        """Where it is held: its room's venue, its own, or the day's."""
        if self.room:
            return self.room.venue
        return self.venue or self.day.venue

    @property
    def local_start(self) -> datetime | None:
        return self.starts_at and self.starts_at.astimezone(self.day.edition.zone)

    @property
    def local_end(self) -> datetime | None:
        return self.ends_at and self.ends_at.astimezone(self.day.edition.zone)


class SessionLink(models.Model):
    """An address on the web about a session: the organiser's page of it, a recording, slides."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="links", verbose_name=_("séance")
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=1)
    url = models.URLField(_("lien"), max_length=500)
    # Empty: the organiser's page of the session.
    label = models.CharField(_("intitulé"), max_length=200, blank=True)

    class Meta:
        ordering = ["session", "order", "pk"]
        verbose_name = _("lien")
        verbose_name_plural = _("liens")

    def __str__(self):
        return self.label or self.url


class PanelManager(models.Manager.from_queryset(SessionQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(kind__in=Session.PANEL_KINDS)


class Panel(Session):
    """A session of a kind with people on stage together."""

    objects = PanelManager()

    class Meta:
        proxy = True
        verbose_name = _("table ronde ou discussion")
        verbose_name_plural = _("tables rondes et discussions")
