"""Finding and listing what has a name and other names: people and organisations alike."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from search.normalise import FoldedField, words


class NamesQuerySet(models.QuerySet):
    """Other names of a record: spellings, pseudonyms, former names."""

    def visible(self):
        return self.filter(hidden=False)

    def owners_matching(self, word):
        """Ids of the records that one of these names gives to a folded `word`."""
        owner = next(f.name for f in self.model._meta.fields if f.many_to_one)
        return self.visible().filter(key__contains=word).values(owner)


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

    def matching(self, q: str):
        """Every word of `q` is in the name or in one of the other names that are not hidden."""
        found = self
        for word in words(q):
            found = found.filter(
                Q(sort_key__contains=word) | Q(pk__in=self.other_names.owners_matching(word))
            )
        return found

    def in_order(self):
        return self.order_by("sort_key", "slug")

    def with_names(self):
        """Prefetches the names that are not hidden as `visible_names`."""
        return self.prefetch_related(
            models.Prefetch("names", self.other_names.visible(), to_attr="visible_names")
        )
