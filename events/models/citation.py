import uuid
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.appearance import Appearance, Position
from events.models.edition import Day, Edition
from events.models.involvement import Involvement
from events.models.naming import DiscreetCitations
from events.models.session import Session
from sources.models import Basis, Source

SUBJECTS = ("edition", "day", "session", "appearance", "position", "involvement")


def exactly_one(names) -> Q:
    return reduce(or_, (Q(**{f"{n}__isnull": n != chosen for n in names}) for chosen in names))


class CitationQuerySet(models.QuerySet):
    def get_by_natural_key(self, citation_uuid):
        return self.get(uuid=citation_uuid)

    def public(self):
        """Citations of what the public sees."""
        return self.filter(
            Edition.is_public("edition__")
            | Day.is_public("day__")
            | Session.is_public("session__")
            | Appearance.is_public("appearance__")
            | Position.is_public("position__")
            | Involvement.is_public("involvement__")
        )

    def within(self, editions):
        """Citations of editions and of all that stands in them."""
        in_session = "session__day__edition__in"
        return self.filter(
            Q(edition__in=editions)
            | Q(day__edition__in=editions)
            | Q(**{in_session: editions})
            | Q(**{f"appearance__{in_session}": editions})
            | Q(**{f"position__appearance__{in_session}": editions})
            | Q(involvement__edition__in=editions)
            | Q(**{f"involvement__{in_session}": editions})
        )

    def discreet(self):
        """Without hidden names of those it is about; for reading, never for saving."""
        found = self._chain()
        found._iterable_class = DiscreetCitations
        return found

    def of_all(self, wanted: dict[str, Iterable[int]]):
        """Those of all these records, by kind and id: one question, however many they are."""
        about = [
            f"events_citation.{kind}_id IN ({','.join(map(str, ids))})"
            for kind, ids in wanted.items()
        ]
        # Numbers written out: thousands of parameters take longer than the answer.
        return self.discreet().extra(where=[" OR ".join(about)]).order_by("pk")  # noqa: S610

    def with_subject(self):
        """What a row of a source's page says of the fact and of where it stands."""
        appearances = Appearance.objects.discreet().select_related(
            "session__day__edition", "speaker"
        )
        of_positions = models.Prefetch("appearance", appearances)
        positions = Position.objects.discreet().select_related("organisation")
        return (
            self.discreet()
            .prefetch_related(
                models.Prefetch("appearance", appearances),
                models.Prefetch("position", positions.prefetch_related(of_positions)),
            )
            .select_related(
                "edition",
                "day__edition",
                "session__day__edition",
                "involvement__edition",
                "involvement__session__day__edition",
                "involvement__organisation",
            )
        )


class CitationManager(models.Manager.from_queryset(CitationQuerySet)):
    """A citation is never read without its source: one query for both."""

    def get_queryset(self):
        return super().get_queryset().select_related("source")


class Citation(models.Model):
    """This source, at this paragraph, supports this fact.

    `field` names the fact of the subject (`dates`, `title`, `starts_at`, `venue` …); empty, the
    whole record. `note` says how it was inferred and what else is possible; `differing_reading`
    what the source says where it contradicts the record.
    """

    class Fact(models.TextChoices):
        WHOLE = "", _("l’ensemble")
        ADMISSION = "admission", pgettext_lazy("fact", "entrée")
        ATTENDANCE = "attendance", _("affluence")
        DATE = "date", pgettext_lazy("fact", "date")
        DATES = "dates", _("dates")
        ENDS_AT = "ends_at", _("fin")
        KIND = "kind", _("sorte")
        NUMBER = "number", _("numéro")
        ORGANISATION = "organisation", pgettext_lazy("fact", "organisation")
        PART_OF = "part_of", _("rattachement")
        PART_OF_DAY = "part_of_day", _("moment de la journée")
        ROLE = "role", _("rôle")
        SPEAKER = "speaker", pgettext_lazy("fact", "personne")
        STARTS_AT = "starts_at", _("heure")
        TITLE = "title", _("titre")
        VENUE = "venue", _("lieu")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    locator = models.CharField(_("endroit"), max_length=50, blank=True, help_text="§8, p. 3")
    field = models.CharField(_("fait"), max_length=40, choices=Fact, blank=True, default="")
    basis = models.CharField(_("connu"), max_length=20, choices=Basis, default=Basis.STATED)
    note = models.TextField(_("raisonnement"), blank=True)
    differing_reading = models.CharField(_("lecture divergente"), max_length=300, blank=True)

    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="citations",
        verbose_name=_("édition"),
    )  # fmt: skip
    day = models.ForeignKey(
        Day, models.CASCADE, null=True, blank=True, related_name="citations",
        verbose_name=_("jour"),
    )  # fmt: skip
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="citations",
        verbose_name=_("séance"),
    )  # fmt: skip
    appearance = models.ForeignKey(
        Appearance, models.CASCADE, null=True, blank=True, related_name="citations",
        verbose_name=_("intervention"),
    )  # fmt: skip
    position = models.ForeignKey(
        Position, models.CASCADE, null=True, blank=True, related_name="citations",
        verbose_name=_("position"),
    )  # fmt: skip
    involvement = models.ForeignKey(
        Involvement, models.CASCADE, null=True, blank=True, related_name="citations",
        verbose_name=_("participation"),
    )  # fmt: skip

    objects = CitationManager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        constraints = [
            models.CheckConstraint(
                name="citation_has_one_subject",
                condition=exactly_one(SUBJECTS),
                violation_error_message=_(
                    "Une citation soutient un seul fait : choisissez exactement un sujet."
                ),
            ),
            models.CheckConstraint(
                name="citation_inference_says_how",
                condition=~Q(basis=Basis.INFERRED) | ~Q(note=""),
                violation_error_message=_(
                    "Ce qui est déduit dit comment : écrivez le raisonnement."
                ),
            ),
        ]

    def __str__(self):
        return self.locator or str(_("source entière"))

    def natural_key(self):
        return (str(self.uuid),)

    @property
    def is_mention(self) -> bool:
        """It supports that the source names an organisation which took no part."""
        return bool(self.involvement) and self.involvement.role == Involvement.Role.MENTIONED

    @property
    def subject_kind(self) -> str:
        return next(name for name in SUBJECTS if getattr(self, f"{name}_id"))

    @property
    def subject(self):
        return next(filter(None, (getattr(self, name) for name in SUBJECTS)))

    natural_key.dependencies = [
        "sources.source",
        *(f"events.{subject}" for subject in SUBJECTS),
    ]
