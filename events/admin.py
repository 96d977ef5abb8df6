"""The organiser's forms: an edition with its days, a day with its sessions, a session with all."""

import nested_admin
from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from events.forms import DayForm, SessionForm
from events.models import (
    Appearance,
    Citation,
    Day,
    Edition,
    Involvement,
    Panel,
    Position,
    Room,
    Series,
    Session,
    Topic,
    Venue,
)
from events.moving import correct_zone, move_day
from events.sourcing import cite_own_programme


class CitationInline(nested_admin.NestedStackedInline):
    """How we know: the source and the paragraph of what this form says."""

    model = Citation
    extra = 0
    autocomplete_fields = ["source"]
    fields = [("source", "locator", "field", "basis"), "note", "differing_reading"]
    classes = ["collapse"]


class EditionCitations(CitationInline):
    fk_name = "edition"


class DayCitations(CitationInline):
    fk_name = "day"


class SessionCitations(CitationInline):
    fk_name = "session"


class AppearanceCitations(CitationInline):
    fk_name = "appearance"


class PositionCitations(CitationInline):
    fk_name = "position"


class InvolvementCitations(CitationInline):
    fk_name = "involvement"


class PositionInline(nested_admin.NestedTabularInline):
    model = Position
    extra = 0
    autocomplete_fields = ["organisation"]
    fields = ["order", "as_printed", "title", "organisation"]


class AppearanceFormSet(nested_admin.formsets.NestedInlineFormSet):
    """Says of a person entered twice what the constraint says."""

    def get_unique_error_message(self, unique_check):
        if "speaker" in unique_check:
            return _("Une personne figure deux fois avec le même rôle dans cette séance.")
        return super().get_unique_error_message(unique_check)


class AppearanceInline(nested_admin.NestedStackedInline):
    """The lineup: who, as printed, in which role, as what."""

    model = Appearance
    formset = AppearanceFormSet
    extra = 0
    autocomplete_fields = ["speaker"]
    fields = [("order", "speaker", "name_as_printed"), ("role", "special_guest", "basis")]
    inlines = [PositionInline, AppearanceCitations]


class SessionInvolvements(nested_admin.NestedTabularInline):
    model = Involvement
    fk_name = "session"
    fields = ["organisation", "role", "as_printed"]
    extra = 0
    autocomplete_fields = ["organisation"]


class EditionInvolvements(SessionInvolvements):
    fk_name = "edition"


class DayInline(nested_admin.NestedTabularInline):
    model = Day
    form = DayForm
    extra = 0
    fields = ["position", "date", "date_basis", "title", "venue"]
    autocomplete_fields = ["venue"]
    show_change_link = True


class SessionInline(nested_admin.NestedTabularInline):
    """The running order of a day; each line opens the whole session."""

    model = Session
    form = SessionForm
    extra = 0
    fields = ["position", "start", "end", "title", "kind", "status", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    show_change_link = True


@admin.register(Edition)
class EditionAdmin(nested_admin.NestedModelAdmin):
    inlines = [DayInline, EditionInvolvements, EditionCitations]
    list_display = ["title", "starts_on", "ends_on", "status", "kind"]
    list_filter = ["status", "kind"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["series", "part_of", "venue"]
    prepopulated_fields = {"slug": ["title"]}

    def save_model(self, request, obj, form, change):
        if change and "timezone" in form.changed_data:
            correct_zone(edition=Edition.objects.get(pk=obj.pk), to=obj.timezone)
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if formset.model is Day:
            for day_form in formset.initial_forms:
                keep_hours(day_form)
        super().save_formset(request, form, formset, change)


def keep_hours(form) -> None:
    """A day that gets another date takes its sessions along, at the same hours."""
    day = form.instance
    if "date" in form.changed_data and form.initial["date"] and day.date:
        move_day(day=Day.objects.get(pk=day.pk), to=day.date)


@admin.register(Day)
class DayAdmin(nested_admin.NestedModelAdmin):
    form = DayForm
    inlines = [SessionInline, DayCitations]
    list_display = ["__str__", "edition", "position"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
    search_fields = ["title", "edition__title"]
    autocomplete_fields = ["edition", "venue"]

    def save_model(self, request, obj, form, change):
        if change:
            keep_hours(form)
        super().save_model(request, obj, form, change)


@admin.register(Session)
class SessionAdmin(nested_admin.NestedModelAdmin):
    form = SessionForm
    inlines = [AppearanceInline, SessionInvolvements, SessionCitations]
    list_display = ["title", "day", "position", "kind", "status"]
    list_filter = ["status", "kind", "day__edition"]
    list_select_related = ["day"]
    search_fields = ["title", "title_key", "code", "slug"]
    autocomplete_fields = ["day", "topics", "venue", "room", "stands_for"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["code", "uuid"]
    fieldsets = [
        (None, {"fields": [("day", "position"), ("title", "title_basis"), "slug",
                           ("kind", "number"), ("status", "embargoed_until"), "summary"]}),
        (_("Quand et où"), {"fields": [
            ("start", "end", "start_basis", "part_of_day"), ("venue", "room")]}),
        (_("Le reste"), {"classes": ["collapse"], "fields": [
            "topics", ("track", "language"), "stands_for", ("code", "uuid")]}),
    ]  # fmt: skip

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        cited = any(formset.model is Citation and formset.has_changed() for formset in formsets)
        if form.has_changed() and not cited:  # else the organiser said it all
            cite_own_programme(session=form.instance, fields=form.changed_data)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if obj.starts_at and Session.objects.on(obj.day).disagreeing_with(obj).exists():
            messages.warning(
                request, _("L’heure de début ne s’accorde pas avec l’ordre de la journée.")
            )


@admin.register(Panel)
class PanelAdmin(SessionAdmin):
    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            kwargs["choices"] = [(kind.value, kind.label) for kind in Session.PANEL_KINDS]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(Appearance)
class AppearanceAdmin(nested_admin.NestedModelAdmin):
    inlines = [PositionInline, AppearanceCitations]
    list_display = ["__str__", "role", "session", "basis"]
    list_filter = ["role", "basis", "session__day__edition"]
    list_select_related = ["session"]
    search_fields = ["name_as_printed", "speaker__sort_key", "session__title"]
    autocomplete_fields = ["session", "speaker"]


@admin.register(Position)
class PositionAdmin(nested_admin.NestedModelAdmin):
    inlines = [PositionCitations]
    list_display = ["as_printed", "title", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["as_printed", "title", "organisation__sort_key"]
    autocomplete_fields = ["appearance", "organisation"]


@admin.register(Involvement)
class InvolvementAdmin(nested_admin.NestedModelAdmin):
    inlines = [InvolvementCitations]
    list_display = ["organisation", "role", "edition", "session"]
    list_select_related = ["organisation", "edition", "session"]
    list_filter = ["role"]
    search_fields = ["organisation__sort_key", "edition__title", "session__title"]
    autocomplete_fields = ["edition", "session", "organisation"]


class RoomInline(admin.TabularInline):
    model = Room
    extra = 0
    fields = ["name", "slug", "capacity"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Venue)
class VenueAdmin(admin.ModelAdmin):
    inlines = [RoomInline]
    list_display = ["name", "address", "town"]
    search_fields = ["name", "town", "address"]
    prepopulated_fields = {"slug": ["name", "town"]}


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    list_display = ["name", "venue", "capacity"]
    list_select_related = ["venue"]
    search_fields = ["name", "venue__name"]
    autocomplete_fields = ["venue", "parts"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    search_fields = ["title", "slug"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
