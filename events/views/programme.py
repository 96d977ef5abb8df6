from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages
from events.addresses import find, find_day
from events.facets import programme_bar
from events.filters import NOW, VIEW, Selection, other_view
from events.models import Appearance, Edition, Session
from events.now import mark, mark_days, moment
from events.programme import LONG, dated, neighbours, running_order, surroundings, tabs
from events.responses import public, respond
from events.templatetags.typography import long_date
from events.timetable import day_layout, edition_layout, mark_in_its_day, told

DAY_FIELDS = ("kind", "topic", "room", "organisation")

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
    if fmt != "html":
        return edition_as(request, edition, fmt)
    selection, whole = Selection(request.GET, also=[VIEW, NOW]), other_view(request.GET, "all")
    programme = Session.objects.published().of(edition)
    sessions, count = selection.sessions(programme), programme.count()
    in_rows = whole or (bool(selection.values) and count > LONG)
    layout = edition_layout(edition, sessions, in_rows=in_rows, narrowed=bool(selection.values))
    mark_days(layout["days"], edition.zone, moment(request.GET, edition.zone))
    context = {
        "section": "programme", "page": pages.edition_page(edition, layout["days"]),
        "edition": edition, "count": count, "found": sum(len(d.starts) for d in layout["days"]),
        "bar": programme_bar(request.GET, selection, programme, "day", *DAY_FIELDS), **layout,
    }  # fmt: skip
    return render(request, "events/edition_detail.html", context)


def edition_as(request, edition, fmt):
    selection = Selection(request.GET)
    sessions = selection.sessions(Session.objects.published().of(edition))
    gone = selection.tombstones().of(edition)
    return respond(
        request, fmt, listings.sessions(edition.title, edition.summary, sessions, gone=gone)
    )


@require_safe
@public
def day(request, edition, date, fmt="html"):
    edition = find(Edition.objects.public().with_row(), edition)
    if fmt != "html":
        return day_as(request, find_day(edition, date), fmt)
    selection, listed = Selection(request.GET, also=[VIEW, NOW]), other_view(request.GET, "list")
    now = moment(request.GET, edition.zone)
    days = tabs(edition, running_order(edition))
    day = dated(days, edition, date) or find_day(edition, date)
    programme = Session.objects.published().on(day)
    sessions = told(selection.sessions(programme).in_order(), len(day.starts), days)
    mark(sessions, day.date, edition.zone, now)
    before, after = neighbours(days, day)
    context = {
        "section": "programme", "page": pages.day_page(day, sessions), "edition": edition,
        "day": day, "days": days, "sessions": sessions, "before": before, "after": after,
        "bar": programme_bar(request.GET, selection, programme, *DAY_FIELDS, shown=sessions),
        **day_layout(sessions, day, listed=listed),
        "tried": now.astimezone(edition.zone) if NOW in request.GET else None,
    }  # fmt: skip
    return render(request, "events/day_detail.html", context)


def day_as(request, day, fmt):
    selection = Selection(request.GET)
    sessions = selection.sessions(Session.objects.published().on(day))
    gone = selection.tombstones().of(day.edition).filter(date=day.date)
    title = f"{day.edition.title}, {long_date(day.date)}"
    listing = listings.sessions(title, day.title or day.edition.title, sessions, gone=gone)
    return respond(request, fmt, listing)


@require_safe
@public
def session(request, edition, session, fmt="html"):
    Selection(request.GET, names=(), also=[NOW] if fmt == "html" else ())
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
    running = running_order(found.day.edition)
    beside = surroundings(found, running)
    mark_in_its_day(found, sessions, moment(request.GET, found.day.edition.zone))
    elsewhere = Appearance.objects.public().of_the_people_in(found).newest_first()
    context = {
        "elsewhere": list(elsewhere.with_programme()[: MOST_ELSEWHERE + 1]),
        "most": MOST_ELSEWHERE,
        "section": "programme", "page": pages.session_page(found), "edition": found.day.edition,
        "day": found.day, "days": tabs(found.day.edition, running), "session": found,
        "before": beside.before, "after": beside.after,
        "count": beside.count, "bounds": beside.bounds,
    }  # fmt: skip
    return render(request, "events/session_detail.html", context)
