"""What stands around the rows of a page: its head, its formats, its calendar, its further pages."""

import json
from functools import lru_cache
from urllib.parse import quote, urlsplit

import segno
from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.filters import UNFILTERED
from events.languages import in_language, translations, unprefixed
from events.responses import page_query

register = template.Library()

MEDIA_TYPES = {
    "ics": "text/calendar",
    "atom": "application/atom+xml",
    "json": "application/json",
    "csv": "text/csv",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Open Graph's names of the languages.
LOCALES = {"fr": "fr_FR", "en": "en_GB", "de": "de_DE"}


def in_format(request, fmt) -> str:
    """The page's own address and filters in another format: the whole list, and in French."""
    return with_filters(request, f"{unprefixed(request.path).rstrip('/')}.{fmt}")


def with_filters(request, address: str) -> str:
    query = request.GET.copy()
    for name in UNFILTERED:
        query.pop(name, None)
    return f"{address}?{query.urlencode()}" if query else address


def in_frab(request, page) -> list[tuple[str, str]]:
    """The extensions and addresses of the edition's frab files, if it has any."""
    if not page.schedule or is_preview(request):
        return []
    files = [(fmt, f"{unprefixed(page.schedule)}.{fmt}") for fmt in ("xml", "json")]
    return [(fmt, with_filters(request, file)) for fmt, file in files]


@lru_cache(maxsize=500)
def qr_code(address: str, label: str) -> str:
    """The address as a picture for a telephone to read; the same address stands beside it."""
    code = segno.make(address, error="l", micro=False)
    svg = code.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None)
    said = f'<svg width="132" height="132" role="img" aria-label="{label}" '
    return mark_safe(svg.replace("<svg ", said, 1))  # noqa: S308 - made of squares


def is_preview(request) -> bool:
    """What is not public has no feed: a calendar would keep it, and the link to it ends."""
    return hasattr(request, "preview")


@register.inclusion_tag("events/_subscribe.html", takes_context=True)
def subscribe(context, label, said):
    """Ways to keep this page's sessions in a calendar, and the same rows as data."""
    request, page = context["request"], context["page"]
    is_copy = hasattr(request, "copied_at")
    # A copy has the files of whole lists alone.
    formats = [fmt for fmt in page.formats if not is_copy or "?" not in in_format(request, fmt)]
    file = in_format(request, "ics")
    address = settings.SITE_URL + file
    without_scheme = address.partition("://")[2]
    if is_preview(request):
        return {}
    return {
        "label": label,
        "said": said,
        "formats": [(f".{fmt}", in_format(request, fmt)) for fmt in formats],
        "frab": [(f"frab .{fmt}", file) for fmt, file in in_frab(request, page)],
        "unscheduled": page.unscheduled and page.schedule,
        # Nobody would tell a calendar what has changed since the copy was made.
        "calendar": "ics" in formats and not is_copy,
        "undated": label and "ics" not in formats,
        "qr": qr_code(address, _("Code QR")) if "ics" in formats and label else "",
        "address": address,
        "file": file,
        "webcal": f"webcal://{quote(without_scheme, safe='/:?=&%')}",
        "google": f"https://calendar.google.com/calendar/render?cid={quote(address, safe='')}",
        "outlook": "https://outlook.live.com/calendar/0/addfromweb?"
        f"url={quote(address, safe='')}&name={quote(urlsplit(address).path.rsplit('/', 1)[-1])}",
    }


@register.inclusion_tag("includes/_page_head.html", takes_context=True)
def page_head(context, page):
    """The page's canonical address, languages, machine formats, cards for sharing, JSON-LD."""
    request = context["request"]
    formats = () if is_preview(request) else page.formats
    links = [(MEDIA_TYPES[fmt], settings.SITE_URL + in_format(request, fmt)) for fmt in formats]
    links += [(MEDIA_TYPES[fmt], settings.SITE_URL + file) for fmt, file in in_frab(request, page)]
    return {
        "page": page,
        "canonical": settings.SITE_URL + request.path,
        "translations": translations(request.path),
        "links": links,
        "locale": LOCALES[get_language()],
        "other_locales": [name for code, name in LOCALES.items() if code != get_language()],
        "card": settings.SITE_URL + page.card.path,
        "card_says": page.card.card.alt,
        "data": as_data(page.data),
    }


def as_data(data: dict) -> str:
    """JSON that no text in it can end early: `<`, `>` and `&` are escaped."""
    text = json.dumps(data, ensure_ascii=False)
    escapes = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
    return mark_safe(text.translate(escapes))  # noqa: S308 - escaped on the line above


@register.simple_tag(takes_context=True, name="page_query")
def query_for_page(context, number):
    return page_query(context["request"], number)


@register.simple_tag(takes_context=True)
def without_paging(context) -> str:
    """The page's filters, for another page of the same ones."""
    query = context["request"].GET.copy()
    for name in UNFILTERED:
        query.pop(name, None)
    return query.urlencode()


@register.simple_tag(takes_context=True)
def here_with(context, query) -> str:
    """The page's own address with another query."""
    return f"?{query}" if query else context["request"].path


@register.simple_tag
def bar(count: int, most: int) -> str:
    """A count drawn as a bar beside others; the figure stands below."""
    height = round(400 * count / most)
    return format_html(
        '<svg viewBox="0 0 10 400" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="10" y="{}" height="{}"/></svg>',
        *(400 - height, height),
    )


@register.simple_tag(takes_context=True)
def here(context) -> str:
    """The page's own address, for its foot on paper."""
    return settings.SITE_URL + context["request"].get_full_path()


@register.simple_tag
def worker() -> str:
    """The address of the worker that keeps copies for when there is no network; "" without one."""
    return reverse("worker") if settings.OFFLINE_COPIES else ""


@register.simple_tag(takes_context=True)
def languages(context) -> list[dict]:
    """The languages to switch to, each at this very page and query."""
    here = context["request"].get_full_path()
    return [
        {"code": code, "name": name, "address": in_language(here, code)}
        for code, name in settings.LANGUAGES
    ]
