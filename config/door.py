"""The door: what a request passes before any view, and an answer after it."""

import logging
import re
from functools import lru_cache
from math import ceil

import brotli
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.clock import revision_at
from events.languages import language_of

logger = logging.getLogger(__name__)

BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))")
SMALLEST_COMPRESSED = 200
LARGE = 64 * 1024  # takes too long to be made as small as can be
STARTED = timezone.now()
# What no content changes, or nobody may keep.
NOT_PUBLIC = ("/admin/", "/favicon.ico", "/healthz", "/media/", "/preview/", "/site.webmanifest")
FRESH = "public, max-age=0, must-revalidate, s-maxage=10"
# Where the cache in front (`config/cache/`) finds the revision that the answer was made at.
REVISION = "tableronde.revision"


@never_cache
@require_safe
def healthz(request):
    """Says "ok" when the database answers; a fact for machines, so plain text."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        logger.exception("healthz: the database does not answer")
        return HttpResponse("database does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def favicon(request):
    """Browsers ask for this address wherever a page names no icon: data, the admin."""
    return redirect(static("icons/favicon.svg"))


@require_safe
def manifest(request):
    """What a telephone needs to keep the site beside its programs."""
    icons = [
        {"src": static(f"icons/{name}.png"), "sizes": size, "type": "image/png", "purpose": purpose}
        for name, size, purpose in [
            ("icon-192", "192x192", "any"),
            ("icon-512", "512x512", "any"),
            ("icon-maskable-512", "512x512", "maskable"),
        ]
    ]
    drawn = {"src": static("icons/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    said = {
        "id": "/",
        "name": "Tableronde",
        "short_name": "Tableronde",
        "description": _("Programmes d’événements et répertoire des intervenants."),
        "lang": settings.LANGUAGE_CODE,
        "dir": "ltr",
        "start_url": reverse("events:home"),
        "scope": "/",
        "display": "minimal-ui",
        # The paper of the light look (static/css/tableronde.css).
        "background_color": "#fbfaf6",
        "theme_color": "#fbfaf6",
        "icons": [drawn, *icons],
    }
    response = JsonResponse(said, content_type="application/manifest+json")
    # It changes with a release only; no look at the database.
    response["Cache-Control"] = "public, max-age=3600"
    return response


class LanguageMiddleware:
    """The address alone says the language: `/en/…`, `/de/…`, and French without a prefix.

    Django's own would ask a cookie and Accept-Language as well, and a page would no longer be the
    same for everyone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with translation.override(language_of(request.path_info)):
            return self.get_response(request)


class CompressionMiddleware(GZipMiddleware):
    """Compresses text, but never a calendar: several calendar programs cannot read one compressed.

    Pictures and spreadsheets are left alone because they are compressed already. Brotli makes a
    page a tenth smaller than gzip; only browsers on https or on the same machine ask for it.
    """

    def process_response(self, request, response):
        if not compressible(response) or response.streaming:
            return response
        accepted = request.headers.get("Accept-Encoding", "")
        if not BROTLI.search(accepted) or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Encoding"])
        if len(response.content) >= SMALLEST_COMPRESSED:
            response.content = squeezed(request, response)
            response["Content-Length"] = str(len(response.content))
            response["Content-Encoding"] = "br"
            if etag := response.get("ETag"):
                response["ETag"] = etag if etag.startswith("W/") else f"W/{etag}"
        return response


def squeezed(request, response) -> bytes:
    """A page under its own address is asked for again and again: as small as can be, made once."""
    kept = "public" in response.get("Cache-Control", "") and not request.GET
    if not kept or len(response.content) > LARGE:
        return brotli.compress(response.content, quality=6)
    return smallest(response.content)


@lru_cache(maxsize=128)
def smallest(content: bytes) -> bytes:
    return brotli.compress(content, quality=10)


def compressible(response):
    media_type = response.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type == "text/calendar":
        return False
    return media_type.startswith("text/") or media_type.endswith(("json", "xml"))


class ConditionalMiddleware(ConditionalGetMiddleware):
    """ETag and 304 for HEAD as for GET: calendars ask either way (Django's knows GET only)."""

    def process_response(self, request, response):
        if request.method not in ("GET", "HEAD"):
            return response
        if self.needs_etag(response) and not response.has_header("ETag"):
            set_response_etag(response)
        since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
        if since and since > timezone.now().timestamp():
            # Not a date that we gave: a 304 to it would freeze whoever sends it.
            del request.META["HTTP_IF_MODIFIED_SINCE"]
        changed = parse_http_date_safe(response.get("Last-Modified", ""))
        return get_conditional_response(
            request, etag=response.get("ETag"), last_modified=changed, response=response
        )


class FreshnessMiddleware:
    """Says of every public answer how long it may be kept, and since when nothing has changed.

    A browser asks again each time and mostly gets a 304; a shared cache in front may answer by
    itself for a few seconds. The ETag is the hash of the bytes (`ConditionalMiddleware`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD") or request.path.startswith(NOT_PUBLIC):
            return self.get_response(request)
        now = timezone.now()
        # Before the answer is made: a change meanwhile makes it newer than it says, never older.
        revision = revision_at(now)
        # What answers the request need not ask again.
        request.changed_at = revision and revision.changed_at
        request.data_at = revision and (revision.value, revision.changed_at)
        if revision:
            request.META[REVISION] = revision
        response = self.get_response(request)
        if response.status_code == 200 and not response.has_header("Cache-Control"):
            response["Cache-Control"] = FRESH
            if changed := revision and last_modified(revision.changed_at, now):
                response["Last-Modified"] = http_date(changed)
        return response


def last_modified(changed, now) -> int | None:
    """The second after the last change of any content, as a Unix time.

    HTTP knows whole seconds: within the second of a change, another may follow it unseen, so
    nothing is said until it is over.
    """
    second = second_after(changed)
    return second if now.timestamp() > second else None


def second_after(changed) -> int:
    # A new release may write the same content otherwise: it is as old as this process.
    return ceil(max(changed, STARTED).timestamp())


class PermissionsPolicyMiddleware:
    """Sends Permissions-Policy, the one security header Django has no setting for."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.value = ", ".join(f"{feature}=()" for feature in settings.PERMISSIONS_REFUSED)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.value)
        return response
