"""The filters of every list: one definition for pages, feeds and exports (DESIGN §3).

`?kind=talk,debate` is any of, `?organisation=a&organisation=b` is both of. An unknown name or value
is an error that names it, never a silent full list.
"""

from events.filters.definitions import FILTERS, WHOLE, CastFilter, Filter, refusal
from events.filters.parameters import FACET, FIND, NOW, PAGING, UNFILTERED, VIEW, other_view
from events.filters.selection import Selection
from events.filters.values import FilterError, possible

__all__ = [
    "FACET",
    "FILTERS",
    "FIND",
    "NOW",
    "PAGING",
    "UNFILTERED",
    "VIEW",
    "WHOLE",
    "CastFilter",
    "Filter",
    "FilterError",
    "Selection",
    "other_view",
    "possible",
    "refusal",
]
