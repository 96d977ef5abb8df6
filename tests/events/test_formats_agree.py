"""One query, many representations: the same rows in the same order in every format."""

import csv
import io
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin

import pytest
from icalendar import Calendar

from events import responses
from events.filters import FILTERS
from events.models import Appearance, Session
from events.views import lists
from organisations.models import Organisation
from speakers.models import Speaker
from tests.events import programme
from tests.events.test_atom import Feed
from tests.events.test_xlsx import sheet
from tests.factories import (
    make_appearance,
    make_day,
    make_involvement,
    make_session,
    make_speaker,
)
from tests.matrix import sample
from tests.walk import said, visit

pytestmark = pytest.mark.django_db

SITE = "http://tableronde.test"


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(responses, "ROWS_A_PAGE", 3)
    monkeypatch.setattr(lists, "ROWS_A_WEB_PAGE", 6)


def get(address):
    page = visit(address.removeprefix(SITE))
    assert page.response.status_code == 200, address
    return page


# Each reader takes an address without its ending and a query, and gives the keys in their order.


def json_rows(path, query) -> list[dict]:
    address, rows = f"{path}.json?{query}", []
    while address:
        document = get(address).response.json()
        assert len(document["results"]) <= responses.ROWS_A_PAGE
        rows += document["results"]
        address = document["next"]
    assert document["count"] == len(rows)
    return rows


def csv_keys(path, query) -> list[str]:
    body = get(f"{path}.csv?{query}").response.content.decode("utf-8-sig")
    return [line[0] for line in csv.reader(io.StringIO(body, newline=""), delimiter=";")][1:]


def atom_keys(path, query) -> list[str]:
    address, keys = f"{path}.atom?{query}", []
    while address:
        feed = Feed(get(address).response.content)
        keys += [entry["id"].removeprefix("urn:uuid:") for entry in feed.entries]
        address = feed.head.link("next")
    return keys


def ics_keys(path, query) -> list[str]:
    calendar = Calendar.from_ical(get(f"{path}.ics?{query}").response.content)
    return [str(event["uid"]) for event in calendar.walk("VEVENT")]


def web_pages(path, query):
    """Every page of the list for people, as far as « page suivante » leads."""
    address = f"{path}/?{query}"
    while address:
        page = get(address)
        yield page
        following = page.all("a[rel=next][href^='?']")
        address = urljoin(address, following[0].attrs["href"]) if following else None


def last_parts(path, query, selector) -> list[str]:
    """The slugs that the links of a list lead to."""
    hrefs = [a.attrs["href"] for page in web_pages(path, query) for a in page.all(selector)]
    return [href.split("#")[0].rstrip("/").rpartition("/")[2] for href in hrefs]


@dataclass(frozen=True)
class Sessions:
    """A list of sessions; its keys are their slugs."""

    path: str
    links: str = ".stop h3 > a:first-child"

    def check(self, query):
        rows = json_rows(self.path, query)
        uuids = [row["uuid"] for row in rows]
        assert last_parts(self.path, query, self.links) == [row["slug"] for row in rows], query
        assert csv_keys(self.path, query) == [row["code"] for row in rows], query
        assert atom_keys(self.path, query) == uuids, query
        dated = [row["uuid"] for row in rows if row["day"]["date"]]
        assert ics_keys(self.path, query) == dated, query
        return len(rows)


def printed_in(page) -> list[tuple[str, str]]:
    """The name and the session of each line of a register."""
    return [
        (said(line.query_one("th")), line.query_one("td.se a").attrs["href"].split("/")[-2])
        for line in page.all(".register tbody tr:not(.grp)")
    ]


def printed_as(row) -> tuple[str, str]:
    return row["name_as_printed"] or "nom non précisé", row["session"]["slug"]


@dataclass(frozen=True)
class Appearances:
    """A list of appearances; its keys are their ids. On pages, who they were and where."""

    path: str

    def on_page(self, query):
        return [key for page in web_pages(self.path, query) for key in printed_in(page)]

    def check(self, query):
        rows = json_rows(self.path, query)
        ids = [row["id"] for row in rows]
        assert self.on_page(query) == [printed_as(row) for row in rows], query
        assert csv_keys(self.path, query) == ids, query
        assert atom_keys(self.path, query) == ids, query
        if self.path != "/appearances":
            slugs = [row["session"]["slug"] for row in rows if row["day"]["date"]]
            known = programme.slugs_by_uuid()
            events = [known[uid] for uid in ics_keys(self.path, query)]
            assert events == list(dict.fromkeys(slugs)), query
        return len(rows)


@dataclass(frozen=True)
class OfOnePerson(Appearances):
    def on_page(self, query):
        slugs = last_parts(self.path, query, "article.entry h2 a")
        rows = Appearance.objects.filter(speaker__slug=self.path.rpartition("/")[2])
        printed = dict(rows.values_list("session__slug", "name_as_printed"))
        return [(printed[slug], slug) for slug in slugs]


QUERIES = programme.queries()
# What all others are parts of is asked everything, …
WHOLE = [Sessions("/sessions"), Appearances("/appearances")]
# … and each of the others a share.
PARTS = [
    Sessions("/panels"),
    Sessions("/events/week", ".bday li > a:first-child"),
    Sessions("/events/a-part", ".bday li > a:first-child"),
    Sessions("/events/week/2025-04-02"),
    Sessions("/events/week/2025-04-03"),
    OfOnePerson("/speakers/anna-schmit"),
    Appearances("/organisations/list"),
]
SHARES = [(rows, part) for rows in WHOLE for part in range(4)]
SHARES += [(rows, number % 4) for number, rows in enumerate(PARTS)]


@pytest.mark.parametrize(
    ("rows", "part"), [pytest.param(rows, n, id=f"{rows.path}-{n}") for rows, n in SHARES]
)
def test_every_format_has_the_same_rows(rows, part):
    programme.build()

    counts = [rows.check(query) for query in ["", *sample(QUERIES[part::4], 2)]]

    # Filters that all select nothing, or everything, would prove nothing.
    assert len(set(counts)) > 1


@pytest.mark.usefixtures("small_pages")
def test_every_format_has_the_same_order():
    programme.build()
    everything = set(csv_keys("/appearances", ""))

    for order in programme.ORDERS:
        assert WHOLE[1].check(order) == len(everything)
    told = [tuple(csv_keys("/appearances", order)) for order in programme.ORDERS]
    assert len(set(told)) == len(told)
    assert {frozenset(keys) for keys in told} == {frozenset(everything)}


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("rows", [*WHOLE, PARTS[1], PARTS[-1]], ids=lambda rows: rows.path)
def test_every_format_has_the_same_rows_from_page_to_page(rows):
    programme.build()

    assert rows.check("") > responses.ROWS_A_PAGE
    assert rows.check("role=panellist,speaker")


def test_every_filter_is_tried_alone_and_with_others():
    names = [{pair.partition("=")[0] for pair in query.split("&")} for query in QUERIES]

    for name in FILTERS:
        assert {name} in names
        assert any(name in mixed and len(mixed) > 1 for mixed in names), name


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("path", ["/speakers", "/organisations"])
@pytest.mark.parametrize("query", ["", "q=a", "q=schmit", "q=list", "q=nothing"])
def test_every_format_has_the_same_directory(path, query):
    programme.build()

    slugs = [row["slug"] for row in json_rows(path, query)]

    assert csv_keys(path, query) == slugs
    assert last_parts(path, query, "ul.index li a") == slugs
    assert len(slugs) >= 1 or query


@pytest.mark.usefixtures("small_pages")
def test_every_format_has_the_same_editions():
    programme.build()
    rows = json_rows("/events", "")
    slugs = [row["slug"] for row in rows]

    assert slugs == ["week", "a-part", "old", "undated"]
    assert csv_keys("/events", "") == slugs
    assert last_parts("/events", "", ".editions tbody th[scope=row] a") == slugs
    titles = [row["title"] for row in rows]
    feed = Feed(get("/events.atom").response.content)
    assert [entry["title"] for entry in feed.entries] == titles[:3]
    dated = [row["title"] for row in rows if row["starts_on"]]
    calendar = Calendar.from_ical(get("/events.ics").response.content)
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == dated
    everything = atom_keys("/events", "")
    assert len(everything) == len(set(everything)) == 4


def test_the_workbook_has_the_rows_of_the_table():
    programme.build()
    for query in QUERIES[::3]:
        lines = sheet(get(f"/appearances.xlsx?{query}").response.content).iter_rows(min_row=2)
        assert [line[0].value for line in lines] == csv_keys("/appearances", query), query


def test_the_calendar_of_an_organisation_also_has_what_it_hosts():
    programme.build()
    session = make_session(make_day(), slug="hosted")
    make_involvement(session, Organisation.objects.get(slug="list"), role="host")
    known = programme.slugs_by_uuid()

    assert "hosted" in [known[uid] for uid in ics_keys("/organisations/list", "")]
    asked = ics_keys("/organisations/list", "role=speaker")
    assert "hosted" not in [known[uid] for uid in asked]


def test_what_is_asked_of_a_person_holds_of_the_person_of_the_address():
    session = make_session()
    make_appearance(session, make_speaker("Anna Schmit"), role="speaker")
    make_appearance(session, make_speaker("Eric Lux"), role="moderator")

    assert ics_keys("/speakers/anna-schmit", "role=moderator") == []
    assert ics_keys("/speakers/eric-lux", "role=moderator") == [str(session.uuid)]


WITHDRAWN = [
    *(("/sessions", part) for part in range(4)), ("/panels", 0), ("/events/week", 1),
    ("/events/a-part", 2), ("/events/week/2025-04-02", 3), ("/speakers/anna-schmit", 0),
    ("/organisations/list", 1),
]  # fmt: skip


@pytest.mark.parametrize(("path", "part"), WITHDRAWN)
@pytest.mark.parametrize("withdraw", ["update", "delete"])
def test_what_is_withdrawn_stays_in_every_calendar_it_was_in(path, part, withdraw):
    programme.build()
    anchor = make_session(make_day(), kind="talk")  # keeps person and organisation public
    make_appearance(anchor, Speaker.objects.get(slug="anna-schmit"),
                    [Organisation.objects.get(slug="list")])  # fmt: skip
    kept = str(anchor.uuid)
    before = {query: ics_keys(path, query) for query in ["", *sample(QUERIES[part::4], 2)]}
    assert len({tuple(keys) for keys in before.values()}) > 1

    sessions = Session.objects.exclude(pk=anchor.pk)
    if withdraw == "update":
        sessions.update(status="draft")
    else:
        sessions.delete()

    for query, keys in before.items():
        feed = Calendar.from_ical(get(f"{path}.ics?{query}").response.content)
        events = feed.walk("VEVENT")
        assert [str(event["uid"]) for event in events] == keys, query
        assert all(e["status"] == "CANCELLED" for e in events if e["uid"] != kept), query


def test_a_search_of_appearances_finds_who_is_named_not_who_sat_beside():
    session = make_session(title="Grandir")
    make_appearance(session, make_speaker("Anna Schmit"))
    make_appearance(session, make_speaker("Eric Lux"))

    found = {q: [row["name_as_printed"] for row in json_rows("/appearances", f"q={q}")]
             for q in ("schmit", "grandir", "grandir+lux", "schmit+lux")}  # fmt: skip

    assert found == {
        "schmit": ["Anna Schmit"],
        "grandir": ["Anna Schmit", "Eric Lux"],
        "grandir+lux": ["Eric Lux"],
        "schmit+lux": [],
    }


@pytest.mark.usefixtures("small_pages")
def test_all_pages_of_a_feed_are_one_feed():
    programme.build()
    first = Feed(get("/sessions.atom?kind=talk,round_table").response.content)
    second = Feed(get(first.head.link("next")).response.content)

    assert first.head["id"] == second.head["id"] == f"{SITE}/sessions.atom?kind=talk%2Cround_table"


def test_a_deleted_talk_is_nothing_to_the_calendar_of_panels():
    talk, panel = make_session(kind="talk"), make_session(kind="round_table")
    keys = {"/sessions": [str(talk.uuid), str(panel.uuid)], "/panels": [str(panel.uuid)]}
    Session.objects.all().delete()

    assert {path: sorted(ics_keys(path, "")) for path in keys} == {
        path: sorted(uids) for path, uids in keys.items()
    }


@pytest.mark.usefixtures("small_pages")
def test_no_row_comes_twice_and_none_is_left_out_between_pages():
    programme.build()
    pages = [page.texts(".stop h3 > a:first-child") for page in web_pages("/sessions", "")]

    assert [len(page) for page in pages] == [6, 4]
    assert all(set(one).isdisjoint(other) for one, other in pairwise(pages))
