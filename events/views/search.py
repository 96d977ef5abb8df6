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
    groups = find(q, None if fmt == "json" else MOST)
    hits = [hit for group in groups for hit in group.hits]
    title, description = _("Recherche"), _("Séances, personnes, organisations et lieux.")
    if fmt != "html":
        return respond(request, fmt, listings.hits(title, description, hits))
    context = {
        "section": "search",
        "page": pages.list_page(request, title, description, "json"),
        "q": q,
        "groups": groups,
        "count": sum(group.count for group in groups),
    }
    return render(request, "events/search.html", context)
