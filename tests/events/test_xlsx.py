"""The workbook of who spoke where, read back."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from events.formats.csv import APPEARANCE_COLUMNS, Column
from events.formats.xlsx import workbook
from tests.factories import make_appearance, make_organisation, make_session, make_speaker

COLUMNS = [Column("texte", "text"), Column("après", "after")]


def sheet(body: bytes):
    book = load_workbook(io.BytesIO(body))
    [only] = book.worksheets
    return only


def cell(text):
    """The cell of a text, and that of what comes after it."""
    [_, row] = sheet(workbook("Qui", COLUMNS, [{"text": text, "after": "x"}])).iter_rows()
    assert row[1].value == "x"
    return row[0]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "{=1+1}", "@x", "+1", "-1", "\t=1", "http://example.org", "mailto:a@b", "01", "1e5",
     "TRUE", "a\nb", "<b>&amp;", "x" * 500, "👩🏽‍🚀 é", " a "],
)  # fmt: skip
def test_a_text_is_a_text_and_nothing_else(text):
    found = cell(text)

    assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "a\x00b", "a\x0bb", "a\x1bb", "a\ufffeb"])
def test_control_characters_break_nothing(text):
    found = cell(text)

    assert found.data_type == "s"
    assert (found.value[0], found.value[-1]) == ("a", "b")


def test_a_text_that_no_cell_can_hold_is_cut():
    assert cell("x" * 40_000).value == "x" * 32_000


def test_numbers_are_numbers_and_what_is_unknown_is_empty():
    assert [(cell(v).value, cell(v).data_type) for v in (3, True, False)] == [
        (3, "n"), (1, "n"), (0, "n"),
    ]  # fmt: skip
    assert cell(None).value is None


def test_the_headings_stay_in_view_and_every_column_can_be_filtered():
    rows = [{"text": str(n), "after": "x"} for n in range(3)]
    found = sheet(workbook("Qui a parlé où", COLUMNS, rows))

    assert found.title == "Qui a parlé où"
    assert [c.value for c in found[1]] == ["texte", "après"]
    assert (found.freeze_panes, found.auto_filter.ref) == ("A2", "A1:B4")
    assert found.dimensions == "A1:B4"


@pytest.mark.parametrize("title", ["a/b:c*d?e[f]g\\h", "x" * 80])
def test_any_title_names_a_sheet(title):
    assert len(sheet(workbook(title, COLUMNS, [])).title) <= 31


def test_a_workbook_without_rows_has_its_headings():
    assert sheet(workbook("Qui", COLUMNS, [])).dimensions == "A1:B1"


def test_the_same_rows_are_the_same_bytes_whenever(monkeypatch):
    rows = [{"text": "a", "after": "b"}]
    first = workbook("Qui", COLUMNS, rows)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)

    assert workbook("Qui", COLUMNS, rows) == first
    dates = {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert dates == {1980}


@pytest.mark.django_db
def test_the_workbook_of_appearances_has_their_rows(client, monkeypatch):
    session = make_session(title="=1+1")
    make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("LIST")])
    make_appearance(session, make_speaker("Kamel Amroune"), role="moderator")

    response = client.get("/appearances.xlsx?role=moderator")

    head, *lines = sheet(response.content).iter_rows(values_only=True)
    assert list(head) == [column.heading for column in APPEARANCE_COLUMNS]
    [said] = [dict(zip(head, line, strict=True)) for line in lines]
    assert (said["personne"], said["séance"]) == ("Kamel Amroune", "=1+1")
    assert (said["organisations"], said["invité spécial"]) == (None, 0)
    assert response["Content-Disposition"] == 'attachment; filename="appearances.xlsx"'

    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get("/appearances.xlsx?role=moderator").content == response.content
