"""A list in the format its address ends in: the rows are the page's own, only the writing differs.

Adding a format is one function and one line of `FORMATS`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.addresses import GoneError, MovedError
from events.filters import PAGING, FilterError
from events.formats import atom, csv, ical, json, xlsx
from search.discretion import asking_once

ROWS_A_PAGE = 1000
ROWS_A_WEB_PAGE = 200


@dataclass(frozen=True)
class Listing:
    """Records in their order, and how one is written: as a JSON row, an Atom entry, an event."""

    title: str
    description: str
    records: Sequence  # a queryset, loaded with what the rows say
    row: Callable[[object], dict]
    columns: Sequence[csv.Column] = ()
    entry: Callable[[object], atom.Entry] | None = None
    events: Callable[[Sequence], list] | None = None
    # What the JSON says beside the rows.
    extra: dict = field(default_factory=dict)


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def respond(request, fmt: str, listing: Listing) -> HttpResponse:
    return FORMATS[fmt](request, listing)


def machine(body: bytes, content_type: str, status: int = 200) -> HttpResponse:
    """An answer for programs: readable from any other site, the same for everyone."""
    response = HttpResponse(body, content_type=content_type, status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def download(request, body: bytes, content_type: str, disposition: str) -> HttpResponse:
    """The same under the name at the end of the address: calendars and folders show it."""
    response = machine(body, content_type)
    filename = request.path.rsplit("/", 1)[-1]
    response["Content-Disposition"] = f'{disposition}; filename="{filename}"'
    return response


def page_of(request, records, rows: int) -> Page:
    """The page of a long list that `?page=` asks for."""
    paginator = Paginator(records, rows)
    asked = request.GET.get(PAGING, "1")
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= paginator.num_pages):
        raise FilterError(_("« page » va de 1 à %d.") % paginator.num_pages)
    return paginator.page(int(asked))


def page_query(request, number: int) -> str:
    query = request.GET.copy()
    query[PAGING] = number
    return query.urlencode()


def next_address(request, page: Page) -> str | None:
    if not page.has_next():
        return None
    return absolute(f"{request.path}?{page_query(request, page.next_page_number())}")


def web_address(request) -> str:
    """The page for people: the same address and query with a last slash."""
    path, _mark, query = request.get_full_path().partition("?")
    address = absolute(path.rsplit(".", 1)[0] + "/")
    return f"{address}?{query}" if query else address


def as_json(request, listing: Listing) -> HttpResponse:
    page = page_of(request, listing.records, ROWS_A_PAGE)
    rows = [listing.row(record) for record in page]
    following = next_address(request, page)
    body = json.envelope(rows, page.paginator.count, following, listing.extra)
    return machine(body, "application/json")


def as_csv(request, listing: Listing) -> HttpResponse:
    body = csv.table(listing.columns, map(listing.row, listing.records))
    return download(request, body, "text/csv; charset=utf-8", "attachment")


def as_xlsx(request, listing: Listing) -> HttpResponse:
    body = xlsx.workbook(listing.title, listing.columns, map(listing.row, listing.records))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return download(request, body, kind, "attachment")


def as_atom(request, listing: Listing) -> HttpResponse:
    page = page_of(request, listing.records, ROWS_A_PAGE)
    body = atom.document(
        title=listing.title,
        page=web_address(request),
        address=absolute(request.get_full_path()),
        key=absolute(without(request, [PAGING])),
        following=next_address(request, page),
        entries=[listing.entry(record) for record in page],
    )
    return machine(body, "application/atom+xml; charset=utf-8")


def as_calendar(request, listing: Listing) -> HttpResponse:
    feed = ical.Feed(
        name=listing.title,
        description=listing.description,
        page=web_address(request),
        source=absolute(request.get_full_path()),
    )
    body = ical.calendar(feed, listing.events(listing.records))
    return download(request, body, "text/calendar; charset=utf-8", "inline")


FORMATS = {
    "atom": as_atom,
    "csv": as_csv,
    "ics": as_calendar,
    "json": as_json,
    "xlsx": as_xlsx,
}


# What others add to a link to see who followed it; it selects nothing.
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "msclkid")


def public(view):
    """Bad filters, former addresses and what is gone, answered alike by every page and feed."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if (address := tidy(request, kwargs.get("fmt", "html"))) != request.get_full_path():
            return HttpResponsePermanentRedirect(address)
        try:
            with asking_once(getattr(request, "data_at", None)):
                return view(request, *args, **kwargs)
        except FilterError as error:
            return refusal(request, kwargs.get("fmt", "html"), 400, str(error))
        except MovedError as moved:
            return HttpResponsePermanentRedirect(moved_address(request, moved))
        except GoneError:
            return refusal(request, kwargs.get("fmt", "html"), 410, _("Cette page a été retirée."))
        except Http404 as missing:
            if kwargs.get("fmt", "html") == "html":
                raise
            return refusal(request, kwargs["fmt"], 404, str(missing))

    guarded.csrf_exempt = True  # nothing is ever posted here: 405, not a question of tokens
    return guarded


def refusal(request, fmt: str, status: int, reason: str) -> HttpResponse:
    """The error in the format asked for."""
    if fmt == "html":
        response = render(request, f"{status}.html", {"reason": reason}, status=status)
    elif fmt == "json":
        response = machine(json.error_document(reason), "application/json", status)
    else:
        response = machine(reason.encode(), "text/plain; charset=utf-8", status)
    # A browser keeps a 410 for good unless told otherwise; what was withdrawn may come back.
    response["Cache-Control"] = "no-cache"
    return response


def without(request, names) -> str:
    """The address asked for, without the parameters `names`."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def tidy(request, fmt: str) -> str:
    """The address asked for, without what others added to a link, or a form to a page's."""
    tracking = [name for name in request.GET if name.startswith(TRACKING)]
    unused = [name for name in request.GET if not any(request.GET.getlist(name))]
    names = [*tracking, *(unused if fmt == "html" else [])]
    return without(request, names) if names else request.get_full_path()


def moved_address(request, moved: MovedError) -> str:
    """The address asked for with the new slug in place of the old, in the path or in a filter."""

    def renamed(value):
        return moved.new if value == moved.old else value

    path, query = request.path, request.GET.copy()
    if moved.filter:
        groups = [group.split(",") for group in query.getlist(moved.filter)]
        query.setlist(moved.filter, [",".join(map(renamed, group)) for group in groups])
    else:
        match = request.resolver_match
        kwargs = {name: renamed(value) for name, value in match.kwargs.items()}
        path = reverse(match.view_name, kwargs=kwargs)
    return f"{path}?{query.urlencode()}" if query else path
