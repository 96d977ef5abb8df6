from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, network, pages
from events.facets import programme_bar
from events.filters import Selection
from events.models import Session
from events.responses import ROWS_A_WEB_PAGE, page_of, public, respond
from events.together import Pairs

FIELDS = ("edition", "kind", "topic", "organisation")


@require_safe
@public
def together(request, fmt="html"):
    selection = Selection(request.GET)
    title, description = _("Avec qui"), _("Qui a partagé la scène avec qui, combien de fois, où.")
    listing = listings.pairs(title, description, Pairs(selection))
    if fmt != "html":
        return respond(request, fmt, listing)
    pairs = page_of(request, listing.records, ROWS_A_WEB_PAGE)
    context = {
        "section": "appearances",
        "page": pages.list_page(request, title, description, "json", "csv"),
        "pairs": pairs,
        "network": network.build(
            pairs.object_list if pairs.number == 1 else [], len(listing.records)
        ),
        "bar": programme_bar(request.GET, selection, Session.objects.published(), *FIELDS),
    }
    return render(request, "events/together.html", context)
