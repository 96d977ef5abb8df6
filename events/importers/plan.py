"""What a file's programme is in Tableronde's words: pure, complete before anything is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from events.importers.parsed import Event, FileDay, Link, Person, Schedule
from events.importers.text import on_one_line, plain, shortened
from events.importers.times import (
    changeover,
    expected,
    is_skipped,
    local,
    start_of,
    true_date,
)
from events.models import Session
from search.normalise import words

TITLE, TRACK, ROOM, NAME, SUMMARY = 500, 100, 100, 200, 1000

# FOSDEM's way to say it: in capitals, at the very start, perhaps in brackets.
CANCELLED = re.compile(r"[\[(]?CANCELL?ED(?=[\s:\])–—-])[\])]?[\s:–—-]*")
MENTIONS_CANCELLED = re.compile(r"\bCANCELL?ED\b")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,6})?", re.I)
SEVERAL_LANGUAGES, UNDETERMINED = "mul", "und"

# The first line that has a word of the type. A BoF is the room talking: nobody is on stage.
KINDS = [
    (Session.Kind.BREAK, "break breaks pause lunch coffee dinner breakfast"),
    (Session.Kind.ROUND_TABLE, "panel podium podiumsdiskussion roundtable"),
    (Session.Kind.DISCUSSION, "discussion diskussion ama"),
    (Session.Kind.DEBATE, "bof debate debat debatte unconference"),
    (Session.Kind.WORKSHOP, "workshop workshops tutorial training junior hands hackathon atelier"),
    (Session.Kind.SCREENING, "film movie screening"),
    (Session.Kind.PERFORMANCE, "concert djset dj performance theatre theater klangteppich audio"),
    (Session.Kind.OPENING, "opening"),
    (Session.Kind.CLOSING, "closing"),
    (Session.Kind.CEREMONY, "ceremony"),
    (Session.Kind.SOCIAL, "social party reception"),
    (Session.Kind.INTERVIEW, "interview"),
    (Session.Kind.WELCOME, "welcome"),
    (Session.Kind.VISIT, "visit"),
    (Session.Kind.TALK, "talk talks lecture keynote keynotes maintrack devroom lightning podcast "
                        "lightningtalk presentation vortrag conference plenary slot"),
]  # fmt: skip


@dataclass(frozen=True)
class PlannedSession:
    """A session as the file would have it; what is empty, the file does not say."""

    key: str
    id: str
    guid: UUID | None
    code: str
    slug: str
    on: date
    title: str
    status: str
    starts_at: datetime | None
    ends_at: datetime | None
    room: str
    persons: tuple[Person, ...]
    links: tuple[Link, ...]
    kind: str = ""
    language: str = ""
    track: str = ""
    summary: str = ""


@dataclass
class Programme:
    """All that is to be written, and what a reader of the report should know about it."""

    dates: list[date]
    sessions: list[PlannedSession]
    warnings: list[str] = field(default_factory=list)


def plan(schedule: Schedule, zone: ZoneInfo) -> Programme:
    planner = Planner(schedule, zone)
    sessions = [session for day in schedule.days for session in planner.day(day)]
    return Programme(
        dates=sorted(planner.dates),
        sessions=sessions,
        warnings=[*schedule.warnings, *planner.warnings()],
    )


class Planner:
    def __init__(self, schedule: Schedule, zone: ZoneInfo):
        self.zone = zone
        self.day_change: time | None = schedule.day_change
        self.dates: set[date] = set()
        # What is odd, by how it is said, with the sessions it is odd of.
        self.oddities: dict[str, list[str]] = {}

    def note(self, what: str, label: str) -> None:
        self.oddities.setdefault(what, []).append(label)

    def warnings(self) -> Iterator[str]:
        for what, labels in self.oddities.items():
            more = f" … et {len(labels) - 3} de plus" if len(labels) > 3 else ""
            yield f"{what} : {', '.join(labels[:3])}{more}"

    def day(self, day: FileDay) -> Iterator[PlannedSession]:
        begins = changeover(day, self.day_change, self.zone)
        on = true_date(day, begins, self.zone)
        self.dates.add(on)
        if day.date and on != day.date:
            what = f"jour daté du {day.date} dans le fichier, mais du {on} d’après ses séances"
            self.note(what, f"{len(day.events)} séances")
        for event in day.events:
            self.compare_times(event, day.date or on, on, begins)
            yield self.session(event, on, begins)

    def compare_times(self, event: Event, stated: date, on: date, begins: time) -> None:
        if not event.moment:
            self.check_hour(event, on)
        elif event.clock and local(event.moment, self.zone) not in expected(event, stated, begins):
            self.note(
                "le jour et l’heure de début contredisent la date complète, qui l’emporte",
                event.label,
            )

    def check_hour(self, event: Event, on: date) -> None:
        if not event.clock:
            self.note("séances sans heure", event.label)
        elif is_skipped(event.on or on, event.clock, self.zone):
            self.note("l’horloge saute cette heure (heure d’été)", event.label)

    def session(self, event: Event, on: date, begins: time) -> PlannedSession:
        title, status = self.title(event)
        starts_at = start_of(event, on, begins, self.zone)
        known = starts_at and event.duration
        return PlannedSession(
            key=event.key, id=event.id, guid=event.guid, code=event.code, slug=event.slug, on=on,
            title=title, status=status,
            starts_at=starts_at, ends_at=starts_at + event.duration if known else None,
            room=self.within(event.room, ROOM, event), persons=event.persons, links=event.links,
            kind=kind_of(event.type), language=language_of(event.language),
            track=self.within(event.track, TRACK, event), summary=summary_of(event),
        )  # fmt: skip

    def title(self, event: Event) -> tuple[str, str]:
        """The title, and whether it says that the session is cancelled; « Cancelling » does not."""
        mark = CANCELLED.match(event.title)
        if mark and (rest := event.title[mark.end() :]):
            return self.within(rest, TITLE, event), Session.Status.CANCELLED
        if MENTIONS_CANCELLED.search(event.title):
            self.note("« CANCELLED » ailleurs qu’au début du titre, laissé tel quel", event.label)
        return self.within(event.title, TITLE, event), Session.Status.PUBLISHED

    def within(self, value: str, limit: int, event: Event) -> str:
        """Shortened also until its folded words fit beside it: « ﷺ » folds to eighteen letters."""
        found = shortened(value, limit)
        while len(" ".join(words(found))) > limit:
            found = shortened(value, len(found) // 2)
        if found != value:
            self.note("texte trop long, coupé", event.label)
        return found


def kind_of(stated: str) -> str:
    """The kind of a session; empty where the type does not tell."""
    found = set(words(stated))
    return next((kind for kind, of_kind in KINDS if found & set(of_kind.split())), "")


def language_of(stated: str) -> str:
    """A language tag; "de, en" are several, and which one the title is in is not known."""
    if LANGUAGE.fullmatch(stated):
        return stated
    return SEVERAL_LANGUAGES if "," in stated else ""


def summary_of(event: Event) -> str:
    """Subtitle and abstract; the long description only where there is no abstract."""
    body = plain(event.abstract) or plain(event.description)
    return shortened("\n\n".join(filter(None, [on_one_line(event.subtitle), body])), SUMMARY)
