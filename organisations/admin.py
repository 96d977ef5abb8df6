from django.contrib import admin

from desk.directory import DirectoryAdmin
from organisations.models import Organisation, OrganisationName


class OrganisationNameInline(admin.TabularInline):
    model = OrganisationName
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(DirectoryAdmin):
    inlines = [OrganisationNameInline]
    list_display = ["name", "kind", "place"]
    list_filter = ["kind"]
    autocomplete_fields = ["succeeds"]
