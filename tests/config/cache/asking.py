"""Asks a WSGI application as a server does: the test client never passes the cache."""

from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from config.cache.front import Front

HOST = "tableronde.test"
ENDS = (request_started, request_finished)


@dataclass(frozen=True)
class Told:
    status: str
    headers: dict[str, str]
    body: bytes


def ask(application, address: str, method="GET", **headers: str) -> Told:
    """`if_none_match=…`: the header of that name."""
    for signal in ENDS:  # as the test client does: this would close the test's own transaction
        signal.disconnect(close_old_connections)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, address, headers={"host": HOST} | named)
    said = []
    response = application(request.environ, lambda *given: said.extend(given))
    # A server sends no body for these, whatever it is given.
    is_empty = method == "HEAD" or said[0].startswith("304")
    body = b"" if is_empty else b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return Told(said[0], dict(said[1]), body)


class Django:
    """Django itself, and how often it was asked."""

    def __init__(self):
        self.handler, self.asked = WSGIHandler(), 0

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.handler(environ, start_response)


def front(application=None, octets=50_000_000, **given) -> Front:
    return Front(application or Django(), octets, **given)
