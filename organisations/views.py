from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages, strip
from events.addresses import find_in
from events.filters import Selection
from events.models import Appearance, Involvement, Session
from events.responses import public, respond
from events.together import company
from organisations.models import Organisation


@require_safe
@public
def organisation_list(request, fmt="html"):
    Selection(request.GET, names=("q",))
    q = request.GET.get("q", "")
    title, description = _("Organisations"), _("Les organisations représentées ou engagées.")
    listing = listings.organisations(title, description, q)
    if fmt != "html":
        return respond(request, fmt, listing)
    page = pages.list_page(request, title, description, "json", "csv")
    context = {"section": "organisations", "organisations": listing.records, "q": q, "page": page}
    return render(request, "organisations/organisation_list.html", context)


@require_safe
@public
def organisation_detail(request, organisation, fmt="html"):
    found = find_in(fmt, Organisation.objects.public().with_names(), organisation)
    selection = Selection(request.GET)
    if fmt == "ics":
        sessions = Session.objects.published().involving(found)
        sessions = selection.sessions_of(Appearance.objects.made_for(found), sessions)
        gone = selection.tombstones(organisation_id=found.pk)
        return respond(request, fmt, listings.calendar_of(found.name, sessions, gone))
    rows = selection.appearances(Appearance.objects.public().made_for(found))
    listing = listings.appearances(found.name, found.name, rows, newest_first=True)
    if fmt != "html":
        return respond(request, fmt, listing)
    appearances = listing.records
    involvements = Involvement.objects.public().of(found).with_subject()
    context = {
        "section": "organisations",
        "page": pages.organisation_page(found, appearances),
        "organisation": found,
        "appearances": appearances,
        "strip": strip.of_organisation(appearances, lambda at: at + 1),
        "involvements": involvements.taking_part(),
        "mentions": involvements.mentions(),
        "company": company(
            selection, Appearance.objects.public().made_for(found), organisation=found.slug
        ),
    }
    return render(request, "organisations/organisation_detail.html", context)
