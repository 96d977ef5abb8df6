"""What is not published because its last source went: the lists find it, the form says so."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.coverage import unsupported

PARAMETER = "unsourced"


class UnsourcedFilter(admin.SimpleListFilter):
    title = gettext_lazy("sources")
    parameter_name = PARAMETER

    def lookups(self, request, model_admin):
        return [("1", _("sans source : non publié"))]

    def queryset(self, request, queryset):
        return queryset.filter(unsourced=True) if self.value() == "1" else queryset


class SourcedAdmin:
    """A ModelAdmin of records that are public as long as a source supports them."""

    def get_list_filter(self, request):
        return [UnsourcedFilter, *super().get_list_filter(request)]

    def changelist_view(self, request, extra_context=None):
        if request.method == "GET" and PARAMETER not in request.GET:
            self.count_unsourced(request)
        return super().changelist_view(request, extra_context)

    def count_unsourced(self, request):
        if count := self.get_queryset(request).filter(unsourced=True).count():
            said = ngettext(
                "%d fiche n’est pas publiée : sa dernière source a été retirée.",
                "%d fiches ne sont pas publiées : leur dernière source a été retirée.",
                count,
            )
            link = format_html('<a href="?{}=1">{}</a>', PARAMETER, _("Les voir"))
            messages.warning(request, format_html("{} {}", said % count, link))

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and found.unsourced and request.method == "GET":
            messages.warning(
                request,
                _(
                    "Sans source, donc non publié : la dernière citation qui le soutenait, la "
                    "sienne ou celle de ce qui le contient, a été retirée. Ajoutez une citation "
                    "de l’ensemble ci-dessous, ou à la séance, au jour ou à l’édition, et il sera "
                    "de nouveau public."
                ),
            )
        elif found and request.method == "GET" and (facts := unsupported(found)):
            said = _("Publié sans qu’aucune source le dise : %s. Ajoutez une citation ci-dessous.")
            messages.warning(request, said % ", ".join(facts))
        return found
