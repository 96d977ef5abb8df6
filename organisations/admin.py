from django.contrib import admin

from desk.correcting import CorrectableAdmin
from desk.creating import CreatableAdmin
from desk.hidden import DiscreetAdmin
from desk.merge_admin import MergeableAdmin
from desk.versions import VersionedAdmin
from images.admin import PicturesAdmin
from organisations.models import Organisation, OrganisationName


class OrganisationNameInline(admin.TabularInline):
    model = OrganisationName
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(
    CreatableAdmin,
    CorrectableAdmin,
    DiscreetAdmin,
    MergeableAdmin,
    PicturesAdmin,
    VersionedAdmin,
    admin.ModelAdmin,
):
    inlines = [OrganisationNameInline]
    list_display = ["name", "kind", "place"]
    list_filter = ["kind"]
    search_fields = ["name", "sort_key", "names__name", "names__key"]
    autocomplete_fields = ["succeeds"]
    prepopulated_fields = {"slug": ["name"]}
