"""The organiser's forms: an edition with its days, a day with its sessions, a session with all."""

import nested_admin
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from desk.correcting import CorrectableAdmin
from desk.journal import journal_of
from desk.versions import VersionedAdmin
from events.admin.acts import ActsPage
from events.admin.board import BoardPage
from events.admin.changes import ChangesPage
from events.admin.desk import ProgrammePage
from events.admin.exchange import ExchangePages
from events.admin.inlines import (
    AppearanceInline,
    DayCitations,
    DayInline,
    EditionCitations,
    EditionInvolvements,
    SessionCitations,
    SessionInline,
    SessionInvolvements,
)
from events.admin.lineup import LineupForm, put_on_stage
from events.admin.ownership import OwnedAdmin
from events.admin.unsourced import SourcedAdmin
from events.conflicts import notes_beside
from events.forms import DayForm
from events.models import Citation, Day, Edition, Panel, Session
from events.moving import correct_zone, move_day
from events.planning import make_days
from events.sourcing import cite_own_programme, vouch_for

# Each session is a row of fields: more of them than that take seconds to open and to send.
MOST_IN_A_FORM = 40


@admin.register(Edition)
class EditionAdmin(
    BoardPage, ProgrammePage, ActsPage, ExchangePages, ChangesPage, CorrectableAdmin, SourcedAdmin,
    OwnedAdmin, VersionedAdmin, nested_admin.NestedModelAdmin,
):  # fmt: skip
    inlines = [DayInline, EditionInvolvements, EditionCitations]
    list_display = ["title", "programme", "starts_on", "ends_on", "status", "kind"]
    list_filter = ["status", "kind"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["series", "part_of", "venue", "organisers"]
    prepopulated_fields = {"slug": ["title"]}

    def in_history(self, record):
        """Its days are in its form."""
        return super().in_history(record) | Q(kind=Day._meta.label_lower, scope_id=record.pk)

    @admin.display(description=_("programme"))
    def programme(self, edition):
        address = reverse("admin:events_edition_programme", args=[edition.pk])
        return format_html('<a href="{}">{}</a>', address, _("Programme"))

    def get_exclude(self, request, obj=None):
        """Who organises it is for those to say who may change any."""
        return None if request.user.has_perm("events.change_any_edition") else ["organisers"]

    def save_model(self, request, obj, form, change):
        if change and "timezone" in form.changed_data:
            journal_of(request).about(Session.objects.filter(day__edition=obj.pk))
            correct_zone(edition=Edition.objects.get(pk=obj.pk), to=obj.timezone)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change and not request.user.has_perm("events.change_any_edition"):
            form.instance.organisers.add(request.user)
        if not change:
            vouch_for(form.instance)
        if not change and (made := make_days(edition=form.instance)):
            messages.info(request, _("Un jour pour chaque date : %d.") % made)

    def response_add(self, request, obj, post_url_continue=None):
        """A new edition opens on its programme, where its sessions are added."""
        answer = super().response_add(request, obj, post_url_continue)
        if {"_continue", "_addanother", "_popup"} & request.POST.keys():
            return answer
        return redirect("admin:events_edition_programme", obj.pk)

    def save_formset(self, request, form, formset, change):
        if formset.model is Day:
            for day_form in formset.initial_forms:
                keep_hours(request, day_form)
        super().save_formset(request, form, formset, change)


def keep_hours(request, form) -> None:
    """A day that gets another date takes its sessions along, at the same hours."""
    day = form.instance
    if "date" in form.changed_data and form.initial["date"] and day.date:
        journal_of(request).about([day, *day.sessions.timed()])
        move_day(day=Day.objects.get(pk=day.pk), to=day.date)


@admin.register(Day)
class DayAdmin(SourcedAdmin, OwnedAdmin, VersionedAdmin, nested_admin.NestedModelAdmin):
    form = DayForm
    inlines = [SessionInline, DayCitations]
    list_display = ["__str__", "edition", "position"]
    list_filter = ["edition"]
    list_select_related = ["edition"]
    search_fields = ["title", "edition__title"]
    autocomplete_fields = ["edition", "venue"]

    def get_inlines(self, request, obj):
        """The sessions of a long day are edited on the programme's page alone."""
        if obj and obj.sessions.count() > MOST_IN_A_FORM:
            return [inline for inline in self.inlines if inline is not SessionInline]
        return self.inlines

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and SessionInline not in self.get_inlines(request, obj):
            address = reverse("admin:events_edition_programme", args=[obj.edition_id])
            link = format_html('<a href="{}?day={}">{}</a>', address, obj.pk, _("Programme"))
            messages.info(request, format_html("{} {}", _("Ses séances sont là :"), link))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        if change:
            keep_hours(request, form)
        super().save_model(request, obj, form, change)


@admin.register(Session)
class SessionAdmin(
    CorrectableAdmin, SourcedAdmin, OwnedAdmin, VersionedAdmin, nested_admin.NestedModelAdmin
):
    form = LineupForm
    inlines = [AppearanceInline, SessionInvolvements, SessionCitations]
    list_display = ["title", "edition", "day", "position", "kind", "status"]
    list_filter = ["status", "kind", "day__edition"]
    list_select_related = ["day__edition"]
    search_fields = ["title", "title_key", "code", "slug"]
    autocomplete_fields = ["day", "topics", "venue", "room", "stands_for"]
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ["code", "uuid"]
    fieldsets = [
        (None, {"fields": [("day", "position"), ("title", "title_basis"), "slug",
                           ("kind", "number"), ("status", "embargoed_until"), "cancelled_because",
                           "summary"]}),
        (_("Quand et où"), {"fields": [
            ("start", "end", "start_basis", "part_of_day"), ("venue", "room")]}),
        (_("Qui"), {"fields": ["on_stage", "anyway"]}),
        (_("Le reste"), {"classes": ["collapse"], "fields": [
            "topics", ("track", "language"), "stands_for", ("code", "uuid")]}),
    ]  # fmt: skip

    change_form_template = "admin/session_change_form.html"

    @admin.display(description=_("édition"), ordering="day__edition__title")
    def edition(self, session):
        return session.day.edition

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            notes = notes_beside(obj)
            context["conflicts"] = notes.conflicts[obj.pk]
            context["missing"] = notes.missing[obj.pk]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        cited = any(formset.model is Citation and formset.has_changed() for formset in formsets)
        if written := form.cleaned_data.get("on_stage"):
            if not request.user.has_perm("speakers.add_speaker"):
                raise PermissionDenied
            made = put_on_stage(session=form.instance, written=written)
            journal_of(request).made(made)
        if form.has_changed() and not cited:  # else the organiser said it all
            cite_own_programme(session=form.instance, fields=form.changed_data)
        for note in notes_beside(form.instance).conflicts[form.instance.pk]:
            messages.warning(request, f"{form.instance} : {note.text}")


@admin.register(Panel)
class PanelAdmin(SessionAdmin):
    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "kind":
            kwargs["choices"] = [(kind.value, kind.label) for kind in Session.PANEL_KINDS]
        return super().formfield_for_choice_field(db_field, request, **kwargs)
