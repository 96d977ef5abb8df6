"""What lost its last source is marked, and is not public any more (`events/models/sourced.py`).

A record goes by a citation of its own, of the whole or of what names it, or by one of a parent as
a whole: it is `unsourced` when the last of them went, by any statement, and is not any more when
one is there. A citation of another fact, such as a date, says nothing of the rest: it keeps only
what never had a better one. What never had a source is not marked: publishing it was refused.
"""

from collections.abc import Iterable

from events.triggers.burial import known
from events.triggers.dialects import Trigger

# Each kind of record: what it stands in, and the column that says where.
PARENTS = {
    "edition": {},
    "day": {"edition": "edition_id"},
    "session": {"day": "day_id"},
    "appearance": {"session": "session_id"},
    "position": {"appearance": "appearance_id"},
    "involvement": {"edition": "edition_id", "session": "session_id"},
}
SUBJECTS = tuple(PARENTS)
# The facts that name a record of any kind: who says them says that there is such a record.
NAMING = "('', 'title', 'date', 'speaker', 'organisation')"
COLUMNS = ("field", *(f"{kind}_id" for kind in SUBJECTS))


def under(kind: str, row: str) -> list[str]:
    """SQL for the ids of these records, each way that a citation (`row`) reaches them."""
    found = [f"SELECT {row}.{kind}_id"]
    found += [
        f"SELECT id FROM events_{kind} WHERE {column} IN ({ids}) AND {row}.field = ''"
        for parent, column in PARENTS[kind].items()
        for ids in under(parent, row)
    ]
    return found


def below(kind: str, top: str, row: str) -> list[str]:
    """SQL for the ids of the records of a kind at or under one of another, the `row`."""
    if kind == top:
        return [f"SELECT {row}.id"]
    return [
        f"SELECT id FROM events_{kind} WHERE {column} IN ({ids})"
        for parent, column in PARENTS[kind].items()
        for ids in below(parent, top, row)
    ]


def vouched(kind: str, ident: str) -> list[str]:
    """SQL that finds a citation of the whole record, or of one that it stands in."""
    found = [f"SELECT 1 FROM events_citation WHERE {kind}_id = {ident} AND field = ''"]
    for parent, column in PARENTS[kind].items():
        above = f"(SELECT {column} FROM events_{kind} WHERE id = {ident})"
        found += vouched(parent, above)
    return found


def sourced(kind: str) -> str:
    """Whether a source says that a record of this table is, itself or by what it stands in."""
    table = f"events_{kind}"
    found = [f"SELECT 1 FROM events_citation WHERE {kind}_id = {table}.id AND field IN {NAMING}"]
    for parent, column in PARENTS[kind].items():
        found += vouched(parent, f"{table}.{column}")
    return any_of(found)


def any_of(queries: Iterable[str]) -> str:
    return "(" + " OR ".join(f"EXISTS ({query})" for query in queries) + ")"


def mark(kind: str, value: str, ids: list[str], condition: str) -> str:
    reached = " UNION ".join(ids)
    return (
        f"UPDATE events_{kind} SET unsourced = {value} "
        f"WHERE id IN ({reached}) AND unsourced <> {value} AND {condition}"
    )


def bereft(kind: str, row: str) -> str:
    """Whether a record lost its last source with the citation that went (`row`)."""
    left = f"EXISTS (SELECT 1 FROM events_citation WHERE {kind}_id = events_{kind}.id)"
    return f"NOT {sourced(kind)} AND ({row}.field IN {NAMING} OR NOT {left})"


def lost(row: str) -> list[str]:
    """The topmost first: what remains of a session is written before its lineup is hidden."""
    marked = [mark(kind, "TRUE", under(kind, row), bereft(kind, row)) for kind in SUBJECTS]
    # Who follows the source that went last is told that the session is cancelled.
    gone = (
        "SELECT t.id FROM events_tombstone t JOIN events_session s ON s.uuid = t.uuid "
        f"WHERE s.id IN ({' UNION '.join(under('session', row))})"
    )
    told = (
        "INSERT INTO events_tombstonesubject (tombstone_id, kind, object_id) "
        f"SELECT gone.id, 'source', {row}.source_id FROM ({gone}) gone WHERE gone.id NOT IN "
        "(SELECT tombstone_id FROM events_tombstonesubject "
        f"WHERE kind = 'source' AND object_id = {row}.source_id)"
    )
    stones = (
        "SELECT object_id AS id FROM events_tombstonesubject "
        f"WHERE kind = 'source' AND object_id = {row}.source_id"
    )
    return [*marked, told, known("source", stones)]


def found(row: str) -> list[str]:
    return [mark(kind, "FALSE", under(kind, row), sourced(kind)) for kind in SUBJECTS]


def moved(kind: str) -> list[str]:
    """A record that is put elsewhere goes by other parents' sources; what is under it, too."""
    had = any_of(
        query
        for parent, column in PARENTS[kind].items()
        for query in vouched(parent, f"OLD.{column}")
    )
    kinds = [other for other in SUBJECTS if below(other, kind, "NEW")]
    return [
        statement
        for other in kinds
        for ids in [below(other, kind, "NEW")]
        for statement in (
            mark(other, "TRUE", ids, f"{had} AND NOT {sourced(other)}"),
            mark(other, "FALSE", ids, sourced(other)),
        )
    ]


def losing(now: str):
    yield Trigger("citation_lost", "DELETE", "events_citation", lost("OLD"))
    yield Trigger("citation_found", "INSERT", "events_citation", found("NEW"))
    changed = [*found("NEW"), *lost("OLD")]
    yield Trigger("citation_changed", "UPDATE", "events_citation", changed, COLUMNS)
    for kind, parents in PARENTS.items():
        if parents:
            name, columns = f"{kind}_under_others", tuple(parents.values())
            yield Trigger(name, "UPDATE", f"events_{kind}", moved(kind), columns)
