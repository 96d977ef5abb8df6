"""What editions share: places, series, topics."""

from django.contrib import admin

from desk.versions import VersionedAdmin
from events.models import Room, Series, Topic, Venue


class RoomInline(admin.TabularInline):
    model = Room
    extra = 0
    fields = ["name", "slug", "capacity"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Venue)
class VenueAdmin(VersionedAdmin, admin.ModelAdmin):
    inlines = [RoomInline]
    list_display = ["name", "address", "town"]
    search_fields = ["name", "town", "address"]
    prepopulated_fields = {"slug": ["name", "town"]}


@admin.register(Room)
class RoomAdmin(VersionedAdmin, admin.ModelAdmin):
    list_display = ["name", "venue", "capacity"]
    list_select_related = ["venue"]
    search_fields = ["name", "venue__name"]
    autocomplete_fields = ["venue", "parts"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Series)
class SeriesAdmin(VersionedAdmin, admin.ModelAdmin):
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Topic)
class TopicAdmin(VersionedAdmin, admin.ModelAdmin):
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
