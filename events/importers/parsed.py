"""A programme as a file says it: plain values, before anything is looked up or written."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID


class ScheduleError(ValueError):
    """Why a file is not imported, in words for the person who chose it."""

    def __init__(self, message: str, problems: list[str] = ()):
        self.problems = list(problems)
        shown = [f"  – {problem}" for problem in self.problems[:20]]
        if more := len(self.problems) - len(shown):
            shown.append(f"  – … et {more} de plus")
        super().__init__("\n".join([message, *shown]))


@dataclass(frozen=True)
class Person:
    """Somebody, or something, that the file names as being in a session."""

    name: str
    guid: str = ""
    id: str = ""


@dataclass(frozen=True)
class Link:
    url: str
    label: str = ""


@dataclass(frozen=True)
class Event:
    """One item. `moment` is the file's `<date>`, aware or not; `clock` its `<start>`."""

    title: str
    guid: UUID | None = None
    id: str = ""
    # As Tableronde itself names it; of any other program's file, nothing.
    code: str = ""
    slug: str = ""
    moment: datetime | None = None
    on: date | None = None
    clock: time | None = None
    duration: timedelta | None = None
    room: str = ""
    subtitle: str = ""
    abstract: str = ""
    description: str = ""
    track: str = ""
    type: str = ""
    language: str = ""
    persons: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by from one import to the next."""
        return str(self.guid) if self.guid else self.id

    @property
    def label(self) -> str:
        return f"« {self.title[:80]} » ({self.key})"


@dataclass(frozen=True)
class FileDay:
    """A day as listed: `opens` is its `@start`, the moment since when sessions are its own."""

    date: date | None
    opens: datetime | None = None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """The whole file. `day_change` is the hour before which a start is of the next date."""

    format: str
    title: str = ""
    timezone: str = ""
    venue: str = ""
    town: str = ""
    url: str = ""
    day_change: time | None = None
    days: tuple[FileDay, ...] = ()
    # What was odd, and how it was read.
    warnings: tuple[str, ...] = field(default=(), compare=False)

    @property
    def events(self) -> list[Event]:
        return [event for day in self.days for event in day.events]
