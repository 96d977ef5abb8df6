"""Who has it already is told so, whoever asks, and never wrongly (CALENDAR.md 6, DESIGN §6)."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from events.models import Revision, Session
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 4, 2, 12, tzinfo=UTC)
CALENDARS = [
    "/sessions.ics", "/events.ics", "/events/foire.ics", "/events/foire/2025-04-02.ics",
    "/events/foire/sessions/table.ics", "/speakers/anna-schmit.ics", "/organisations/list.ics",
]  # fmt: skip
ADDRESSES = [
    *CALENDARS, "/events/", "/events/foire/", "/sessions/", "/appearances/", "/speakers/",
    "/speakers/anna-schmit/", "/organisations/list/", "/sessions.json", "/sessions.csv",
    "/sessions.atom", "/events/foire/schedule.xml", "/events/foire/schedule.json",
    "/appearances.xlsx", "/speakers.json",
]  # fmt: skip
addresses = pytest.mark.parametrize("address", ADDRESSES)
methods = pytest.mark.parametrize("method", ["get", "head"])


@pytest.fixture
def fair():
    day = make_day(make_edition(slug="foire", starts_on="2025-04-02"))
    session = make_session(day, slug="table", kind="round_table", title="Grandir")
    make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("LIST")])
    return session


@pytest.fixture
def at(monkeypatch):
    """Sets the clock of the door; the content changed at noon."""

    def move(**later):
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(**later))

    Revision.objects.update(changed_at=NOON)
    monkeypatch.setattr("config.door.STARTED", NOON - timedelta(days=1))
    return move


def etag(client, address):
    return client.get(address)["ETag"]


@addresses
def test_the_etag_is_strong_and_the_hash_of_the_bytes(client, fair, address):
    response = client.get(address)

    digest = hashlib.md5(response.content, usedforsecurity=False).hexdigest()
    assert response["ETag"] == f'"{digest}"'


@addresses
def test_an_edit_in_another_edition_costs_nobody_a_download(client, fair, address):
    if address in {
        "/sessions/",
        "/sessions.json",
        "/sessions.csv",
        "/sessions.atom",
        "/sessions.ics",
        "/appearances/",
        "/appearances.xlsx",
    }:
        address += "?edition=foire"
    elsewhere = make_session()
    before, revision = client.get(address), Revision.objects.get().value

    Session.objects.filter(pk=elsewhere.pk).update(title="Autre", starts_at=NOON)

    assert Revision.objects.get().value > revision
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert (after.status_code, after["ETag"]) == (304, before["ETag"])
    assert client.get(address).content == before.content


@addresses
@methods
def test_who_has_it_gets_a_304(client, fair, at, address, method):
    at(seconds=5)
    first = client.get(address)
    for headers in (
        {"if-none-match": first["ETag"]},
        {"if-none-match": f'W/{first["ETag"]}, "other"'},
        {"if-modified-since": first["Last-Modified"]},
        {"if-none-match": first["ETag"], "if-modified-since": http_date(0)},
    ):
        again = getattr(client, method)(address, headers=headers)
        assert (again.status_code, again.content) == (304, b""), headers
        for name in ("ETag", "Last-Modified", "Cache-Control"):
            assert again[name] == first[name]


@addresses
@methods
def test_who_has_another_gets_it_whole(client, fair, at, address, method):
    at(seconds=5)
    for headers in (
        {},
        {"if-none-match": '"other"'},
        {"if-modified-since": http_date(NOON.timestamp() - 1)},
        {"if-modified-since": "yesterday"},
        {"if-none-match": '"other"', "if-modified-since": client.get(address)["Last-Modified"]},
    ):
        response = getattr(client, method)(address, headers=headers)
        assert response.status_code == 200, headers
        assert bool(response.content) is (method == "get")


@addresses
def test_head_says_what_get_says(client, fair, at, address):
    at(seconds=5)
    got, head = client.get(address), client.head(address)

    assert dict(head.headers) == dict(got.headers)


@addresses
def test_an_answer_is_everyones_and_may_be_kept(client, fair, at, address):
    at(seconds=5)
    response = client.get(address)

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=10"
    assert "cookie" not in response.get("Vary", "").lower()
    assert not response.cookies


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        pytest.param({"milliseconds": 501}, None, id="at once"),
        pytest.param({"milliseconds": 999}, None, id="at the end of that second"),
        pytest.param({"milliseconds": 1001}, 1, id="in the next"),
        pytest.param({"days": 3}, 1, id="days later"),
    ],
)
def test_last_modified_waits_until_the_second_is_over(client, fair, at, clock, said):
    Revision.objects.update(changed_at=NOON + timedelta(milliseconds=500))
    at(**clock)

    found = client.get("/sessions.ics").get("Last-Modified")

    assert found == (said and http_date(NOON.timestamp() + said))


def test_after_a_change_nobody_is_told_that_there_was_none(client, fair):
    """Fetched and changed at any distance, also within one second."""
    day = fair.day
    for change in range(20):
        Session.objects.filter(pk=fair.pk).update(title=f"Titre {change}")
        first = client.get("/sessions.ics")
        seen = [{"if-none-match": first["ETag"]}]
        if modified := first.get("Last-Modified"):
            seen.append({"if-modified-since": modified})
        # As programs do that keep no header of ours, only when they fetched.
        seen.append({"if-modified-since": http_date(timezone.now().timestamp())})
        make_session(day)
        for headers in seen:
            assert client.get("/sessions.ics", headers=headers).status_code == 200, headers


def test_a_date_in_the_future_is_nobodys(client, fair, at):
    """A server that answers 304 to any date freezes the calendar of who sends it."""
    at(seconds=5)
    future = http_date(NOON.timestamp() + 3600)

    assert client.get("/sessions.ics", headers={"if-modified-since": future}).status_code == 200


@pytest.mark.parametrize("address", CALENDARS)
@pytest.mark.parametrize("accepted", ["gzip", "br", "gzip, deflate, br, zstd", "*"])
def test_a_calendar_is_the_same_whatever_is_accepted(client, fair, address, accepted):
    plain = client.get(address)
    asked = client.get(address, headers={"accept-encoding": accepted})

    assert "Content-Encoding" not in asked
    assert (asked.content, asked["ETag"]) == (plain.content, plain["ETag"])
    assert asked["ETag"].startswith('"')
    assert "accept-encoding" not in asked.get("Vary", "").lower()


@pytest.mark.parametrize("accepted", ["gzip", "br"])
def test_what_is_compressed_has_a_weak_etag_that_answers_304(client, fair, accepted):
    headers = {"accept-encoding": accepted}
    first = client.get("/sessions/", headers=headers)
    assert first["Content-Encoding"] == accepted
    assert first["ETag"] == f"W/{etag(client, '/sessions/')}"
    assert "Accept-Encoding" in first["Vary"]

    again = client.get("/sessions/", headers=headers | {"if-none-match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/nowhere/", "/sessions.ics?kind=picnic", "/admin/login/"])
def test_what_is_no_public_answer_says_nothing_of_being_kept(client, fair, at, address):
    at(seconds=5)
    response = client.get(address)

    assert "Last-Modified" not in response
    assert "public" not in response.get("Cache-Control", "")
