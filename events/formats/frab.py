"""A programme in the frab formats, XML and JSON, by c3voc's schemas: values in, bytes out.

Pure. The formats know no hour that nobody states, no role and no source: sessions without a
stated hour are left out, and the file says how many. An end that is not stated is a duration
of 00:00.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from urllib.parse import urlsplit
from uuid import UUID
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from events.importers.sessions import GREATEST_NUMBER
from events.importers.text import in_paragraphs, on_one_line, plain, without_controls
from events.models.session import CODE_ALPHABET, Session

GENERATOR = "Tableronde"
# The words by which those who read the files know a kind; the others are their own.
TYPES = {Session.Kind.ROUND_TABLE: "panel", Session.Kind.SCREENING: "film"}
# FOSDEM's way to say it: neither format has a field for it.
CANCELLED = "CANCELLED: "
SLOT = "00:05"
# A day begins when nobody is up, as pretalx has it; readers take what starts before as the night's.
CHANGE, LATEST_CHANGE = time(4), time(6)
TOO_LONG = timedelta(hours=100)  # XML has two digits for hours
# What the schemas ask of names that are ours to choose.
ACRONYM = re.compile(r"[a-z0-9_]{4,}")
CODE = re.compile(r"[0-9A-Z]{6}")
SLUG = re.compile(r"[a-z0-9_-]+[a-z0-9]")
ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC$")
MAY_BE_MARKUP = re.compile(r"[<*#\[]|^[+-] ", re.M)
NOT_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Event:
    """A session whose start is stated; `start` is on the programme's clock."""

    guid: UUID
    number: int
    code: str
    slug: str
    url: str
    on: date
    start: datetime
    length: timedelta | None
    room: str
    title: str
    is_cancelled: bool
    kind: str
    language: str
    track: str
    summary: str
    # Each with the guid that a file once gave, or "".
    persons: tuple[tuple[str, str], ...]
    # The organiser's own page, and what else it points to: (address, label).
    origin: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Schedule:
    """All dates of an edition, with their events; `page` is the edition's, absolute."""

    title: str
    slug: str
    zone: ZoneInfo
    page: str
    dates: list[date]
    events: list[Event]
    left_out: int

    @property
    def acronym(self) -> str:
        slug = self.slug.lower().replace("-", "_")
        return slug if ACRONYM.fullmatch(slug) else f"edition_{slug}"

    @property
    def site(self) -> str:
        parts = urlsplit(self.page)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def note(self) -> str:
        said = f"Séances sans heure écrite par leur source, absentes d’ici : {self.left_out}."
        return f"{said} Voir {self.page}" if self.left_out else ""

    @cached_property
    def days(self) -> list[dict]:
        """What both formats say of each day, with its events by room."""
        by_date: dict[date, list[Event]] = {on: [] for on in sorted(self.dates)}
        for event in self.events:
            by_date[event.on].append(event)
        return [self.day(n, on, events) for n, (on, events) in enumerate(by_date.items(), start=1)]

    def day(self, index: int, on: date, events: list[Event]) -> dict:
        change = datetime.combine(on, begins(on, events), self.zone)
        ends = datetime.combine(on + timedelta(days=1), change.time(), self.zone)
        return {
            "index": index,
            "date": on.isoformat(),
            "start": change.isoformat(),
            "end": (ends - timedelta(minutes=1)).isoformat(),
            "rooms": by_room(events),
        }

    @cached_property
    def version(self) -> str:
        """Another one whenever the programme says something else, and only then."""
        return sha256(
            json.dumps([self.title, self.page, self.zone.key, self.days]).encode()
        ).hexdigest()[:12]


def begins(on: date, events: list[Event]) -> time:
    early = [event.start.time() for event in events if event.start.date() == on]
    late = [event.start.time() for event in events if event.start.date() > on]
    change = min([CHANGE, *early])
    return LATEST_CHANGE if late and change <= max(late) < LATEST_CHANGE else change


def by_room(events: list[Event]) -> dict[str, list[dict]]:
    """By name, each in the order of the hours; what nobody says the room of stands last."""
    ordered = sorted(events, key=lambda e: (not e.room, e.room, e.start, e.title, e.guid))
    return {room: list(map(said, of)) for room, of in groupby(ordered, key=lambda e: e.room)}


def said(event: Event) -> dict:
    """The event in JSON's words, which XML has too."""
    title = on_one_line(clean(event.title))
    found = {
        "guid": str(event.guid),
        "id": event.number,
        "code": event.code.upper(),
        "date": event.start.isoformat(timespec="seconds"),
        "start": f"{event.start:%H:%M}",
        "duration": duration(event.length),
        "room": event.room,
        "slug": event.slug if SLUG.fullmatch(event.slug) else f"{event.slug.lower()}-{event.code}",
        "url": event.url,
        "title": f"{CANCELLED}{title}" if event.is_cancelled else title,
        "subtitle": "",
        "track": on_one_line(clean(event.track)),
        "type": TYPES.get(event.kind, event.kind),
        "language": event.language,
        "abstract": unmistakable(event.summary),
        "description": "",
        "persons": [
            {"name": on_one_line(clean(name))} | ({"guid": guid} if guid else {})
            for name, guid in event.persons
        ],
        "links": [{"url": url, "title": label or url} for url, label in event.links],
    }
    return found | ({"origin_url": event.origin} if event.origin else {})


def number_of(code: str) -> int:
    """A session's id for ever, where no file gave it one: its public code, counted."""
    number = 0
    for letter in code:
        number = number * len(CODE_ALPHABET) + CODE_ALPHABET.find(letter)
    return GREATEST_NUMBER + 1 + number


def duration(length: timedelta | None) -> str:
    if not length or length >= TOO_LONG:
        return "00:00"
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return f"{hours:02}:{minutes:02}"


def clean(text: str) -> str:
    return NOT_XML.sub("", without_controls(text))


def unmistakable(text: str) -> str:
    """Plain text; as HTML where somebody would take a sign in it for HTML or Markdown."""
    text = in_paragraphs(clean(text))
    if not MAY_BE_MARKUP.search(text) or plain(text) == text:
        return text
    paragraphs = (escape(part).replace("\n", "<br/>") for part in text.split("\n\n"))
    return "".join(f"<p>{part}</p>" for part in paragraphs)


# JSON


def as_json(schedule: Schedule) -> bytes:
    days = [
        {
            "index": day["index"], "date": day["date"],
            "day_start": day["start"], "day_end": day["end"], "rooms": day["rooms"],
        }
        for day in schedule.days
    ]  # fmt: skip
    conference = {
        "acronym": schedule.acronym,
        "title": schedule.title,
        "start": days[0]["date"],
        "end": days[-1]["date"],
        "daysCount": len(days),
        "timeslot_duration": SLOT,
        "url": schedule.page,
        "days": days,
    }
    if ZONE.match(schedule.zone.key):
        conference["time_zone_name"] = schedule.zone.key
    if schedule.note:
        conference["meta"] = {"left_out": schedule.left_out, "note": schedule.note}
    document = {
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": GENERATOR, "url": schedule.site},
        "schedule": {
            "version": schedule.version,
            "base_url": schedule.page,
            "conference": conference,
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


# XML


def as_xml(schedule: Schedule) -> bytes:
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines(schedule), ""]).encode()


def lines(schedule: Schedule) -> Iterator[str]:
    if schedule.note:
        yield f"<!-- {schedule.note.replace('--', '-%2D')} -->"
    days = schedule.days
    conference = {
        "title": on_one_line(clean(schedule.title)),
        "acronym": schedule.acronym,
        "start": days[0]["date"],
        "end": days[-1]["date"],
        "days": len(days),
        "timeslot_duration": SLOT,
        "base_url": schedule.page,
        "url": schedule.page,
        "time_zone_name": schedule.zone.key,
    }
    yield "<schedule>"
    yield f'<generator name="{GENERATOR}" system="{said_in(urlsplit(schedule.site).netloc)}"/>'
    yield element("url", f"{schedule.page}schedule.xml")
    yield element("version", schedule.version)
    yield "<conference>"
    yield from (element(name, text) for name, text in conference.items())
    yield "</conference>"
    for day in days:
        named = (f'{name}="{day[name]}"' for name in ("index", "date", "start", "end"))
        yield f"<day {' '.join(named)}>"
        for room, events in day["rooms"].items():
            yield f'<room name="{said_in(room)}">'
            yield from map(event_in_xml, events)
            yield "</room>"
        yield "</day>"
    yield "</schedule>"


IN_ELEMENTS = (
    "date", "start", "duration", "room", "url", "origin_url", "title", "subtitle", "track", "type",
    "language", "abstract", "description",
)  # fmt: skip


def event_in_xml(event: dict) -> str:
    # Six signs, as pretalx has them.
    code = f' code="{event["code"]}"' if CODE.fullmatch(event["code"]) else ""
    persons = "".join(map(person_in_xml, event["persons"]))
    links = "".join(
        f'<link href="{said_in(link["url"])}">{said_in(link["title"])}</link>'
        for link in event["links"]
    )
    told = [element(name, event[name]) for name in IN_ELEMENTS if name in event]
    return "\n".join(
        [
            f'<event guid="{event["guid"]}" id="{event["id"]}"{code}>', *told,
            f"<persons>{persons}</persons>", f"<links>{links}</links>", "</event>",
        ]
    )  # fmt: skip


def person_in_xml(person: dict) -> str:
    guid = f' guid="{person["guid"]}"' if "guid" in person else ""
    return f"<person{guid}>{said_in(person['name'])}</person>"


def element(tag: str, text) -> str:
    return f"<{tag}>{said_in(str(text))}</{tag}>"


def said_in(text: str) -> str:
    """A text in an element or an attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
