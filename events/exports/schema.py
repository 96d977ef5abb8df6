"""What a table of the press kit is made of; `tables.py` has the tables themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Type:
    """How a value is written: in words, in a STRICT table of SQLite, in CSV on the web."""

    said: str
    sqlite: str
    csvw: str | dict
    check: str = ""  # SQL about `{}`, the column


TEXT = Type(_("texte"), "TEXT", "string", "{} <> ''")
INTEGER = Type(_("nombre entier"), "INTEGER", "integer")
REAL = Type(_("nombre"), "REAL", "double")
YES_NO = Type(
    _("1 pour oui, 0 pour non"), "INTEGER", {"base": "boolean", "format": "1|0"}, "{} IN (0, 1)"
)
# A modifier makes SQLite reckon: 30 February is then another day.
DATE = Type(_("date : aaaa-mm-jj"), "TEXT", "date", "{0} IS date({0}, '+0 days')")
MOMENT = Type(
    _("moment ISO 8601, avec le décalage du fuseau de l’édition"),
    "TEXT",
    "dateTimeStamp",
    "{} GLOB '????-??-??T??:??:??[+-]??:??'",
)
ADDRESS = Type(_("adresse web"), "TEXT", "anyURI", "{} LIKE 'http%'")


@dataclass(frozen=True)
class Column:
    """`key` is the primary key, or a part of it; `fact` what a citation calls it.

    `of` is the table that it refers to. What is `known` is never NULL.
    """

    name: str
    type: Type
    meaning: str
    known: bool = False
    key: bool = False
    unique: bool = False
    of: str = ""
    choices: type[TextChoices] | None = None
    fact: str = ""

    @property
    def values(self) -> list[str]:
        """All that it may say, where that is a list."""
        return [value for value in self.choices.values if value] if self.choices else []


@dataclass(frozen=True)
class Table:
    """`one_of` are columns of which exactly one is known. `subject` is what citations call it."""

    name: str
    meaning: str
    columns: Sequence[Column]
    one_of: Sequence[str] = ()
    subject: str = ""

    @property
    def key(self) -> list[str]:
        return [column.name for column in self.columns if column.key]

    @property
    def references(self) -> list[Column]:
        return [column for column in self.columns if column.of]

    def facts(self) -> dict[str, list[str]]:
        """By the word of citations, the columns that say the fact."""
        found: dict[str, list[str]] = {}
        for column in self.columns:
            if column.fact:
                found.setdefault(column.fact, []).append(column.name)
        return found


@dataclass(frozen=True)
class View:
    """A question that the file answers by itself; `columns` are in the order of its SELECT."""

    name: str
    meaning: str
    columns: Sequence[Column]
    select: str


@dataclass(frozen=True)
class Query:
    """An example to copy."""

    asks: str
    sql: str
