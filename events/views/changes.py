from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages
from events.addresses import find
from events.filters import Selection
from events.models import Edition
from events.responses import public, respond


@require_safe
@public
def changes(request, edition, fmt="html"):
    Selection(request.GET, names=())
    edition = find(Edition.objects.public(), edition)
    title = _("%s : ce qui a changé") % edition.title
    listing = listings.releases(title, edition)
    if fmt != "html":
        return respond(request, fmt, listing)
    context = {
        "section": "programme",
        "page": pages.list_page(request, title, title, "atom", "json"),
        "edition": edition,
        "releases": listing.records,
    }
    return render(request, "events/changes.html", context)
