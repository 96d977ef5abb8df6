from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.filters import Selection
from events.formats.json import appearance_row
from events.models import Appearance, Session
from events.responses import json_list, naming_bad_filters
from events.views.programme import session_list_as


@require_safe
@naming_bad_filters
def session_list(request, fmt="html"):
    sessions = Session.objects.published().in_order().with_lineup()
    sessions = Selection(request.GET).sessions(sessions)
    if fmt != "html":
        return session_list_as(request, fmt, sessions, "Tableronde", "Séances choisies")
    context = {"section": "programme", "sessions": sessions}
    return render(request, "events/session_list.html", context)


@require_safe
@naming_bad_filters
def appearance_list(request, fmt="html"):
    appearances = Appearance.objects.public().chronological().with_programme()
    appearances = Selection(request.GET).appearances(appearances)
    if fmt == "json":
        return json_list(request, appearances, appearance_row)
    context = {"section": "appearances", "appearances": appearances}
    return render(request, "events/appearance_list.html", context)
