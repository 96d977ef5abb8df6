"""A workbook of one sheet: JSON rows in, bytes out; the same rows give the same bytes."""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import xlsxwriter

from events.formats.csv import Column, value_at

# Whatever was made when would change the bytes of what did not change.
CREATED = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def workbook(title: str, columns: Sequence[Column], rows: Iterable[dict]) -> bytes:
    """Text is written as text: no cell is a formula or a link."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "created": CREATED})
    sheet = book.add_worksheet(title[:31].translate(str.maketrans("[]:*?/\\", "       ")))
    bold = book.add_format({"bold": True})
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.heading, bold)
        sheet.set_column(at, at, 24)
    last = 0
    for last, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            write(sheet, last, at, value_at(row, column.path))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    return file.getvalue()


def write(sheet, line: int, at: int, value) -> None:
    if isinstance(value, int):
        sheet.write_number(line, at, int(value))
    elif value not in (None, ""):
        sheet.write_string(line, at, str(value)[:32_000])
