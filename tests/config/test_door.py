import gzip

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from PIL import Image

from config.door import CompressionMiddleware

TEXT = "Table ronde du mercredi, heure non précisée. " * 50


@pytest.mark.django_db
def test_healthz_says_ok(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain"
    assert "no-store" in response["Cache-Control"]


def test_healthz_says_when_the_database_does_not_answer(client, monkeypatch):
    def refuse(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]


def test_healthz_is_only_read(client):
    assert client.post("/healthz").status_code == 405


def test_a_telephone_can_keep_the_site(client):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    said = response.json()
    assert (said["name"], said["lang"], said["start_url"]) == ("Tableronde", "fr", "/")
    assert {icon["purpose"] for icon in said["icons"][1:]} == {"any", "maskable"}
    for icon in said["icons"][1:]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(path) as picture:
            assert "x".join(map(str, picture.size)) == icon["sizes"]


@pytest.mark.django_db
def test_every_page_names_the_manifest_and_icons_that_are_there(client, parse_html):
    page = parse_html(client.get("/nowhere"))
    [manifest] = page.query('link[rel="manifest"]')
    assert client.get(manifest.attrs["href"]).status_code == 200
    for icon in page.query('link[rel="icon"], link[rel="apple-touch-icon"]'):
        assert finders.find(icon.attrs["href"].removeprefix("/static/"))
    colours = {m.attrs["media"]: m.attrs["content"] for m in page.query('[name="theme-color"]')}
    assert colours == {
        "(prefers-color-scheme: light)": "#fbfaf6",
        "(prefers-color-scheme: dark)": "#131211",
    }


def test_the_icon_is_found_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/icons/favicon.svg")


def answer(content_type):
    middleware = CompressionMiddleware(
        lambda request: HttpResponse(TEXT, content_type=content_type)
    )
    return middleware(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html; charset=utf-8",
        "application/json",
        "application/atom+xml; charset=utf-8",
        "text/csv; charset=utf-8",
        "application/ld+json",
        "image/svg+xml",
    ],
)
def test_text_is_compressed(content_type):
    response = answer(content_type)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == TEXT


@pytest.mark.parametrize(
    "content_type", ["text/calendar; charset=utf-8", "TEXT/CALENDAR", "image/png"]
)
def test_calendars_and_pictures_are_not(content_type):
    response = answer(content_type)
    assert "Content-Encoding" not in response
    assert response.content.decode() == TEXT


@pytest.fixture
def headers(client, db):
    return client.get("/healthz").headers


def test_the_content_security_policy_allows_nothing_inline_or_from_elsewhere(headers):
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", ", ".join(f"{it}=()" for it in settings.PERMISSIONS_REFUSED)),
    ],
)
def test_security_headers(headers, name, value):
    assert headers[name] == value


def test_no_cookie_and_the_same_for_everyone(headers):
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


@pytest.mark.django_db
def test_https_is_asked_for_except_of_a_health_check(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/admin/").headers["Location"].startswith("https://")
    assert client.get("/healthz").status_code == 200
