"""What stands at an address: the record, where it went, or that it is gone."""

from django.http import Http404
from django.utils.translation import gettext as _

from events.models import FormerSlug, TombstoneAppearance

STAMPED = ("edition", "session")
# Public through a session: the tombstone of one remembers them.
IN_TOMBSTONES = ("speaker", "organisation")


class MovedError(Exception):
    """The slug in the address, or in one of its filters, has a new one: redirect for ever."""

    def __init__(self, old: str, new: str, name: str = ""):
        super().__init__(old, new, name)
        self.old, self.new, self.filter = old, new, name


class GoneError(Exception):
    """It was public, and is deleted or withdrawn: 410, so that calendars stop asking."""


def find(records, slug, by: str = "slug"):
    """The one of `records` (what the public sees) with this slug; else moved, gone or 404."""
    found = records.filter(**{by: slug}).first()
    if found:
        return found
    kind = records.model._meta.model_name
    if by != "slug":
        raise Http404(_("Rien à cette adresse."))
    successor = FormerSlug.objects.successor(kind, slug)
    if successor is None and not withdrawn(records.model, slug):
        raise Http404(_("Rien à cette adresse."))
    if there := records.filter(pk=successor).first():
        raise MovedError(slug, there.slug)
    raise GoneError


def withdrawn(model, slug: str) -> bool:
    """Was it public, itself or through a session, and is not any more?"""
    kind, records = model._meta.model_name, model._base_manager.filter(slug=slug)
    if kind in STAMPED:
        return records.filter(stamp__was_public=True).exists()
    if kind in IN_TOMBSTONES:
        ids = records.values("pk")
        return TombstoneAppearance.objects.filter(**{f"{kind}_id__in": ids}).exists()
    return False
