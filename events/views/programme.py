from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages
from events.addresses import find, find_day
from events.filters import Selection
from events.models import Appearance, Edition, Session
from events.programme import bounds, neighbours, slices, week
from events.responses import public, respond
from events.templatetags.typography import long_date

# Rows of what the people of a session do elsewhere; the register has them all.
MOST_ELSEWHERE = 12


@require_safe
@public
def edition_list(request, fmt="html"):
    title, description = _("Événements"), _("Toutes les éditions, par année.")
    listing = listings.editions(title, description)
    Selection(request.GET, names=())
    if fmt != "html":
        return respond(request, fmt, listing)
    page = pages.list_page(request, title, description, "ics", "atom", "json", "csv")
    context = {"section": "programme", "editions": listing.records.with_counts(), "page": page}
    return render(request, "events/edition_list.html", context)


@require_safe
@public
def edition(request, edition, fmt="html"):
    editions = Edition.objects.public()
    edition = find(editions.with_page() if fmt == "html" else editions, edition)
    selection = Selection(request.GET)
    sessions = selection.sessions(Session.objects.published().of(edition))
    if fmt == "html":
        days = week(edition, sessions)
        context = {
            "section": "programme", "page": pages.edition_page(edition, days), "edition": edition,
            "days": days, "active": selection.active(request.GET),
        }  # fmt: skip
        return render(request, "events/edition_detail.html", context)
    gone = selection.tombstones().of(edition)
    listing = listings.sessions(edition.title, edition.summary, sessions, gone=gone)
    return respond(request, fmt, listing)


@require_safe
@public
def day(request, edition, date, fmt="html"):
    edition = find(Edition.objects.public(), edition)
    day = find_day(edition, date)
    selection = Selection(request.GET)
    sessions = selection.sessions(Session.objects.published().on(day))
    title = f"{edition.title}, {long_date(day.date)}"
    gone = selection.tombstones().of(edition).filter(date=date)
    listing = listings.sessions(title, day.title or edition.title, sessions, gone=gone)
    if fmt != "html":
        return respond(request, fmt, listing)
    days = week(edition)
    before, after = neighbours(days, day)
    context = {
        "section": "programme", "page": pages.day_page(day, listing.records),
        "edition": day.edition, "day": day, "days": days, "sessions": listing.records,
        "slices": slices(listing.records), "before": before, "after": after,
        "active": selection.active(request.GET),
    }  # fmt: skip
    return render(request, "events/day_detail.html", context)


@require_safe
@public
def session(request, edition, session, fmt="html"):
    Selection(request.GET, names=())
    sessions = Session.objects.published()
    found = find(
        sessions.with_lineup().with_links() if fmt == "html" else sessions.with_place(), session
    )
    if found.day.edition.slug != edition:
        page = found.get_absolute_url()
        return HttpResponsePermanentRedirect(page if fmt == "html" else f"{page[:-1]}.{fmt}")
    if fmt != "html":
        only = sessions.filter(pk=found.pk)
        return respond(request, fmt, listings.sessions(found.title, str(found.day.edition), only))
    days = week(found.day.edition)
    same_day = next(day.outline for day in days if day.pk == found.day_id)
    before, after = neighbours(same_day, found)
    elsewhere = Appearance.objects.public().of_the_people_in(found).newest_first()
    context = {
        "elsewhere": elsewhere.with_programme()[: MOST_ELSEWHERE + 1], "most": MOST_ELSEWHERE,
        "section": "programme", "page": pages.session_page(found), "edition": found.day.edition,
        "day": found.day, "days": days, "session": found, "before": before, "after": after,
        "of_day": same_day, "bounds": bounds(found, same_day),
    }  # fmt: skip
    return render(request, "events/session_detail.html", context)
