"""The door: what a request passes before any view, and an answer after it."""

import logging
from math import ceil

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.models import Revision

logger = logging.getLogger(__name__)


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


class CompressionMiddleware(GZipMiddleware):
    """Compresses text, but never a calendar: several calendar programs cannot read one compressed.

    Pictures and spreadsheets are left alone because they are compressed already.
    """

    def process_response(self, request, response):
        return super().process_response(request, response) if compressible(response) else response


def compressible(response):
    media_type = response.get("Content-Type", "").partition(";")[0].strip().lower()
    if media_type == "text/calendar":
        return False
    return media_type.startswith("text/") or media_type.endswith(("json", "xml"))


class FreshnessMiddleware:
    """Says of every public answer how long it may be kept, and since when nothing has changed.

    A browser asks again each time and mostly gets a 304; a shared cache in front may answer by
    itself for a few seconds. The ETag is the hash of the bytes (`ConditionalGetMiddleware`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        public = request.method in ("GET", "HEAD") and response.status_code == 200
        if public and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "public, max-age=0, must-revalidate, s-maxage=10"
            if changed := last_modified(timezone.now()):
                response["Last-Modified"] = http_date(changed)
        return response


def last_modified(now) -> int | None:
    """The second after the last change of any content, as a Unix time.

    HTTP knows whole seconds: within the second of a change, another may follow it unseen, so
    nothing is said until it is over.
    """
    changed = Revision.objects.values_list("changed_at", flat=True).first()
    if changed is None:
        return None
    second = ceil(changed.timestamp())
    return second if now.timestamp() > second else None


class PermissionsPolicyMiddleware:
    """Sends Permissions-Policy, the one security header Django has no setting for."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.value = ", ".join(f"{feature}=()" for feature in settings.PERMISSIONS_REFUSED)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.value)
        return response
