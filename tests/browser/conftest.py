"""Chromium before the running site. It must be on the machine; nothing downloads one.

`page`, `page_without_javascript` and `page_either_way` (the test runs twice) know the site's
address: `page.goto("/")`. A test names the one it uses among its arguments, and fails on whatever
the browser complains of (a script error, a breach of the Content-Security-Policy, an answer that is
an error) and on anything loaded from elsewhere. What a test provokes on purpose, it puts into
`expected_complaints`.
"""

import os
import re
import sys
from ctypes.util import find_library

import pytest

from tests.chromium import MISSING, find_chromium

# Playwright keeps an event loop in the thread of the tests, where Django then refuses its own
# synchronous database calls, although nothing runs concurrently in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-sandbox",  # CI and containers run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = find_chromium()
    if not chromium:
        pytest.skip(MISSING)
    if sys.platform == "linux" and not find_library("atomic"):
        pytest.skip("Playwright needs libatomic (Debian: apt install libatomic1)")
    return {**browser_type_launch_args, "executable_path": chromium, "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "fr-FR"}


@pytest.fixture
def site(live_server, settings):
    """The running site's address, which absolute links then name too."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def expected_complaints():
    """Regular expressions of what the browser may complain of in this test."""
    return []


@pytest.fixture
def page(new_context, site, expected_complaints):
    yield from watched(new_context(), site, expected_complaints)


@pytest.fixture
def page_without_javascript(new_context, site, expected_complaints):
    yield from watched(new_context(java_script_enabled=False), site, expected_complaints)


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def page_either_way(request, new_context, site, expected_complaints):
    yield from watched(new_context(java_script_enabled=request.param), site, expected_complaints)


def watched(context, site, expected):
    complaints = []

    def on_console(message):
        if message.type in {"error", "warning"}:
            complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def on_request(request):
        if not request.url.startswith((site, "data:", "blob:")):
            complaints.append(f"loaded from elsewhere: {request.url}")

    context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    context.on("console", on_console)
    context.on("request", on_request)
    yield context.new_page()
    unexpected = [text for text in complaints if not any(re.search(one, text) for one in expected)]
    assert unexpected == []
