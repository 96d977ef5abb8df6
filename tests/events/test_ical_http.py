"""How the calendar feeds are served (CALENDAR.md 1, 2, 5, 6, 8, 16)."""

import gzip
from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Session
from tests.events.calendars import read
from tests.walk import load_eschtechweek, visit

FEEDS = {
    "/events/eschtechweek-2025.ics": "EschTechWeek 2025",
    "/events/eschtechweek-2025/2025-04-02.ics": "EschTechWeek 2025, mercredi 2 avril 2025",
    "/events/eschtechweek-2025/sessions/accueil.ics": "Accueil",
    "/speakers/diego-de-biasio.ics": "Diego De Biasio",
    "/organisations/technoport.ics": "Technoport",
    "/sessions.ics": "Séances",
}
WEDNESDAY = "/events/eschtechweek-2025/2025-04-02.ics"


@pytest.mark.parametrize(("address", "name"), FEEDS.items())
def test_a_feed_names_itself_its_page_and_its_address(pages, address, name):
    calendar = read(pages[address].response.content)
    # icalendar does not know NAME to be a text, and leaves it escaped.
    assert " ".join(calendar["name"].replace("\\,", ",").split()) == name
    assert calendar["x-wr-calname"] == calendar["name"]
    assert calendar["source"] == f"http://tableronde.test{address}"
    assert calendar["url"] == f"http://tableronde.test{address[:-4]}/"
    assert calendar["refresh-interval"].to_ical() == b"PT1H"
    assert calendar["x-published-ttl"].to_ical() == b"PT1H"
    assert calendar["x-wr-caldesc"]


def test_a_feed_is_text_calendar_in_a_readable_file(pages):
    headers = pages[WEDNESDAY].response.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == 'inline; filename="2025-04-02.ics"'
    assert headers["Access-Control-Allow-Origin"] == "*"


def test_two_fetches_are_the_same_to_the_byte(eschtechweek, client, monkeypatch):
    first = client.get(WEDNESDAY)
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    second = client.get(WEDNESDAY)
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


def test_loading_the_same_facts_again_changes_nothing(eschtechweek, client):
    before = client.get(WEDNESDAY).content
    load_eschtechweek()
    assert client.get(WEDNESDAY).content == before


def test_who_has_it_already_is_told_so(eschtechweek, client):
    etag = client.get(WEDNESDAY)["ETag"]
    assert not etag.startswith("W/")
    again = client.get(WEDNESDAY, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_who_has_an_older_one_gets_the_new_one(eschtechweek, client):
    etag = client.get(WEDNESDAY)["ETag"]
    Session.objects.filter(slug="accueil").update(title="Café d’accueil")
    changed = client.get(WEDNESDAY, headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag
    assert "SUMMARY:Café d’accueil\r\n" in changed.content.decode()


def test_a_calendar_is_never_compressed_and_the_data_is(eschtechweek):
    plain = visit(WEDNESDAY)
    asked = visit(WEDNESDAY, **{"accept-encoding": "gzip, br"})
    assert "Content-Encoding" not in asked.response
    assert asked.response.content == plain.response.content
    data = visit("/sessions.json", **{"accept-encoding": "gzip"}).response
    assert data["Content-Encoding"] == "gzip"
    assert gzip.decompress(data.content) == visit("/sessions.json").response.content


def test_a_feed_does_not_depend_on_what_is_accepted(eschtechweek):
    plain = visit(WEDNESDAY).response
    for accepted in ("text/html", "application/json", "*/*;q=0.1"):
        asked = visit(WEDNESDAY, accept=accepted, **{"accept-language": "de"}).response
        assert (asked.content, asked["Content-Type"]) == (plain.content, plain["Content-Type"])
    assert "accept" not in {part.strip().lower() for part in plain.get("Vary", "").split(",")}
