"""What stands at an address: the record, where it went, or that it is gone."""

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from desk.models import Mergeable
from events.models import Day, EditionTombstone, FormerSlug, Known, Tombstone

TOMBSTONES = {"edition": EditionTombstone, "session": Tombstone}


class MovedError(Exception):
    """The slug in the address, or in one of its filters, has a new one: redirect for ever."""

    def __init__(self, old: str, new: str, name: str = ""):
        super().__init__(old, new, name)
        self.old, self.new, self.filter = old, new, name


class GoneError(Exception):
    """It was public, and is deleted or withdrawn: 410, so that calendars stop asking."""


def find_day(edition, date):
    """The day of the edition at this date; else moved, gone or 404."""
    days = Day.objects.with_edition().filter(edition=edition, date__isnull=False)
    if found := days.filter(date=date).first():
        if found.unsourced:
            raise GoneError
        return found
    known = FormerSlug.objects.successor("day", f"{edition.pk}-{date}")
    if known is None:
        raise Http404(_("Rien à cette adresse."))
    if there := days.sourced().filter(pk=known).first():
        raise MovedError(date, there.date)
    raise GoneError


def find_in(fmt: str, records, slug):
    """As `find`; what has nothing public for now has no page, but feeds that live on."""
    try:
        return find(records, slug)
    except GoneError:
        there = records.model._base_manager.filter(slug=slug).first()
        if fmt == "html" or there is None:
            raise
        return there


def find(records, slug):
    """The one of `records` (what the public sees) with this slug; else moved, gone or 404."""
    found = records.filter(slug=slug).first()
    if found:
        return found
    kind = records.model._meta.model_name
    successor = FormerSlug.objects.successor(kind, slug)
    if there := records.filter(pk=successor).first() or merged(records, slug, successor):
        raise MovedError(slug, there.slug)
    if successor is None and not withdrawn(records.model, slug):
        raise Http404(_("Rien à cette adresse."))
    raise GoneError


def merged(records, slug: str, successor: int | None):
    """The public record that the one with this slug, now or once, has become part of."""
    if not issubclass(records.model, Mergeable):
        return None
    had = records.model._base_manager.filter(Q(slug=slug) | Q(pk=successor)).first()
    return records.filter(pk=had.heir.pk).first() if had and had.merged_into_id else None


def withdrawn(model, slug: str) -> bool:
    """Was it public, itself or through a session, under this slug, and is not any more?"""
    kind = model._meta.model_name
    if stones := TOMBSTONES.get(kind):
        return stones.objects.filter(slug=slug).exists()
    return model._base_manager.filter(slug=slug, pk__in=Known.objects.ids(kind)).exists()
