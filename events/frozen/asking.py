"""The site's answers without a server: through the same door as every visitor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse
from django.utils import timezone

from events.now import without_a_now

MOST_STEPS = 3


@contextmanager
def staying_connected() -> Iterator[None]:
    """The database is not left after each answer: one reader asks for them all."""
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_finished.connect(close_old_connections)


class Site(BaseHandler):
    """Pages for a copy: they say of when it is, and leave out what needs a server."""

    def __init__(self, copied_at: datetime):
        self.copied_at = timezone.localtime(copied_at)
        self.load_middleware()

    def ask(self, address: str) -> HttpResponse:
        """The answer; of a former address, that of the one it leads to."""
        response = self.answer(address)
        for _step in range(MOST_STEPS):
            if response.status_code not in (301, 302):
                break
            response = self.answer(response["Location"].removeprefix(settings.SITE_URL))
        return response

    def answer(self, address: str) -> HttpResponse:
        request = WSGIRequest(environment(address))
        request.copied_at = self.copied_at
        with without_a_now():
            return self.get_response(request)


def environment(address: str) -> dict:
    path, _mark, query = address.partition("?")
    site = urlsplit(settings.SITE_URL)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": unquote_to_bytes(path).decode("iso-8859-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or {"http": 80, "https": 443}[site.scheme]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
        # Of use only to a site that believes the proxy in front of it.
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "wsgi.input": BytesIO(),
    }
