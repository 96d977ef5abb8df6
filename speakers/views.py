from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import pages
from events.filters import Selection
from events.formats.json import appearance_row, speaker_row
from events.models import Session
from events.responses import calendar, json_list, naming_bad_filters
from speakers.models import Speaker


@require_safe
@naming_bad_filters
def speaker_list(request, fmt="html"):
    Selection(request.GET, names=("q",))
    q = request.GET.get("q", "")
    speakers = Speaker.objects.public().matching(q).in_order()
    speakers = speakers.with_appearance_count().with_names()
    if fmt == "json":
        return json_list(request, speakers, lambda s: speaker_row(s, settings.SITE_URL))
    page = pages.list_page(
        request,
        _("Personnes"),
        _("Le répertoire des intervenants, par ordre alphabétique."),
        "json",
    )
    context = {"section": "speakers", "speakers": speakers, "q": q, "page": page}
    return render(request, "speakers/speaker_list.html", context)


@require_safe
@naming_bad_filters
def speaker_detail(request, speaker, fmt="html"):
    speaker = get_object_or_404(Speaker.objects.public().with_names(), slug=speaker)
    appearances = speaker.appearances.public().chronological().with_programme()
    if fmt == "json":
        return json_list(request, Selection(request.GET).appearances(appearances), appearance_row)
    if fmt == "ics":
        sessions = Session.objects.published().filter(appearances__speaker=speaker).distinct()
        sessions = Selection(request.GET).sessions(sessions.in_order().with_lineup())
        return calendar(request, sessions.dated(), speaker.name, speaker.name)
    appearances = appearances.with_company().reverse()
    context = {
        "section": "speakers",
        "page": pages.speaker_page(speaker, appearances),
        "speaker": speaker,
        "appearances": appearances,
    }
    return render(request, "speakers/speaker_detail.html", context)
