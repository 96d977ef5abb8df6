"""A change of what is public may be marked as a correction: it then stands, with its reason, on the
record's page and on the site's page of corrections.
"""

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _

FIELDS = ("correction", "correction_reason")


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


class CorrectableAdmin:
    """Mixed into the admin of records that have `corrections`."""

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
            said = _("Aucun fait public n’a changé : il n’y a pas de correction à publier.")
            self.message_user(request, said, messages.WARNING)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("correction"):
            request.correction = form.cleaned_data["correction_reason"]
