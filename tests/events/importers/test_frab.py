"""Reading files: every shape, every bound, and what is not a programme."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from events.importers import frab
from events.importers.frab import parse
from events.importers.parsed import Event, FileDay, Link, Person, ScheduleError
from tests.events.importers.files import day, event, example, schedule, shared


def test_pentabarf_without_zone_date_or_guid():
    found = parse(example("pentabarf.xml"))

    assert (found.format, found.title, found.timezone) == ("frab XML", "Forge 2019", "")
    assert (found.venue, found.town) == ("Halle des Soufflantes", "Belval")
    assert found.day_change == time(9)
    assert [(d.date, d.opens, len(d.events)) for d in found.days] == [
        (date(2019, 3, 30), None, 3), (date(2019, 3, 31), None, 1),
    ]  # fmt: skip
    assert found.events[0] == Event(
        title="Welcome", id="11", clock=time(9, 30), duration=timedelta(minutes=25),
        room="Fonderie", subtitle="Coffee first", track="Keynotes", type="keynote",
        abstract="<p>Hello &amp; <em>welcome</em>.</p><ul><li>coffee</li></ul>",
        persons=(Person("Forge Staff", id="6"),),
        links=(Link("https://forge.example/11.webm", "Video"),),
    )  # fmt: skip
    assert found.events[3].duration is None


def test_frab_with_guid_and_offset():
    found = parse(example("frab.xml"))
    night, breakfast = found.events

    assert found.url == "https://nuit.example/2018/"
    assert found.days[0].opens == datetime.fromisoformat("2018-12-27T11:00:00+01:00")
    assert night.guid == UUID("11111111-1111-4111-8111-111111111111")
    assert night.moment == datetime(2018, 12, 27, 23, 30, tzinfo=UTC)
    assert night.duration == timedelta(minutes=779)
    assert night.links == (
        Link("https://nuit.example/2018/events/1.html"), Link("https://nuit.example/wiki"),
    )  # fmt: skip
    assert breakfast.room == ""
    assert breakfast.persons == (Person("Ada Nachtigall", id="7"), Person("Chaos-Est", id="85"))


def test_json_says_the_same_as_xml():
    assert parse(example("frab.json")) == replace(parse(example("frab.xml")), format="frab JSON")


def test_the_shared_json_says_the_same_as_its_xml():
    from_json, from_xml = parse(shared("35c3.json")), parse(shared("35c3.xml"))

    assert len(from_xml.events) == 927
    assert replace(from_json, format=from_xml.format) == from_xml


def test_people_by_guid():
    assert parse(example("pretalx.xml")).events[0].persons[:2] == (
        Person("Marc", guid="aaaaaaaa-0000-4000-8000-000000000001"),
        Person("Marc", guid="aaaaaaaa-0000-4000-8000-000000000002"),
    )


def test_byte_order_mark_and_utf_16():
    text = example("frab.xml")

    assert parse(b"\xef\xbb\xbf" + text) == parse(text)
    assert parse(text.decode().encode("utf-16")) == parse(text)
    assert parse(b"\xef\xbb\xbf" + example("frab.json")) == parse(example("frab.json"))


def test_text_has_no_control_characters_and_one_line():
    hostile = {"title": "A\u0000\u001b[31m\nB\ud800", "id": 1, "start": "10:00"}
    document = {"schedule": {"conference": {"title": "T", "days": [
        {"date": "2025-06-02", "rooms": {"Ada": [hostile]}}]}}}  # fmt: skip

    assert parse(json.dumps(document).encode()).events[0].title == "A[31m B"


def doctype(content):
    return b'<?xml version="1.0"?><!DOCTYPE schedule [' + content + b"]><schedule>&a;</schedule>"


REFUSED = {
    "empty": (b"", "est vide"),
    "blank": (b" \n ", "est vide"),
    "text": (b"Programme du 2 avril", "ni du XML ni du JSON"),
    "html": (b"<!DOCTYPE html><html><body><p>Programme</body></html>", "une page HTML"),
    "ics": (b"BEGIN:VCALENDAR\r\n", "un calendrier iCalendar"),
    "zip": (b"PK\x03\x04aaaa", "comprimé"),
    "rss": (b"<rss><channel/></rss>", "document « rss »"),
    "truncated-xml": (example("frab.xml")[:900], "incomplet ou mal formé (ligne "),
    "truncated-json": (example("frab.json")[:900], "JSON est incomplet ou mal formé (ligne "),
    "not-utf-8": (b'{"a": "\xff"}', "JSON est incomplet ou mal formé"),
    "no-such-encoding": (b'<?xml version="1.0" encoding="none"?><schedule/>', "XML"),
    "another-json": (example("autre.json"), "n’a pas de « schedule.conference.days »"),
    "json-list": (b"[1, 2]", "n’a pas de « schedule.conference.days »"),
    "json-days": (b'{"schedule":{"conference":{"days":[3]}}}', "un jour sans salles"),
    "no-session": (schedule(day()), "aucune séance"),
    "no-day": (schedule(), "aucune séance"),
    "entities": (doctype(b'<!ENTITY a "aaaa">'), "refusé par sécurité"),
    "external": (doctype(b'<!ENTITY a SYSTEM "file:///etc/passwd">'), "refusé par sécurité"),
    "laughs": (doctype(b'<!ENTITY b "bb"><!ENTITY a "&b;&b;">'), "refusé par sécurité"),
    "deep-xml": (b"<schedule>" + b"<a>" * 100_000, "trop imbriqués"),
    "deep-json": (b"[" * 100_000, "JSON est incomplet ou mal formé"),
    "many-xml": (b"<schedule>" + b"<a/>" * 600_000, "trop d’éléments"),
    "many-json": (b"[" + b"[]," * 600_000, "trop d’éléments"),
    "huge-number": (b'{"a": ' + b"1" * 100_000 + b"}", "JSON est incomplet ou mal formé"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_another_thing_is_refused_in_words(data, message):
    with pytest.raises(ScheduleError) as refusal:
        parse(data)

    assert message in str(refusal.value)


def test_another_format_of_the_shared_ones_is_refused():
    with pytest.raises(ScheduleError, match="Ce JSON n’est pas un programme frab"):
        parse(shared("pyconfr-2025.json"))


def test_a_file_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(frab, "MAX_BYTES", 2**20)

    with pytest.raises(ScheduleError, match="dépasse 1 Mo"):
        parse(b"<" * (2**20 + 1))


def test_every_problem_is_named_at_once():
    data = schedule(
        day(
            event("1", start="25:99"), event("1", duration="long"), event("3", title=""),
            event("", title="Nameless"), event("5", date="2025-13-01T10:00:00"),
        ),
        day(event("6"), date="hier"),
    )  # fmt: skip

    with pytest.raises(ScheduleError) as refusal:
        parse(data)

    assert refusal.value.problems == [
        "« Talk 1 » (1), start : « 25:99 » n’est pas lisible",
        "« Talk 1 » (1), duration : « long » n’est pas lisible",
        "«  » (3) : sans titre",
        "« Nameless » () : sans guid ni identifiant",
        "« Talk 5 » (5), date : « 2025-13-01T10:00:00 » n’est pas lisible",
        "jour 2, date : « hier » n’est pas lisible",
        "jour 2 : sans date",
        "« Talk 1 » (1) : deux séances ont cet identifiant",
    ]


def test_a_guid_that_is_none_is_named_and_the_id_counts():
    found = parse(schedule(day(event("1", guid="none"))))

    assert found.events[0].key == "1"
    assert found.warnings == ("« Talk 1 » (1) : le guid « none » n’en est pas un, ignoré",)


def test_an_empty_day_is_a_day():
    assert parse(schedule(day(), day(event(), date="2025-06-03"))).days[0] == FileDay(
        date(2025, 6, 2)
    )
