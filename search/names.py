"""Finding and listing what has a name and other names: people and organisations alike."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from search.asking import Reading, all_of, first_answer
from search.normalise import FoldedField


class NamesQuerySet(models.QuerySet):
    """Other names of a record: spellings, pseudonyms, former names."""

    def visible(self):
        return self.filter(hidden=False)


class OtherName(models.Model):
    """Another name of a record; a hidden one is shown and found nowhere."""

    name = models.CharField(_("nom"), max_length=200)
    key = FoldedField(source="name")
    hidden = models.BooleanField(_("masqué"), default=False)

    class Meta:
        abstract = True
        ordering = ["key", "name"]
        verbose_name = _("autre nom")
        verbose_name_plural = _("autres noms")

    def __str__(self):
        return self.name


class DirectoryQuerySet(models.QuerySet):
    """Records with a `slug`, a folded `sort_key` and reverse `names`."""

    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    @property
    def other_names(self):
        return self.model.names.rel.related_model.objects

    # What is looked for: names alone, unless a directory says more.
    named_by: tuple[str, ...] = ()

    def matching(self, q: str):
        """Every word of `q` begins a word of the name, or of another name that is not hidden.

        Where nobody is found so, typos and initials are forgiven.
        """
        return first_answer(self, q, (self.model._meta.model_name, *self.named_by))

    def answering(self, reading: Reading):
        return self.filter(self.named(reading))

    def named(self, reading: Reading) -> Q:
        kind = self.model._meta.model_name
        return all_of(reading, lambda asked: Q(pk__in=asked.ids(kind)))

    def in_order(self):
        return self.order_by("sort_key", "slug")

    def with_names(self):
        """Prefetches the names that are not hidden as `visible_names`."""
        return self.prefetch_related(
            models.Prefetch("names", self.other_names.visible(), to_attr="visible_names")
        )
