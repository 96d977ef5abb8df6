"""What stands below a record in its form: days, sessions, the lineup, positions, citations."""

import nested_admin
from django import forms
from django.utils.translation import gettext_lazy as _

from desk.creating import CreatingSelect
from desk.rows import KnownFormSet, Rows
from events.forms import DayForm, SessionForm
from events.models import Appearance, Citation, Day, Involvement, Position, Session


class CitationInline(Rows, nested_admin.NestedStackedInline):
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


class CreatingRows(Rows):
    """Whom or what nobody has entered yet is made by naming them."""

    creating = ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.creating:
            kwargs["widget"] = CreatingSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PositionInline(CreatingRows, nested_admin.NestedTabularInline):
    model = Position
    extra = 0
    creating = ["organisation"]
    autocomplete_fields = ["organisation"]
    fields = ["order", "as_printed", "title", "organisation"]


class AppearanceFormSet(KnownFormSet):
    """Says of a person entered twice what the constraint says."""

    def get_unique_error_message(self, unique_check):
        if "speaker" in unique_check:
            return _("Une personne figure deux fois avec le même rôle dans cette séance.")
        return super().get_unique_error_message(unique_check)


class AppearanceForm(forms.ModelForm):
    """Who is entered without more was printed under their name."""

    def clean(self):
        cleaned = super().clean()
        speaker = cleaned.get("speaker")
        if speaker and not self.instance.pk and not cleaned.get("name_as_printed"):
            cleaned["name_as_printed"] = speaker.name
        return cleaned


class AppearanceInline(CreatingRows, nested_admin.NestedStackedInline):
    """The lineup: who, as printed, in which role, as what."""

    model = Appearance
    form = AppearanceForm
    formset = AppearanceFormSet
    extra = 0
    creating = ["speaker"]
    autocomplete_fields = ["speaker"]
    fields = [("order", "speaker", "name_as_printed"), ("role", "special_guest", "basis")]
    inlines = [PositionInline, AppearanceCitations]


class SessionInvolvements(Rows, nested_admin.NestedTabularInline):
    model = Involvement
    fk_name = "session"
    fields = ["organisation", "role", "as_printed"]
    extra = 0
    autocomplete_fields = ["organisation"]


class EditionInvolvements(SessionInvolvements):
    fk_name = "edition"


class DayInline(Rows, nested_admin.NestedTabularInline):
    model = Day
    form = DayForm
    extra = 0
    fields = ["position", "date", "date_basis", "title", "venue"]
    autocomplete_fields = ["venue"]
    show_change_link = True


class SessionInline(Rows, nested_admin.NestedTabularInline):
    """The running order of a day; each line opens the whole session."""

    model = Session
    form = SessionForm
    extra = 0
    fields = ["position", "start", "end", "title", "kind", "status", "slug"]
    prepopulated_fields = {"slug": ["title"]}
    show_change_link = True
