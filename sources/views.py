from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import coverage, listings, pages
from events.addresses import find
from events.filters import Selection
from events.provenance import facts_of
from events.responses import ROWS_A_WEB_PAGE, page_of, public, respond
from events.wording import conditions
from sources.models import Source


@require_safe
@public
def source_list(request, fmt="html"):
    if coverage.COVERAGE in request.GET:
        return covered_facts(request, fmt)
    Selection(request.GET, names=())
    description = _("Ce d’où viennent les faits : articles, programmes, fichiers.")
    rows = coverage.table()
    listing = listings.sources(_("Sources"), description, rows)
    if fmt != "html":
        return respond(request, fmt, listing)
    page = pages.list_page(request, _("Sources"), description, "json")
    context = {"sources": listing.records, "rows": rows, "page": page}
    return render(request, "sources/source_list.html", context)


def covered_facts(request, fmt):
    """The facts behind a number of the coverage."""
    selection = Selection(request.GET, names=("edition",), also=[coverage.COVERAGE])
    asked = coverage.asked(request.GET)
    title = str(coverage.EXPLAINED[asked])
    facts = coverage.Facts(asked, selection.values.get("edition", []))
    if fmt != "html":
        return respond(request, fmt, listings.covered(title, facts))
    context = {
        "page": pages.list_page(request, title, title, "json"),
        "explained": coverage.EXPLAINED[asked],
        "facts": page_of(request, facts, ROWS_A_WEB_PAGE),
        "active": conditions(selection, request.GET),
    }
    return render(request, "sources/covered_facts.html", context)


@require_safe
@public
def source_detail(request, source, fmt="html"):
    Selection(request.GET, names=())
    source = find(Source.objects.public().with_fact_count(), source)
    facts = facts_of(source)
    if fmt != "html":
        return respond(request, fmt, listings.facts(str(source), str(source), facts))
    context = {
        "page": pages.source_page(source, facts),
        "source": source,
        "facts": [fact for fact in facts if not fact.is_mention],
        "mentions": [fact for fact in facts if fact.is_mention],
    }
    return render(request, "sources/source_detail.html", context)
