"""The same pages in three languages: interface translated, place kept, nothing negotiated."""

import re

import pytest
from django.test import Client

from events.languages import in_language
from tests import catalogues
from tests.walk import DATA, WEDNESDAY, WEEK, kept_out_of_the_database, load_eschtechweek, visit

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SITE = "http://tableronde.test"
PAGES = [
    "/", "/events/", WEEK, WEDNESDAY, f"{WEEK}2025-04-01/", f"{WEEK}2025-04-05/",
    f"{WEEK}sessions/les-talents-a-l-heure-de-l-ia/", f"{WEEK}sessions/ouverture/",
    f"{WEEK}sessions/dejeuner/", "/sessions/", "/sessions/?kind=visit", "/panels/",
    "/speakers/", "/speakers/?q=biasio", "/speakers/?q=nobody", "/speakers/kamel-amroune/",
    "/speakers/antonio-carlos-albuquerque/", "/accessibilite/",
    "/organisations/", "/organisations/?q=nothing", "/organisations/technoport/",
    "/organisations/ville-desch-sur-alzette/", "/appearances/", "/appearances/?role=host",
    "/sources/", "/sources/techsense-eschtechweek/", "/search/", "/search/?q=esch",
    "/search/?q=xyzzy", "/sessions/?colour=red", "/sessions/?kind=picnic", "/nowhere/",
]  # fmt: skip


@pytest.fixture(scope="module")
def translated(django_db_setup, django_db_blocker):
    with kept_out_of_the_database(django_db_blocker.unblock):
        load_eschtechweek()
        return {
            language: {address: visit(in_language(address, language)) for address in PAGES}
            for language in ("fr", *catalogues.LANGUAGES)
        }


@pytest.fixture(params=catalogues.LANGUAGES)
def language(request):
    return request.param


def interface(page) -> list[str]:
    """The texts of a page that are not said to be in another language, and its labels."""
    root = page.html.query_one("html").clone_node(deep=True)
    language = root.attrs["lang"]
    for node in root.query(f"body [lang], script{DATA}, address"):
        if node.attrs.get("lang") != language and node.parent:
            node.parent.remove_child(node)
    found = [node.attrs[name] for node in root.query("*")
             for name in ("aria-label", "placeholder", "data-on", "data-off", "data-l", "title")
             if name in node.attrs]  # fmt: skip
    return [*found, *root.to_text(separator="\n", strip=True).split("\n")]


def plain(text: str) -> str:
    return " ".join(text.split()).strip(" .,:;[]").lower()


def french(language) -> set[str]:
    """What the interface says in French and otherwise in the other language, in lower case."""
    texts = set()
    for (_context, one), message in catalogues.by_text(catalogues.read(language)).items():
        pairs = zip(message.id, message.string, strict=True) if message.pluralizable else [
            (one, message.string)]  # fmt: skip
        texts |= {plain(said) for said, other in pairs if plain(said) != plain(other)}
    messages = catalogues.by_text(catalogues.read(language)).values()
    same = {plain(s) for m in messages for s in (m.string if m.pluralizable else [m.string])}
    # A single letter is the head of a directory's column.
    return {text for text in texts - same if len(text) > 1}


def test_no_text_of_the_interface_is_left_in_french(translated, language):
    foreign = french(language)
    assert len(foreign) > 200
    for address, page in translated[language].items():
        left = {
            text for text in map(plain, interface(page)) if re.sub(r"^\d+ ", "", text) in foreign
        }
        assert left == set(), address


def test_the_same_check_finds_french_in_french(translated, language):
    foreign = french(language)
    for address, page in translated["fr"].items():
        assert {plain(text) for text in interface(page)} & foreign, address


def test_every_page_says_its_language_and_where_the_others_are(translated):
    for language, pages in translated.items():
        for address, page in pages.items():
            root = page.html.query_one("html")
            assert root.attrs["lang"] == language, address
            switch = {a.attrs["hreflang"]: a.attrs["href"] for a in page.all(".langs a")}
            assert switch == {code: in_language(address, code) for code in translated}, address
            assert page.one(".langs [aria-current]").attrs["hreflang"] == language
            if page.response.status_code != 200:
                continue
            bare = address.partition("?")[0]
            named = {n.attrs["hreflang"]: n.attrs["href"] for n in page.all("link[hreflang]")}
            expected = {code: SITE + in_language(bare, code) for code in translated}
            assert named == expected | {"x-default": SITE + bare}, address
            assert page.one("link[rel=canonical]").attrs["href"] == expected[language]
            locale = page.one("meta[property='og:locale']").attrs["content"]
            assert locale == {"fr": "fr_FR", "en": "en_GB", "de": "de_DE"}[language]


def test_links_stay_in_the_language_and_formats_have_no_prefix(translated, language):
    others = tuple(f"/{code}/" for code in catalogues.LANGUAGES if code != language)
    for address, page in translated[language].items():
        here = [link for link in page.links() if not link.startswith(others)]
        switch = in_language(address, "fr")
        formats = [link for link in here if re.search(r"\.(ics|json|csv|atom|xlsx|xml)\b", link)]
        assert not [link for link in formats if link.startswith(f"/{language}/")], address
        pages = [link for link in here if link not in formats and link != switch]
        assert all(link.startswith((f"/{language}/", "/static/")) for link in pages), address


@pytest.mark.parametrize(
    "address",
    ["/events.json", f"{WEDNESDAY[:-1]}.ics", "/speakers/diego-de-biasio.csv", "/sitemap.xml",
     "/admin/", "/healthz"],
)  # fmt: skip
def test_what_is_for_machines_and_organisers_has_no_prefix(eschtechweek, language, address):
    assert visit(address).response.status_code in (200, 302)
    assert visit(f"/{language}{address}").response.status_code == 404


def test_french_has_no_prefix(db):
    assert visit("/fr/").response.status_code == 404


def test_nothing_is_negotiated(translated):
    for pages in translated.values():
        for address, page in pages.items():
            assert page.response.cookies == {}, address
            assert not {"cookie", "accept-language"} & set(
                page.response.get("Vary", "").lower().split(", ")
            ), address
    client = Client(headers={"accept-language": "de"})
    client.cookies["django_language"] = "de"
    with_wishes, without = client.get("/nowhere/"), visit("/nowhere/").response
    assert with_wishes.content == without.content


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/en/nowhere/", 404, "This page does not exist"),
        ("/de/sessions/?colour=red", 400, "Anfrage nicht verstanden"),
        ("/sessions/?colour=red", 400, "Demande illisible"),
    ],
)
def test_errors_are_in_the_language_of_the_address(db, address, status, title):
    page = visit(address)
    assert (page.response.status_code, page.texts("h1")) == (status, [title])


@pytest.mark.parametrize(
    ("language", "day", "dates", "hours"),
    [
        ("fr", "mercredi 2 avril [2025]", "31 mars – 5 avril [2025]", "dès 9h45"),
        ("en", "Wednesday 2 April [2025]", "31 March – 5 April [2025]", "from 9:45"),
        ("de", "Mittwoch 2. April [2025]", "31. März – 5. April [2025]", "ab 9:45"),
    ],
)
def test_dates_and_hours(translated, language, day, dates, hours):
    page = translated[language][WEDNESDAY]
    assert page.texts(".daynum") == [day]
    assert page.texts(".stop .time")[1] == hours
    assert translated[language][WEEK].texts(".when span")[0] == dates


def test_titles_say_that_they_are_in_french(translated, language):
    page = translated[language][f"{WEEK}sessions/dejeuner/"]
    assert page.one("h1").attrs["lang"] == "fr"
    assert translated[language][WEEK].one("h1").attrs["lang"] == "fr"
    assert "lang" not in translated["fr"][WEEK].one("h1").attrs


@pytest.mark.parametrize(
    "address",
    [WEDNESDAY, f"{WEEK}sessions/ouverture/", "/appearances/",
     "/speakers/antonio-carlos-albuquerque/"],
)  # fmt: skip
def test_positions_say_that_they_are_in_french(translated, language, address):
    """As printed: in the language of their sources."""
    held = re.compile("échevin de la ville|invest")
    assert held.search(" ".join(plain(text) for text in interface(translated["fr"][address])))
    said = [plain(text) for text in interface(translated[language][address])]
    assert [text for text in said if held.search(text)] == []


def test_the_sitemap_names_the_translations(eschtechweek):
    text = visit("/sitemap.xml").text
    assert f"<loc>{SITE}{WEDNESDAY}</loc>" in text
    assert f"<loc>{SITE}/en" not in text
    assert f'hreflang="de" href="{SITE}/de{WEDNESDAY}"' in text


def test_a_title_from_outside_makes_no_link_to_elsewhere(db):
    assert visit("//example.org/").texts(".langs a") == ["FR Français", "EN English", "DE Deutsch"]
    for link in visit("//example.org/").all(".langs a"):
        assert not link.attrs["href"].startswith("//")
