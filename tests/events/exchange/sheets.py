"""Sheets as a spreadsheet would save them, exported, changed, and read back."""

import csv
import io

from openpyxl import Workbook, load_workbook

from events.exchange.columns import guess
from events.exchange.files import read
from events.exchange.sheet import as_csv, as_xlsx
from events.exchange.trial import Result, try_table
from events.sourcing import own_programme


def comma(rows: list[list[str]]) -> bytes:
    return delimited(rows, ",").encode()


def windows(rows: list[list[str]]) -> bytes:
    return delimited(rows, ";").encode("cp1252")


def delimited(rows, separator: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def xlsx(rows: list[list], *, as_text=True) -> bytes:
    """What begins like a formula is a text there, as it is in an export."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.data_type == "f" and as_text else cell.data_type
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def exported(edition) -> list[list[str]]:
    """The rows of the CSV export, as a spreadsheet has them."""
    text = as_csv(edition).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def exported_workbook(edition) -> list[list[str]]:
    [sheet] = load_workbook(io.BytesIO(as_xlsx(edition))).worksheets
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


def attempt(edition, data: bytes, columns=None, source=None, choices=(), seen="") -> Result:
    table = read(data)
    return try_table(
        edition=edition, table=table, columns=columns or guess(table.headings),
        source=source or (lambda: own_programme(edition)), choices=dict(choices), seen=seen,
    )  # fmt: skip


def bring_in(edition, data: bytes, **given) -> Result:
    """Tries it, and keeps what was shown."""
    result = attempt(edition, data, **given, seen=attempt(edition, data, **given).digest)
    assert result.kept
    return result


def told(result: Result) -> dict[str, dict[str, tuple[str, str]]]:
    """By title, what changes."""
    changes = (outcome for outcome in result.outcomes if outcome.changes)
    return {o.title: {column: (old, new) for column, old, new in o.changes} for o in changes}
