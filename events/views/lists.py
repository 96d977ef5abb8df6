from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import pages
from events.facets import facets
from events.filters import Selection
from events.formats.json import appearance_row
from events.models import Appearance, Panel, Session
from events.responses import json_list, naming_bad_filters
from events.views.programme import session_list_as


def sessions_view(request, fmt, sessions, title, description):
    """A filtered list of sessions of all editions."""
    selection = Selection(request.GET)
    sessions = selection.sessions(sessions.in_order().with_lineup())
    if fmt != "html":
        return session_list_as(request, fmt, sessions, title, description)
    page = pages.list_page(request, title, description, "ics", "json")
    context = {
        "section": "programme",
        "page": page,
        "sessions": sessions,
        "active": selection.active(request.GET),
    }
    return render(request, "events/session_list.html", context)


@require_safe
@naming_bad_filters
def session_list(request, fmt="html"):
    description = _("Les séances de toutes les éditions, dans l’ordre du programme.")
    sessions = Session.objects.published()
    return sessions_view(request, fmt, sessions, _("Séances"), description)


@require_safe
@naming_bad_filters
def panel_list(request, fmt="html"):
    description = _("Les tables rondes et les discussions de toutes les éditions.")
    panels = Panel.objects.published()
    return sessions_view(request, fmt, panels, _("Tables rondes et discussions"), description)


@require_safe
@naming_bad_filters
def appearance_list(request, fmt="html"):
    selection = Selection(request.GET)
    appearances = Appearance.objects.public().chronological().with_programme()
    appearances = selection.appearances(appearances)
    if fmt == "json":
        return json_list(request, appearances, appearance_row)
    description = _(
        "Chaque intervention : qui, à quel titre, dans quelle séance, selon quelle source."
    )
    context = {
        "section": "appearances",
        "page": pages.list_page(request, _("Qui a parlé où"), description, "json"),
        "appearances": appearances,
        "facets": facets(request.GET),
        "active": selection.active(request.GET),
    }
    return render(request, "events/appearance_list.html", context)
