from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """How a fact follows from its source."""

    STATED = "stated", _("écrit")
    IMPLIED = "implied", _("implicite")  # quoted at an event without being said to have spoken
    INFERRED = "inferred", _("déduit")  # follows from the text; the note says how
    EDITORIAL = "editorial", _("de la rédaction")  # a descriptive title of our own


class DateBasis(models.TextChoices):
    """How a date is known: the year may be all that had to be inferred."""

    STATED = "stated", _("écrite")
    YEAR_INFERRED = "year_inferred", _("année déduite")
    INFERRED = "inferred", _("déduite")


class SourceQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    @property
    def public_citations(self):
        return Source.citations.rel.related_model.objects.public()

    def public(self):
        """Sources of something the public sees."""
        return self.filter(pk__in=self.public_citations.values("source"))

    def in_order(self):
        """By publication date, latest first; undated ones last."""
        return self.order_by(F("published_on").desc(nulls_last=True), "publication", "slug")

    def with_fact_count(self):
        counted = Q(citations__in=self.public_citations)
        return self.annotate(fact_count=Count("citations", filter=counted))


class Source(models.Model):
    """Where facts come from: an article, an organiser's own programme, an imported file.

    What a source supports is in `events.Citation`; a source itself says nothing about events.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        PROGRAMME = "programme", _("programme de l’organisateur")
        FILE = "file", _("fichier importé")

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    kind = models.CharField(_("sorte"), max_length=20, choices=Kind, default=Kind.ARTICLE)
    publication = models.CharField(_("publication"), max_length=200)
    title = models.CharField(_("titre"), max_length=300, blank=True)
    author = models.CharField(_("auteur"), max_length=200, blank=True)
    published_on = models.DateField(_("date de publication"), null=True, blank=True)
    date_basis = models.CharField(
        _("date connue"), max_length=20, choices=DateBasis, default=DateBasis.STATED
    )
    date_as_printed = models.CharField(_("date telle qu’imprimée"), max_length=100, blank=True)
    date_note = models.TextField(_("raisonnement sur la date"), blank=True)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    url = models.URLField(_("lien"), max_length=500, blank=True)
    archived_url = models.URLField(_("copie archivée"), max_length=500, blank=True)
    read_on = models.DateField(_("lu le"), null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self):
        return f"{self.publication}, « {self.title} »" if self.title else self.publication

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("sources:detail", args=[self.slug])
