from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from events import pages
from events.exports import kit, telling
from events.exports.derived import QUERIES, VIEWS
from events.exports.serving import hand_out
from events.exports.tables import TABLES
from events.filters import Selection
from events.responses import public

# By the end of its address: the file, what it is, what it is called.
DOWNLOADS = {
    "sqlite": (kit.SQLITE, "application/vnd.sqlite3", gettext_lazy("Fichier SQLite")),
    "zip": (kit.ZIP, "application/zip", gettext_lazy("Tables CSV, en ZIP")),
}


@require_safe
@public
def press_kit(request):
    Selection(request.GET, names=())
    description = _("Tous les faits publics de ce site et leurs sources, en un fichier.")
    current = kit.current_kit()
    context = {
        "page": pages.list_page(request, _("Toutes les données"), description),
        "kit": current,
        "downloads": downloads(current),
        "quoting": telling.quoting_of(current),
        "licensing": telling.licensing(),
        "rules": telling.RULES,
        "tables": [(table, current.counts[table.name]) for table in TABLES],
        "views": VIEWS,
        "queries": QUERIES,
    }
    return render(request, "events/press_kit.html", context)


def downloads(current) -> list[dict]:
    with override(settings.LANGUAGE_CODE):  # machine formats are in French alone
        addresses = {fmt: reverse("events:press_kit_as", args=[fmt]) for fmt in DOWNLOADS}
    return [
        {"address": addresses[fmt], "label": label, "size": current.sizes[name]}
        for fmt, (name, _type, label) in DOWNLOADS.items()
    ]


@require_safe
@public
def press_kit_as(request, fmt):
    Selection(request.GET, names=())
    name, content_type, _label = DOWNLOADS[fmt]
    return hand_out(request, name, content_type)
