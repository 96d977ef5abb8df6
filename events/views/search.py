from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import pages
from events.filters import Selection
from events.finding import MOST, find
from events.formats.json import search_row
from events.responses import json_list, naming_bad_filters


@require_safe
@naming_bad_filters
def search(request, fmt="html"):
    Selection(request.GET, names=("q",))
    q = request.GET.get("q", "").strip()
    groups = find(q, None if fmt == "json" else MOST)
    hits = [hit for group in groups for hit in group.hits]
    if fmt == "json":
        return json_list(request, hits, lambda hit: search_row(hit, settings.SITE_URL))
    description = _("Séances, personnes, organisations et lieux.")
    context = {
        "section": "search",
        "page": pages.list_page(request, _("Recherche"), description, "json"),
        "q": q,
        "groups": groups,
        "count": sum(group.count for group in groups),
    }
    return render(request, "events/search.html", context)
