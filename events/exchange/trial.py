"""An import is tried by doing it: what changed is told, and all of it is taken back.

The same again, kept, is the import; it is kept only if it does what the trial that was looked at
did, to the edition as it was then.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction

from desk.versions import rows
from events.conflicts import notes_on
from events.exchange.cells import SEPARATOR, normal
from events.exchange.columns import BY_NAME, COLUMNS
from events.exchange.directory import Directory, Question
from events.exchange.lines import Days, Line, lines_of
from events.exchange.persons import split
from events.exchange.reading import Reader
from events.exchange.sheet import Sheet
from events.exchange.tables import Table
from events.exchange.writing import Writer
from events.models import Appearance, Citation, Day, Edition, Involvement, Position, Session
from sources.models import Source

CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"
# Has another rank, because another session came before it.
PUSHED = "pushed"
WHATS = (REFUSED, CREATED, UPDATED, PUSHED, UNCHANGED)
# What stands in one cell with bars between is told one by one.
SEVERAL = {"people", "topics", "organisations"}
# How many of what stays as it is are named in the report.
NAMED = 200
# How many names one may choose a person for; and of those that one person alone has.
ASKED, NOT_DOUBTED = 300, 50


@dataclass
class Outcome:
    """What becomes of a row: `changes` are (column, before, after); no number: not in the file."""

    number: int | None
    title: str
    what: str
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class Result:
    outcomes: list[Outcome] = field(default_factory=list)
    # In the edition, not in the file: stays.
    absent: list[str] = field(default_factory=list)
    added: dict[str, list[str]] = field(default_factory=dict)
    # New ones only, as (session, sentence).
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    digest: str = ""
    kept: bool = False

    def of(self, what: str) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.what == what]

    @property
    def counts(self) -> dict[str, int]:
        return {what: len(self.of(what)) for what in WHATS}

    @property
    def by_what(self) -> dict[str, list[Outcome]]:
        return {what: self.of(what) for what in WHATS}

    @property
    def asked(self) -> list[Question]:
        """Those that the page offers a choice for: a form of thousands of them is refused."""
        closed = [question for question in self.questions if not question.is_open]
        opened = [question for question in self.questions if question.is_open]
        return [*opened[:ASKED], *(closed if len(closed) <= NOT_DOUBTED else [])]

    @property
    def recognised(self) -> list[Question]:
        closed = [question for question in self.questions if not question.is_open]
        return closed if len(closed) > NOT_DOUBTED else []

    @property
    def writes(self) -> int:
        return self.counts[CREATED] + self.counts[UPDATED]

    def as_json(self) -> dict:
        """For the report; of what is unchanged, the count."""
        told = {what: [asdict(outcome) for outcome in self.of(what)] for what in WHATS}
        del told[UNCHANGED]
        return {"counts": self.counts, "by_what": told, "absent": self.absent[:NAMED],
                "absent_count": len(self.absent), "added": self.added,
                "conflicts": self.conflicts[:NAMED], "conflict_count": len(self.conflicts),
                "notes": self.notes}  # fmt: skip


def try_table(
    *, edition: Edition, table: Table, columns: Sequence[str], source: Source | Callable,
    choices: dict[str, str], seen: str = "",
) -> Result:  # fmt: skip
    """`columns` has for each heading the column that it is, or ""; `seen` is the digest to keep.

    `source` may be a function that makes it.
    """

    def write(edition: Edition, before: "Before") -> Result:
        days, directory = Days(edition), before.sheet.directory
        lines = lines_of(table, columns, before.sheet, days)
        reader = Reader(edition, before.sheet, directory, days)
        for line in lines:
            reader.read(line)
        kept = [line for line in lines if not line.problems and line.changes]
        writer = Writer(reader, source() if callable(source) and kept else source)
        if kept:
            before.is_written_to()
            writer.write(lines, kept)
        return Result(
            added=writer.added, notes=[*table.notes], lines=lines,
            questions=list(directory.questions.values()),
        )  # fmt: skip

    return tried(edition, write, Directory(choices, edition), outcomes_of_lines, seen)


class Before:
    """An edition as it was; its conflicts are looked at only if something is written at all."""

    def __init__(self, edition: Edition, directory: Directory):
        self.edition, self.sheet = edition, Sheet(edition, directory)
        self.conflicts: Counter | None = None

    def is_written_to(self) -> None:
        self.conflicts = conflicts_of(self.edition)


def tried(edition: Edition, write: Callable, directory: Directory, tell: Callable, seen: str):
    """Does it, tells what changed, and keeps it only if that is what was `seen`."""
    with transaction.atomic():
        # Who edits at the same time waits until this has been kept or taken back.
        edition = Edition.objects.select_for_update(of=("self",)).select_related("venue").get(
            pk=edition.pk
        )  # fmt: skip
        state = state_of(edition)
        before = Before(edition, directory)
        result = write(edition, before)
        rows = before.sheet.rows
        if before.conflicts is None:
            tell(result, rows, rows)
        else:
            tell(result, rows, Sheet(edition, directory).rows)
            result.conflicts = sorted((conflicts_of(edition) - before.conflicts).elements())
        result.digest = digest(state, result)
        result.kept = bool(seen) and seen == result.digest
        transaction.set_rollback(not result.kept)
    return result


def state_of(edition: Edition) -> str:
    """A digest of all that stands in an edition, also of what no column tells."""
    found = hashlib.sha256()
    of_sessions = {"session__day__edition": edition}
    for model, where in (
        (Edition, {"pk": edition.pk}),
        (Day, {"edition": edition}),
        (Session, {"day__edition": edition}),
        (Appearance, of_sessions),
        (Position, {"appearance__session__day__edition": edition}),
        (Involvement, of_sessions),
        (Citation, of_sessions),
    ):
        for row in rows(model, model._base_manager.filter(**where)):
            found.update(repr(row).encode())
    return found.hexdigest()


def digest(state: str, result: Result) -> str:
    told = json.dumps([result.as_json(), state], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def conflicts_of(edition: Edition) -> Counter:
    found = notes_on(edition).conflicts
    titles = dict(Session.objects.of(edition).values_list("pk", "title"))
    return Counter((titles[pk], note.text) for pk, notes in found.items() for note in notes)


def outcomes_of_lines(result: Result, before: dict, after: dict) -> None:
    """Row by row, then what else changed: a session that made room for another."""
    result.outcomes = [outcome_of(line, before, after) for line in result.lines]
    told = {line.session.pk for line in result.lines if line.session}
    tell_others(result, before, after, told)
    result.absent = [row["title"] for pk, row in before.items() if pk not in told]


def outcome_of(line: Line, before: dict, after: dict) -> Outcome:
    outcome = Outcome(line.number, line.title, REFUSED, problems=line.problems, notes=line.notes)
    if not line.problems:
        old, new = before.get(line.session.pk, {}), after[line.session.pk]
        outcome.changes = list(differences(old, new))
        outcome.what = CREATED if line.is_new else what_of(outcome.changes, asked=line.rank)
    return outcome


def what_of(changes: list[tuple], *, asked: int | None = None) -> str:
    if not changes:
        return UNCHANGED
    only_rank = [heading for heading, *_ in changes] == [BY_NAME["position"].heading]
    return PUSHED if only_rank and not asked else UPDATED


def tell_others(result: Result, before: dict, after: dict, told: set) -> None:
    for pk, row in after.items():
        changes = list(differences(before.get(pk, {}), row)) if pk not in told else []
        if changes:
            result.outcomes.append(Outcome(None, row["title"], what_of(changes), changes))


def differences(old: dict, new: dict) -> Iterator[tuple[str, str, str]]:
    """Of a new row all that it says but its code, which nobody can know before it is kept."""
    for column in COLUMNS:
        before, after = (normal(column.name, row.get(column.name, "")) for row in (old, new))
        if before == after or column.name == "code":
            continue
        if column.name in SEVERAL:
            before, after = one_by_one(before, after)
        yield column.heading, before, after


def one_by_one(before: str, after: str) -> tuple[str, str]:
    """Who goes and who comes; all of them where only their order is another."""
    old, new = (split(text, "|") for text in (before, after))
    gone, come = ([one.strip() for one in here if one.strip() not in map(str.strip, there)]
                  for here, there in ((old, new), (new, old)))  # fmt: skip
    return (SEPARATOR.join(gone), SEPARATOR.join(come)) if gone or come else (before, after)
