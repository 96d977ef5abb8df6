"""Pages as they will be, behind a signed link, in no cache and in no index.

What is not public is made so, the ordinary view answers, and all of it is taken back: a preview
cannot differ from what will be public (docs/adr/0006).
"""

import re
from copy import copy

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from events.addresses import GoneError
from events.languages import language_of
from events.releases import previewing
from events.releases.preparing import ReleaseError

# The pages that are previewed: of an edition, and of whom it leads to.
PAGE = r"(?:/(?:en|de))?/(?:events/[\w-]+/(?:(?:\d{4}-\d\d-\d\d|changes|sessions/[\w-]+)/)?|"
PAGE += r"(?:speakers|organisations|sources)/[\w-]+/)"
PREVIEWED = re.compile(PAGE)
LINK = re.compile(rf'(?<=\s)(href|action|hx-get)="(?=({PAGE})(?:[?#"]))')


@require_safe
def preview(request, token, path=""):
    try:
        shown = previewing.read(token, timezone.now())
        response = answered(request, token, f"/{path}", shown)
    except GoneError:
        response = render(request, "events/preview_over.html", status=410)
    except ReleaseError:  # what the draft adds, the public edition has got meanwhile
        response = render(request, "events/preview_over.html", {"for_now": True}, status=409)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answered(request, token: str, path: str, shown: previewing.Preview) -> HttpResponse:
    if path == "/":
        return redirect(f"/preview/{token}{shown.address}")
    if not PREVIEWED.fullmatch(path):
        raise Http404
    with translation.override(language_of(path)), shown.in_place():
        response = page_at(request, path, shown)
    return kept_within(response, f"/preview/{token}")


def page_at(request, path: str, shown: previewing.Preview) -> HttpResponse:
    """What the ordinary view says at the address."""
    asked = copy(request)
    asked.path = asked.path_info = path
    asked.preview = shown
    asked.resolver_match = match = resolve(path)
    return match.func(asked, *match.args, **match.kwargs)


def kept_within(response: HttpResponse, prefix: str) -> HttpResponse:
    """Links to what is previewed stay in the preview; the others lead to the public site."""
    if (there := response.get("Location", "")) and PREVIEWED.match(there):
        response["Location"] = prefix + there
    elif response["Content-Type"].startswith("text/html"):
        html = response.content.decode()
        response.content = LINK.sub(rf'\1="{prefix}', html)
    return response
