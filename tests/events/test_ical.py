"""What the calendar feeds say, read back from their bytes (CALENDAR.md)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar
from icalendar.parser import Contentline

from events.formats.ical import folded
from events.models import Session, SessionStamp
from tests.events.calendars import events, lint, read
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
    make_topic,
    make_venue,
)

WEEK = "/events/eschtechweek-2025"
WEDNESDAY = f"{WEEK}/2025-04-02.ics"
CHANGED = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)


@pytest.fixture
def feed(client):
    def get(address):
        response = client.get(address)
        assert response.status_code == 200, address
        return response.content

    return get


@pytest.fixture
def only_event(feed):
    """The one event of a session's own feed."""

    def get(session):
        [event] = events(feed(session.get_absolute_url()[:-1] + ".ics"))
        return event

    return get


def test_every_feed_of_the_site_is_a_calendar(pages, tmp_path):
    feeds = {
        page.address: page.response.content for page in pages.values() if ".ics" in page.address
    }
    assert len(feeds) > 80
    for body in feeds.values():
        read(body)
    numbered = {str(number): body for number, body in enumerate(feeds.values())}
    assert lint(numbered, tmp_path) == ""


def test_the_wednesday_has_fourteen_events_two_with_an_hour(eschtechweek, feed):
    day = events(feed(WEDNESDAY))
    assert [str(event["summary"]) for event in day] == list(
        Session.objects.filter(day__date="2025-04-02")
        .order_by("position")
        .values_list("title", flat=True)
    )
    starts = [event.decoded("dtstart") for event in day]
    assert [s.isoformat() for s in starts if isinstance(s, datetime)] == [
        "2025-04-02T09:00:00+02:00",
        "2025-04-02T09:45:00+02:00",
    ]
    assert starts[2:] == [date(2025, 4, 2)] * 12


def test_no_event_of_any_feed_is_at_midnight(pages):
    for page in pages.values():
        if ".ics" in page.address:
            body = page.response.content
            for event in Calendar.from_ical(body).walk("VEVENT"):
                for name in ("dtstart", "dtend"):
                    moment = event.decoded(name)
                    assert not isinstance(moment, datetime) or moment.hour, page.address


def test_an_unknown_hour_is_a_whole_day_that_blocks_nothing_and_says_so(eschtechweek, feed):
    [event] = events(feed(f"{WEEK}/sessions/l-ia-souveraine.ics"))
    assert event["dtstart"].params["VALUE"] == event["dtend"].params["VALUE"] == "DATE"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2025, 4, 2),
        date(2025, 4, 3),
    )
    assert event["transp"] == "TRANSPARENT"
    said = str(event["description"]).split("\n")
    assert "Heure non précisée par la source." in said
    assert "Rang dans l’ordre de la journée : 6." in said
    assert "Moment : matin." in said


def test_a_start_without_an_end_lasts_as_long_as_its_kind_and_says_so(eschtechweek, feed):
    event = events(feed(WEDNESDAY))[1]
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=30)
    said = str(event["description"])
    assert "Fin non précisée par la source ; la durée affichée est indicative." in said
    assert "Heure non précisée" not in said


@pytest.mark.parametrize(
    ("kind", "minutes"), [("talk", 45), ("round_table", 60), ("workshop", 120), ("other", 60)]
)
def test_the_default_length_is_that_of_the_kind(db, only_event, kind, minutes):
    event = only_event(make_session(kind=kind, starts_at=datetime(2025, 4, 2, 8, tzinfo=UTC)))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=minutes)


def test_a_known_end_is_kept_and_nothing_is_said_to_be_unknown(db, only_event):
    start = datetime(2025, 4, 2, 8, 5, tzinfo=UTC)
    event = only_event(make_session(starts_at=start, ends_at=start + timedelta(minutes=20)))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        start,
        start + timedelta(minutes=20),
    )
    assert "non précisée" not in str(event["description"])


def test_an_event_says_what_who_and_where(db, only_event):
    venue = make_venue("Technoport", address="9, avenue des Hauts-Fourneaux", town="Belval",
                       latitude="49.504000", longitude="5.947000")  # fmt: skip
    session = make_session(
        make_day(make_edition(title="Foire 2025"), venue=venue), slug="table", title="Grandir",
        kind="round_table", number=2, summary="Des débuts.",
    )  # fmt: skip
    session.topics.add(make_topic("start-ups"), make_topic("eau, gaz"))
    make_appearance(
        session,
        make_speaker("Anna Schmit"),
        [make_organisation("LIST"), "élue"],
        special_guest=True,
    )
    make_appearance(session, role="panellist")
    event = only_event(session)
    assert str(event["summary"]) == "Grandir"
    assert str(event["description"]).split("\n") == [
        "Table ronde 2, Foire 2025", "Des débuts.",
        "– Anna Schmit, LIST, élue, invité spécial", "– nom non précisé",
        "Animation : non précisée.", "Heure non précisée par la source.",
        "Rang dans l’ordre de la journée : 1.",
    ]  # fmt: skip
    assert str(event["location"]) == "Technoport, 9, avenue des Hauts-Fourneaux, Belval"
    assert event["geo"].to_ical() == "49.504;5.947"
    assert event["url"] == f"http://tableronde.test{session.get_absolute_url()}"
    assert sorted(map(str, event["categories"].cats)) == ["eau, gaz", "start-ups", "table ronde"]
    assert event["status"] == "CONFIRMED"


def test_a_cancelled_session_stays_as_cancelled(db, feed, only_event):
    session = make_session(title="Visite")
    before = only_event(session)
    Session.objects.update(status="cancelled")
    after = only_event(session)
    assert (after["status"], str(after["summary"])) == ("CANCELLED", "Annulé : Visite")
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert len(events(feed("/sessions.ics"))) == 1


def test_a_cancelled_edition_cancels_its_events(db, only_event):
    session = make_session(make_day(make_edition(status="cancelled")))
    assert only_event(session)["status"] == "CANCELLED"


def test_an_event_is_the_same_in_every_feed(eschtechweek, feed):
    addresses = [
        f"{WEEK}/sessions/start-ups-accompagner-cooperer-grandir.ics", WEDNESDAY, f"{WEEK}.ics",
        "/sessions.ics", "/sessions.ics?id=r4jcph", "/speakers/diego-de-biasio.ics",
        "/organisations/technoport.ics",
    ]  # fmt: skip
    uid = "fe3f636a-bc91-52f3-ba48-e4a71b6857ec"
    found = {
        address: [e.to_ical() for e in events(feed(address)) if e["uid"] == uid]
        for address in addresses
    }
    assert {address: len(same) for address, same in found.items()} == dict.fromkeys(addresses, 1)
    assert len({same[0] for same in found.values()}) == 1


def test_the_revision_is_that_of_the_stamp(eschtechweek, feed):
    SessionStamp.objects.update(sequence=7, changed_at=CHANGED)
    for event in events(feed(WEDNESDAY)):
        assert event["sequence"] == 7
        assert event.decoded("dtstamp") == CHANGED.replace(microsecond=0)
        assert event.decoded("last-modified") == CHANGED.replace(microsecond=0)


def in_the_feed_s_own_zone(body):
    """The feed with a zone of a name that no reader knows: it must go by the VTIMEZONE."""
    assert body.count(b"BEGIN:VTIMEZONE") == 1
    return body.replace(b"Europe/Luxembourg", b"Europe/Esch-Belval")


@pytest.mark.parametrize(
    ("starts", "minutes"),
    [
        pytest.param("2025-04-02T07:45", 60, id="a spring morning"),
        pytest.param("2025-01-15T07:45", 60, id="a winter morning"),
        pytest.param("2025-03-30T00:30", 60, id="across the night the clock goes forward"),
        pytest.param("2025-03-30T01:15", 60, id="just after the clock went forward"),
        pytest.param("2025-10-25T23:30", 180, id="across the night the clock goes back"),
        pytest.param("2025-10-26T00:15", 120, id="the first two o’clock, into the second"),
        pytest.param("2025-10-26T00:45", 30, id="an end that reads before its start"),
        pytest.param("2025-10-26T01:15", 30, id="the second two o’clock"),
        pytest.param("2025-10-26T02:15", 60, id="after the clock went back"),
        pytest.param("2025-04-02T22:30", 60, id="after midnight"),
        pytest.param("2016-07-01T09:00", 60, id="years ago"),
    ],
)
def test_an_hour_is_the_right_instant(db, feed, starts, minutes):
    start = datetime.fromisoformat(f"{starts}+00:00")
    end = start + timedelta(minutes=minutes)
    day = make_day(date=date(2025, 4, 2))
    make_session(day, title="Nuit", starts_at=start, ends_at=end)
    body = feed("/sessions.ics")
    [known] = events(body)
    assert [known.decoded(n).astimezone(UTC) for n in ("dtstart", "dtend")] == [start, end]
    if b"VTIMEZONE" in body:
        [read_back] = IcsCalendarStream.calendar_from_ics(
            in_the_feed_s_own_zone(body).decode()
        ).events
        assert [read_back.dtstart.astimezone(UTC), read_back.dtend.astimezone(UTC)] == [start, end]


def test_a_session_after_midnight_is_listed_under_its_day_at_its_hour(db, feed):
    day = make_day(date=date(2025, 4, 4))
    make_session(day, starts_at=datetime(2025, 4, 4, 22, 30, tzinfo=UTC))
    body = feed(f"/events/{day.edition.slug}/2025-04-04.ics")
    assert b"DTSTART;TZID=Europe/Luxembourg:20250405T003000\r\n" in body


def test_each_zone_has_one_block_that_no_event_changes(db, feed):
    def zones(body):
        return [zone.to_ical() for zone in read(body).walk("VTIMEZONE")]

    make_session(starts_at=datetime(2025, 4, 2, 8, tzinfo=UTC))
    one = zones(feed("/sessions.ics"))
    make_session(make_day(date=date(2031, 7, 1)), starts_at=datetime(2031, 7, 1, 8, tzinfo=UTC))
    lisbon = make_day(make_edition(timezone="Europe/Lisbon"))
    make_session(lisbon, starts_at=datetime(2025, 4, 2, 8, tzinfo=UTC))
    both = zones(feed("/sessions.ics"))
    assert len(both) == 2
    assert one == [zone for zone in both if b"Luxembourg" in zone]


HOSTILE = {
    "line ends": "Un\r\nDeux\nTrois\rQuatre",
    "separators": 'a;b,c\\d\\n:"e"',
    "emoji": "👩🏽‍🚀🇱🇺é" * 24,
    "long": "x" * 500,
    "another event": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:y",
    "controls": "a\x0bb\x0cc\x7fd\x1be\x85f\u2028g",
    "leading space": " \t a",
    "byte order mark": "\ufeffTitre",
}


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_title_stays_a_title(db, feed, tmp_path, title):
    venue = make_venue(title[:100], town=title[:100], slug="lieu")
    edition = make_edition(slug="foire", title=title[:200], summary=title)
    day = make_day(edition, title=title[:200], venue=venue)
    session = make_session(day, title=title[:500], summary=title)
    session.topics.add(make_topic(title[:100], slug="sujet"))
    make_appearance(session, name_as_printed=title[:200], positions=[title[:300]])
    body = feed("/events/foire.ics")
    [event] = events(body)
    assert lint({"hostile": body}, tmp_path) == ""
    kept = "".join(char for char in title if char.isprintable() and char != "\ufeff").replace(
        " ", ""
    )
    assert "".join(c for c in str(event["summary"]) if c.isprintable()).replace(" ", "") == kept
    assert event["uid"] == str(session.uuid)


@pytest.mark.parametrize(
    "address", ["/sessions.ics", "/events/foire.ics", "/sessions.ics?kind=talk"]
)
def test_an_empty_feed_is_an_empty_calendar(db, feed, tmp_path, address):
    make_edition(slug="foire")
    body = feed(address)
    assert events(body) == []
    assert lint({"empty": body}, tmp_path) == ""


@pytest.mark.parametrize("letter", ["a", "é", "€", "\U0001f3db"])
def test_lines_are_folded_as_icalendar_folds_them(letter):
    for before in range(80):
        line = f"X:{'x' * before}\\,\\n{letter * 90}^n\\\\{letter * 70}"

        assert folded(line) == Contentline(line).to_ical() + b"\r\n"
