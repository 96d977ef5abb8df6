"""Any list of sessions or appearances in the format its address ends in.

The query is the page's own; only the writing differs.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from events.filters import PAGING, FilterError
from events.formats import ical
from events.formats.json import envelope, error_document

ROWS_A_PAGE = 1000


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def machine(body: bytes, content_type: str, status: int = 200) -> HttpResponse:
    """An answer for programs: readable from any other site, by the same address for everyone."""
    response = HttpResponse(body, content_type=content_type, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def json_list(request, rows, row: Callable) -> HttpResponse:
    """One page of `rows` (a queryset) in the envelope; `row` makes a dictionary of a record."""
    page = Paginator(rows, ROWS_A_PAGE).page(page_number(request, rows))
    following = None
    if page.has_next():
        query = request.GET.copy()
        query[PAGING] = page.next_page_number()
        following = absolute(f"{request.path}?{query.urlencode()}")
    body = envelope([row(record) for record in page], page.paginator.count, following)
    return machine(body, "application/json")


def page_number(request, rows) -> int:
    asked = request.GET.get(PAGING, "1")
    last = Paginator(rows, ROWS_A_PAGE).num_pages
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= last):
        raise FilterError(f"« {PAGING} » va de 1 à {last}.")
    return int(asked)


def calendar(request, sessions, name: str, description: str) -> HttpResponse:
    feed = ical.Feed(
        name=name,
        description=description,
        page=absolute(page_path(request)),
        source=absolute(request.get_full_path()),
    )
    body = ical.calendar(feed, sessions, settings.SITE_URL)
    response = machine(body, "text/calendar; charset=utf-8")
    filename = urlsplit(request.path).path.rsplit("/", 1)[-1]
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


def page_path(request) -> str:
    """The page of a machine format: the same address and query with a last slash."""
    path, _, extension = request.get_full_path().partition("?")
    base = path.rsplit(".", 1)[0] + "/"
    return f"{base}?{extension}" if extension else base


def naming_bad_filters(view):
    """A filter that cannot be applied is a 400 that names it, in the format asked for."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except FilterError as error:
            match kwargs.get("fmt", "html"):
                case "html":
                    return render(request, "400.html", {"reason": str(error)}, status=400)
                case "json":
                    return machine(error_document(str(error)), "application/json", 400)
                case _:
                    return machine(str(error).encode(), "text/plain; charset=utf-8", 400)

    return guarded
