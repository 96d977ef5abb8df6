"""What holds of every public address, found by following the links from the home page."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from tests.walk import DATA, SECRET, WEDNESDAY, WEEK, visit

pytestmark = pytest.mark.django_db

SITE = "http://tableronde.test"
MEDIA_TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "atom": "application/atom+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xml": "application/xml; charset=utf-8",
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
}
# Every kind of address (DESIGN §3); the walk must have come past each.
KINDS = [
    "/", "/events/", "/events.json", WEEK, f"{WEEK[:-1]}.ics", f"{WEEK[:-1]}.json",
    f"{WEEK}schedule.xml", f"{WEEK}schedule.json",
    WEDNESDAY, f"{WEDNESDAY[:-1]}.ics", f"{WEDNESDAY[:-1]}.json",
    f"{WEEK}sessions/accueil/", f"{WEEK}sessions/accueil.ics", f"{WEEK}sessions/accueil.json",
    "/sessions/?topic=jeunesse", "/sessions.ics?topic=jeunesse", "/sessions.json?topic=jeunesse",
    "/speakers/", "/speakers.json", "/speakers/diego-de-biasio/",
    "/speakers/diego-de-biasio.ics", "/speakers/diego-de-biasio.json",
    "/organisations/", "/organisations.json", "/organisations/technoport/",
    "/organisations/technoport.ics", "/organisations/technoport.json",
    "/appearances/", "/appearances.json", "/appearances/with/", "/appearances/with.json",
    "/export/",
]  # fmt: skip
# Where a browser loads from by itself.
LOADED = (
    "link[href]:not([rel=canonical]):not([rel=alternate]), [src], [srcset], [poster], "
    "object[data], image[href], use[href]"
)


def extension(address):
    return urlsplit(address).path.rpartition(".")[2]


@pytest.fixture
def html_pages(pages):
    return [page for page in pages.values() if page.is_html]


@pytest.fixture
def formats(pages):
    return [page for page in pages.values() if not page.is_html]


@pytest.mark.parametrize("address", KINDS)
def test_every_kind_of_address_is_reached_from_the_home_page(pages, address):
    assert address in pages


def test_every_link_leads_somewhere(pages):
    answers = {page.address: page.response.status_code for page in pages.values()}
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_every_page_is_valid_html(html_pages):
    for page in html_pages:
        assert page.html.errors == [], page.address
        assert len(page.all("h1")) == 1, page.address
        ids = [node.attrs["id"] for node in page.all("[id]")]
        assert sorted(ids) == sorted(set(ids)), page.address


def test_every_link_into_a_page_finds_its_place(html_pages):
    for page in html_pages:
        wanted = {node.attrs["href"][1:] for node in page.all("a[href^='#']")}
        assert wanted <= {node.attrs["id"] for node in page.all("[id]")}, page.address


def test_pages_name_themselves_by_the_site_s_address(html_pages):
    for page in html_pages:
        if page.address == "/":
            continue
        path = urlsplit(page.address).path
        assert page.one("link[rel=canonical]").attrs["href"] == f"{SITE}{path}", page.address


def test_pages_name_their_other_formats_by_the_site_s_address(pages, html_pages):
    for page in html_pages:
        for link in page.all("link[rel=alternate][type]"):
            address = link.attrs["href"]
            assert address.startswith(f"{SITE}/"), page.address
            there = pages[address.removeprefix(SITE)]
            assert link.attrs["type"] == there.media_type, page.address


def test_nothing_is_loaded_from_elsewhere_and_all_of_it_is_there(db, html_pages):
    loaded = set()
    for page in html_pages:
        for node in page.all(LOADED):
            loaded |= {node.attrs[name] for name in ("href", "src", "data") if name in node.attrs}
    own = ("/static/", "/site.webmanifest")
    assert {address for address in loaded if not address.startswith(own)} == set()
    for address in loaded:
        response = visit(address).response
        assert response.status_code == 200, address
        response.close()


def test_no_page_has_a_style_or_a_script_of_its_own(html_pages):
    for page in html_pages:
        assert page.all("style, [style], iframe, base") == [], page.address
        assert page.all(f"script:not([src]):not({DATA})") == [], page.address
        named = {name for node in page.all("*") for name in node.attrs}
        assert [name for name in named if name.startswith(("on", "hx-on"))] == [], page.address
        assert "javascript:" not in page.text.lower(), page.address


def test_the_data_in_a_page_is_json_without_an_hour_that_is_not_known(pages, html_pages):
    for page in html_pages:
        for node in page.all(f"script{DATA}"):
            assert json.loads(node.to_text(strip=False))["@context"] == "https://schema.org"
    unknown, known = (
        json.loads(pages[f"{WEEK}sessions/{slug}/"].one(f"script{DATA}").to_text(strip=False))
        for slug in ("l-ia-souveraine", "ouverture")
    )
    assert unknown["startDate"] == "2025-04-02"
    assert known["startDate"] == "2025-04-02T09:45:00+02:00"
    assert "endDate" not in known


def test_every_answer_is_the_same_for_everyone(pages):
    for page in pages.values():
        assert page.response.cookies == {}, page.address
        assert "cookie" not in page.response.get("Vary", "").lower(), page.address


def test_a_logged_in_organiser_sees_what_everyone_sees(eschtechweek, admin_client):
    for address in ("/", WEDNESDAY, f"{WEDNESDAY[:-1]}.ics", "/speakers/"):
        assert admin_client.get(address).content == visit(address).response.content


def test_every_answer_has_a_policy_that_allows_nothing_inline(pages):
    for page in pages.values():
        policy = page.response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, page.address
        assert "unsafe" not in policy, page.address


def test_formats_can_be_read_from_any_site(formats):
    for page in formats:
        assert page.response["Access-Control-Allow-Origin"] == "*", page.address
        assert page.response["Content-Type"] == MEDIA_TYPES[extension(page.address)], page.address


def test_pages_cannot(html_pages):
    assert not any("Access-Control-Allow-Origin" in page.response for page in html_pages)


def test_head_says_what_get_says_without_the_body(eschtechweek, client, pages):
    for address in KINDS:
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        for name in ("Content-Type", "Access-Control-Allow-Origin", "Vary", "Content-Disposition"):
            assert head.get(name) == pages[address].response.get(name), address


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_addresses_are_only_read(db, client, method):
    answers = {address: getattr(client, method)(address).status_code for address in KINDS}
    assert answers == dict.fromkeys(KINDS, 405)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "« colour »"),
        ("kind=picnic", "« picnic »"),
        ("day=2.4.2025", "« 2.4.2025 »"),
        ("speaker=nobody", "« nobody »"),
        ("year=<script>", "« <script> »"),
    ],
)
@pytest.mark.parametrize("extension", ["/", ".json", ".ics"])
def test_a_bad_filter_is_named_in_the_format_asked_for(db, client, query, named, extension):
    response = client.get(f"/sessions{extension}?{query}")
    assert response.status_code == 400
    if extension == "/":
        assert named in visit(f"/sessions/?{query}").html.query_one(".errpage").to_text()
        assert "<script>" not in response.content.decode().replace("<script src=", "")
    elif extension == ".json":
        assert named in response.json()["error"]
    else:
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert named in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/speakers/?role=speaker", "/organisations/?id=abc", "/events.json?q=a",
     "/speakers.json?page=2", "/appearances.json?page=0", "/appearances.json?page=²"],
)  # fmt: skip
def test_a_list_refuses_what_it_cannot_do(db, client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize(
    "address",
    ["/nowhere/", "/events/nowhere/", f"{WEEK}2025-04-06/", f"{WEEK}2025-13-01/",
     f"{WEEK}sessions/nothing/", "/speakers/nobody/",
     f"{WEEK}2025-04-02.pdf", "/events/zanzibar/"],
)  # fmt: skip
def test_what_is_not_there_has_a_page_that_says_so(eschtechweek, address):
    page = visit(address)
    assert page.response.status_code == 404
    assert page.texts("h1") == ["Cette page n’existe pas"]
    assert page.html.query_one("html").attrs["lang"] == "fr"
    assert "/events/" in page.links()


def test_an_old_address_of_a_session_leads_to_its_own_edition(eschtechweek, client):
    response = client.get("/events/tnteens-2025/sessions/accueil/")
    assert (response.status_code, response["Location"]) == (301, f"{WEEK}sessions/accueil/")


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (PermissionDenied, 403, "Accès refusé"),
        (ZeroDivisionError, 500, "Une panne, de notre côté"),
    ],
)
def test_errors_have_pages_of_their_own(db, monkeypatch, error, status, title):
    def fail(*args):
        raise error

    monkeypatch.setattr("events.views.home.render", fail)
    page = visit("/")
    assert page.response.status_code == status
    assert page.texts("h1") == [title]
    assert "unsafe" not in page.response["Content-Security-Policy"]
    assert page.all("style, [style], script:not([src])") == []


def test_an_expired_form_is_refused_in_french(db):
    response = Client(enforce_csrf_checks=True).post("/admin/login/")
    assert response.status_code == 403
    assert "Accès refusé" in response.content.decode()


def test_what_is_hidden_or_not_published_is_read_at_no_address(pages):
    """Drafts, and what was printed under names that are hidden since (`tests.walk`)."""
    assert [a for a, page in pages.items() if SECRET.lower() in f"{a} {page.text}".lower()] == []
