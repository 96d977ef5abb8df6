"""Two at once: who saves over a newer version is told, sees both, and loses nothing.

A change form carries the digest of what it was opened with: the record and every row below it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from desk.history_admin import RecordedAdmin

# The hidden field; a name that no model field has.
VERSION = "_version"
CONFLICT = "newer_version"


def state(record, inlines) -> Iterator[tuple]:
    """The values of a record and of what its form shows below it, in an order of their own."""
    model = type(record)
    yield from rows(model, model._base_manager.filter(pk=record.pk))
    yield from below(model, [record.pk], inlines)


def below(parent, ids: list[int], inlines) -> Iterator[tuple]:
    for inline in inlines:
        key = forms.models._get_foreign_key(parent, inline.model, fk_name=inline.fk_name)
        found = inline.model._base_manager.filter(**{f"{key.name}__in": ids})
        yield from rows(inline.model, found)
        nested = getattr(inline, "inlines", ())
        if nested:
            yield from below(inline.model, list(found.values_list("pk", flat=True)), nested)


def rows(model, found) -> Iterator[tuple]:
    yield from found.order_by("pk").values_list()
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        key = field.m2m_field_name()
        links = through._base_manager.filter(**{f"{key}__in": found.values("pk")})
        yield from links.order_by("pk").values_list()


def version(record, inlines) -> str:
    return digest(state(record, inlines))


def digest(values: Iterable[tuple]) -> str:
    found = hashlib.sha256()
    for row in values:
        found.update(repr(row).encode())
    return found.hexdigest()


class OpenedForm:
    """Mixed into a change form: what it was opened with must still be what is there."""

    inlines = ()

    def clean(self):
        cleaned = super().clean()
        if self.data.get(VERSION) != version(self.instance, self.inlines):
            raise forms.ValidationError(
                _(
                    "Cette fiche a changé depuis que vous l’avez ouverte. Rien n’est enregistré, "
                    "et rien de ce que vous avez écrit n’est perdu : comparez, puis enregistrez."
                ),
                code=CONFLICT,
            )
        return cleaned


@dataclass(frozen=True)
class Difference:
    """One fact in both versions; "" where it is in one of them only."""

    label: str
    theirs: str
    yours: str


class VersionedAdmin(RecordedAdmin):
    """A ModelAdmin whose change form does not save over a version newer than it was opened with."""

    change_form_template = "admin/versioned_change_form.html"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Of a date and an hour each is told apart, also by who does not see them."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, AdminSplitDateTime):
            for widget, told in zip(field.widget.widgets, (_("date"), _("heure")), strict=True):
                widget.attrs["aria-label"] = f"{field.label} : {told}"
        return field

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "POST" and connection.in_atomic_block:
            # Who saves at the same time waits until this one has; SQLite's writers always do.
            list(self.model._base_manager.select_for_update().filter(pk=found.pk).values("pk"))
            found.refresh_from_db()
        return found

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if not change:
            return form
        return type(form.__name__, (OpenedForm, form), {"inlines": self.inlines})

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            # Saving a second time is meant.
            context["version"] = version(obj, self.inlines)
            form = context["adminform"].form
            if form.has_error(forms.forms.NON_FIELD_ERRORS, CONFLICT):
                context["differences"] = list(differences(form, context["inline_admin_formsets"]))
                context["last_change"] = last_change(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


def last_change(record) -> str:
    """Who saved it last, as far as the admin knows, and when."""
    entries = LogEntry.objects.filter(
        content_type=get_content_type_for_model(record), object_id=record.pk
    )
    entry = entries.select_related("user").order_by("-action_time").first()
    if not entry:
        return ""
    when = date_format(timezone.localtime(entry.action_time), "DATETIME_FORMAT")
    return _("Dernier enregistrement par %(who)s, %(when)s.") % {"who": entry.user, "when": when}


def differences(form, admin_formsets) -> Iterator[Difference]:
    yield from between(form, type(form.instance)._base_manager.get(pk=form.instance.pk))
    for admin_formset in admin_formsets:
        yield from in_formset(admin_formset.formset)


def in_formset(formset) -> Iterator[Difference]:
    """Rows that were added, removed or changed meanwhile, and the same of the rows below them."""
    rows_of = formset.model._base_manager.filter(**{formset.fk.name: formset.instance.pk})
    there = {record.pk: record for record in rows_of}
    name = formset.model._meta.verbose_name
    for form in formset.initial_forms:
        record = there.pop(form.instance.pk, None)
        if record is None:
            yield Difference(f"{name} : {named(form)}", _("supprimé"), _("dans votre formulaire"))
            continue
        yield from between(form, record, f"{name} : {record}, ")
        for nested in getattr(form, "nested_formsets", ()):
            yield from in_formset(nested)
    for record in there.values():
        yield Difference(f"{name} : {record}", _("ajouté"), "")


def named(form) -> str:
    """What a row that is gone was about, as far as the form says."""
    said = (
        shown(field, form[name].value()) for name, field in form.fields.items() if not hidden(field)
    )
    return next((text for text in said if not text.isdigit() and text), "")


def between(form, record, prefix="") -> Iterator[Difference]:
    fresh = type(form)(instance=record, prefix=form.prefix)
    for name, field in fresh.fields.items():
        theirs, yours = fresh[name].value(), form[name].value()
        if not field.disabled and not hidden(field) and field.has_changed(theirs, yours):
            yield Difference(f"{prefix}{field.label}", shown(field, theirs), shown(field, yours))


def hidden(field) -> bool:
    return field.widget.is_hidden or isinstance(field, forms.models.InlineForeignKeyField)


def shown(field, value) -> str:
    """A value as the organiser knows it: the name of a record, not its number."""
    values = value if isinstance(value, (list, tuple)) else [value]
    if isinstance(field, forms.ModelChoiceField):
        keys = [getattr(v, "pk", v) for v in values if v not in (None, "")]
        return ", ".join(str(record) for record in field.queryset.filter(pk__in=keys))
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return ", ".join(labels.get(str(v), str(v)) for v in values if v not in (None, ""))
