"""Tables that open right in a spreadsheet and run nothing there."""

import csv
import io

import pytest

from events.formats.csv import Column, table
from tests.factories import make_appearance, make_organisation, make_session, make_speaker

TEXT = [Column("texte", "text"), Column("après", "after")]


def read(body: bytes) -> list[list[str]]:
    """The cells as a spreadsheet finds them."""
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def cells(*texts) -> list[str]:
    """Those texts written in a table, each on a line of its own, read back."""
    head, *lines = read(table(TEXT, [{"text": text, "after": "x"} for text in texts]))
    assert head == ["texte", "après"]
    assert [line[1:] for line in lines] == [["x"]] * len(texts)
    return [line[0] for line in lines]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|'/C calc'!A0", "+33 1 23", "-1", "@x", "\t=1", "\r=1", "\n=1", "=", "–"],
)  # fmt: skip
def test_nothing_is_a_formula(text):
    [cell] = cells(text)

    assert cell[0] not in "=+-@\t\r\n"
    assert cell.removeprefix("'") == text


@pytest.mark.parametrize(
    "text",
    ["plain", "a=1", "a;b", 'a"b', "a,b", "a\r\nb", "a\nb", "a\rb", "x" * 500,
     "👩🏽‍🚀 é", "'a", " =1",
     "\ufeffa", "BEGIN:VEVENT"],
)  # fmt: skip
def test_a_text_stays_in_its_cell(text):
    assert cells(text) == [text]


def test_a_nul_is_a_space():
    assert cells("a\x00b", "\x00=1") == ["a b", " =1"]


def test_what_is_unknown_is_empty_and_a_number_stays_one():
    said = cells(None, "", 3, -3, -6.1, *(True, False))

    assert said == ["", "", "3", "-3", "-6.1", "1", "0"]


def test_the_bytes_are_what_a_french_spreadsheet_opens_at_a_double_click():
    body = table(TEXT, [{"text": "é", "after": "b c"}])

    assert body == "\ufefftexte;après\r\né;b c\r\n".encode()


def test_an_empty_table_has_its_headings():
    assert read(table(TEXT, [])) == [["texte", "après"]]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a.b", "x"),
        ("a.c", ""),
        ("none.b", ""),
        ("list.n", "1 | 3"),
        ("list.deep", "4 | 5"),
        ("names", "p | q"),
        ("empty.n", ""),
        ("missing", ""),
    ],
)
def test_a_column_is_found_by_its_path(path, said):
    row = {
        "a": {"b": "x", "c": None},
        "none": None,
        "list": [{"n": 1, "deep": [4, 5]}, {"n": None, "deep": []}, {"n": 3}],
        "names": ["p", "", "q"],
        "empty": [],
    }

    assert read(table([Column("c", path)], [row]))[1] == [said]


def test_several_in_a_cell_are_no_formula_either():
    [cell] = read(table([Column("c", "l")], [{"l": ["=1", "=2"]}]))[1]

    assert cell == "'=1 | =2"


HOSTILE = "=1+1;\r\n@x"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headings"),
    [
        ("/sessions.csv", {"titre", "résumé", "salle", "personnes"}),
        ("/panels.csv", {"titre", "résumé", "personnes"}),
        ("/appearances.csv", {"séance", "nom imprimé", "positions imprimées"}),
        ("/events.csv", {"titre"}),
        ("/speakers.csv", {"nom", "classement"}),
        ("/organisations.csv", {"nom"}),
    ],
)
def test_hostile_names_change_no_table(client, address, headings):
    session = make_session(title=HOSTILE, summary=HOSTILE, kind="round_table")
    speaker = make_speaker(HOSTILE, slug="a", sort_name=HOSTILE)
    make_appearance(session, speaker, [make_organisation(HOSTILE, slug="b"), HOSTILE])
    session.day.edition.title = HOSTILE
    session.day.edition.save()

    response = client.get(address)

    head, line = read(response.content)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{address[1:]}"'
    said = dict(zip(head, line, strict=True))
    assert [cell for cell in line if cell.startswith(("=", "+", "-", "@"))] == []
    found = {name for name, cell in said.items() if cell.startswith(f"'{HOSTILE}")}
    assert found >= headings - {"salle"}


@pytest.mark.django_db
def test_a_line_says_what_the_row_says(client):
    speaker, body = make_speaker("Anna Schmit"), make_organisation("LIST")
    session = make_session(title="Grandir", code="grandr", kind="talk")
    appearance = make_appearance(session, speaker, ["élue", body], role="moderator")
    make_appearance(session)

    head, first, second = read(client.get("/appearances.csv").content)

    said = dict(zip(head, first, strict=True))
    assert said["id"] == str(appearance.uuid)
    assert (said["date"], said["séance"], said["code de la séance"]) == (
        "2025-04-02", "Grandir", "grandr",
    )  # fmt: skip
    assert (said["personne"], said["nom imprimé"], said["rôle"]) == (
        "Anna Schmit", "Anna Schmit", "moderator",
    )  # fmt: skip
    assert said["positions imprimées"] == "élue | LIST"
    assert (said["organisations"], said["invité spécial"]) == ("LIST", "0")
    unnamed = dict(zip(head, second, strict=True))
    assert (unnamed["personne"], unnamed["nom imprimé"]) == ("", "")
