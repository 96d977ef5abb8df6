from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import listings, pages
from events.addresses import find
from events.filters import Selection
from events.provenance import facts_of
from events.responses import public, respond
from sources.models import Source


@require_safe
@public
def source_list(request, fmt="html"):
    Selection(request.GET, names=())
    description = _("Ce d’où viennent les faits : articles, programmes, fichiers.")
    listing = listings.sources(_("Sources"), description)
    if fmt != "html":
        return respond(request, fmt, listing)
    page = pages.list_page(request, _("Sources"), description, "json")
    return render(request, "sources/source_list.html", {"sources": listing.records, "page": page})


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
