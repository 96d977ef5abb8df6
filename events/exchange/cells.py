"""One value of a session in one cell: how it is written, and how what comes back is read.

Hours are those of the wall in the edition's zone, on the session's day; before four o'clock they
are of the night that follows (`events/forms.py`). An hour that this rule does not reach is written
with its date.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation

from events.exchange.columns import folded
from events.formats.csv import FORMULA
from events.forms import NIGHT_ENDS
from events.importers.text import on_one_line, without_controls
from events.importers.times import is_skipped, read_date
from events.models import Day

SEPARATOR = " | "
LONG_TEXTS = {"summary", "people"}


class CellError(ValueError):
    """Why a cell is not read, for the organiser."""


# Text


def normal(name: str, text: str) -> str:
    """A cell's text as it is compared: what a spreadsheet or a form does to it is no change."""
    text = without_controls(text.replace("\r\n", "\n").replace("\r", "\n"))
    if name in LONG_TEXTS:
        return "\n".join(line.rstrip() for line in text.strip().split("\n"))
    return on_one_line(text)


GUARDED = re.compile(rf"'+[{re.escape(''.join(FORMULA))}]")


def guarded(text: str) -> str:
    """A text that looks like a guarded one gets a guard of its own, so that taking it off is safe.

    What begins like a formula is guarded by whoever writes the CSV.
    """
    return f"'{text}" if GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running the cell."""
    return text[1:] if GUARDED.match(text) else text


def within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise CellError(f"{len(text)} caractères, {limit} au plus")
    return text


# Choices


@cache
def label(choices, value: str) -> str:
    """What an export calls a choice: always in French, as the admin does."""
    with translation.override("fr"):
        return str(choices(value).label) if value else ""


@cache
def spoken(choices) -> dict[str, str]:
    """The values of a choice by what they are called, in all languages of the site."""
    found = {folded(value): value for value in choices.values}
    for language, _name in reversed(settings.LANGUAGES):
        with translation.override(language):
            found |= {folded(str(choice.label)): choice.value for choice in choices if choice.value}
    return found


def read_choice(choices, text: str) -> str:
    value = spoken(choices).get(folded(text))
    if value is None:
        known = ", ".join(label(choices, value) for value in choices.values if value)
        raise CellError(f"« {text[:60]} » n’est pas connu. Possibles : {known}")
    return value


# Days and hours

OF_RANK = re.compile(r"(?:jour|day|tag)\s*(\d{1,4})", re.I)
DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
CLOCK = re.compile(
    r"(\d{1,2})\s*(?:[:.]|h|uhr)?\s*(\d{2})?(?::(\d{2}))?\s*(?:h|uhr)?\s*(am|pm)?", re.I
)
# What a spreadsheet keeps of an hour that it shows as a number: the part of the day that is past.
FRACTION = re.compile(r"0[.,]\d{3,}")


def day_text(day: Day) -> str:
    return day.date.isoformat() if day.date else f"jour {day.position}"


def read_day(text: str) -> date | int:
    """A date, or the rank of a day: the only name of one without a date."""
    if found := OF_RANK.fullmatch(text):
        return int(found[1])
    try:
        if found := DATE.fullmatch(text):
            day, month, year = map(int, found.groups())
            return read_date(f"{year:04}-{month:02}-{day:02}")
        if not re.match(r"\d{4}-\d\d-\d\d($|[ T])", text):
            raise ValueError(text)
        return read_date(text)
    except ValueError:
        raise CellError(
            f"« {text[:60]} » n’est pas un jour. Exemples : 2025-04-02, 02/04/2025, jour 3"
        ) from None


def read_clock(text: str) -> time:
    found = CLOCK.fullmatch(text)
    if FRACTION.fullmatch(text):
        minutes = round(float(text.replace(",", ".")) * 1440)
        return time(minutes // 60 % 24, minutes % 60)
    try:
        if not found:
            raise ValueError(text)
        hour, minute, second = (int(part or 0) for part in found.groups()[:3])
        if half := (found[4] or "").lower():
            if not 1 <= hour <= 12:
                raise ValueError(text)
            hour = hour % 12 + (12 if half == "pm" else 0)
        return time(hour, minute, second)
    except ValueError:
        raise CellError(
            f"« {text[:60]} » n’est pas une heure. Exemples : 9:45, 09h45, 21:00"
        ) from None


def moment_on(on: date | None, clock: time, zone: ZoneInfo) -> datetime:
    if on is None:
        raise CellError("ce jour n’a pas de date : une heure n’y est pas possible")
    date_ = on + timedelta(days=1) if clock < NIGHT_ENDS else on
    if is_skipped(date_, clock, zone):
        raise CellError("cette heure n’existe pas : l’heure d’été commence cette nuit-là")
    return datetime.combine(date_, clock, tzinfo=zone).astimezone(UTC)


def moment_text(moment: datetime | None, day: Day, zone: ZoneInfo) -> str:
    if moment is None:
        return ""
    here = moment.astimezone(zone)
    clock = here.strftime("%H:%M:%S").removesuffix(":00")
    if day.date and moment_on_or_none(day.date, here.time(), zone) == moment:
        return clock
    return f"{here.date().isoformat()} {clock}"


def moment_on_or_none(on: date, clock: time, zone: ZoneInfo) -> datetime | None:
    try:
        return moment_on(on, clock, zone)
    except CellError:
        return None


def read_moment(text: str, on: date | None, zone: ZoneInfo) -> datetime | None:
    """The instant of an hour of a day, or of a date with its hour; ISO 8601 with an offset too."""
    if not text:
        return None
    if not re.match(r"\d{4}-\d\d-\d\d[ T]\d", text):
        return moment_on(on, read_clock(text), zone)
    try:
        stated = datetime.fromisoformat(text)
    except ValueError:
        raise CellError(
            f"« {text[:60]} » n’est pas un moment. Exemple : 2025-04-02 09:45"
        ) from None
    if stated.tzinfo:
        return stated.astimezone(UTC)
    if is_skipped(stated.date(), stated.time(), zone):
        raise CellError("cette heure n’existe pas : l’heure d’été commence cette nuit-là")
    return stated.replace(tzinfo=zone).astimezone(UTC)


# Several in one cell


def several(text: str) -> list[str]:
    """What bars or line ends separate, in order and each once."""
    parts = (on_one_line(part) for part in re.split(r"[|\n]", text))
    return list(dict.fromkeys(filter(None, parts)))
