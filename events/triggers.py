"""Database triggers that stamp a session whenever what its calendar entry says has changed.

They see every statement: admin, `update()`, `bulk_create()`, `loaddata`, plain SQL. A statement
that writes the values a row already has changes nothing. Why triggers: `docs/adr/0001`.

`RULES` is the whole list of what counts. A change of time, place, title or status raises the
sequence; any other change of what the event says only moves `changed_at` (RFC 5545, 3.8.7.4).
"""

from dataclasses import dataclass

from django.db import connections, transaction

SEQUENCE, CONTENT = "sequence", "content"
PREFIX = "stamp_"


@dataclass(frozen=True)
class Rule:
    """A change of `columns` of `table` stamps the sessions that `sessions` selects.

    `sessions` is SQL with `{row}` for the row before or after. Without `columns` it is the row's
    coming and going that counts.
    """

    name: str
    table: str
    effect: str
    sessions: str
    columns: tuple[str, ...] = ()


IN_EDITION = (
    "SELECT s.id FROM events_session s JOIN events_day d ON d.id = s.day_id "
    "WHERE d.edition_id = {row}.id"
)
ON_DAY = "SELECT id FROM events_session WHERE day_id = {row}.id"
AT_VENUE = (
    "SELECT s.id FROM events_session s JOIN events_day d ON d.id = s.day_id "
    "LEFT JOIN events_room r ON r.id = s.room_id "
    "WHERE COALESCE(r.venue_id, s.venue_id, d.venue_id) = {row}.id"
)
AT_THE_DAYS_VENUE = ON_DAY + " AND venue_id IS NULL AND room_id IS NULL"
BY_SPEAKER = "SELECT session_id FROM events_appearance WHERE speaker_id = {row}.id"
OF_APPEARANCE = "SELECT session_id FROM events_appearance WHERE id = {row}.appearance_id"

RULES = [
    Rule("session_schedule", "events_session", SEQUENCE, "SELECT {row}.id",
         ("title", "status", "starts_at", "ends_at", "day_id", "venue_id", "room_id")),
    Rule("session_text", "events_session", CONTENT, "SELECT {row}.id",
         ("slug", "kind", "number", "summary", "position", "part_of_day", "stands_for_id")),
    Rule("day_schedule", "events_day", SEQUENCE, ON_DAY, ("date", "edition_id")),
    Rule("day_venue", "events_day", SEQUENCE, AT_THE_DAYS_VENUE, ("venue_id",)),
    Rule("day_text", "events_day", CONTENT, ON_DAY, ("title",)),
    Rule("edition_schedule", "events_edition", SEQUENCE, IN_EDITION, ("status", "timezone")),
    Rule("edition_text", "events_edition", CONTENT, IN_EDITION, ("title", "slug")),
    Rule("venue_name", "events_venue", SEQUENCE, AT_VENUE,
         ("name", "address", "town", "latitude", "longitude")),
    Rule("room_name", "events_room", SEQUENCE,
         "SELECT id FROM events_session WHERE room_id = {row}.id", ("name", "venue_id")),
    Rule("topic_name", "events_topic", CONTENT,
         "SELECT session_id FROM events_session_topics WHERE topic_id = {row}.id", ("name",)),
    Rule("topic_moved", "events_session_topics", CONTENT, "SELECT {row}.session_id",
         ("session_id", "topic_id")),
    Rule("topic_of_session", "events_session_topics", CONTENT, "SELECT {row}.session_id"),
    Rule("speaker_name", "speakers_speaker", CONTENT, BY_SPEAKER, ("name", "qualifier")),
    Rule("appearance_text", "events_appearance", CONTENT, "SELECT {row}.session_id",
         ("session_id", "speaker_id", "name_as_printed", "role", "order", "special_guest")),
    Rule("appearance_of_session", "events_appearance", CONTENT, "SELECT {row}.session_id"),
    Rule("position_text", "events_position", CONTENT, OF_APPEARANCE,
         ("appearance_id", "as_printed", "order")),
    Rule("position_of_appearance", "events_position", CONTENT, OF_APPEARANCE),
]  # fmt: skip

SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"


class SQLite:
    now = SQLITE_NOW
    differs = "OLD.{0} IS NOT NEW.{0}"
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

    def drop(self, name):
        return f"DROP TRIGGER {name}"

    def create(self, name, event, table, when, statements):
        body = " ".join(f"{statement};" for statement in statements)
        condition = f"WHEN {when} " if when else ""
        yield (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {condition}"
            f"BEGIN {body} END"
        )


class PostgreSQL:
    now = "clock_timestamp()"
    differs = "OLD.{0} IS DISTINCT FROM NEW.{0}"
    names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"

    def drop(self, name):
        return f"DROP FUNCTION {name}() CASCADE"

    def create(self, name, event, table, when, statements):
        body = " ".join(f"{statement};" for statement in statements)
        condition = f"WHEN ({when}) " if when else ""
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {condition}"
            f"EXECUTE FUNCTION {name}()"
        )


DIALECTS = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def stamp_sql(rule: Rule, row: str, now: str) -> str:
    raised = "sequence = sequence + 1, " if rule.effect == SEQUENCE else ""
    sessions = rule.sessions.format(row=row)
    return (
        f"UPDATE events_sessionstamp SET {raised}changed_at = {now} "
        f"WHERE session_id IN ({sessions})"
    )


def triggers(dialect):
    """(name, event, table, when, statements) of every trigger."""
    first = (
        "INSERT INTO events_sessionstamp (session_id, sequence, changed_at) "
        f"VALUES (NEW.id, 0, {dialect.now})"
    )
    yield f"{PREFIX}new_session", "INSERT", "events_session", "", [first]
    for rule in RULES:
        name = PREFIX + rule.name
        if rule.columns:
            columns = [f'"{column}"' for column in rule.columns]
            when = " OR ".join(dialect.differs.format(column) for column in columns)
            # A row that moves to another session or appearance changes both.
            rows = ["OLD", "NEW"] if rule.sessions in MOVABLE else ["NEW"]
            statements = [stamp_sql(rule, row, dialect.now) for row in rows]
            yield name, f"UPDATE OF {', '.join(columns)}", rule.table, when, statements
        else:
            for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
                statements = [stamp_sql(rule, row, dialect.now)]
                yield f"{name}_{event.lower()}", event, rule.table, "", statements


MOVABLE = ("SELECT {row}.session_id", OF_APPEARANCE)


def drop(using: str) -> None:
    """Removes every trigger of ours, also those of rules that are no more."""
    connection = connections[using]
    dialect = DIALECTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(dialect.names)
        for (name,) in cursor.fetchall():
            if name.startswith(PREFIX):
                cursor.execute(dialect.drop(name))


def install(using: str) -> None:
    """(Re)creates every trigger and gives a stamp to each session that has none."""
    connection = connections[using]
    dialect = DIALECTS[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        drop(using)
        for trigger in triggers(dialect):
            for statement in dialect.create(*trigger):
                cursor.execute(statement)
        cursor.execute(
            "INSERT INTO events_sessionstamp (session_id, sequence, changed_at) "
            f"SELECT id, 0, {dialect.now} FROM events_session "
            "WHERE id NOT IN (SELECT session_id FROM events_sessionstamp)"
        )


def drop_before_migrate(sender, using, **kwargs):
    drop(using)


def install_after_migrate(sender, using, **kwargs):
    if "events_sessionstamp" in connections[using].introspection.table_names():
        install(using)
