"""Reads frab's and pentabarf's `schedule.xml` and `schedule.json`: bytes in, a `Schedule` out.

Pure, and bounded in bytes, elements and depth; no entity is expanded and nothing is fetched. Both
forms are brought to one plain shape (`raw`), and that is read once.
"""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from events.importers.parsed import Event, FileDay, Link, Person, Schedule, ScheduleError
from events.importers.text import on_one_line, without_controls
from events.importers.times import read_clock, read_date, read_duration, read_moment
from events.models.session import CODE_ALPHABET

MAX_BYTES = 32 * 2**20
MAX_ELEMENTS = 500_000
MAX_DEPTH = 16
# A position is a small integer; a renumbering needs as many again.
MAX_EVENTS = 10_000
MAX_PERSONS = 500

EXPECTED = (
    "Tableronde importe les programmes au format frab (schedule.xml ou schedule.json), "
    "que frab, pretalx, pentabarf et wafer exportent."
)
XML, JSON = "frab XML", "frab JSON"


def parse(data: bytes) -> Schedule:
    """The programme in `data`, or a `ScheduleError` that says what it is instead."""
    if len(data) > MAX_BYTES:
        raise ScheduleError(f"Le fichier dépasse {MAX_BYTES // 2**20} Mo, la limite. {EXPECTED}")
    form = form_of(data)
    raw = raw_from_xml(data) if form == XML else raw_from_json(data)
    return Reader(form).schedule(raw)


def form_of(data: bytes) -> str:
    start = data[:2000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise ScheduleError(f"Le fichier est vide. {EXPECTED}")
    for marks, what in FOREIGN.items():
        if start.startswith(marks):
            raise ScheduleError(f"Le fichier est {what}. {EXPECTED}")
    if start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return XML
    if start.startswith((b"{", b"[")):
        return JSON
    raise ScheduleError(f"Le fichier n’est ni du XML ni du JSON. {EXPECTED}")


FOREIGN = {
    (b"<!doctype html", b"<html"): "une page HTML",
    (b"begin:vcalendar",): "un calendrier iCalendar",
    (b"pk\x03\x04", b"\x1f\x8b"): "comprimé : décompressez-le d’abord",
    (b"%pdf",): "un PDF",
}

# XML


def bounded(data: bytes) -> Iterator[tuple]:
    """(whether it opens, depth, element), as far as the limits allow."""
    depth = seen = 0
    for step, element in iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True):
        opens = step == "start"
        depth += opens
        seen += opens
        if depth > MAX_DEPTH or seen > MAX_ELEMENTS:
            raise ScheduleError(
                f"Le fichier a trop d’éléments, ou trop imbriqués, pour un programme. {EXPECTED}"
            )
        yield opens, depth, element
        depth -= not opens


def raw_from_xml(data: bytes) -> dict:
    try:
        return collect(bounded(data))
    except DefusedXmlException:
        raise ScheduleError(
            "Le fichier XML déclare une DTD ou des entités ; c’est refusé par sécurité. " + EXPECTED
        ) from None
    except ParseError as error:
        line, column = getattr(error, "position", (0, 0))
        raise ScheduleError(
            "Le fichier XML est incomplet ou mal formé "
            f"(ligne {line}, colonne {column + 1}). {EXPECTED}"
        ) from None
    except (ValueError, LookupError) as error:
        if isinstance(error, ScheduleError):
            raise
        raise ScheduleError(f"L’encodage du fichier XML n’est pas lisible. {EXPECTED}") from None


def collect(steps: Iterator[tuple]) -> dict:
    """schedule / day / room / event, each event forgotten by the parser once it is read."""
    conference, days, room, generator = {}, [], "", ""
    for opens, depth, element in steps:
        match opens, depth, element.tag:
            case True, 1, tag if tag != "schedule":
                raise ScheduleError(f"Ce XML est un document « {tag} ». {EXPECTED}")
            case True, 2, "day":
                days.append({**element.attrib, "events": []})
            case True, 2, "generator":
                generator = element.get("name", "")
            case True, 3, "room":
                room = element.get("name", "")
            case False, 2, "conference":
                conference = {child.tag: child.text for child in element}
            case False, 4, "event" if days:
                days[-1]["events"].append({"room": room} | raw_event(element))
                element.clear()
    return conference | {"days": days, "generator": generator}


def raw_event(element) -> dict:
    simple = {child.tag: child.text for child in element if not len(child)}
    if not (simple.get("room") or "").strip():
        simple.pop("room", None)
    links = [
        {"url": link.get("href") or link.text, "title": link.text}
        for link in element.iterfind("links/link")
    ]
    return simple | {
        "id": element.get("id"),
        "guid": element.get("guid"),
        "code": element.get("code"),
        "persons": [raw_person(person) for person in element.iterfind("persons/person")],
        "links": links,
    }


def raw_person(element) -> dict:
    """The name is the text, or in a child element where there are any."""
    children = {child.tag: child.text for child in element}
    return {"name": element.text, "id": element.get("id"), "guid": element.get("guid")} | children


# JSON


def raw_from_json(data: bytes) -> dict:
    # Counted before they are made: an empty list costs thirty times its two bytes.
    if sum(data.count(mark) for mark in (b"{", b"[", b",")) > MAX_ELEMENTS:
        raise ScheduleError(f"Le fichier JSON a trop d’éléments pour un programme. {EXPECTED}")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = f" (ligne {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ScheduleError(
            f"Le fichier JSON est incomplet ou mal formé{where}. {EXPECTED}"
        ) from None
    conference = at(document, "schedule", "conference")
    if not isinstance(conference, dict) or not isinstance(conference.get("days"), list):
        raise ScheduleError(
            "Ce JSON n’est pas un programme frab : il n’a pas de « schedule.conference.days ». "
            + EXPECTED
        )
    days = [raw_day(day) for day in conference["days"]]
    return conference | {"days": days, "generator": at(document, "generator", "name")}


def at(document, *names):
    for name in names:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def raw_day(day) -> dict:
    rooms = at(day, "rooms")
    if not isinstance(rooms, dict) or not all(isinstance(e, list) for e in rooms.values()):
        raise ScheduleError(
            f"Ce JSON n’est pas un programme frab : un jour sans salles. {EXPECTED}"
        )
    events = [
        event | {"room": event.get("room") or room}
        for room, listed in rooms.items()
        for event in listed
        if isinstance(event, dict)
    ]
    return {"date": day.get("date"), "start": day.get("day_start"), "events": events}


# Both


ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.I)
# What Tableronde's own files say of a session beside frab's words: kept, so that what left one
# Tableronde is at the same address in another.
OURS = "Tableronde"
OUR_PAGE = re.compile(r"/sessions/([-\w]{1,120})/$", re.A)
OUR_CODE = re.compile(f"[{CODE_ALPHABET}]{{6}}", re.I)


def text(value) -> str:
    """A simple value as text; what is none is nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return without_controls(str(value)).strip()


def line(value) -> str:
    return on_one_line(text(value))


def listed(value) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


class Reader:
    """Reads the plain shape, and remembers what it could not read."""

    def __init__(self, form: str):
        self.form = form
        self.is_ours = False
        self.problems: list[str] = []
        self.warnings: list[str] = []

    def schedule(self, raw: dict) -> Schedule:
        self.is_ours = line(raw.get("generator")) == OURS
        days = tuple(self.day(day, number) for number, day in enumerate(raw["days"], start=1))
        read = Schedule(
            format=self.form,
            title=line(raw.get("title")) or line(raw.get("acronym")),
            timezone=line(raw.get("time_zone_name")),
            venue=line(raw.get("venue")),
            town=line(raw.get("city")),
            url=self.address(raw.get("base_url")) or self.address(raw.get("url")),
            day_change=self.read(read_clock, raw.get("day_change"), "day_change"),
            days=days,
            warnings=tuple(self.warnings),
        )
        self.check(read)
        return read

    def check(self, read: Schedule) -> None:
        if not read.events:
            raise ScheduleError(f"Le fichier ne contient aucune séance. {EXPECTED}")
        if len(read.events) > MAX_EVENTS:
            raise ScheduleError(f"Le fichier a plus de {MAX_EVENTS} séances.")
        keys = set()
        for event in read.events:
            if event.key in keys:
                self.problems.append(f"{event.label} : deux séances ont cet identifiant")
            keys.add(event.key)
        if self.problems:
            raise ScheduleError("Le fichier n’est pas importé :", self.problems)

    def read(self, reader, value, where: str):
        """`reader` of the text, or None and a problem."""
        found = line(value)
        try:
            return reader(found) if found else None
        except ValueError:
            self.problems.append(f"{where} : « {found[:60]} » n’est pas lisible")
            return None

    def day(self, raw: dict, number: int) -> FileDay:
        where = f"jour {number}"
        found = FileDay(
            date=self.read(read_date, raw.get("date"), f"{where}, date"),
            opens=self.read(read_moment, raw.get("start"), f"{where}, start"),
            events=tuple(self.event(event) for event in raw["events"]),
        )
        dated = any(event.moment for event in found.events)
        if not found.date and not found.opens and not dated:
            self.problems.append(f"{where} : sans date")
        return found

    def event(self, raw: dict) -> Event:
        title = line(raw.get("title"))
        ident = line(raw.get("id"))
        where = f"« {title[:80]} » ({ident or line(raw.get('guid'))})"
        guid = self.guid(raw.get("guid"), where)
        if not title:
            self.problems.append(f"{where} : sans titre")
        if not guid and not 0 < len(ident) <= 100:
            self.problems.append(f"{where} : sans guid ni identifiant")
        stated = line(raw.get("date"))
        moment, on = None, None
        if len(stated) == len("2025-02-01"):
            on = self.read(read_date, stated, f"{where}, date")
        else:
            moment = self.read(read_moment, stated, f"{where}, date")
        return Event(
            title=title, guid=guid, id=ident, moment=moment, on=on, **self.named(raw),
            clock=self.read(read_clock, raw.get("start"), f"{where}, start"),
            duration=self.read(read_duration, raw.get("duration"), f"{where}, duration"),
            room=line(raw.get("room")), subtitle=line(raw.get("subtitle")),
            abstract=text(raw.get("abstract")), description=text(raw.get("description")),
            track=line(raw.get("track")), type=line(raw.get("type")),
            language=line(raw.get("language")),
            persons=self.persons(raw.get("persons"), where), links=tuple(self.links(raw)),
        )  # fmt: skip

    def named(self, raw: dict) -> dict:
        if not self.is_ours:
            return {}
        page, code = (
            OUR_PAGE.search(line(raw.get("url"))),
            OUR_CODE.fullmatch(line(raw.get("code"))),
        )
        return {"slug": page[1] if page else "", "code": code[0].lower() if code else ""}

    def guid(self, value, where: str) -> UUID | None:
        stated = line(value)
        try:
            return UUID(stated) if stated else None
        except ValueError:
            self.warnings.append(f"{where} : le guid « {stated[:60]} » n’en est pas un, ignoré")
            return None

    def persons(self, value, where: str) -> tuple[Person, ...]:
        found = [
            Person(name=name, guid=str(self.guid(raw.get("guid"), where) or ""), id=line(raw["id"]))
            for raw in ({"id": None} | person for person in listed(value))
            if (name := line(raw.get("public_name")) or line(raw.get("name")))
        ]
        if len(found) > MAX_PERSONS:
            self.problems.append(f"{where} : plus de {MAX_PERSONS} personnes")
        return tuple(found)

    def links(self, raw: dict) -> Iterator[Link]:
        """The organiser's page of the session, then what it points to; each address once."""
        stated = raw["links"] if isinstance(raw.get("links"), list) else []
        # In JSON, a link is an address or an object.
        found = [{"url": link} if isinstance(link, str) else link for link in stated]
        page = raw.get("origin_url" if self.is_ours else "url")
        seen = set()
        for link in [{"url": page}, *listed(found)]:
            address = self.address(link.get("url"))
            if address and address not in seen:
                seen.add(address)
                label = line(link.get("title"))
                yield Link(address, "" if ADDRESS.fullmatch(label) else label[:200])

    def address(self, value) -> str:
        """Only of the web: a link is something to click on."""
        stated = line(value)
        return stated if ADDRESS.fullmatch(stated) and len(stated) <= 500 else ""
