"""Everything that was done to an edition, act by act, each with the way to undo it."""

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.history_admin import A_PAGE, counted
from desk.models import Change, ChangedRecord
from events.models import Edition, Release
from events.releases.undoing import as_release

# Records of an act that are named.
NAMED = 5


@dataclass(frozen=True)
class Act:
    change: Change
    names: list[str]
    more: int
    undo: str


class ActsPage:
    """Mixed into the admin of editions."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.acts_view)
        return [path("<int:pk>/acts/", view, name="events_edition_acts"), *super().get_urls()]

    def acts_view(self, request, pk):
        edition = self.to_change(request, pk)
        changes = Change.objects.filter(pk__in=of_whole(edition).values("change"))
        page = Paginator(changes, A_PAGE).get_page(request.GET.get("page"))
        with timezone.override(edition.zone):
            return self.shown(request, "acts", _("Ce qui a été fait"), edition=edition, page=page,
                              acts=list(self.acts(edition, page))).render()  # fmt: skip

    def acts(self, edition: Edition, changes):
        ids = [change.pk for change in changes]
        names, together = defaultdict(list), counted(ids)
        found = of_whole(edition).filter(change__in=ids).order_by("pk")
        for change, name in found.values_list("change", "name"):
            if len(names[change]) < NAMED and name not in names[change]:
                names[change].append(name)
        for change in changes:
            more = together[change.pk] - len(names[change.pk])
            yield Act(change, names[change.pk], more, self.to_undo(change))

    @contextmanager
    def while_undoing(self, request, found):
        """What a release made known is not taken back in silence."""
        released = [record.object_id for record in found if released_by(record)]
        editions = Edition.objects.filter(pk__in=released)
        with as_release(editions, now=timezone.now()):
            yield


def of_whole(edition: Edition):
    """Of the edition and its parts."""
    editions = Edition.objects.filter(Q(pk=edition.pk) | Q(part_of=edition))
    return ChangedRecord.objects.filter(scope_id__in=editions.values("pk"))


def released_by(record: ChangedRecord) -> bool:
    """Was it a release, or is one undone again?"""
    kind = Release._meta.label_lower
    had, has = (
        {row["pk"] for row in tree["rows"] if row["model"] == kind} if tree else set()
        for tree in (record.before, record.after)
    )
    return bool(has - had)
