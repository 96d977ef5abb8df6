"""A table of strangers: bytes in, headings and rows of text out; within limits, or refused."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

MAX_BYTES = 8 * 2**20
MAX_ROWS = 5_000
MAX_COLUMNS = 100
# A spreadsheet cuts what is longer, and nobody would see that something is gone.
MAX_CELL = 32_000

EXPECTED = "Tableronde lit les tableaux CSV et XLSX, et les programmes frab (XML ou JSON)."
FOREIGN = {
    b"%PDF": "un PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"\xd0\xcf\x11\xe0": "un classeur d’avant 2007 (.xls) : enregistrez-le comme .xlsx",
    b"{\\rtf": "un document RTF",
    b"BEGIN:VCALENDAR": "un calendrier iCalendar",
}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SEPARATORS = (";", ",", "\t")


class TableError(ValueError):
    """Why a file is not read, for the person who chose it."""


@dataclass(frozen=True)
class Row:
    """A row of the file by the number that a spreadsheet shows; `problems` are of single cells."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def table_of(rows: Iterable[Row], notes: Iterable[str] = ()) -> Table:
    """The first row that says something has the headings; rows that say nothing are left out."""
    headings, found = None, []
    for row in rows:
        if not any(cell.strip() for cell in row.cells) and not row.problems:
            continue
        if headings is None:
            headings = headings_of(row)
            continue
        if len(found) == MAX_ROWS:
            raise TableError(f"Le tableau a plus de {MAX_ROWS} lignes, la limite.")
        found.append(checked(row, len(headings)))
    if headings is None:
        raise TableError(f"Le fichier est vide. {EXPECTED}")
    if not found:
        raise TableError("Le tableau n’a que sa ligne d’en-tête : aucune séance n’y est.")
    return Table(headings, tuple(found), tuple(notes))


def headings_of(row: Row) -> tuple[str, ...]:
    cells = [" ".join(cell.split()) for cell in row.cells]
    while not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        raise TableError(f"Le tableau a plus de {MAX_COLUMNS} colonnes, la limite.")
    return tuple(cell[:200] for cell in cells)


def checked(row: Row, width: int) -> Row:
    problems = [*row.problems]
    if any(cell.strip() for cell in row.cells[width:]):
        problems.append("plus de cellules que d’en-têtes : un séparateur est de trop")
    if any(len(cell) >= MAX_CELL for cell in row.cells):
        problems.append(f"une cellule a {MAX_CELL} caractères ou plus : le tableur l’a coupée")
    cells = (*row.cells[:width], *[""] * (width - len(row.cells)))
    return Row(row.number, cells, tuple(problems))


def read_csv(data: bytes) -> Table:
    for start, what in FOREIGN.items():
        if data.lstrip().startswith(start):
            raise TableError(f"Le fichier est {what}. {EXPECTED}")
    text = decoded(data)
    if CONTROLS.search(text):
        raise TableError(f"Le fichier n’est pas un texte : il a des octets nuls ou de commande. "
                         f"{EXPECTED}")  # fmt: skip
    if stated := re.match(r"sep=(.)\r?\n", text):  # Excel's own way to say it
        return table_of(records(text[stated.end() :], stated[1], first=2))
    return table_of(records(text, separator_of(text)))


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 that says so, else what Windows writes in Western Europe."""
    encodings = (
        ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    )
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(f"L’encodage du fichier n’est pas lisible. {EXPECTED}")


def separator_of(text: str) -> str:
    """The one by which the headings are most."""
    widths = {}
    for separator in SEPARATORS:
        first = next(records(text, separator), None)
        widths[separator] = len(first.cells) if first else 0
    return max(SEPARATORS, key=widths.get)


def records(text: str, separator: str, first: int = 1) -> Iterable[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = first - 1
    try:
        for number, cells in enumerate(reader, start=first):
            yield Row(number, tuple(cells))
    except csv.Error:
        raise TableError(
            f"Le tableau n’est pas lisible après la ligne {number} : "
            "un guillemet n’est peut-être pas fermé."
        ) from None
