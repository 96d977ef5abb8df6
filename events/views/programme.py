from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import pages
from events.filters import Selection
from events.formats.json import edition_row, session_row
from events.models import Day, Edition, Session
from events.programme import bounds, neighbours, slices, week
from events.responses import calendar, json_list, naming_bad_filters
from events.templatetags.typography import long_date


def session_list_as(request, fmt, sessions, name, description):
    """The machine formats of any selection of sessions."""
    if fmt == "ics":
        return calendar(request, sessions.dated(), name, description)
    return json_list(request, sessions, lambda session: session_row(session, settings.SITE_URL))


@require_safe
@naming_bad_filters
def edition_list(request, fmt="html"):
    editions = Edition.objects.public().newest_first().with_row()
    if fmt == "json":
        Selection(request.GET, names=())
        return json_list(request, editions, lambda e: edition_row(e, settings.SITE_URL))
    page = pages.list_page(request, _("Événements"), _("Toutes les éditions, par année."), "json")
    context = {"section": "programme", "editions": editions.with_counts(), "page": page}
    return render(request, "events/edition_list.html", context)


@require_safe
@naming_bad_filters
def edition(request, edition, fmt="html"):
    edition = get_object_or_404(Edition.objects.public().with_page(), slug=edition)
    if fmt == "html":
        days = week(edition)
        page = pages.edition_page(edition, days)
        context = {"section": "programme", "edition": edition, "days": days, "page": page}
        return render(request, "events/edition_detail.html", context)
    sessions = Session.objects.published().of(edition).in_order().with_lineup()
    sessions = Selection(request.GET).sessions(sessions)
    return session_list_as(request, fmt, sessions, edition.title, edition.summary)


@require_safe
@naming_bad_filters
def day(request, edition, date, fmt="html"):
    day = get_object_or_404(Day.objects.public().with_edition(), edition__slug=edition, date=date)
    sessions = Session.objects.published().on(day).in_order().with_lineup()
    sessions = Selection(request.GET).sessions(sessions)
    if fmt != "html":
        name = f"{day.edition.title}, {long_date(day.date)}"
        return session_list_as(request, fmt, sessions, name, day.title or day.edition.title)
    days = week(day.edition)
    before, after = neighbours(days, day)
    context = {
        "section": "programme", "page": pages.day_page(day, sessions),
        "edition": day.edition, "day": day, "days": days,
        "sessions": sessions, "slices": slices(sessions), "before": before, "after": after,
    }  # fmt: skip
    return render(request, "events/day_detail.html", context)


@require_safe
@naming_bad_filters
def session(request, edition, session, fmt="html"):
    session = get_object_or_404(Session.objects.published().with_lineup(), slug=session)
    if session.day.edition.slug != edition:
        return HttpResponsePermanentRedirect(session.get_absolute_url())
    if fmt == "ics":
        return calendar(request, [session], session.title, session.day.edition.title)
    if fmt == "json":
        found = Session.objects.published().filter(pk=session.pk).with_lineup()
        return session_list_as(request, fmt, found, "", "")
    days = week(session.day.edition)
    same_day = next(day.outline for day in days if day.pk == session.day_id)
    before, after = neighbours(same_day, session)
    context = {
        "section": "programme", "page": pages.session_page(session),
        "edition": session.day.edition, "day": session.day, "days": days,
        "session": session, "before": before, "after": after, "of_day": same_day,
        "bounds": bounds(session, same_day),
    }  # fmt: skip
    return render(request, "events/session_detail.html", context)
