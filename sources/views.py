from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events import pages
from events.filters import Selection
from events.formats.json import fact_row, source_row
from events.provenance import facts_of
from events.responses import json_list, naming_bad_filters
from sources.models import Source


@require_safe
@naming_bad_filters
def source_list(request, fmt="html"):
    Selection(request.GET, names=())
    sources = Source.objects.public().in_order().with_fact_count()
    if fmt == "json":
        return json_list(request, sources, lambda s: source_row(s, settings.SITE_URL))
    description = _("Ce d’où viennent les faits : articles, programmes, fichiers.")
    page = pages.list_page(request, _("Sources"), description, "json")
    return render(request, "sources/source_list.html", {"sources": sources, "page": page})


@require_safe
@naming_bad_filters
def source_detail(request, source, fmt="html"):
    Selection(request.GET, names=())
    source = get_object_or_404(Source.objects.public().with_fact_count(), slug=source)
    facts = facts_of(source)
    if fmt == "json":
        return json_list(request, facts, lambda fact: fact_row(fact, settings.SITE_URL))
    context = {
        "page": pages.source_page(source, facts),
        "source": source,
        "facts": [fact for fact in facts if not fact.is_mention],
        "mentions": [fact for fact in facts if fact.is_mention],
    }
    return render(request, "sources/source_detail.html", context)
