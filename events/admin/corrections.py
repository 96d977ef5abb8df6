"""Corrections and replies in the admin: whose record it is decides who may change them."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from desk.versions import VersionedAdmin
from events.admin.ownership import own
from events.corrections import Reader
from events.models import Correction, Reply
from events.models.correction import CORRECTED

# Who may change the record may say what is said of it.
OF_DIRECTORY = {
    "speaker": "speakers.change_speaker",
    "organisation": "organisations.change_organisation",
}


class BesideRecord(VersionedAdmin):
    autocomplete_fields = CORRECTED
    list_filter = ["shown"]
    list_select_related = CORRECTED

    def get_queryset(self, request):
        every = super().get_queryset(request)
        found = own(every, request.user)
        for name, permission in OF_DIRECTORY.items():
            if request.user.has_perm(permission):
                found |= every.filter(**{f"{name}__isnull": False})
        return found

    def get_readonly_fields(self, request, obj=None):
        """What it is about is chosen once."""
        return [*super().get_readonly_fields(request, obj), *(CORRECTED if obj else ())]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only what they may change."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        permission = OF_DIRECTORY.get(db_field.name)
        if permission is None:
            field.queryset = own(field.queryset, request.user)
        elif not request.user.has_perm(permission):
            field.queryset = field.queryset.none()
        return field

    @admin.display(description=_("fiche"))
    def about(self, record):
        return record.subject


@admin.register(Correction)
class CorrectionAdmin(BesideRecord, admin.ModelAdmin):
    """Made by a record’s own form; here it is put in other words, or taken from the site."""

    list_display = ["reason", "about", "made_at", "shown"]
    search_fields = ["reason"]
    readonly_fields = ["made_at", "what_changed"]
    fields = ["about_record", "made_at", "what_changed", "reason", "shown"]

    def has_add_permission(self, request):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ["about_record", *self.readonly_fields]

    @admin.display(description=_("fiche"))
    def about_record(self, correction):
        address = correction.subject.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, correction.subject)

    @admin.display(description=_("ce qui a changé"))
    def what_changed(self, correction):
        told = Reader([correction]).facts(correction)
        return format_html_join(
            "",
            "<div>{} : {} → {}</div>",
            ((f.label, f.before or "–", f.after or "–") for f in told),
        )


@admin.register(Reply)
class ReplyAdmin(BesideRecord, admin.ModelAdmin):
    list_display = ["name", "about", "received_on", "shown"]
    search_fields = ["name", "text"]
    fields = [*CORRECTED, "name", "received_on", "text", "language", "url", "shown"]
