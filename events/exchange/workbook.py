"""Reads the first sheet of an XLSX workbook as a spreadsheet shows it; nothing is computed.

A workbook is a zip of XML. What it says of its own size bounds what is read of it; no entity is
expanded and nothing is fetched.
"""

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from events.exchange.tables import EXPECTED, MAX_COLUMNS, Row, Table, TableError, table_of
from events.importers.text import without_controls

MAX_PARTS = 2_000
MAX_UNCOMPRESSED = 48 * 2**20
MAX_ELEMENTS = 400_000

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# The numbers of the built-in formats that show a date, an hour or both (ECMA-376, 18.8.30).
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
IN_QUOTES = re.compile(r"\"[^\"]*\"|\\.|\[(?![hms]+\])[^\]]*\]", re.I)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"([A-Z]{1,3})\d+")


# A RuntimeError: it wants a password.
UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError,
              KeyError, NotImplementedError, RuntimeError)  # fmt: skip


class CellError(ValueError):
    """Why one cell is not read."""


def read_workbook(data: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return Workbook(file).table()
    except UNREADABLE:
        raise TableError(f"Le classeur n’est pas lisible. {EXPECTED}") from None
    except DefusedXmlException:
        raise TableError("Le classeur déclare des entités ; c’est refusé par sécurité.") from None
    except (ParseError, ValueError, LookupError, ArithmeticError) as error:
        if isinstance(error, TableError):
            raise
        raise TableError(f"Le classeur est abîmé ou mal formé. {EXPECTED}") from None


class Workbook:
    def __init__(self, file: zipfile.ZipFile):
        parts = file.infolist()
        # A part that unpacks to more than it says is cut there, and its checksum is then wrong.
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNCOMPRESSED:
            raise TableError(
                f"Le classeur décompressé dépasse {MAX_UNCOMPRESSED // 2**20} Mo, la limite."
            )
        self.file = file
        self.names = set(file.namelist())
        if "xl/workbook.xml" not in self.names:
            raise TableError(f"Le fichier comprimé n’est pas un classeur XLSX. {EXPECTED}")

    def elements(self, part: str, *tags: str) -> Iterator:
        """The elements of these names, each forgotten once it is read."""
        with self.file.open(part) as opened:
            for seen, (_event, element) in enumerate(iterparse(opened, forbid_dtd=True)):
                if seen > MAX_ELEMENTS:
                    raise TableError("Le classeur a trop de lignes ou de cellules, même vides.")
                element.tag = local(element.tag)
                if element.tag in tags:
                    yield element
                    element.clear()

    def table(self) -> Table:
        sheets = list(self.sheets())
        if not sheets:
            raise TableError("Le classeur n’a aucune feuille visible.")
        name, part = sheets[0]
        notes = [f"Seule la première feuille est lue : « {name} »."] if len(sheets) > 1 else []
        self.strings = list(self.shared_strings())
        self.date_styles = set(self.styles_of_dates())
        return table_of(self.rows(part), notes)

    def sheets(self) -> Iterator[tuple[str, str]]:
        """The name and the part of each visible sheet."""
        self.epoch = datetime(1899, 12, 30, tzinfo=UTC)
        targets = {
            relation.get("Id"): relation.get("Target")
            for relation in self.elements("xl/_rels/workbook.xml.rels", "Relationship")
        }
        for element in self.elements("xl/workbook.xml", "workbookPr", "sheet"):
            if element.tag == "workbookPr" and element.get("date1904") in ("1", "true"):
                self.epoch = datetime(1904, 1, 1, tzinfo=UTC)
            target = targets.get(element.get(RELATION) or element.get(STRICT))
            if element.tag == "sheet" and target and element.get("state", "visible") == "visible":
                path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
                yield element.get("name", ""), path

    def shared_strings(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" in self.names:
            for element in self.elements("xl/sharedStrings.xml", "si"):
                yield words_of(element)

    def styles_of_dates(self) -> Iterator[int]:
        """The numbers of the cell styles that show a number as a date or an hour."""
        if "xl/styles.xml" not in self.names:
            return
        dates = set(DATE_FORMATS)
        for element in self.elements("xl/styles.xml", "numFmt", "cellXfs"):
            if element.tag == "numFmt":
                code = IN_QUOTES.sub("", element.get("formatCode", "")).partition(";")[0]
                if re.search(r"[dmyhs]", code, re.I) and "general" not in code.lower():
                    dates.add(int(element.get("numFmtId", -1)))
            else:
                for number, style in enumerate(element):
                    if int(style.get("numFmtId", 0)) in dates:
                        yield number

    def rows(self, part: str) -> Iterator[Row]:
        number = 0
        for element in self.elements(part, "row"):
            number = int(element.get("r", number + 1))
            yield self.row(element, number)

    def row(self, element, number: int) -> Row:
        cells, problems, at = {}, [], -1
        for cell in element:
            found = REFERENCE.fullmatch(cell.get("r", ""))
            at = column_number(found[1]) if found else at + 1
            if at > MAX_COLUMNS:
                continue
            try:
                cells[at] = self.value(cell)
            except (ValueError, IndexError, OverflowError) as error:
                cells[at] = ""
                why = str(error) if isinstance(error, CellError) else "illisible"
                problems.append(f"cellule {cell.get('r', at + 1)} : {why}")
        width = max(cells, default=-1) + 1
        return Row(number, tuple(cells.get(at, "") for at in range(width)), tuple(problems))

    def value(self, cell) -> str:
        """The cell's text, or an error that says what is wrong with it."""
        kind = cell.get("t", "n")
        children = {local(child.tag): child for child in cell}
        if kind == "inlineStr":
            return words_of(children["is"]) if "is" in children else ""
        stated = children["v"].text or "" if "v" in children else ""
        if "f" in children and not stated and kind != "str":
            raise CellError("une formule dont le classeur n’a pas gardé le résultat")
        if kind == "e":
            raise CellError(f"une erreur, {stated[:20]}")
        if kind == "s":
            return self.strings[int(stated)]
        if kind in ("str", "b", "d") or not stated:
            return unescaped(stated)
        return self.number(stated, int(cell.get("s", 0)) in self.date_styles)

    def number(self, stated: str, is_date: bool) -> str:
        value = float(stated)
        if not is_date:
            return str(int(value)) if value.is_integer() else repr(value)
        moment = self.epoch + timedelta(seconds=round(value * 86_400))
        clock = moment.strftime("%H:%M:%S").removesuffix(":00")
        if value < 1:
            return clock
        date = moment.date().isoformat()
        return date if value.is_integer() else f"{date} {clock}"


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def words_of(element) -> str:
    """The text of a string's runs, without how it is pronounced."""
    found = []
    for child in element:
        tag = local(child.tag)
        if tag == "t":
            found.append(child.text or "")
        elif tag == "r":
            found += [part.text or "" for part in child if local(part.tag) == "t"]
    return unescaped("".join(found))


def unescaped(text: str) -> str:
    """« _x000D_ » is how a workbook writes what XML cannot; most of that is nothing to read."""
    return without_controls(ESCAPED.sub(lambda found: chr(int(found[1], 16)), text))


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
