"""The door: what a request passes before any view, and an answer after it."""

import logging

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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


class PermissionsPolicyMiddleware:
    """Sends Permissions-Policy, the one security header Django has no setting for."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.value = ", ".join(f"{feature}=()" for feature in settings.PERMISSIONS_REFUSED)

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.value)
        return response
