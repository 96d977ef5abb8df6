"""What is in the press kit: what the site says, no more, each fact with its source."""

import json
import sqlite3
from contextlib import closing

import pytest

from events.exports.derived import QUERIES, VIEWS
from events.exports.kit import SQLITE
from events.exports.tables import TABLES
from events.models.correction import CORRECTED
from tests.events.exports.conftest import HOSTILE
from tests.walk import SECRET

# Of the module's own rows; the mark has the database made.
pytestmark = pytest.mark.django_db


def test_its_rows_are_those_of_the_site(exported):
    for name, rows in exported.rows.items():
        assert exported.kit.counts[name] == len(rows) > 3
    for table, count in exported.kit.counts.items():
        assert exported.select(f"SELECT count(*) FROM {table}") == [(count,)]
        assert len(exported.lines(table)) == count + 1
        assert count > 0, table


def test_a_session_says_what_its_json_says(exported):
    same = ("title", "title_basis", "kind", "position", "starts_at", "start_basis", "ends_at",
            "part_of_day", "status", "uuid", "slug", "summary", "language", "track", "url",
            "sequence", "changed_at")  # fmt: skip
    held = {row["code"]: row for row in exported.records("sessions")}

    assert list(held) == [row["code"] for row in exported.rows["sessions"]]
    for row in exported.rows["sessions"]:
        said = held[row["code"]]
        assert {name: said[name] for name in same} == {name: row[name] for name in same}
        assert said["venue"] == (row["venue"] and row["venue"]["slug"])
        assert said["day"].partition("/")[0] == row["edition"]["slug"]
    hours = {row["starts_at"][-6:] for row in held.values() if row["starts_at"]}
    assert hours == {"+02:00", "-04:00"}


def test_a_row_of_who_spoke_where_says_what_its_json_says(exported):
    columns = ("id, role, special_guest, basis, speaker, name_as_printed, positions, "
               "session, title_basis, starts_at, status, date, edition, sources")  # fmt: skip
    rows = [
        (
            row["id"], row["role"], row["special_guest"], row["basis"],
            row["speaker"] and row["speaker"]["slug"], row["name_as_printed"],
            " | ".join(p["as_printed"] for p in row["positions"]) or None,
            row["session"]["code"], row["session"]["title_basis"], row["session"]["starts_at"],
            row["session"]["status"], row["day"]["date"], row["edition"]["slug"],
            " | ".join(dict.fromkeys(s["publication"] for s in row["sources"])) or None,
        )
        for row in exported.rows["appearances"]
    ]  # fmt: skip

    assert exported.select(f"SELECT {columns} FROM appearance_rows") == rows


def test_who_was_on_stage_with_whom_is_what_the_site_says(exported):
    pairs = exported.select(
        "SELECT speaker, other, count(DISTINCT session) FROM shared_sessions "
        "WHERE speaker < other GROUP BY speaker, other"
    )

    assert {(one, other): count for one, other, count in pairs} == exported.together
    assert exported.together["anna-schmit", "ben-weber"] == 1
    assert not any("carla-reding" in pair for pair in exported.together)


def test_the_example_counts_no_session_that_was_called_off(exported):
    [first, *_others] = QUERIES
    counted = {row[0]: row[1] for row in exported.select(first.sql.replace("LIMIT 20", ""))}

    assert counted["Ben Weber"] == 1
    assert "Carla Reding" not in counted


def test_every_fact_has_the_sources_that_the_site_names(exported):
    rows = exported.select("SELECT subject, record, fact, citation FROM fact_sources")
    held = {}
    for subject, record, fact, citation in rows:
        held.setdefault((subject, record, fact), set()).add(citation)

    assert len(rows) == len(set(rows))
    assert {key: exported.supported[key] for key in held} == held
    # Left out is what no source tells, as this test's own fair, and what nobody knows.
    whole = {key for key, citations in exported.supported.items() if citations and not key[2]}
    assert whole == {key for key in held if not key[2]}
    assert {kind for kind, *_ in whole} == {table.subject for table in TABLES if table.subject}
    assert ("edition", "foire", None) not in whole
    cited = {citation for citations in held.values() for citation in citations}
    assert cited == {row["id"] for row in exported.records("citations")}


def test_a_fact_tells_whether_its_source_is_its_own(exported):
    facts = exported.select(
        "SELECT fact, value, inherited_from FROM fact_sources JOIN sessions ON code = record "
        "WHERE subject = 'session' AND slug = 'ouverture' AND fact IN ('starts_at', 'ends_at')"
    )
    heights = exported.select("SELECT DISTINCT subject, inherited_from FROM fact_sources")

    assert facts == [("starts_at", "2025-04-02T09:45:00+02:00", None)]
    assert {("position", "appearance"), ("appearance", None), ("session", None)} <= set(heights)


def test_nothing_hidden_is_in_any_file(exported):
    names = exported.archive.namelist()
    bodies = [(exported.kit.folder / SQLITE).read_bytes(), *map(exported.archive.read, names)]

    assert [body for body in bodies if SECRET.lower().encode() in body.lower()] == []
    links = exported.select("SELECT part_of FROM editions WHERE slug = 'partie'")
    links += exported.select("SELECT succeeds FROM organisations WHERE slug = 'heritiere'")
    links += exported.select(
        "SELECT stands_for FROM sessions WHERE status = 'cancelled' AND day = 'foire/1'"
    )
    assert links == [(None,)] * 3


def test_the_file_holds_together_and_refuses_what_its_description_forbids(exported):
    assert exported.select("PRAGMA foreign_key_check") == []
    assert exported.select("PRAGMA integrity_check") == [("ok",)]
    refused = [
        "UPDATE sessions SET kind = 'picnic'",
        "UPDATE sessions SET starts_at = '9:45'",
        "UPDATE sessions SET day = 'nowhere/1'",
        "UPDATE days SET date = '2025-02-30'",
        "UPDATE rooms SET capacity = 'many'",
        "UPDATE speakers SET name = NULL",
        "UPDATE speakers SET qualifier = ''",
        "UPDATE citations SET edition = 'foire', session = NULL, day = NULL, appearance = NULL",
        "UPDATE appearances SET special_guest = 2",
    ]
    with closing(sqlite3.connect(":memory:")) as copy:
        exported.sqlite.backup(copy)
        copy.execute("PRAGMA foreign_keys = ON")
        for statement in refused:
            with pytest.raises(sqlite3.IntegrityError):
                pytest.fail(f"{statement}: {copy.execute(statement).rowcount} rows")


def test_what_is_unknown_is_null_and_a_number_stays_one(exported):
    assert exported.select("SELECT latitude, longitude FROM venues WHERE slug = 'quai'") == [
        (40.7, -74.0)
    ]
    assert ["-74.0"] in [line[-1:] for line in exported.lines("venues")]
    for table in TABLES:
        for column in table.columns:
            assert exported.select(f"SELECT 1 FROM {table.name} WHERE {column.name} = ''") == []


def test_the_tables_are_the_same_in_both_files(exported):
    for table in TABLES:
        head, *lines = exported.lines(table.name)
        rows = exported.select(f"SELECT * FROM {table.name} ORDER BY rowid")
        assert head == [column.name for column in table.columns]
        assert [[cell.removeprefix("'") for cell in line] for line in lines] == [
            ["" if value is None else str(value) for value in row] for row in rows
        ]
    titles = [line[7] for line in exported.lines("sessions")]
    assert f"'{HOSTILE}" in titles
    assert HOSTILE not in titles


def test_each_description_is_of_the_one_definition(exported):
    told = json.loads(exported.archive.read("metadata.json"))["tables"]
    sheets = {table["url"]: table["tableSchema"] for table in told}
    listed = exported.select("SELECT table_name, column_name FROM dictionary ORDER BY rowid")

    assert listed == [
        (table.name, name)
        for table in [*TABLES, *VIEWS]
        for name in ("*", *(column.name for column in table.columns))
    ]
    for table in TABLES:
        [(sql,)] = exported.select("SELECT sql FROM sqlite_master WHERE name = ?", table.name)
        sheet = sheets[f"{table.name}.csv"]
        assert [column["name"] for column in sheet["columns"]] == exported.lines(table.name)[0]
        assert sheet["primaryKey"] == table.key
        for column, of_sheet in zip(table.columns, sheet["columns"], strict=True):
            assert f"  -- {column.meaning}\n" in sql
            languages = [text["@language"] for text in of_sheet["dc:description"]]
            assert languages == ["fr", "en", "de"]
        for key in sheet["foreignKeys"]:
            other = sheets[key["reference"]["resource"]]
            assert key["reference"]["columnReference"] == other["primaryKey"]
    for view in VIEWS:
        heads = exported.sqlite.execute(f"SELECT * FROM {view.name} LIMIT 1").description
        assert [head[0] for head in heads] == [column.name for column in view.columns]


def test_the_zip_tells_of_itself_in_french_and_english(exported):
    french, english = (exported.archive.read(f"{name}.txt").decode()
                       for name in ("LISEZMOI", "README"))  # fmt: skip
    moment = exported.kit.moment.isoformat(timespec="seconds")

    assert f"à ce moment\u00a0: {moment}" in french
    assert "Citez la source de chaque fait" in french
    assert f"at this moment: {moment}" in english
    assert "Quote the source of each fact" in english
    for table in TABLES:
        assert f"\n{table.name}.csv – " in french
        assert f"\n{table.name}.csv – " in english


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_the_examples_run(exported, query):
    rows = exported.select(query.sql)

    assert rows
    assert all(row[0] for row in rows)


def test_corrections_and_replies_are_those_that_one_reads(exported):
    [correction] = exported.records("corrections")
    [fact] = exported.records("correction_facts")
    by_person, of_edition = exported.records("replies")

    assert correction["reason"] == "Erreur de saisie."
    assert [name for name in CORRECTED if correction[name]] == ["session"]
    assert (fact["correction"], fact["rank"]) == (correction["id"], 1)
    assert (fact["fact"], fact["before"], fact["after"]) == ("titre", None, "B")
    assert (by_person["name"], by_person["speaker"]) == ("Anna Schmit", "anna-schmit")
    assert by_person["reply_url"] == "https://example.org/reponse"
    assert of_edition["edition"] == "foire"
