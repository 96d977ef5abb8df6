"""The form of who has a hidden name: where the name gave way, and where it can still be read."""

from collections.abc import Callable
from functools import reduce

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from desk.journal import journal_of

# The record with a form, as seen from a row that has none.
FORM_OF = {
    "events.Position": ("appearance", "session"), "events.Day": ("edition",),
    "events.SessionLink": ("session",),
}  # fmt: skip
MOST = 20
# Given from above: rows with their fields, of somebody; the second writes them again.
WAYS: dict[str, Callable] = {}


def register(*, still_told: Callable, give_way: Callable) -> None:
    WAYS.update(still_told=still_told, give_way=give_way)


class DiscreetAdmin:
    """A ModelAdmin of those who may have a hidden name."""

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "GET" and (told := list(WAYS["still_told"](found))):
            said = "Un nom masqué se lit encore ici, où personne d’autre ne peut le changer : {}{}."
            messages.warning(request, listed(said, told))
        return found

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if told := WAYS["give_way"](form.instance, journal_of(request)):
            said = "Le nom masqué a fait place au nom actuel ici, où la fiche est concernée : {}{}."
            messages.success(request, listed(said, told))


def listed(said: str, told: list[tuple]) -> str:
    """With a link to the form in which each field is."""
    forms = [(reduce(getattr, FORM_OF.get(row._meta.label, ()), row), field) for row, field in told]
    links = format_html_join(
        ", ", '<a href="{}">{}</a> ({})',
        ((form_of(record), record, field.verbose_name) for record, field in forms[:MOST]),
    )  # fmt: skip
    more = f" et à {len(told) - MOST} autres endroits" if len(told) > MOST else ""
    return format_html(said, links, more)


def form_of(record) -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
