"""The way to quote a page, at its foot."""

from django import template
from django.http import QueryDict

from events.filters import UNFILTERED
from events.languages import unprefixed
from events.quoting import quotations

register = template.Library()


@register.inclusion_tag("includes/_quotations.html", takes_context=True)
def quote(context, subject):
    """The rows of a table are quoted with its filters, but not one of its pages."""
    request = context["request"]
    bar = context.get("bar") or context.get("register")
    query = filters_of(request.GET)
    conditions = bar.active if bar and query else []
    at = getattr(request, "changed_at", None)
    return quotations(subject, unprefixed(request.path), query, conditions, at)


def filters_of(query: QueryDict) -> str:
    kept = query.copy()
    for name in UNFILTERED:
        kept.pop(name, None)
    return kept.urlencode(safe=",")
