"""Files of strangers: what a spreadsheet shows is read, what is none is refused with the reason."""

import io
import zipfile
from datetime import date, datetime, time

import pytest

from events.exchange import workbook
from events.exchange.columns import guess
from events.exchange.files import read
from events.exchange.tables import TableError
from events.importers.parsed import ScheduleError
from tests.events.exchange.sheets import comma, windows, xlsx

ROWS = [["titre", "début"], ["Café — l’été, à 9 h", "9:45"], ["", ""], ["« Deux »", "10:00"]]


def cells(data: bytes) -> list[list[str]]:
    table = read(data)
    return [list(table.headings), *(list(row.cells) for row in table.rows)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(comma(ROWS), id="comma, UTF-8"),
        pytest.param(windows(ROWS), id="semicolon, Windows-1252"),
        pytest.param(comma(ROWS).decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xef\xbb\xbfsep=,\r\n" + comma(ROWS), id="sep="),
        pytest.param("\n".join("\t".join(row) for row in ROWS).encode(), id="tabs"),
        pytest.param(xlsx(ROWS), id="XLSX"),
    ],
)
def test_the_same_table_however_it_is_written(data):
    assert cells(data) == [ROWS[0], ROWS[1], ROWS[3]]


def test_rows_have_the_numbers_that_the_spreadsheet_shows():
    assert [row.number for row in read(xlsx(ROWS)).rows] == [2, 4]
    assert [row.number for row in read(comma(ROWS)).rows] == [2, 4]


def test_a_workbook_is_read_as_it_is_shown():
    shown = [date(2025, 4, 2), time(9, 45), datetime(2025, 4, 2, 9, 45), 234567, 0.5, True]  # noqa: DTZ001

    [_headings, row] = cells(xlsx([list("abcdef"), shown]))

    assert row == ["2025-04-02", "09:45", "2025-04-02 09:45", "234567", "0.5", "1"]


def test_a_formula_without_its_result_is_a_problem_of_its_row():
    [row] = read(xlsx([["titre", "début"], ["Un", "=A1+1"]], as_text=False)).rows

    assert row.problems == ("cellule B2 : une formule dont le classeur n’a pas gardé le résultat",)


def test_what_no_text_has_is_left_out_of_a_workbook():
    assert cells(xlsx([["ti_x0000_tre"], ["a_xD800_b_x000D_"]])) == [["titre"], ["ab\r"]]


def test_of_several_sheets_the_first_that_is_visible():
    from openpyxl import Workbook

    book = Workbook()
    book.active.sheet_state = "hidden"
    for title in ("Programme", "Notes"):
        sheet = book.create_sheet(title)
        sheet.append(["titre"])
        sheet.append([title])
    saved = io.BytesIO()
    book.save(saved)

    table = read(saved.getvalue())

    assert [row.cells for row in table.rows] == [("Programme",)]
    assert table.notes == ("Seule la première feuille est lue : « Programme ».",)


def bomb(size: int) -> bytes:
    """A workbook of a few kilobytes that says how large it is."""
    file = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet2.xml", bytes(size))
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(ROWS))) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "vide", id="empty"),
        pytest.param(b"\r\n;;\r\n", "vide", id="only separators"),
        pytest.param(b"titre;jour\r\n", "que sa ligne d’en-tête", id="only a header"),
        pytest.param(b"titre\n" + b"a\n" * 20_000, "plus de 5000 lignes", id="20,000 rows"),
        pytest.param(b"a;" * 101 + b"a\nb", "plus de 100 colonnes", id="too many columns"),
        pytest.param(b"titre\nUn\x00deux", "octets nuls", id="a NUL byte"),
        pytest.param(bytes(range(256)) * 9, "encodage", id="a binary"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "une image", id="a picture"),
        pytest.param(b"\xd0\xcf\x11\xe0" * 9, "enregistrez-le comme .xlsx", id="XLS"),
        pytest.param(b'titre\n"' + b"a" * 200_000, "guillemet", id="an open quotation mark"),
        pytest.param(b"PK\x03\x04 and so on", "n’est pas lisible", id="a broken zip"),
        pytest.param(bomb(60 * 2**20), "décompressé dépasse 48 Mo", id="XLSX bomb"),
        pytest.param(with_part(SHEET, ENTITY), "entités", id="XLSX with entities"),
        pytest.param(with_part(SHEET, b"<worksheet><"), "mal formé", id="XLSX cut off"),
        pytest.param(b"a" * (8 * 2**20 + 1), "dépasse 8 Mo", id="too large"),
    ],
)  # fmt: skip
def test_refused(data, why):
    with pytest.raises(TableError, match=why):
        read(data)


def test_a_workbook_of_too_many_empty_rows(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ELEMENTS", 1_000)

    with pytest.raises(TableError, match="trop de lignes"):
        read(with_part(SHEET, b"<worksheet>" + b"<row/>" * 1_001 + b"</worksheet>"))


def test_a_row_with_a_cell_too_many_or_too_long_is_told():
    [long, wide] = read(comma([["a", "b"], ["x" * 32_000, ""], ["1", "2", "3"]])).rows

    assert "a coupée" in long.problems[0]
    assert "un séparateur est de trop" in wide.problems[0]


def test_html_and_xml_are_asked_of_frab():
    with pytest.raises(ScheduleError, match="une page HTML"):
        read(b"<!doctype html><title>404</title>")


def test_columns_are_guessed_in_three_languages_and_each_once():
    assert guess(["Titre", "Title", "Beginn", "SALLE", "Intervenant·es", "speakers", "?"]) == [
        "title", "", "start", "room", "", "people", "",
    ]  # fmt: skip
