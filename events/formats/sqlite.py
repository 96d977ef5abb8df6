"""One SQLite file: tables as described, rows in, a file out; the same rows give the same bytes.

STRICT tables, foreign keys and checks: the file itself refuses what its description forbids.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from events.exports.schema import Column, Table, View

# "TBRD": what `file` and SQLite's own tools read at the head of the file.
APPLICATION_ID = 0x54425244
# A crash leaves nothing: the file gets its name when it is finished, so it needs no journal.
HEAD = f"""
PRAGMA encoding = 'UTF-8';
PRAGMA page_size = 4096;
PRAGMA application_id = {APPLICATION_ID};
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
"""


class BrokenFileError(ValueError):
    """The rows contradict each other: such a file is not handed out."""


def write(
    path: Path,
    tables: Sequence[Table],
    views: Sequence[View],
    rows: Callable[[Table], Iterable[dict]],
) -> dict[str, int]:
    """The file at `path`, and how many rows each table has."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(HEAD)
        connection.execute("BEGIN")
        counts = {}
        for table in tables:
            connection.execute(table_sql(table))
            # Lazily, one row after the other: however many there are.
            values = (values_of(table, row) for row in rows(table))
            counts[table.name] = connection.executemany(insert_sql(table), values).rowcount
        for statement in (*indexes(tables), *(view_sql(view) for view in views), "ANALYZE"):
            connection.execute(statement)
        check(connection)
        connection.execute("COMMIT")
    return {name: max(count, 0) for name, count in counts.items()}


def read(path: Path, table: Table) -> Iterable[tuple]:
    """The rows of a table of a finished file, in the order in which they were written."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        yield from connection.execute(f"SELECT * FROM {table.name} ORDER BY rowid")


def values_of(table: Table, row: dict) -> list:
    """What is unknown is NULL, whichever way the row says so."""
    return [None if row[column.name] == "" else row[column.name] for column in table.columns]


def insert_sql(table: Table) -> str:
    marks = ", ".join("?" * len(table.columns))
    return f"INSERT INTO {table.name} VALUES ({marks})"


def table_sql(table: Table) -> str:
    """The table with its descriptions: `.schema` shows them."""
    parts = [(column_sql(column), str(column.meaning)) for column in table.columns]
    parts.append((f"PRIMARY KEY ({', '.join(table.key)})", ""))
    parts += [
        (f"FOREIGN KEY ({column.name}) REFERENCES {column.of}", "") for column in table.references
    ]
    if table.one_of:
        known = " + ".join(f"({name} IS NOT NULL)" for name in table.one_of)
        parts.append((f"CHECK ({known} = 1)", ""))
    last = len(parts) - 1
    lines = [
        f"  {sql}{',' if at < last else ''}{f'  -- {said}' if said else ''}"
        for at, (sql, said) in enumerate(parts)
    ]
    body = "\n".join(lines)
    return f"CREATE TABLE {table.name} (\n  -- {table.meaning}\n{body}\n) STRICT"


def column_sql(column: Column) -> str:
    words = [column.name, column.type.sqlite]
    if column.known:
        words.append("NOT NULL")
    if column.unique:
        words.append("UNIQUE")
    for check_sql in checks(column):
        words.append(f"CHECK ({check_sql})")
    return " ".join(words)


def checks(column: Column) -> list[str]:
    if column.values:
        allowed = ", ".join(f"'{value}'" for value in column.values)
        return [f"{column.name} IN ({allowed})"]
    return [column.type.check.format(column.name)] if column.type.check else []


def indexes(tables: Sequence[Table]) -> list[str]:
    """One for each reference that no key begins with; most subjects of a citation are unknown."""
    return [
        f"CREATE INDEX {table.name}_{column.name} ON {table.name} ({column.name}) "
        f"WHERE {column.name} IS NOT NULL"
        for table in tables
        for column in table.references
        if table.key[0] != column.name
    ]


def view_sql(view: View) -> str:
    names = ", ".join(column.name for column in view.columns)
    return f"CREATE VIEW {view.name} ({names}) AS\n  -- {view.meaning}\n{view.select}"


def check(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    faults = connection.execute("PRAGMA integrity_check").fetchall()
    if broken or faults != [("ok",)]:
        raise BrokenFileError(f"{broken[:5]} {faults[:5]}")
