"""A change of what is public may be marked as a correction: it then stands, with its reason, on the
record's page and on the site's page of corrections.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.comparing import lines
from desk.journal import journal_of
from desk.models import ChangedRecord

FIELDS = ("correction", "correction_reason")
NOTHING_PUBLIC = "Aucun fait public n’a changé : il n’y a pas de correction à publier."


class CorrectionFields(forms.Form):
    """Beside the fields of a record."""

    correction = forms.BooleanField(
        label="Publier comme correction",
        required=False,
        help_text="La fiche et la page des corrections diront ce qui a changé, et pourquoi.",
    )
    correction_reason = forms.CharField(
        label="Raison",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="En français ; elle est publique.",
    )

    def clean(self):
        cleaned = super().clean()
        marked, reason = (cleaned.get(name) for name in FIELDS)
        if marked and not reason:
            self.add_error("correction_reason", _("Une correction dit pourquoi."))
        elif reason and not marked:
            self.add_error("correction", _("Cochez pour publier cette raison, ou effacez-la."))
        return cleaned


class LateForm(forms.Form):
    """The reason of a change that is saved already."""

    reason = forms.CharField(
        label="Raison",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="En français ; elle est publique.",
        error_messages={"required": "Une correction dit pourquoi."},
    )


class CorrectableAdmin:
    """Mixed into the admin of records that have `corrections`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.correct_view)
        pattern = "<int:pk>/history/<int:entry>/correction/"
        return [path(pattern, view, name=self.page_name("correct")), *super().get_urls()]

    def correct_view(self, request, pk, entry):
        """A change of the past is marked as a correction."""
        record = self.own_record(request, pk)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        found = get_object_or_404(
            ChangedRecord.objects.filter(self.in_history(record)).select_related("change"), pk=entry
        )
        if not (self.may_correct(request, record) and self.to_correct(record, found)):
            raise Http404
        form = LateForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            self.correct_late(request, record, found, form.cleaned_data["reason"])
            return redirect(f"admin:{self.page_name('history')}", record.pk)
        with timezone.override(self.zone_of(record)):
            return self.shown(request, "correct_record", _("Publier comme correction"),
                              record=record, found=found, form=form,
                              lines=lines(found.before, found.after)).render()  # fmt: skip

    @transaction.atomic
    def correct_late(self, request, record, found: ChangedRecord, reason: str) -> None:
        journal_of(request).about([record])
        earlier = [correction.facts for correction in record.corrections.all()]
        correction = self.corrections.publish(
            subject=record, reason=reason, changes=[(found.before, found.after)]
        )
        if correction and correction.facts in earlier:
            transaction.set_rollback(True)
            self.message_user(request, _("Cette correction est déjà publiée."), messages.WARNING)
        elif correction:
            self.log_change(request, record, f"correction publiée : {reason}")
            self.message_user(request, _("La correction est publiée."))
        else:
            self.message_user(request, NOTHING_PUBLIC, messages.WARNING)

    @property
    def corrections(self):
        return self.model._meta.concrete_model.corrections.rel.related_model.objects

    def may_correct(self, request, obj) -> bool:
        return bool(obj) and self.has_change_permission(request, obj) and (
            self.corrections.possible(obj)
        )  # fmt: skip

    def get_form(self, request, obj=None, change=False, **kwargs):
        if change and self.may_correct(request, obj):
            both = type(self.form)(self.form.__name__, (CorrectionFields, self.form), {})
            kwargs.setdefault("form", both)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.may_correct(request, obj):
            return fieldsets
        return [*fieldsets, ("Correction", {"classes": ["collapse"], "fields": FIELDS})]

    def after_change(self, request, obj, change):
        super().after_change(request, obj, change)
        reason = getattr(request, "correction", "")
        if not reason:
            return
        records = change.records.filter(before__isnull=False, after__isnull=False) if change else ()
        correction = self.corrections.publish(
            subject=obj, reason=reason, changes=[(r.before, r.after) for r in records]
        )
        if not correction:
            self.message_user(request, NOTHING_PUBLIC, messages.WARNING)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("correction"):
            request.correction = form.cleaned_data["correction_reason"]
