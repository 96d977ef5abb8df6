"""The rules of a zone in a feed, read back by a parser that knows nothing else of the zone."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from icalendar import Timezone, vRecur

from events.formats.vtimezone import FIRST, LAST, changes, vtimezone

LUXEMBOURG = """\
BEGIN:VTIMEZONE
TZID:Europe/Luxembourg
BEGIN:STANDARD
DTSTART:20000101T000000
TZNAME:CET
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000326T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20001029T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
ZONES = [
    "Europe/Luxembourg", "Europe/Lisbon", "Europe/Dublin", "Europe/Moscow", "America/New_York",
    "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Jerusalem",
    "Asia/Kolkata", "Pacific/Apia", "UTC",
]  # fmt: skip


def test_a_lasting_rule_is_told_once():
    assert vtimezone("Europe/Luxembourg").to_ical().decode() == LUXEMBOURG.replace("\n", "\r\n")


def onsets_told(block) -> list[tuple]:
    """(from when, which offset) by the block alone, as RFC 5545, 3.6.5 says to read it."""
    onsets = []
    for part in block.subcomponents:
        before, after = part["tzoffsetfrom"].td, part["tzoffsetto"].td
        rule = part.get("rrule", vRecur(FREQ="YEARLY", COUNT=1))
        [until] = rule.pop("UNTIL", [LAST])
        for local in rrulestr(rule.to_ical().decode(), dtstart=part["dtstart"].dt):
            moment = (local - before).replace(tzinfo=UTC)
            if moment > until:
                break
            onsets.append((moment, after))
    return sorted(onsets)


@pytest.mark.parametrize("name", ZONES)
def test_the_block_tells_every_change_of_the_clock_and_no_other(name):
    zone, block = ZoneInfo(name), Timezone.from_ical(vtimezone(name).to_ical())
    [(_start, at_first), *onsets] = onsets_told(block)
    assert at_first == FIRST.astimezone(zone).utcoffset()
    told, minute = at_first, timedelta(minutes=1)
    for moment, after in onsets:
        earlier, later = ((moment + n * minute).astimezone(zone).utcoffset() for n in (-1, 0))
        assert (earlier, later) == (told, after), moment
        told = after
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    assert len(onsets) == sum(early != late for early, late in pairwise(offsets))


def test_what_no_rule_tells_is_told_by_itself():
    """Samoa skipped a day, once."""
    block = vtimezone("Pacific/Apia").to_ical()
    assert b"DTSTART:20111230T000000\r\nTZNAME:+14\r\n" in block


def test_a_rule_that_ended_says_when():
    block = vtimezone("America/New_York").to_ical()
    assert b"RRULE:FREQ=YEARLY;UNTIL=20061029T060000Z;BYDAY=-1SU;BYMONTH=10\r\n" in block
    assert datetime(2006, 10, 29, 6, tzinfo=UTC) in {
        change.moment for change in changes(ZoneInfo("America/New_York"))
    }
