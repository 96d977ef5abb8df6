"""Tables for spreadsheets: JSON rows in, bytes out, one line per row and in the same order.

Semicolons and a byte order mark, because a spreadsheet set to French or German opens that at a
double click; a cell that a spreadsheet would run as a formula gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Column:
    """`path` leads through a JSON row: `day.date`; through a list it collects: `topics.name`."""

    heading: str
    path: str


def table(columns: Sequence[Column], rows: Iterable[dict]) -> bytes:
    text = io.StringIO(newline="")
    cells = ([value_at(row, column.path) for column in columns] for row in rows)
    write(text, [column.heading for column in columns], cells)
    return text.getvalue().encode("utf-8-sig")


def write(text: TextIO, headings: Sequence[str], rows: Iterable[Iterable]) -> None:
    """One line after the other into an open text."""
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(map(harmless, row) for row in rows)


def value_at(value, path: str):
    """The value at `path` in a JSON row; several are joined by a vertical bar."""
    for name in filter(None, path.split(".")):
        if isinstance(value, list):
            value = [item.get(name) for item in value if item]
        elif value is not None:
            value = value.get(name)
    if isinstance(value, list):
        return " | ".join(str(item) for item in flattened(value) if item not in (None, ""))
    return value


def flattened(values: list) -> list:
    return [item for value in values for item in (value if isinstance(value, list) else [value])]


def harmless(value) -> str | int | float:
    """A cell's text that no spreadsheet runs; numbers stay numbers, what is unknown is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    text = " ".join(str(value).split("\x00"))
    return f"'{text}" if text.startswith(FORMULA) else text


SESSION_COLUMNS = [
    Column("code", "code"),
    Column("édition", "edition.title"),
    Column("date", "day.date"),
    Column("jour", "day.title"),
    Column("rang", "position"),
    Column("début", "starts_at"),
    Column("fin", "ends_at"),
    Column("moment", "part_of_day"),
    Column("sorte", "kind"),
    Column("titre", "title"),
    Column("titre connu", "title_basis"),
    Column("résumé", "summary"),
    Column("état", "status"),
    Column("lieu", "venue.name"),
    Column("salle", "room"),
    Column("sujets", "topics.name"),
    Column("personnes", "appearances.name_as_printed"),
    Column("sources", "sources.publication"),
    Column("endroits", "sources.locator"),
    Column("adresse", "url"),
    Column("modifiée", "changed_at"),
]
APPEARANCE_COLUMNS = [
    Column("id", "id"),
    Column("date", "day.date"),
    Column("édition", "edition.title"),
    Column("séance", "session.title"),
    Column("code de la séance", "session.code"),
    Column("état de la séance", "session.status"),
    Column("sorte", "session.kind"),
    Column("rôle", "role"),
    Column("personne", "speaker.name"),
    Column("nom imprimé", "name_as_printed"),
    Column("positions imprimées", "positions.as_printed"),
    Column("fonctions", "positions.title"),
    Column("organisations", "positions.organisation.name"),
    Column("invité spécial", "special_guest"),
    Column("connue", "basis"),
    Column("sources", "sources.publication"),
    Column("endroits", "sources.locator"),
    Column("adresses des sources", "sources.url"),
]
PAIR_COLUMNS = [
    Column("personnes", "speakers.name"),
    Column("adresses courtes", "speakers.slug"),
    Column("séances ensemble", "count"),
    Column("première date", "first_date"),
    Column("dernière date", "last_date"),
    Column("éditions", "editions.title"),
    Column("séances", "sessions.title"),
    Column("dates", "sessions.day.date"),
    Column("codes des séances", "sessions.code"),
    Column("adresse", "url"),
]
SPEAKER_COLUMNS = [
    Column("adresse courte", "slug"),
    Column("nom", "name"),
    Column("classement", "sort_name"),
    Column("autres noms", "other_names"),
    Column("interventions", "appearance_count"),
    Column("adresse", "url"),
]
ORGANISATION_COLUMNS = [
    Column("adresse courte", "slug"),
    Column("nom", "name"),
    Column("autres noms", "other_names"),
    Column("nature", "kind"),
    Column("interventions", "appearance_count"),
    Column("adresse", "url"),
]
EDITION_COLUMNS = [
    Column("adresse courte", "slug"),
    Column("titre", "title"),
    Column("sorte", "kind"),
    Column("état", "status"),
    Column("série", "series.title"),
    Column("premier jour", "starts_on"),
    Column("dernier jour", "ends_on"),
    Column("dates connues", "date_basis"),
    Column("sur les dates", "date_note"),
    Column("partie de", "part_of.title"),
    Column("lieu", "venue.name"),
    Column("adresse", "url"),
]
