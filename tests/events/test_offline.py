"""What a browser is given for when it has no network; tests/browser/test_offline.py uses it."""

import json
import re

import pytest

from events.views import offline
from tests.walk import visit

pytestmark = pytest.mark.django_db


def told(script: str) -> dict:
    return json.loads(re.search(r"const SITE = (.*);", script)[1])


@pytest.fixture
def copies(settings):
    settings.OFFLINE_COPIES = True


def test_the_worker_knows_its_release_and_what_pages_load(client, copies):
    response = client.get("/sw.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    site = told(response.content.decode())
    assert site["static"] == "/static/"
    assert site["assets"] == [f"/static/{name}" for name in offline.ASSETS]
    assert site["texts"]["fr"]["band"] == "Hors ligne\u00a0: copie du {day} à {hour}."
    pages = {code: texts["page"] for code, texts in site["texts"].items()}
    assert pages == {"fr": "/offline/", "en": "/en/offline/", "de": "/de/offline/"}


def test_another_style_sheet_is_another_release(client, copies, monkeypatch):
    before = told(client.get("/sw.js").content.decode())["release"]
    assert told(client.get("/sw.js").content.decode())["release"] == before
    monkeypatch.setattr(offline, "ASSETS", ["css/other.css"])
    assert told(client.get("/sw.js").content.decode())["release"] != before


def test_all_that_a_page_loads_is_kept(copies):
    for address in ("/", "/offline/"):
        page = visit(address)
        loaded = page.all("link[rel=stylesheet], link[rel=preload], link[type='image/svg+xml']")
        scripts = {node.attrs["src"] for node in page.all("script[src]")}
        kept = {f"/static/{name}" for name in offline.ASSETS}
        assert {node.attrs["href"] for node in loaded} | scripts <= kept, address


def test_pages_name_the_worker_only_where_copies_are_wanted(settings):
    for wanted, address in ((True, "/sw.js"), (False, None)):
        settings.OFFLINE_COPIES = wanted
        script = visit("/").one("script[src$='kept.js']")
        assert script.attrs.get("data-worker") == address


@pytest.mark.parametrize("prefix", ["", "/en", "/de"])
def test_the_page_in_place_of_another_is_for_no_search_engine(client, prefix):
    assert client.get(f"{prefix}/offline/")["X-Robots-Tag"] == "noindex"
