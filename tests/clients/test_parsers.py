"""Parsers of others read every kind of feed without an error: the same events, the same instants.

The hours are told by the zone's name here, and by the feed's own VTIMEZONE there.
"""

import sys
from datetime import datetime

import pytest
from icalendar import Calendar

from tests.clients.conftest import FEEDS, run, skip_without_fosdem
from tests.events.calendars import LINT, read

pytestmark = pytest.mark.clients
PARSERS = ["libical", "ical_js"]


@pytest.fixture(params=FEEDS)
def name(request):
    skip_without_fosdem(request.param)
    return request.param


def moment(value):
    """A date, or a Unix time."""
    return int(value.timestamp()) if isinstance(value, datetime) else value.isoformat()


def told(body: bytes) -> list[dict]:
    return [
        {
            "uid": str(event["uid"]),
            "starts": moment(event.decoded("dtstart")),
            "ends": moment(event.decoded("dtend")),
            "title": str(event["summary"]),
            "sequence": event["sequence"],
            "cancelled": event["status"] == "CANCELLED",
        }
        for event in Calendar.from_ical(body).walk("VEVENT")
    ]


@pytest.mark.parametrize("parser", PARSERS)
def test_a_parser_reads_all_of_it_as_it_is_meant(parser, name, request, feeds):
    found = request.getfixturevalue(parser)[name]
    assert found["errors"] == []
    assert found["events"] == told(feeds[name].read_bytes())


def test_a_strict_parser_takes_it(name, feeds):
    """The `ical` package, and the rules of the bytes."""
    read(feeds[name].read_bytes())


def test_the_feeds_hold_what_they_are_fetched_for(feeds):
    count = {name: file.read_bytes().count(b"\r\nBEGIN:VEVENT") for name, file in feeds.items()}
    assert [name for name in count if not count[name]] == ["entretien", "empty"]
    assert count["favourites"] == 1
    assert count.get("fosdem", 1105) == 1105


def test_the_shared_checker_finds_nothing(feeds):
    if not LINT.exists():
        pytest.skip(f"the shared checker is not here: {LINT.name} beside the repository")
    told = run(sys.executable, LINT, *feeds.values()).splitlines()
    assert [line for line in told if not line.endswith(" 0 errors 0 warnings")] == []


@pytest.mark.parametrize("parser", PARSERS)
def test_the_reading_sees_an_error(parser, request, feeds, tmp_path):
    """Else no errors would mean nothing."""
    broken = tmp_path / "broken.ics"
    body = feeds["session"].read_bytes()
    broken.write_bytes(body.replace(b"\r\nDTSTART;TZID=Europe/Luxembourg:2", b"\r\nDTSTART:x"))
    program = request.getfixturevalue(f"{parser}_program")
    with pytest.raises(AssertionError):
        assert '"errors": []' in run(*program, broken)
