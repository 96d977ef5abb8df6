from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages
from events.filters import Selection
from events.finding import MOST, find
from events.responses import public, respond


@require_safe
@public
def search(request, fmt="html"):
    Selection(request.GET, names=("q",))
    q = request.GET.get("q", "").strip()
    results = find(q, None if fmt == "json" else MOST)
    title, description = _("Recherche"), _("Séances, personnes, organisations et lieux.")
    if fmt != "html":
        return respond(request, fmt, listings.hits(title, description, results.hits))
    context = {
        "section": "search",
        "page": pages.list_page(request, title, description, "json"),
        "q": q,
        "results": results,
    }
    return render(request, "events/search.html", context)
