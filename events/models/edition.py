import uuid
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.labels import label_of
from events.models.sourced import Sourced, SourcedQuerySet
from events.models.venue import Venue
from search.normalise import FoldedField
from sources.models import Basis, DateBasis


def validate_timezone(name):
    if name not in available_timezones():
        raise ValidationError(
            _("« %(name)s » n’est pas un fuseau IANA. Exemple : Europe/Luxembourg."),
            params={"name": name},
        )


def counting(field):
    """A distinct count over all rows of a subquery; Django's `Count` would group them."""
    return Func(field, template="COUNT(DISTINCT %(expressions)s)", output_field=IntegerField())


class SeriesQuerySet(models.QuerySet):
    def public(self):
        return self.filter(pk__in=Edition.objects.public().values("series"))

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Series(models.Model):
    """A recurring event: EschTechWeek, ICT Spring."""

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=200)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("série")
        verbose_name_plural = _("séries")

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)


class EditionQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def public(self):
        return self.filter(Edition.is_public())

    def newest_first(self):
        """By start, latest first, each followed by its parts; undated editions last."""
        of_the_whole = Coalesce("part_of__starts_on", "part_of__ends_on", "starts_on", "ends_on")
        return self.order_by(
            of_the_whole.desc(nulls_last=True),
            Coalesce("part_of__slug", "slug"),
            F("part_of").asc(nulls_first=True),
            F("starts_on").asc(nulls_last=True),
            "pk",
        )

    def run_by(self, user):
        """Those whose programme `user` may change; who organises the whole organises its parts."""
        if user.has_perm("events.change_any_edition"):
            return self
        own = user.editions.values("pk")
        run = Q(pk__in=own) | Q(part_of__in=own)
        of_draft = Q(draft_of__edition__in=own) | Q(draft_of__edition__part_of__in=own)
        return self.filter(run | of_draft)

    def dated(self):
        """Editions whose first day is known: those a calendar can hold."""
        return self.filter(starts_on__isnull=False)

    def with_counts(self):
        """`session_count` and `speaker_count` of the whole programme, parts included, each once."""
        from events.models.session import Session

        own = Q(day__edition=OuterRef("pk")) | Q(day__edition__part_of=OuterRef("pk"))
        sessions = Session.objects.published().filter(own | Q(stands_for=OuterRef("pk"))).order_by()
        on_stage = sessions.filter(appearances__unsourced=False)
        return self.annotate(
            session_count=Subquery(sessions.values(n=counting("pk"))),
            speaker_count=Subquery(on_stage.values(n=counting("appearances__speaker"))),
        )

    def coming_or_latest(self, today):
        """The edition that is on or comes next; else the last one. A part is not one by itself."""
        whole = self.filter(part_of__isnull=True)
        last = Coalesce("ends_on", "starts_on")
        coming = whole.alias(last=last).filter(last__gte=today)
        coming = coming.order_by(Coalesce("starts_on", "ends_on"), "pk")
        return coming.first() or whole.newest_first().first()

    def with_row(self):
        """What a row of a list says: series, parent, venue, sources of the dates."""
        return self.select_related("series", "part_of", "venue", "stamp").cited()

    def with_page(self):
        """What an edition's own page says, without its sessions."""
        from events.models.involvement import Involvement

        released = Edition.releases.rel.related_model.objects.filter(edition=OuterRef("pk"))
        return (
            self.with_row()
            .annotate(has_changed=Exists(released))
            .prefetch_related(
                models.Prefetch("involvements", Involvement.objects.sourced().with_organisation()),
                models.Prefetch(
                    "parts",
                    Edition.objects.public().select_related("venue").newest_first().cited(),
                    "public_parts",
                ),
            )
        )


class Edition(Sourced):
    """One holding of a series, or a one-off; each of its dates may be unknown.

    An edition may be part of another, whose programme, filters and feeds then include its own.
    """

    class Kind(models.TextChoices):
        WEEK = "week", _("semaine")
        CONFERENCE = "conference", _("conférence")
        MEETING = "meeting", _("rencontre")
        INAUGURATION = "inauguration", _("inauguration")
        PRESENTATION = "presentation", pgettext_lazy("kind of edition", "présentation")
        WORKSHOPS = "workshops", _("journée d’ateliers")
        OTHER = "other", _("événement")
        # A publication, not an event with a programme.
        INTERVIEW = "interview", pgettext_lazy("kind of edition", "entretien")

    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        ANNOUNCED = "announced", _("annoncé")
        CONFIRMED = "confirmed", _("confirmé")
        CANCELLED = "cancelled", _("annulé")

    class Admission(models.TextChoices):
        UNKNOWN = "", _("non précisée")
        FREE = "free", _("entrée libre")
        TICKET = "ticket", _("sur billet")
        INVITATION = "invitation", _("sur invitation")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    title = models.CharField(_("titre"), max_length=200)
    title_key = FoldedField(source="title", default="")
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="editions",
        verbose_name=_("série"),
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("numéro de l’édition"), null=True, blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=_("partie de"),
    )  # fmt: skip
    kind = models.CharField(_("sorte"), max_length=20, choices=Kind)
    status = models.CharField(_("état"), max_length=20, choices=Status, default=Status.DRAFT)
    embargoed_until = models.DateTimeField(
        _("embargo jusqu’à"), null=True, blank=True, db_index=True,
        help_text=_("Rien de l’édition n’est public avant ce moment."),
    )  # fmt: skip
    timezone = models.CharField(
        _("fuseau horaire"), max_length=60, default="Europe/Luxembourg",
        validators=[validate_timezone],
    )  # fmt: skip
    language = models.CharField(_("langue"), max_length=10, default="fr")
    summary = models.TextField(_("présentation"), blank=True)
    starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    date_basis = models.CharField(
        _("dates connues"), max_length=20, choices=DateBasis, default=DateBasis.STATED
    )
    admission = models.CharField(_("entrée"), max_length=20, choices=Admission, blank=True)
    attendance_as_printed = models.CharField(
        _("affluence telle qu’imprimée"), max_length=200, blank=True
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="editions",
        verbose_name=_("lieu"),
    )  # fmt: skip

    organisers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="editions",
        verbose_name=_("organisateurs"),
        help_text=_("Qui peut modifier le programme de cette édition et de ses parties."),
    )  # fmt: skip

    get_kind_display = label_of("kind")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "title"]
        permissions = [
            ("change_any_edition", pgettext_lazy("permission", "modifier toutes les éditions")),
        ]
        verbose_name = _("édition")
        verbose_name_plural = _("éditions")
        constraints = [
            models.CheckConstraint(
                name="edition_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Le dernier jour est avant le premier."),
            ),
            models.CheckConstraint(
                name="edition_is_not_its_own_part",
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                violation_error_message=_("Une édition ne peut être une partie d’elle-même."),
            ),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["events.series", "events.venue"]

    def get_absolute_url(self):
        return reverse("events:edition", args=[self.slug])

    @classmethod
    def is_public(cls, prefix: str = "") -> Q:
        """The one rule of what the public sees; `prefix` leads from another model to an edition."""
        public = [status for status in cls.Status if status != cls.Status.DRAFT]
        shown = Q(**{f"{prefix}status__in": public, f"{prefix}embargoed_until": None})
        return shown & cls.has_source(prefix)

    @property
    def public_whole(self):
        """The edition that it is part of, if the public sees that too; by `is_public`'s rule."""
        whole = self.part_of
        if whole is None or whole.status == self.Status.DRAFT or whole.embargoed_until:
            return None
        return None if whole.unsourced else whole

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def year(self) -> int | None:
        """The year it is listed under: that of the edition it is part of, if any."""
        whole = self.part_of or self
        known = whole.starts_on or whole.ends_on or self.starts_on or self.ends_on
        return known.year if known else None

    @property
    def is_cancelled(self) -> bool:
        """Itself, or what it is part of."""
        editions = [self, self.part_of]
        return any(edition.status == self.Status.CANCELLED for edition in editions if edition)

    @property
    def date_note(self) -> str:
        """How the dates were inferred and what else is possible, from the dates' citations."""
        notes = [c.note for c in self.cited if c.field == "dates" and c.note]
        return " ".join(notes)


class DayQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, edition_slug, position):
        return self.get(edition__slug=edition_slug, position=position)

    def public(self):
        return self.filter(Day.is_public())

    def dated(self):
        return self.filter(date__isnull=False)

    def with_sources(self):
        return self.order_by("position").select_related("edition", "venue").cited()

    def with_edition(self):
        return self.select_related("edition", "venue").cited()


class Day(Sourced):
    """One day of an edition; its date may be unknown, its place in the order is not."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, related_name="days", verbose_name=_("édition")
    )
    position = models.PositiveSmallIntegerField(_("rang"))
    date = models.DateField(_("date"), null=True, blank=True)
    date_basis = models.CharField(
        _("date connue"), max_length=20, choices=DateBasis, default=DateBasis.STATED
    )
    title = models.CharField(_("titre"), max_length=200, blank=True)
    title_basis = models.CharField(
        _("titre connu"), max_length=20, choices=Basis, default=Basis.STATED
    )
    summary = models.TextField(_("présentation"), blank=True)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="days", verbose_name=_("lieu")
    )

    objects = DayQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "position"]
        verbose_name = _("jour")
        verbose_name_plural = _("jours")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"],
                name="day_position_once_in_edition",
                violation_error_message=_("Cette édition a déjà un jour à ce rang."),
            ),
            models.UniqueConstraint(
                fields=["edition", "date"],
                name="day_date_once_in_edition",
                violation_error_message=_("Cette édition a déjà un jour à cette date."),
            ),
            models.CheckConstraint(
                name="day_position_from_one",
                condition=Q(position__gte=1),
                violation_error_message=_("Les rangs commencent à 1."),
            ),
        ]

    def __str__(self):
        when = self.date.isoformat() if self.date else str(_("jour %d") % self.position)
        return f"{when}, {self.title}" if self.title else when

    def natural_key(self):
        return (self.edition.slug, self.position)

    natural_key.dependencies = ["events.edition"]

    @classmethod
    def is_public(cls, prefix: str = "") -> Q:
        return cls.has_source(prefix) & Edition.is_public(f"{prefix}edition__")

    def get_absolute_url(self):
        """The day's page; an undated day stands on its edition's page."""
        if not self.date:
            return f"{self.edition.get_absolute_url()}#jour-{self.position}"
        return reverse("events:day", args=[self.edition.slug, self.date.isoformat()])
