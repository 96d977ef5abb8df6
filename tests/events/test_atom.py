"""The Atom feeds, read back by an XML parser (RFC 4287, 5005)."""

from datetime import UTC, datetime
from xml.etree import ElementTree  # reads our own bytes only

import pytest

from events import responses
from events.formats import atom
from events.models import EditionStamp, Session, SessionStamp
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
    make_topic,
)

ATOM = "{http://www.w3.org/2005/Atom}"
CHANGED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


class Feed:
    def __init__(self, body: bytes):
        self.root = ElementTree.fromstring(body)  # noqa: S314 - our own bytes
        assert self.root.tag == f"{ATOM}feed"
        self.entries = [Element(entry) for entry in self.root.findall(f"{ATOM}entry")]
        self.head = Element(self.root)


class Element:
    def __init__(self, node):
        self.node = node

    def __getitem__(self, name: str) -> str:
        [found] = self.node.findall(f"{ATOM}{name}")
        return found.text or ""

    def link(self, rel: str) -> str | None:
        links = self.node.findall(f"{ATOM}link")
        return next((link.get("href") for link in links if link.get("rel") == rel), None)

    def categories(self) -> list[str]:
        return [node.get("term") for node in self.node.findall(f"{ATOM}category")]


@pytest.fixture
def feed(client, db):
    def get(address) -> Feed:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        return Feed(response.content)

    return get


def test_a_feed_says_what_it_is_and_where(feed):
    make_session()
    found = feed("/sessions.atom?kind=other").head

    assert found["title"] == "Séances"
    assert found["id"] == found.link("self") == "http://tableronde.test/sessions.atom?kind=other"
    assert found.link("alternate") == "http://tableronde.test/sessions/?kind=other"
    assert found.link("next") is None
    assert found.node.find(f"{ATOM}author/{ATOM}name").text == "Tableronde"


def test_a_session_is_an_entry_with_a_lasting_id(feed):
    day = make_day(make_edition(title="Foire 2025"))
    session = make_session(day, slug="a", title="Grandir", kind="talk", summary="Des débuts.",
                           starts_at=datetime(2025, 4, 2, 7, 45, tzinfo=UTC))  # fmt: skip
    make_appearance(session, make_speaker("Anna Schmit"))
    session.topics.add(make_topic("start-ups"))
    [entry] = feed("/sessions.atom").entries

    assert entry["id"] == f"urn:uuid:{session.uuid}"
    assert entry["title"] == "Grandir"
    assert entry.link("alternate") == f"http://tableronde.test{session.get_absolute_url()}"
    assert entry["summary"] == "Foire 2025, 2025-04-02 09:45. Des débuts. Anna Schmit"
    assert entry.categories() == ["présentation", "start-ups"]

    Session.objects.update(slug="b", title="Autre")
    [renamed] = feed("/sessions.atom").entries
    assert (renamed["id"], renamed["title"]) == (entry["id"], "Autre")
    assert renamed.link("alternate").endswith("/sessions/b/")


def test_an_hour_or_a_date_that_is_not_known_is_said_to_be_so(feed):
    make_session(status="cancelled")
    make_session(make_day(date=None))
    said = [entry["summary"] for entry in feed("/sessions.atom").entries]

    assert "2025-04-02, heure non précisée." in said[0]
    assert said[0].startswith("Annulé. ")
    assert "sans date." in said[1]
    assert "00:00" not in "".join(said)


def test_an_appearance_is_an_entry_of_its_own(feed):
    session = make_session(title="Grandir")
    anna = make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("LIST")])
    make_appearance(session)
    first, unnamed = feed("/appearances.atom").entries

    assert first["id"] == f"urn:uuid:{anna.uuid}"
    assert first["title"] == "Anna Schmit : Grandir"
    assert first["summary"].endswith("heure non précisée, intervention, LIST")
    assert unnamed["title"] == "nom non précisé : Grandir"
    of_anna = feed("/speakers/anna-schmit.atom").entries
    assert [entry["id"] for entry in of_anna] == [first["id"]]
    of_list = feed("/organisations/list.atom").entries
    assert [entry["id"] for entry in of_list] == [first["id"]]


def test_an_edition_is_an_entry(feed):
    edition = make_edition(slug="foire", title="Foire", summary="Une foire.")
    EditionStamp.objects.update(changed_at=CHANGED)
    [entry] = feed("/events.atom").entries

    assert (entry["id"], entry["title"]) == (f"urn:uuid:{edition.uuid}", "Foire")
    assert entry["summary"] == "Une foire."
    assert entry["updated"] == "2024-05-06T07:08:09+00:00"


def test_updated_is_the_last_change_and_never_the_request(feed):
    first, second = make_session(), make_session()
    make_appearance(first)
    SessionStamp.objects.update(changed_at=CHANGED)
    later = datetime(2024, 6, 1, tzinfo=UTC)
    SessionStamp.objects.filter(session=second).update(changed_at=later)
    found = feed("/sessions.atom")

    moments = {entry["id"][-36:]: entry["updated"] for entry in found.entries}
    assert moments[str(first.uuid)] == "2024-05-06T07:08:09+00:00"
    assert moments[str(second.uuid)] == found.head["updated"] == "2024-06-01T00:00:00+00:00"
    [appearance] = feed("/appearances.atom").entries
    assert appearance["updated"] == "2024-05-06T07:08:09+00:00"


def test_an_empty_feed_was_never_updated(feed):
    found = feed("/sessions.atom?kind=talk")

    assert (found.entries, found.head["updated"]) == ([], "2025-01-01T00:00:00+00:00")


def test_a_long_feed_leads_on_page_by_page(feed, monkeypatch):
    monkeypatch.setattr(responses, "ROWS_A_PAGE", 2)
    day = make_day()
    made = [make_session(day, kind="talk") for _ in range(5)]
    address, found, addresses = "/sessions.atom?kind=talk", [], []
    while address:
        page = feed(address.removeprefix("http://tableronde.test"))
        found += [entry["id"] for entry in page.entries]
        addresses.append(page.head.link("self"))
        address = page.head.link("next")

    assert found == [f"urn:uuid:{session.uuid}" for session in made]
    start = "http://tableronde.test/sessions.atom?kind=talk"
    assert addresses == [start, f"{start}&page=2", f"{start}&page=3"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "a\r\nb", "<b>a</b> & co", "]]>", "&amp;", "<script>alert(1)</script>", "x" * 500,
     "👩🏽‍🚀🇱🇺 é", "a\x85\u2028b"],
)  # fmt: skip
def test_a_hostile_text_stays_a_text(text):
    entry = atom.Entry("urn:x", text, "http://a/", text, CHANGED, (text,))
    body = atom.document(title=text, page="http://a/", address="http://a.atom", key="http://a.atom",
                         following=None,
                         entries=[entry])  # fmt: skip
    found = Feed(body)
    [read] = found.entries

    as_xml_reads = text.replace("\r\n", "\n")
    assert read["title"].replace("\r\n", "\n") == as_xml_reads
    assert found.head["title"].replace("\r\n", "\n") == as_xml_reads
    # A summary is read as HTML: no mark of it may stand.
    assert "<" not in read["summary"]
    assert len(read.categories()) == 1


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1bb", "a\ufffeb", "a\uffffb"])
def test_what_xml_cannot_hold_is_a_space(text):
    entry = atom.Entry("urn:x", text, "http://a/", text, CHANGED, (text,))
    body = atom.document(title=text, page="http://a/", address="http://a.atom", key="http://a.atom",
                         following=None,
                         entries=[entry])  # fmt: skip
    found = Feed(body)
    [read] = found.entries

    assert found.head["title"] == read["title"] == read["summary"] == "a b"
    assert read.categories() == ["a b"]


@pytest.mark.parametrize("address", ["/sessions.atom", "/appearances.atom", "/events.atom"])
def test_two_fetches_are_the_same_to_the_byte(client, db, address):
    make_appearance()

    assert client.get(address).content == client.get(address).content
