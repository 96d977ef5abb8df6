from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import pages
from events.filters import Selection
from events.formats.json import appearance_row, organisation_row
from events.models import Appearance, Involvement, Session
from events.responses import calendar, json_list, naming_bad_filters
from organisations.models import Organisation


@require_safe
@naming_bad_filters
def organisation_list(request, fmt="html"):
    Selection(request.GET, names=("q",))
    q = request.GET.get("q", "")
    organisations = Organisation.objects.public().matching(q).in_order()
    organisations = organisations.with_appearance_count().with_names()
    if fmt == "json":
        return json_list(request, organisations, lambda o: organisation_row(o, settings.SITE_URL))
    page = pages.list_page(
        request,
        _("Organisations"),
        _("Les organisations représentées ou engagées, par ordre alphabétique."),
        "json",
    )
    context = {"section": "organisations", "organisations": organisations, "q": q, "page": page}
    return render(request, "organisations/organisation_list.html", context)


@require_safe
@naming_bad_filters
def organisation_detail(request, organisation, fmt="html"):
    organisation = get_object_or_404(Organisation.objects.public().with_names(), slug=organisation)
    appearances = Appearance.objects.public().made_for(organisation).chronological()
    if fmt == "json":
        rows = Selection(request.GET).appearances(appearances.with_programme())
        return json_list(request, rows, appearance_row)
    if fmt == "ics":
        sessions = Session.objects.published().involving(organisation).in_order().with_lineup()
        sessions = Selection(request.GET).sessions(sessions)
        return calendar(request, sessions.dated(), organisation.name, organisation.name)
    appearances = appearances.with_programme().reverse()
    context = {
        "section": "organisations",
        "page": pages.organisation_page(organisation, appearances),
        "organisation": organisation,
        "appearances": appearances,
        "involvements": Involvement.objects.public().of(organisation).taking_part().with_subject(),
        "mentions": Involvement.objects.public().of(organisation).mentions().with_subject(),
    }
    return render(request, "organisations/organisation_detail.html", context)
