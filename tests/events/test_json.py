"""The JSON contract of DESIGN §3, by equality: other programs rely on it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from events import responses
from events.models import Appearance, Session, SessionStamp
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_position,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)
from tests.walk import FIXTURE

SITE = "http://tableronde.test"
ARTICLE = {
    "slug": "techsense-eschtechweek",
    "publication": "TECHSENSE",
    "url": "https://techsense.lu/news/eschtechweek-l-innovation-technologique-au-cœur-d-esch-sur-alzette",
    "basis": "stated",
    "subject": "appearance",
    "fact": None,
    "differing_reading": None,
}


@pytest.fixture
def rows(client):
    def ask(address):
        response = client.get(address)
        assert response["Content-Type"] == "application/json"
        document = response.json()
        assert list(document) == ["count", "next", "results"]
        return document["results"]

    return ask


def test_an_appearance_is_told_as_the_contract_says(eschtechweek, rows):
    assert rows("/appearances.json?speaker=diego-de-biasio") == [
        {
            "id": "f3310f6b-4fdd-5692-9527-a3281c05e4e7",
            "role": "panellist",
            "special_guest": False,
            "basis": "stated",
            "speaker": {"slug": "diego-de-biasio", "name": "Diego De Biasio"},
            "name_as_printed": "Diego De Biasio",
            "positions": [
                {
                    "title": None,
                    "organisation": {"slug": "technoport", "name": "Technoport"},
                    "as_printed": "Technoport SA",
                }
            ],
            "session": {
                "code": "r4jcph",
                "slug": "start-ups-accompagner-cooperer-grandir",
                "title": "Start-ups : accompagner, coopérer, grandir",
                "title_basis": "editorial",
                "kind": "round_table",
                "position": 5,
                "starts_at": None,
                "start_basis": None,
                "ends_at": None,
                "part_of_day": "morning",
                "status": "published",
            },
            "day": {"date": "2025-04-02", "title": "Esch Ville de Demain"},
            "edition": {"slug": "eschtechweek-2025", "title": "EschTechWeek 2025"},
            "sources": [ARTICLE | {"locator": "§8"}],
        }
    ]


def test_a_person_and_an_organisation_list_the_same_rows(eschtechweek, rows):
    row = rows("/appearances.json?speaker=diego-de-biasio")
    assert rows("/speakers/diego-de-biasio.json") == row
    assert rows("/organisations/technoport.json") == row
    assert rows("/appearances.json?organisation=technoport") == row


def as_printed():
    """(name, role, positions, paragraph) of each appearance, from the fixture itself."""
    records = json.loads(Path(FIXTURE).read_text())
    found = {
        record["fields"]["uuid"]: (
            record["fields"]["name_as_printed"], record["fields"]["role"], [], set(),
        )
        for record in records
        if record["model"] == "events.appearance"
    }  # fmt: skip
    for record in records:
        fields = record["fields"]
        match record["model"]:
            case "events.position":
                found[fields["appearance"][0]][2].append(fields["as_printed"])
            case "events.citation" if fields.get("appearance") and not fields["field"]:
                found[fields["appearance"][0]][3].add((fields["source"][0], fields["locator"]))
    return found


def test_the_article_s_thirty_three_appearances_each_once(eschtechweek, rows):
    listed = rows("/appearances.json")
    assert len(listed) == 33
    assert {
        row["id"]: (
            row["name_as_printed"],
            row["role"],
            [position["as_printed"] for position in row["positions"]],
            {(source["slug"], source["locator"]) for source in row["sources"]},
        )
        for row in listed
    } == as_printed()
    assert all(row["sources"] and row["speaker"] for row in listed)
    assert sum(row["role"] == "moderator" for row in listed) == 1
    assert [row["name_as_printed"] for row in listed if row["special_guest"]] == [
        "António Carlos Albuquerque"
    ]


def test_the_appearances_are_in_running_order(eschtechweek, rows):
    order = [(r["day"]["date"], r["session"]["position"]) for r in rows("/appearances.json")]
    assert order == sorted(order)


@pytest.fixture
def talk(db):
    """A session of which all is known."""
    edition = make_edition(slug="foire-2025", title="Foire 2025", timezone="Europe/Lisbon")
    day = make_day(edition, date=date(2025, 4, 2), title="Jour un")
    venue = make_venue("Technoport", slug="technoport-belval")
    session = make_session(
        day, slug="ia", title="L’IA", title_basis="stated", kind="talk", summary="Une machine.",
        part_of_day="morning", room=make_room(venue, "Salle B"), code="abc234",
        starts_at=datetime(2025, 4, 2, 8, 45, tzinfo=UTC),
        ends_at=datetime(2025, 4, 2, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    session.topics.add(make_topic("start-ups"))
    cite(session, make_source(slug="journal", publication="Journal"), locator="p. 3")
    appearance = make_appearance(
        session, make_speaker("Anna Schmit"), name_as_printed="Mme Schmit", special_guest=True
    )
    make_position(
        appearance, make_organisation("Luxprovide"), as_printed="CIO de Luxprovide", title="CIO"
    )
    SessionStamp.objects.update(
        sequence=4, changed_at=datetime(2025, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    )
    return session


def test_a_session_is_told_as_the_contract_says(talk, rows):
    journal = {"slug": "journal", "publication": "Journal", "locator": "p. 3", "url": None,
               "basis": "stated",
               "subject": "session", "fact": None, "differing_reading": None}  # fmt: skip
    expected = {
        "code": "abc234",
        "uuid": str(talk.uuid),
        "slug": "ia",
        "title": "L’IA",
        "title_basis": "stated",
        "kind": "talk",
        "position": 1,
        "starts_at": "2025-04-02T09:45:00+01:00",
        "start_basis": "stated",
        "ends_at": "2025-04-02T10:30:00+01:00",
        "part_of_day": "morning",
        "status": "published",
        "summary": "Une machine.",
        "cancelled_because": None,
        "venue": {"slug": "technoport-belval", "name": "Technoport"},
        "room": "Salle B",
        "topics": [{"slug": "start-ups", "name": "start-ups"}],
        "track": None,
        "language": "fr",
        "links": [],
        "day": {"date": "2025-04-02", "title": "Jour un"},
        "edition": {"slug": "foire-2025", "title": "Foire 2025"},
        "appearances": [
            {
                "id": str(Appearance.objects.get().uuid),
                "role": "speaker",
                "special_guest": True,
                "basis": "stated",
                "speaker": {"slug": "anna-schmit", "name": "Anna Schmit"},
                "name_as_printed": "Mme Schmit",
                "positions": [
                    {
                        "title": "CIO",
                        "organisation": {"slug": "luxprovide", "name": "Luxprovide"},
                        "as_printed": "CIO de Luxprovide",
                    }
                ],
                "sources": [journal],
            }
        ],
        "url": f"{SITE}/events/foire-2025/sessions/ia/",
        "sources": [journal],
        "sequence": 4,
        "changed_at": "2025-01-02T03:04:05+00:00",
    }
    addresses = ["/sessions.json", "/events/foire-2025.json", "/events/foire-2025/2025-04-02.json",
                 "/events/foire-2025/sessions/ia.json"]  # fmt: skip
    for address in addresses:
        assert rows(address) == [expected], address


def test_what_is_unknown_is_null(db, rows):
    session = make_session(make_day(date=None), slug="s")
    make_appearance(session)
    [row] = rows("/sessions.json")
    unknown = ["starts_at", "start_basis", "ends_at", "part_of_day", "summary", "venue", "room"]
    assert {row[name] for name in unknown} == {None}
    assert row["day"] == {"date": None, "title": None}
    [appearance] = row["appearances"]
    assert (appearance["speaker"], appearance["name_as_printed"]) == (None, None)
    assert (row["topics"], appearance["positions"], row["sources"]) == ([], [], [])


def test_nothing_is_an_empty_string_or_in_utc(pages):
    def values(value):
        if isinstance(value, dict | list):
            for inner in value.values() if isinstance(value, dict) else value:
                yield from values(inner)
        else:
            yield value

    for page in pages.values():
        # What frab has empty where nothing is known, its schema says.
        if page.media_type == "application/json" and not page.address.endswith("/schedule.json"):
            for value in values(json.loads(page.text)):
                assert value != "", page.address
                assert not (isinstance(value, str) and value.endswith(("Z", "+00:00"))), (
                    page.address
                )
                assert not (isinstance(value, str) and "T00:00:00" in value), page.address


def test_a_person_is_told_as_the_contract_says(eschtechweek, rows):
    assert rows("/speakers.json?q=pschhh") == [
        {
            "slug": "david-soner",
            "name": "David Soner",
            "sort_name": "Soner, David",
            "other_names": ["Pschhh!"],
            "appearance_count": 1,
            "portrait": None,
            "url": f"{SITE}/speakers/david-soner/",
        }
    ]


def test_an_organisation_is_told_as_the_contract_says(db, rows):
    body = make_organisation("NSI", kind="company", aliases=["NSI Luxembourg"], hidden=["Secret"])
    session = make_session()
    make_appearance(session, positions=[body, body])
    make_appearance(session, positions=[body])
    assert rows("/organisations.json") == [
        {
            "slug": "nsi",
            "name": "NSI",
            "other_names": ["NSI Luxembourg"],
            "kind": "company",
            "appearance_count": 2,
            "logo": None,
            "url": f"{SITE}/organisations/nsi/",
        }
    ]


def test_an_edition_is_told_as_the_contract_says(eschtechweek, rows):
    [row] = [row for row in rows("/events.json") if row["slug"] == "eschtechweek-2025"]
    note = row.pop("date_note")
    assert note.startswith("Aucune année n’est imprimée.")
    sources = row.pop("sources")
    assert {source["slug"] for source in sources} == {"techsense-eschtechweek"}
    assert row == {
        "slug": "eschtechweek-2025",
        "title": "EschTechWeek 2025",
        "kind": "week",
        "status": "confirmed",
        "series": {"slug": "eschtechweek", "title": "EschTechWeek"},
        "starts_on": "2025-03-31",
        "ends_on": "2025-04-05",
        "date_basis": "inferred",
        "part_of": None,
        "venue": {"slug": "esch-sur-alzette", "name": "Esch-sur-Alzette"},
        "url": f"{SITE}/events/eschtechweek-2025/",
    }


def test_an_edition_without_a_date_has_none(db, rows):
    make_edition(slug="un-jour")
    [row] = rows("/events.json")
    names = ["starts_on", "ends_on", "date_basis", "date_note", "part_of", "series", "venue"]
    assert {row[name] for name in names} == {None}


def test_a_long_list_leads_from_page_to_page(eschtechweek, client, monkeypatch):
    monkeypatch.setattr(responses, "ROWS_A_PAGE", 10)
    address, seen, pages = "/appearances.json?role=panellist,speaker", [], []
    while address:
        document = client.get(address).json()
        seen += [row["id"] for row in document["results"]]
        pages.append((document["count"], document["next"], len(document["results"])))
        address = document["next"] and document["next"].removeprefix(SITE)
    more = f"{SITE}/appearances.json?role=panellist%2Cspeaker&page="
    assert pages == [
        (31, f"{more}2", 10),
        (31, f"{more}3", 10),
        (31, f"{more}4", 10),
        (31, None, 1),
    ]
    assert len(set(seen)) == 31


def test_calendars_are_always_whole(eschtechweek, client, monkeypatch):
    monkeypatch.setattr(responses, "ROWS_A_PAGE", 2)
    assert client.get("/sessions.ics").content.count(b"BEGIN:VEVENT") == Session.objects.count()


def test_json_is_utf_8_as_it_is_read(eschtechweek, client):
    body = client.get("/speakers.json").content
    assert "Marie-Hélène".encode() in body
    assert b"\\u" not in body
