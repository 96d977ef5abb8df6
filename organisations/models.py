from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from desk.models import Distinction, Merge, Mergeable
from images.fields import LogoField
from search.documents import Document, abbreviation
from search.names import DirectoryQuerySet, NamesQuerySet, OtherName
from search.normalise import FoldedField


class OrganisationQuerySet(DirectoryQuerySet):
    def public(self):
        """Organisations that something public names: an appearance made for it, an involvement."""
        positions = Organisation.positions.rel.related_model.objects.public()
        involvements = Organisation.involvements.rel.related_model.objects.public()
        # Asked of each, not a list of all: a search looks at few of many.
        return self.filter(
            Exists(positions.filter(organisation=OuterRef("pk")))
            | Exists(involvements.filter(organisation=OuterRef("pk")))
        )

    def represented(self):
        """Organisations that somebody publicly appeared for."""
        positions = Organisation.positions.rel.related_model.objects.public()
        return self.filter(pk__in=positions.values("organisation"))

    def with_appearance_count(self):
        positions = Organisation.positions.rel.related_model.objects.public()
        return self.annotate(
            appearance_count=Count(
                "positions__appearance", filter=Q(positions__in=positions), distinct=True
            )
        )

    def documents(self):
        """What the search knows of an organisation: its names, and what they abbreviate to."""
        for organisation in self.annotate(weight=Count("positions")).with_names():
            names = [organisation.name, *(name.name for name in organisation.visible_names)]
            short = filter(None, map(abbreviation, names))
            yield Document(organisation.pk, (*names, *short), organisation.weight)


class Organisation(Mergeable):
    """A body that people appear for, or that takes part in an event: facts of today.

    What a source printed at one mention is on `events.Position`, and is never changed from here.
    A successor is another record.
    """

    class Kind(models.TextChoices):
        COMPANY = "company", _("entreprise")
        MUNICIPALITY = "municipality", _("commune")
        PUBLIC_BODY = "public_body", _("organisme public")
        UNIVERSITY = "university", _("université ou recherche")
        ASSOCIATION = "association", _("association ou réseau")
        CHAMBER = "chamber", _("chambre professionnelle")
        INCUBATOR = "incubator", _("incubateur")
        MEDIA = "media", _("média")
        UNKNOWN = "unknown", _("nature non précisée")

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    sort_key = FoldedField(source="name", db_index=True)
    kind = models.CharField(_("nature"), max_length=20, choices=Kind, default=Kind.UNKNOWN)
    place = models.CharField(_("lieu"), max_length=100, blank=True)
    succeeds = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors",
        verbose_name=_("succède à"),
    )  # fmt: skip

    logo = LogoField(_("logo"), blank=True, width_field="logo_width", height_field="logo_height")
    logo_width = models.PositiveIntegerField(null=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, editable=False)
    logo_credit = models.CharField(
        _("crédit du logo"), max_length=200, blank=True,
        help_text=_("De qui il est et à quelles conditions, comme on le lira sous l’image."),
    )  # fmt: skip
    logo_alt = models.CharField(
        _("ce que montre le logo"), max_length=200, blank=True,
        help_text=_("Pour qui ne voit pas l’image. Vide : le nom et « logo »."),
    )  # fmt: skip

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "slug"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="organisation_logo_has_credit",
                condition=Q(logo="") | ~Q(logo_credit=""),
                violation_error_message=_("Un logo a un crédit : de qui est-il ?"),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("organisations:detail", args=[self.slug])


class OrganisationNameQuerySet(NamesQuerySet):
    def get_by_natural_key(self, slug, name):
        return self.get(organisation__slug=slug, name=name)


class OrganisationName(OtherName):
    """Another or a former spelling of an organisation's name, dated where known."""

    class Kind(models.TextChoices):
        SPELLING = "spelling", _("autre graphie")
        FORMER = "former", _("ancien nom")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="names", verbose_name=_("organisation")
    )
    kind = models.CharField(_("sorte"), max_length=20, choices=Kind, default=Kind.SPELLING)
    used_from = models.DateField(_("à partir du"), null=True, blank=True)
    used_until = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = OrganisationNameQuerySet.as_manager()

    class Meta(OtherName.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="organisation_name_once",
                violation_error_message=_("Cette organisation porte déjà ce nom."),
            ),
        ]

    def natural_key(self):
        return (self.organisation.slug, self.name)

    natural_key.dependencies = ["organisations.organisation"]


class OrganisationMerge(Merge):
    kept = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("conservé")
    )
    merged = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("fusionné")
    )


class OrganisationDistinction(Distinction):
    one = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("l’un"))
    other = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name=_("l’autre")
    )
