"""The parts of a session on their own: who appeared, as what, and which organisation took part."""

import nested_admin
from django.contrib import admin

from desk.versions import VersionedAdmin
from events.admin.inlines import (
    AppearanceCitations,
    InvolvementCitations,
    PositionCitations,
    PositionInline,
)
from events.admin.ownership import OwnedAdmin
from events.admin.unsourced import SourcedAdmin
from events.models import Appearance, Involvement, Position


@admin.register(Appearance)
class AppearanceAdmin(SourcedAdmin, OwnedAdmin, VersionedAdmin, nested_admin.NestedModelAdmin):
    inlines = [PositionInline, AppearanceCitations]
    list_display = ["__str__", "role", "session", "basis"]
    list_filter = ["role", "basis", "session__day__edition"]
    list_select_related = ["session"]
    search_fields = ["name_as_printed", "speaker__sort_key", "session__title"]
    autocomplete_fields = ["session", "speaker"]


@admin.register(Position)
class PositionAdmin(SourcedAdmin, OwnedAdmin, VersionedAdmin, nested_admin.NestedModelAdmin):
    inlines = [PositionCitations]
    list_display = ["as_printed", "title", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["as_printed", "title", "organisation__sort_key"]
    autocomplete_fields = ["appearance", "organisation"]


@admin.register(Involvement)
class InvolvementAdmin(SourcedAdmin, OwnedAdmin, VersionedAdmin, nested_admin.NestedModelAdmin):
    inlines = [InvolvementCitations]
    list_display = ["organisation", "role", "edition", "session"]
    list_select_related = ["organisation", "edition", "session"]
    list_filter = ["role"]
    search_fields = ["organisation__sort_key", "edition__title", "session__title"]
    autocomplete_fields = ["edition", "session", "organisation"]
