from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages, strip
from events.addresses import find_in
from events.filters import Selection
from events.models import Session
from events.responses import public, respond
from events.together import Company, company, company_in
from search.discretion import standing
from speakers.models import Speaker


def namesakes_of(speaker) -> list[Speaker]:
    """Few have any: whose name several bear stays known."""
    if speaker.sort_key not in standing(Speaker.objects.shared_names):
        return []
    return list(Speaker.objects.public().namesakes_of(speaker).in_order())


def with_whom(speaker, selection, appearances) -> Company:
    if selection.values:
        return company(selection, speaker.appearances.public(), speaker=speaker.slug)
    return company_in(appearances, speaker)


@require_safe
@public
def speaker_list(request, fmt="html"):
    Selection(request.GET, names=("q",))
    q = request.GET.get("q", "")
    title, description = _("Personnes"), _("Le répertoire des intervenants, de A à Z.")
    listing = listings.speakers(title, description, q)
    if fmt != "html":
        return respond(request, fmt, listing)
    page = pages.list_page(request, title, description, "json", "csv")
    context = {"section": "speakers", "speakers": listing.records, "q": q, "page": page}
    return render(request, "speakers/speaker_list.html", context)


@require_safe
@public
def speaker_detail(request, speaker, fmt="html"):
    speaker = find_in(fmt, Speaker.objects.public().with_names(), speaker)
    selection = Selection(request.GET)
    if fmt == "ics":
        sessions = Session.objects.published().with_speaker(speaker)
        sessions = selection.sessions_of(speaker.appearances.sourced(), sessions)
        gone = selection.tombstones(speaker_id=speaker.pk)
        return respond(request, fmt, listings.calendar_of(speaker.name, sessions, gone))
    rows = selection.appearances(speaker.appearances.public())
    listing = listings.appearances(speaker.name, speaker.name, rows, newest_first=True)
    if fmt != "html":
        return respond(request, fmt, listing)
    appearances = list(listing.records.with_company())
    page = pages.speaker_page(speaker, appearances)
    total = len(appearances)
    context = {
        "section": "speakers", "page": page, "speaker": speaker, "appearances": appearances,
        "strip": strip.of_person(appearances, lambda at: total - at),
        "namesakes": namesakes_of(speaker), "company": with_whom(speaker, selection, appearances),
    }  # fmt: skip
    return render(request, "speakers/speaker_detail.html", context)
