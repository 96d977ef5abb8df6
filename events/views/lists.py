from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages
from events.facets import programme_bar
from events.filters import FACET, FIND, Selection
from events.models import Appearance, Panel, Session
from events.ordering import ORDERING, Order
from events.programme import clashes
from events.register import Register
from events.responses import ROWS_A_WEB_PAGE, page_of, public, respond

FIELDS = ("edition", "kind", "topic", "place", "room", "organisation")


def sessions_view(request, fmt, sessions, title, description):
    """A filtered list of sessions of all editions; one's own selection by `?id=` blocks time."""
    selection = Selection(request.GET)
    gone = selection.tombstones()
    if own := "id" in selection.values:
        title = _("Mon programme")
    listing = listings.sessions(
        title,
        description,
        selection.sessions(sessions.published()),
        gone=gone.panels() if sessions.model is Panel else gone,
        busy=own,
    )
    if fmt != "html":
        return respond(request, fmt, listing)
    page = page_of(request, listing.records, ROWS_A_WEB_PAGE)
    context = {
        "section": "programme",
        "page": pages.list_page(request, title, description, *pages.PROGRAMME),
        "sessions": page,
        "clashes": clashes(page.object_list) if own else [],
        "bar": None
        if own
        else programme_bar(request.GET, selection, sessions.published(), *FIELDS),
    }
    return render(request, "events/session_list.html", context)


@require_safe
@public
def session_list(request, fmt="html"):
    description = _("Les séances de toutes les éditions, dans l’ordre du programme.")
    return sessions_view(request, fmt, Session.objects.all(), _("Séances"), description)


@require_safe
@public
def panel_list(request, fmt="html"):
    description = _("Les tables rondes et les discussions de toutes les éditions.")
    return sessions_view(
        request, fmt, Panel.objects.all(), _("Tables rondes et discussions"), description
    )


@require_safe
@public
def appearance_list(request, fmt="html"):
    also = (*ORDERING, FACET, FIND) if fmt == "html" else ORDERING
    selection = Selection(request.GET, also=also)
    order = Order(request.GET, selection)
    found = selection.appearances(Appearance.objects.public())
    title = _("Qui a parlé où")
    description = _(
        "Chaque intervention : qui, à quel titre, dans quelle séance, selon quelle source."
    )
    listing = listings.table(title, description, order.rows(found))
    if fmt != "html":
        return respond(request, fmt, listing)
    register = Register(request.GET, selection, order, found)
    appearances = page_of(request, listing.records, ROWS_A_WEB_PAGE)
    context = {
        "section": "appearances",
        "page": pages.list_page(request, title, register.sentence, *pages.REGISTER),
        "appearances": appearances,
        "groups": register.groups(appearances),
        "register": register,
    }
    return render(request, "events/appearance_list.html", context)
