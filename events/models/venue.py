from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from search.asking import Reading, all_of, first_answer
from search.documents import Document
from search.normalise import FoldedField


class VenueQuerySet(models.QuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def matching(self, q: str):
        """Every word of `q` begins a word of the name, the address or the town."""
        return first_answer(self, q, ("venue",))

    def answering(self, reading: Reading):
        return self.filter(all_of(reading, lambda asked: models.Q(pk__in=asked.ids("venue"))))

    def documents(self):
        for venue in self:
            yield Document(venue.pk, (venue.name, venue.full_name))

    def public(self):
        """Venues where something public is held."""
        from events.models.edition import Day, Edition
        from events.models.session import Session

        return self.filter(
            models.Q(pk__in=Edition.objects.public().values("venue"))
            | models.Q(pk__in=Day.objects.public().values("venue"))
            | models.Q(pk__in=Session.objects.published().values("venue"))
            | models.Q(rooms__in=Session.objects.published().values("room"))
        ).distinct()

    def at(self, place: str):
        """Venues whose own slug, or whose town's, is `place`."""
        return self.filter(models.Q(slug=place) | models.Q(town_slug=place))


class Venue(models.Model):
    """A place with an address and a town, as far as they are known."""

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    address = models.CharField(_("rue et numéro"), max_length=200, blank=True)
    town = models.CharField(_("ville"), max_length=100, blank=True)
    town_slug = models.SlugField(_("adresse de la ville"), max_length=100, blank=True)
    search_key = FoldedField(source="full_name", max_length=600, default="")
    country = models.CharField(_("pays"), max_length=2, blank=True, help_text="ISO 3166 : LU, FR")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        constraints = [
            models.CheckConstraint(
                name="venue_coordinates_together",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                # Said outright: a comparison with NULL would pass.
                | models.Q(latitude__isnull=False, longitude__isnull=False)
                & models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_(
                    "Donnez la latitude (−90 à 90) et la longitude (−180 à 180) ensemble."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def save(self, *args, **kwargs):
        if self.town and not self.town_slug:
            self.town_slug = slugify(self.town)
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """Name, address and town, as far as known and each said once."""
        parts = [self.name, self.address]
        if self.town and self.town not in self.name:
            parts.append(self.town)
        return ", ".join(part for part in parts if part)


class RoomQuerySet(models.QuerySet):
    def get_by_natural_key(self, venue_slug, slug):
        return self.get(venue__slug=venue_slug, slug=slug)

    def at(self, addresses):
        """Rooms by their address; see `Room.address`."""
        address = Concat("venue__slug", Value("."), "slug", output_field=models.CharField())
        return self.alias(address=address).filter(address__in=addresses)


class Room(models.Model):
    """A room of a venue; a joined hall is a room that names its parts."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="rooms", verbose_name=_("lieu"))
    slug = models.SlugField(_("adresse"), max_length=80)
    name = models.CharField(_("nom"), max_length=100)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    parts = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="joined_in", verbose_name=_("réunit")
    )

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("salle")
        verbose_name_plural = _("salles")
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "slug"],
                name="room_slug_once_in_venue",
                violation_error_message=_("Ce lieu a déjà une salle à cette adresse."),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.venue.slug, self.slug)

    natural_key.dependencies = ["events.venue"]

    @property
    def address(self) -> str:
        """What a filter calls it: « kinepolis.salle-1 ». A slug has no point: no two are alike."""
        return f"{self.venue.slug}.{self.slug}"
