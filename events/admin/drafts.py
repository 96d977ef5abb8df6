"""Lists show what is, not what a draft of changes says once more; who wants that, asks for it."""

from functools import reduce
from operator import or_

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import WorkingCopy


class DraftFilter(admin.SimpleListFilter):
    title = gettext_lazy("changements préparés")
    parameter_name = "drafts"
    paths: tuple[str, ...] = ()

    def lookups(self, request, model_admin):
        """Nothing to choose while nothing is being prepared."""
        if not WorkingCopy.objects.exists():
            return []
        return [("with", _("montrer aussi les brouillons")), ("only", _("les brouillons seuls"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("sans les brouillons")}, *others]

    def queryset(self, request, queryset):
        drafts = WorkingCopy.objects.values("draft")
        of_draft = reduce(or_, (Q(**{f"{path}__in": drafts}) for path in self.paths))
        if self.value() == "only":
            return queryset.filter(of_draft)
        return queryset if self.value() == "with" else queryset.exclude(of_draft)


def filter_by(paths: tuple[str, ...]) -> type[DraftFilter]:
    return type("DraftFilter", (DraftFilter,), {"paths": paths})
