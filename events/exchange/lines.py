"""Which session each row of a file is about: by its code, else by its title on its day."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from events.exchange.cells import CellError, normal, read_day, unguarded
from events.exchange.columns import folded
from events.exchange.sheet import Sheet
from events.exchange.tables import Row, Table
from events.importers.editions import days_of
from events.models import Day, Edition, Session


@dataclass(eq=False)
class Line:
    """A row of the file. `told` has what it says otherwise than the edition, column by column."""

    number: int
    texts: dict[str, str]
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    session: Session | None = None
    is_new: bool = False
    told: dict[str, str] = field(default_factory=dict)
    # What is to be written, where it differs; `day` also of what stays.
    day: Day | None = None
    wanted: dict = field(default_factory=dict)
    rank: int | None = None
    lineup: list | None = None
    topics: list | None = None
    parts: list | None = None

    @property
    def title(self) -> str:
        return self.texts.get("title") or (self.session.title if self.session else "")

    @property
    def changes(self) -> bool:
        """Is there something to write?"""
        lists = (self.lineup, self.topics, self.parts, self.rank)
        return bool(self.wanted) or any(found is not None for found in lists)


class Days:
    """The days of an edition by date and by rank; a date that it has not yet is a new day."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.all = list(edition.days.order_by("position").select_related("venue"))
        for day in self.all:
            day.edition = edition
        self.by_date = {day.date: day for day in self.all if day.date}
        self.by_rank = {day.position: day for day in self.all}

    def read(self, text: str) -> Day:
        found = read_day(text)
        if isinstance(found, date):
            return self.by_date.setdefault(found, Day(edition=self.edition, date=found))
        if found not in self.by_rank:
            raise CellError(f"l’édition n’a pas de jour {found}")
        return self.by_rank[found]

    def keep(self, days: list[Day]) -> list[Day]:
        """Writes those of `days` that are new, each in its place among the others."""
        new = list({id(day): day for day in days if day.pk is None}.values())
        made = days_of(self.edition, [day.date for day in new], None)
        for day in new:
            day.pk, day.position = made[day.date].pk, made[day.date].position
            day._state.adding = False
        return new


def lines_of(table: Table, columns: Sequence[str], sheet: Sheet, days: Days) -> list[Line]:
    lines = [line_of(row, columns) for row in table.rows]
    by_code = {session.code: session for session in sheet.sessions.values()}
    codes = Counter(line.texts.get("code", "") for line in lines)
    for line in lines:
        if code := line.texts.get("code", ""):
            line.session = by_code.get(code)
            if codes[code] > 1:
                line.problems.append(f"le code « {code} » est dans {codes[code]} lignes")
            elif line.session is None:
                line.problems.append(
                    f"aucune séance de cette édition n’a le code « {code[:60]} » ; "
                    "sans code, la ligne est une nouvelle séance"
                )
    claimed = {line.session.pk for line in lines if line.session}
    free = [session for pk, session in sheet.sessions.items() if pk not in claimed]
    pair([line for line in lines if not line.texts.get("code")], free, days)
    for line in lines:
        current = sheet.rows[line.session.pk] if line.session else {}
        line.told = {
            name: text
            for name, text in line.texts.items()
            if text != normal(name, current.get(name, ""))
        }
    return lines


def line_of(row: Row, columns: Sequence[str]) -> Line:
    cells = zip(columns, row.cells, strict=True)
    texts = {name: normal(name, unguarded(cell)) for name, cell in cells if name}
    if "code" in texts:
        texts["code"] = texts["code"].lower()
    return Line(row.number, texts, list(row.problems))


def pair(lines: list[Line], sessions: list[Session], days: Days) -> None:
    """Rows without a code with the sessions of the same title on the same day."""
    named = defaultdict(lambda: ([], []))
    for session in sessions:
        named[session.day_id, folded(session.title)][1].append(session)
    for line in lines:
        if day := day_of(line, days):
            named[day.pk, folded(line.title)][0].append(line)
    for of_name, known in named.values():
        if of_name and known:
            pair_alike(of_name, known)


def day_of(line: Line, days: Days) -> Day | None:
    """The day that the row says; else the only one."""
    try:
        if text := line.texts.get("day"):
            return days.read(text)
    except CellError:
        return None
    return days.all[0] if len(days.all) == 1 else None


def pair_alike(lines: list[Line], sessions: list[Session]) -> None:
    """Several of one name are told apart by nothing but their order: they must be as many."""
    if len(lines) == len(sessions):
        for line, session in zip(lines, sessions, strict=True):
            line.session = session
            line.notes.append(f"reconnue à son titre et à son jour : c’est {session.code}")
        return
    for line in lines:
        codes = ", ".join(session.code for session in sessions)
        line.problems.append(
            f"plusieurs séances de ce jour ont ce titre : écrivez le code ({codes})"
        )
