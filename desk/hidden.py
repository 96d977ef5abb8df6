"""Where a hidden name can still be read: in texts that nobody but an editor may change.

What was printed of somebody gives way by itself (search/discretion.py). A title, a summary or an
address is what an organiser wrote: the form of who has the hidden name leads to each of them.
"""

from collections.abc import Iterator
from functools import reduce

from django.apps import apps
from django.contrib import messages
from django.db.models import Field
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from search.discretion import HiddenName, HiddenNames
from search.normalise import words

# By model: what an editor writes for visitors, and from whose form.
WRITTEN = {
    "events.Series": ("title", "slug"),
    "events.Edition": ("title", "summary", "slug"),
    "events.Day": ("title", "summary"),
    "events.Session": ("title", "summary", "slug", "track", "cancelled_because"),
    "events.Position": ("as_printed", "title"),
    "events.Release": ("note",),
    "events.Topic": ("name", "slug"),
    "events.Venue": ("name", "slug"),
    "sources.Source": ("title", "slug"),
    "speakers.Speaker": ("slug", "qualifier"),
    "organisations.Organisation": ("slug",),
}
FORM_OF = {"events.Position": ("appearance", "session"), "events.Day": ("edition",)}
MOST = 20


def still_told(owner) -> Iterator[tuple[object, Field]]:
    """(Record with a form, field) where a hidden name of `owner` stands, word for word."""
    hidden = HiddenNames(type(owner)).of.get(owner.pk, [])
    for label, names in WRITTEN.items() if hidden else ():
        model = apps.get_model(label)
        rows = model._default_manager.order_by("pk")
        if label == "events.Position" and owner._meta.model_name == "organisation":
            rows = rows.exclude(organisation=owner.pk)  # its own give way by themselves
        for pk, *texts in rows.values_list("pk", *names):
            for name, text in zip(names, texts, strict=True):
                if tells(hidden, text):
                    field = model._meta.get_field(name)
                    yield reduce(getattr, FORM_OF.get(label, ()), rows.get(pk=pk)), field


def tells(hidden: list[HiddenName], text: str) -> bool:
    """Also behind an elided article: « d’Anna »."""
    readings = [f" {' '.join(words(read))} " for read in (text, text.replace("’", " "))]
    return any(f" {' '.join(name.words)} " in reading for name in hidden for reading in readings)


class DiscreetAdmin:
    """A ModelAdmin of those who may have a hidden name."""

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "GET" and (told := list(still_told(found))):
            links = format_html_join(
                ", ", '<a href="{}">{}</a> ({})',
                ((form_of(record), record, field.verbose_name) for record, field in told[:MOST]),
            )  # fmt: skip
            said = "Un nom masqué se lit encore ici, où personne d’autre ne peut le changer : {}{}."
            more = f" et à {len(told) - MOST} autres endroits" if len(told) > MOST else ""
            messages.warning(request, format_html(said, links, more))
        return found


def form_of(record) -> str:
    opts = record._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
