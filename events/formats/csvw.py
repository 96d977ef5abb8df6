"""A ZIP of tables with what they mean beside them, after the W3C's "CSV on the Web".

The tables are written as the site's other CSV (`events/formats/csv.py`); `metadata.json` tells
programs how to read them. The same rows give the same bytes: every file bears the moment of the
data, never that of the writing.
"""

import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from events.exports.schema import Column, Table
from events.formats import csv

DIALECT = {
    "encoding": "utf-8",
    "delimiter": ";",
    "lineTerminators": ["\r\n"],
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}


def write(
    path: Path,
    moment: datetime,
    tables: Sequence[Table],
    rows: Callable[[Table], Iterable[Iterable]],
    texts: Mapping[str, str],
) -> None:
    """`texts` are further files, by name."""
    with ZipFile(path, "w") as archive:
        for name, said in texts.items():
            archive.writestr(entry(name, moment), said)
        for table in tables:
            with (
                archive.open(entry(f"{table.name}.csv", moment), "w") as file,
                io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
            ):
                csv.write(text, [column.name for column in table.columns], rows(table))


def entry(name: str, moment: datetime) -> ZipInfo:
    info = ZipInfo(name, moment.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.create_system = 3  # Unix, on whatever it is written
    return info


def metadata(about: dict, tables: Sequence[Table], said: Callable[[object], dict]) -> str:
    """`about` are properties of the whole; `said` is a text by language."""
    keys = {table.name: table.key for table in tables}
    document = {
        "@context": "http://www.w3.org/ns/csvw",
        **about,
        "dialect": DIALECT,
        "tables": [table_metadata(table, keys, said) for table in tables],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def table_metadata(table: Table, keys: dict, said) -> dict:
    return {
        "url": f"{table.name}.csv",
        "dc:description": in_languages(said(table.meaning)),
        "tableSchema": {
            "columns": [column_metadata(column, said) for column in table.columns],
            "primaryKey": table.key,
            "foreignKeys": [
                {
                    "columnReference": [column.name],
                    "reference": {
                        "resource": f"{column.of}.csv",
                        "columnReference": keys[column.of],
                    },
                }
                for column in table.references
            ],
        },
    }


def column_metadata(column: Column, said) -> dict:
    datatype = column.type.csvw
    if column.values:
        datatype = {"base": "string", "format": "|".join(column.values)}
    return {
        "name": column.name,
        "titles": [column.name],
        "dc:description": in_languages(said(column.meaning)),
        "datatype": datatype,
        "required": column.known,
    }


def in_languages(said: dict) -> list[dict]:
    return [{"@value": text, "@language": code} for code, text in said.items()]
