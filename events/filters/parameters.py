"""The parameters that select nothing."""

from django.http import QueryDict

from events.filters.definitions import refusal
from events.filters.values import possible

# Which page of a long list, which view of it, and at what moment;
# of which filter to show more values, and which.
PAGING, VIEW, NOW, FACET, FIND = "page", "view", "now", "facet", "find"
UNFILTERED = (PAGING, VIEW, NOW, FACET, FIND)


def other_view(query: QueryDict, name: str) -> bool:
    """Does `?view=` ask for the page's other view, of that name?"""
    view = query.get(VIEW)
    if view not in (None, name):
        raise refusal(VIEW, view, possible([name]))
    return view == name
