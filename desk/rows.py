"""Rows below a form, in a number of questions that does not grow with them."""

import nested_admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.forms.models import _get_foreign_key


class KnownSelect(AutocompleteSelect):
    """An autocomplete that is told which record a row names, instead of asking for each."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {}  # shared with the copies that the forms of a formset get

    def optgroups(self, name, value, attr=None):
        [chosen] = value if len(value) == 1 else [None]
        if str(chosen) not in self.known:
            return super().optgroups(name, value, attr)
        label = self.choices.field.label_from_instance(self.known[str(chosen)])
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]  # noqa: FBT003
        return [(None, [*blank, self.create_option(name, chosen, label, True, len(blank))], 0)]  # noqa: FBT003


class KnownFormSet(nested_admin.formsets.NestedInlineFormSet):
    """Takes its rows from what was prefetched with the row above, and tells the autocompletes."""

    def get_queryset(self):
        if self.data:  # rows may have been dragged here from elsewhere
            return super().get_queryset()
        if not hasattr(self, "_queryset"):
            fetched = getattr(self.instance, "_prefetched_objects_cache", {})
            above = self.fk.remote_field.get_accessor_name()
            self._queryset = list(fetched[above] if above in fetched else super().get_queryset())
            for name, field in self.form.base_fields.items():
                known = getattr(getattr(field.widget, "widget", None), "known", None)
                if known is not None:
                    related = (getattr(row, name) for row in self._queryset)
                    known.update({str(record.pk): record for record in related if record})
        return self._queryset

    def add_fields(self, form, index):
        """A column's heading is no label."""
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)
            if field.label and not widget.is_hidden:
                widget.attrs.setdefault("aria-label", field.label)

    def clean(self):
        """A row may be dragged within its record; another record’s is not to be had by its id."""
        super().clean()
        record, path = self.whole()
        sent = {str(form.instance.pk) for form in self.initial_forms if form.instance.pk}
        own = self.model._default_manager.filter(pk__in=sent, **{path: record.pk}) if sent else ()
        if len(own) < len(sent):
            raise ValidationError(
                "Une ligne de ce formulaire est celle d’une autre fiche. Rechargez la page, puis "
                "recommencez : rien n’a été changé."
            )

    def whole(self):
        """The record that the form is of, and how the rows lead to it."""
        formset, path = self, [self.fk.name]
        while (above := getattr(formset, "parent_form", None)) is not None:
            if (formset := getattr(above, "parent_formset", None)) is None:
                return above.instance, "__".join(path)
            path.append(formset.fk.name)
        return formset.instance, "__".join(path)

    def _should_delete_form(self, form):
        """What is below a row goes with it: without JavaScript only the row itself is ticked."""
        above = getattr(self, "parent_form", None)
        if above is not None and above.parent_formset._should_delete_form(above):
            return True
        return super()._should_delete_form(form)


class Rows:
    """Mixed into an inline: fetches its rows with what they name, and those below them."""

    formset = KnownFormSet

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return fetched(super().get_queryset(request), type(self))


def fetched(rows, inline):
    """`rows` of an inline with the records that they name and the rows of the inlines below."""
    below = []
    for nested in getattr(inline, "inlines", ()):
        key = _get_foreign_key(inline.model, nested.model, fk_name=nested.fk_name)
        nested_rows = fetched(nested.model._default_manager.all(), nested)
        below.append(Prefetch(key.remote_field.get_accessor_name(), nested_rows))
    return rows.select_related(*inline.autocomplete_fields).prefetch_related(*below)
