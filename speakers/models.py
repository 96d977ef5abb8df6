from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from desk.models import Distinction, Merge, Mergeable
from images.fields import PortraitField
from search.asking import Reading
from search.documents import Document
from search.names import DirectoryQuerySet, NamesQuerySet, OtherName
from search.normalise import FoldedField


class SpeakerQuerySet(DirectoryQuerySet):
    named_by = ("appearance",)

    def answering(self, reading: Reading):
        """People of that name, or who publicly appeared as that: « Diego directeur »."""
        appearances = Speaker.appearances.rel.related_model.objects.public().saying(reading)
        # One after the other: `OR` would ask every person of both.
        found = self.model.objects.filter(self.named(reading)).values("pk")
        return self.filter(Q(pk__in=found) | Q(pk__in=appearances.values("speaker")))

    def public(self):
        """People with a public appearance."""
        appearances = Speaker.appearances.rel.related_model.objects.public()
        # Asked of each person, not a list of all: a search looks at few of many.
        return self.filter(Exists(appearances.filter(speaker=OuterRef("pk"))))

    def with_appearance_count(self):
        appearances = Speaker.appearances.rel.related_model.objects.public()
        return self.annotate(
            appearance_count=Count("appearances", filter=Q(appearances__in=appearances))
        )

    def namesakes_of(self, speaker):
        """Others of the same name: to be told apart, never taken for one another."""
        return self.filter(sort_key=speaker.sort_key).exclude(pk=speaker.pk)

    def shared_names(self) -> set[str]:
        """The names, as sorted, that several people have."""
        keys = self.order_by().values("sort_key").annotate(people=Count("pk"))
        return set(keys.filter(people__gt=1).values_list("sort_key", flat=True))

    def documents(self):
        """What the search knows of a person; who appeared more often comes first."""
        for speaker in self.annotate(weight=Count("appearances")).with_names():
            names = [name.name for name in speaker.visible_names]
            yield Document(speaker.pk, (speaker.name, *names), speaker.weight)


class Speaker(Mergeable):
    """A person in the directory: facts about the person, not about one appearance.

    Role and position belong to `events.Appearance`; changing them here is not possible on purpose.
    """

    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    sort_name = models.CharField(
        _("nom de classement"), max_length=200, help_text=_("De Biasio, Diego")
    )
    sort_key = FoldedField(source="sort_name", db_index=True)
    # Tells namesakes apart in public: « élu à Nancy », never a date of birth.
    qualifier = models.CharField(_("pour distinguer des homonymes"), max_length=100, blank=True)

    portrait = PortraitField(
        _("portrait"), blank=True, width_field="portrait_width", height_field="portrait_height"
    )
    portrait_width = models.PositiveIntegerField(null=True, editable=False)
    portrait_height = models.PositiveIntegerField(null=True, editable=False)
    portrait_credit = models.CharField(
        _("crédit du portrait"), max_length=200, blank=True,
        help_text=_("Photographe et licence, comme on les lira sous l’image."),
    )  # fmt: skip
    portrait_alt = models.CharField(
        _("ce que montre le portrait"), max_length=200, blank=True,
        help_text=_("Pour qui ne voit pas l’image. Vide : le nom et « portrait »."),
    )  # fmt: skip

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "slug"]
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [
            models.CheckConstraint(
                name="speaker_portrait_has_credit",
                condition=Q(portrait="") | ~Q(portrait_credit=""),
                violation_error_message=_("Un portrait a un crédit : de qui est-il ?"),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.qualifier})" if self.qualifier else self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("speakers:detail", args=[self.slug])


class SpeakerNameQuerySet(NamesQuerySet):
    def get_by_natural_key(self, slug, name):
        return self.get(speaker__slug=slug, name=name)


class SpeakerName(OtherName):
    """Another spelling, a pseudonym or a former name; a hidden one is shown and found nowhere."""

    class Kind(models.TextChoices):
        SPELLING = "spelling", _("autre graphie")
        PSEUDONYM = "pseudonym", _("pseudonyme")
        FORMER = "former", _("ancien nom")

    speaker = models.ForeignKey(
        Speaker, models.CASCADE, related_name="names", verbose_name=_("personne")
    )
    kind = models.CharField(_("sorte"), max_length=20, choices=Kind, default=Kind.SPELLING)

    objects = SpeakerNameQuerySet.as_manager()

    class Meta(OtherName.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["speaker", "name"],
                name="speaker_name_once",
                violation_error_message=_("Cette personne porte déjà ce nom."),
            ),
        ]

    def natural_key(self):
        return (self.speaker.slug, self.name)

    natural_key.dependencies = ["speakers.speaker"]


class SpeakerIdentity(models.Model):
    """What an imported file calls a person, so that the next import knows who is meant.

    `scheme` says what the value is unique in: "guid" the world, else the edition of that slug.
    Of it only the guid is public, in frab's files again; merging two people moves their identities.
    """

    stays_on_revert = True
    GUID = "guid"

    speaker = models.ForeignKey(
        Speaker, models.CASCADE, related_name="identities", verbose_name=_("personne")
    )
    scheme = models.CharField(_("domaine"), max_length=80)
    value = models.CharField(_("identifiant"), max_length=260)

    class Meta:
        ordering = ["scheme", "value"]
        verbose_name = _("identité dans un fichier")
        verbose_name_plural = _("identités dans des fichiers")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="speaker_identity_once",
                violation_error_message=_("Cet identifiant désigne déjà quelqu’un."),
            ),
        ]

    def __str__(self):
        return f"{self.scheme}: {self.value}"


class SpeakerMerge(Merge):
    kept = models.ForeignKey(Speaker, models.PROTECT, related_name="+", verbose_name=_("conservé"))
    merged = models.ForeignKey(
        Speaker, models.PROTECT, related_name="+", verbose_name=_("fusionné")
    )


class SpeakerDistinction(Distinction):
    one = models.ForeignKey(Speaker, models.CASCADE, related_name="+", verbose_name=_("l’un"))
    other = models.ForeignKey(Speaker, models.CASCADE, related_name="+", verbose_name=_("l’autre"))
