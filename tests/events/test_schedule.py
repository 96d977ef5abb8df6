"""The frab files of an edition: by their schemas, with permanent ids, and back in unchanged."""

import json
import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import fastjsonschema
import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.formats.frab import TYPES
from events.importers.plan import kind_of
from events.models import Edition, Session
from events.releases.preparing import prepare_changes
from speakers.models import Speaker
from tests.events.conference import make_conference
from tests.events.importers.files import day as day_of
from tests.events.importers.files import event, imported, schedule, shared
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_room,
    make_session,
    make_speaker,
    make_venue,
)
from tests.matrix import sample

pytestmark = pytest.mark.django_db

VALIDATORS = Path(settings.BASE_DIR).parent / "shared" / "validators"
NINE = datetime(2025, 4, 2, 7, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
HOSTILE = '<b>Ada</b> & "1" *2* \x0b\ufffe – l’été'


@pytest.fixture(scope="module")
def valid():
    """Says what the schemas object to in a pair of files."""
    if not VALIDATORS.is_dir():
        pytest.skip(f"{VALIDATORS} is not there")
    by_schema = fastjsonschema.compile(
        json.loads((VALIDATORS / "schedule.schema.json").read_text())
    )

    def check(xml: bytes, document: bytes) -> None:
        by_schema(json.loads(document))
        command = ["xmllint", "--noout", "--schema", VALIDATORS / "schedule.xml.xsd", "-"]
        result = subprocess.run(command, input=xml, capture_output=True)  # noqa: S603
        assert result.returncode == 0, result.stderr.decode()[:2000]

    return check


def files(client, edition) -> tuple[bytes, bytes]:
    found = [client.get(f"/events/{edition}/schedule.{fmt}") for fmt in ("xml", "json")]
    assert [response.status_code for response in found] == [200, 200]
    return found[0].content, found[1].content


def conference(document: bytes) -> dict:
    return json.loads(document)["schedule"]["conference"]


def events(client, edition="foire") -> list[dict]:
    days = conference(files(client, edition)[1])["days"]
    return [event for day in days for room in day["rooms"].values() for event in room]


def without_note(xml: bytes, document: bytes) -> tuple[bytes, dict]:
    """What remains to be said where what could not be told did not come along."""
    told = json.loads(document)
    told["schedule"]["conference"].pop("meta", None)
    return re.sub(rb"<!-- .*? -->\n", b"", xml), told


@pytest.fixture
def day():
    return make_day(make_edition(slug="foire", title="Foire"))


@pytest.fixture
def fair(day):
    """Sessions of every kind that a file can tell, with what is hard to write."""
    room = make_room(make_venue("Halle"), "Grande salle")
    for at, kind in enumerate(Session.Kind):
        starts = NINE + at * HALF_AN_HOUR
        make_session(day, kind=kind, starts_at=starts, ends_at=starts + HALF_AN_HOUR, room=room)
    night = datetime(2025, 4, 2, 23, 30, tzinfo=UTC)
    hostile = make_session(
        day, title=HOSTILE, summary=f"{HOSTILE}\n– deux\n\n[a](b) **gras**", starts_at=night,
        track=HOSTILE, language="und",
    )  # fmt: skip
    hostile.links.create(url="https://example.org/?a=1&b=2", order=1)
    hostile.links.create(url="https://example.org/diapos", order=2, label="Diapos")
    make_appearance(hostile, make_speaker("Anna Schmit"), role="moderator")
    make_appearance(hostile, make_speaker("Zoé Éclair"))
    make_appearance(hostile, None, name_as_printed="L’équipe")
    make_session(day, title="Sans heure")
    make_session(day, starts_at=NINE, ends_at=NINE + HALF_AN_HOUR, status="cancelled", title="Rien")
    make_day(day.edition, date=date(2025, 4, 4))
    return day.edition


def test_both_files_are_as_their_schemas_want_them(client, fair, valid):
    valid(*files(client, "foire"))


def test_what_a_session_says(client, day):
    room = make_room(make_venue("Halle"), "Salle 1")
    session = make_session(
        day, title="Grandir", kind="round_table", starts_at=NINE, summary="Un.\n\nDeux.", room=room,
        ends_at=NINE + timedelta(minutes=95), code="aaaaac", slug="grandir", track="Villes",
        uuid="11111111-1111-4111-8111-111111111111",
    )  # fmt: skip
    session.links.create(url="https://example.org/page", order=1)
    session.links.create(url="https://example.org/film", order=2, label="Film")
    make_appearance(session, make_speaker("Anna Schmit"))
    make_appearance(session, make_speaker("Ben Weber"), role="present")

    assert events(client) == [{
        "guid": "11111111-1111-4111-8111-111111111111", "id": 1_236_667_650, "code": "AAAAAC",
        "date": "2025-04-02T09:00:00+02:00", "start": "09:00", "duration": "01:35",
        "room": "Salle 1", "slug": "grandir", "title": "Grandir", "subtitle": "",
        "url": "http://tableronde.test/events/foire/sessions/grandir/", "track": "Villes",
        "type": "panel", "language": "fr", "abstract": "Un.\n\nDeux.", "description": "",
        "persons": [{"name": "Anna Schmit"}],
        "origin_url": "https://example.org/page",
        "links": [{"url": "https://example.org/film", "title": "Film"}],
    }]  # fmt: skip


def test_what_is_not_known_or_not_public_is_not_in_it(client, day):
    make_session(day, starts_at=NINE, title="Sans fin")
    for title, given in {
        "brouillon": {"status": "draft"},
        "embargo": {"embargoed_until": datetime(2099, 1, 1, tzinfo=UTC)},
        "sans heure": {"starts_at": None},
        "déduite": {"start_basis": "inferred"},
    }.items():
        make_session(day, **{"starts_at": NINE, "title": title} | given)
    copy = prepare_changes(edition=day.edition)
    xml, document = files(client, "foire")

    [event] = events(client)
    assert (event["title"], event["duration"]) == ("Sans fin", "00:00")
    assert conference(document)["meta"]["left_out"] == 2
    assert "absentes d’ici : 2." in xml.decode()
    assert client.get(f"/events/{copy.draft.slug}/schedule.xml").status_code == 404


def test_a_hidden_name_gives_way_to_the_present_one(client, day):
    session = make_session(day, starts_at=NINE)
    person = make_speaker("Anna Schmit", hidden=["Karl Zanzibar"])
    make_appearance(session, person, name_as_printed="Karl Zanzibar")

    assert events(client)[0]["persons"] == [{"name": "Anna Schmit"}]


def test_who_is_cancelled_is_told_as_fosdem_does(client, day):
    make_session(day, starts_at=NINE, title="Foire")
    Edition.objects.update(status="cancelled")

    assert events(client)[0]["title"] == "CANCELLED: Foire"


def test_a_session_keeps_its_ids_when_all_else_changes(client, day):
    session = make_session(day, starts_at=NINE)
    before = events(client)[0]
    session.day = make_day(day.edition)
    session.title, session.slug, session.starts_at = "Autre", "autre", NINE + timedelta(days=1)
    session.save()
    after = events(client)[0]

    assert before["title"] != after["title"]
    assert [before[k] == after[k] for k in ("guid", "id", "code")] == [True, True, True]


def test_a_number_that_two_files_gave_is_the_first_ones(client, day):
    one, other = (make_session(day, starts_at=NINE, external_number=7) for _ in range(2))

    numbers = {event["guid"]: event["id"] for event in events(client)}

    assert numbers[str(one.uuid)] == 7
    assert numbers[str(other.uuid)] > 999_999_999


def test_a_number_once_given_stays_when_the_file_numbers_anew(client):
    guid = "11111111-1111-4111-8111-111111111111"
    for number in ("4711", "4712"):
        imported(schedule(day_of(event(number, guid=guid))))

    assert [e["id"] for e in events(client, "essai-2025")] == [4711]


def test_a_file_of_others_says_nothing_of_codes_and_addresses(client):
    page = "https://example.org/events/a/sessions/pris/"
    imported(
        schedule(
            day_of(event("1", title="Grandir", url=page).replace("<event", "<event code='AAAAAA'"))
        )
    )

    [found] = events(client, "essai-2025")
    assert (found["slug"], found["origin_url"]) == ("grandir", page)
    assert found["code"] != "AAAAAA"


def forget_everything():
    Edition.objects.filter(part_of__isnull=False).delete()
    Edition.objects.all().delete()
    Speaker.objects.all().delete()


def assert_comes_back(client, edition, valid):
    """Out, into a database that knows nothing of it, and out again, by either format."""
    first = files(client, edition)
    valid(*first)
    for form in first:
        forget_everything()
        assert not Session.objects.exists()
        imported(form, edition)
        assert without_note(*files(client, edition)) == without_note(*first)


def test_what_goes_out_comes_back_the_same(client, fair, valid):
    assert_comes_back(client, "foire", valid)


def test_eschtechweek_comes_back_the_same(client, eschtechweek, valid):
    assert_comes_back(client, "eschtechweek-2025", valid)


REAL = {"fosdem-2025.xml": "", "35c3.xml": "Europe/Berlin", "fosdem-2019.xml": "Europe/Brussels",
        "debconf23.xml": "", "38c3.xml": ""}  # fmt: skip


def thinned(data: bytes) -> bytes:
    """Each eighth session of a programme; all of them in `make check-all`."""
    found = re.findall(rb"<event .*?</event>", data, re.S)
    for dropped in set(found) - set(sample(found, 8)):
        data = data.replace(dropped, b"")
    return data


@pytest.mark.parametrize("name", sample([*REAL], 3))
def test_a_real_programme_keeps_its_ids_and_comes_back_the_same(client, name, valid):
    data = thinned(shared(name))
    imported(data, "essai-2000", timezone=REAL[name])
    told, given = events(client, "essai-2000"), list(fromstring(data).iter("event"))

    assert {event["id"] for event in told} == {int(event.get("id")) for event in given}
    if given[0].get("guid"):
        assert {event["guid"] for event in told} == {event.get("guid") for event in given}
    assert_comes_back(client, "essai-2000", valid)


def test_the_kinds_are_known_again():
    known = {kind: kind_of(TYPES.get(kind, kind)) for kind in Session.Kind}

    assert known == {kind: kind for kind in Session.Kind} | {Session.Kind.OTHER: ""}


def test_rooms_of_one_name_are_told_apart_and_a_venue_stands_in(client, day):
    rooms = [make_room(make_venue(name), "Salle 1") for name in ("Halle", "Rotonde")]
    for room in rooms:
        make_session(day, starts_at=NINE, room=room)
    make_session(day, starts_at=NINE, venue=make_venue("Musée"))

    assert [e["room"] for e in events(client)] == ["Musée", "Salle 1, Halle", "Salle 1, Rotonde"]


def test_a_night_belongs_to_the_day_that_it_is_listed_under(client, day):
    make_session(day, starts_at=NINE + timedelta(hours=18, minutes=30))  # half past three
    make_session(day, starts_at=NINE + timedelta(hours=20, minutes=30))

    [found] = conference(files(client, "foire")[1])["days"]

    assert (found["date"], found["day_start"]) == ("2025-04-02", "2025-04-02T06:00:00+02:00")


def test_filters_hold_and_what_has_no_date_has_no_file(client, fair):
    told = client.get("/events/foire/schedule.json?kind=talk").json()["schedule"]["conference"]
    undated = make_session(make_day(date=None)).day.edition

    assert [e["type"] for d in told["days"] for r in d["rooms"].values() for e in r] == ["talk"]
    assert client.get("/events/foire/schedule.xml?colour=red").status_code == 400
    response = client.get(f"/events/{undated.slug}/schedule.json")
    assert (response.status_code, "date" in response.json()["error"]) == (404, True)
    assert "schedule.xml" not in client.get(f"/events/{undated.slug}/").content.decode()


def test_a_large_conference_takes_few_queries(client):
    make_conference()
    client.get("/events/salon/schedule.xml")

    with CaptureQueriesContext(connection) as queries:
        assert len(events(client, "salon")) == 560

    assert len(queries) <= 2 * 8
