"""What lost its last source is not published any more: the mark that says so, and its words."""

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MarkedByTriggers(models.BooleanField):
    """Written by triggers alone: saving a record that was read before takes nothing back."""

    def pre_save(self, model_instance, add):
        return False if add else F(self.attname)


class Sourced(models.Model):
    """A record that is public as long as a source supports it: its own, or that of its parents.

    `unsourced` says that it had one and has none any more (`events/triggers/losing.py`).
    """

    unsourced = MarkedByTriggers(_("sans source"), default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def has_source(cls, prefix: str = "") -> Q:
        return Q(**{f"{prefix}unsourced": False})


def with_citations(*paths: str) -> list[models.Prefetch]:
    """The citations of the record, or of those it stands in, as the public may read them."""
    citations = apps.get_model("events", "Citation").objects.discreet()
    return [models.Prefetch(path, citations) for path in paths or ["citations"]]


class SourcedQuerySet(models.QuerySet):
    def sourced(self):
        """Without what lost its last source; what it stands in may be hidden all the same."""
        return self.filter(self.model.has_source())
