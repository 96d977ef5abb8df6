from django.contrib import admin

from desk.versions import VersionedAdmin
from sources.models import Source


@admin.register(Source)
class SourceAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ["publication", "title", "author", "published_on", "kind"]
    list_filter = ["kind"]
    search_fields = ["slug", "publication", "title", "author"]
    prepopulated_fields = {"slug": ["publication", "title"]}
