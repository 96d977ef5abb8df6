"""Database triggers that keep the traces of every change (`events/models/traces.py`).

They see every statement: admin, `update()`, `bulk_create()`, `loaddata`, plain SQL. A statement
that writes the values a row already has changes nothing. Why triggers: `docs/adr/0001`.

`RULES` is the whole list of what counts for calendars: a change of time, place, title or status
raises the sequence; any other change of what the entry says only moves `changed_at` (RFC 5545,
3.8.7.4). Other triggers remember what was public (`was_public`, tombstones), former slugs, mark
what lost its last source (`unsourced`),
what the search must look at again (marks), and that anything changed at all (the revision).
"""

from dataclasses import replace

from django.apps import apps as registry
from django.db import connections, transaction

from events.triggers.burial import PUBLIC_SESSIONS, buried
from events.triggers.dialects import DIALECTS
from events.triggers.losing import losing
from events.triggers.marking import marking, unknown
from events.triggers.rules import CONTENT, RULES, SEQUENCE, Rule
from events.triggers.traces import addresses, counting, dates, leaving, remembering, stamping

__all__ = ["CONTENT", "RULES", "SEQUENCE", "Rule", "drop", "install"]

# All our triggers, and nobody else's, begin like this.
PREFIX = "trace_"
# What triggers read and write is in these.
TRACED = ("events", "speakers", "organisations", "search")


def statements(dialect):
    """The SQL that creates every trigger."""
    for make in (stamping, remembering, addresses, leaving, dates, losing):
        for trigger in make(dialect.now):
            yield from dialect.create(prefixed(trigger))
    for trigger in marking():
        yield from dialect.create(prefixed(trigger))
    for trigger in counting(dialect.now):
        yield from dialect.create_counting(prefixed(trigger))


def prefixed(trigger):
    return replace(trigger, name=PREFIX + trigger.name)


def missing(dialect):
    """What tells of rows that were there before the triggers."""
    # No revision: a new database, or an emptied one, has no past.
    for table in (
        "tombstonesubject", "tombstoneappearance", "tombstonetext", "tombstone",
        "editiontombstone", "formerslug", "known",
    ):  # fmt: skip
        yield f"DELETE FROM events_{table} WHERE NOT EXISTS (SELECT 1 FROM events_revision)"
    shown = {
        "session": f"EXISTS ({PUBLIC_SESSIONS} shown.id = events_session.id)",
        "edition": "status <> 'draft' AND embargoed_until IS NULL AND NOT unsourced",
    }
    for kind, public in shown.items():
        yield (
            f"INSERT INTO events_{kind}stamp ({kind}_id, sequence, changed_at, was_public) "
            f"SELECT id, 0, {dialect.now}, {public} FROM events_{kind} "
            f"WHERE id NOT IN (SELECT {kind}_id FROM events_{kind}stamp)"
        )
    yield from buried("events_session", dialect.now)
    yield from unknown()
    yield (
        "INSERT INTO events_revision (id, value, changed_at) "
        f"SELECT 1, 0, {dialect.now} WHERE NOT EXISTS (SELECT 1 FROM events_revision)"
    )


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
    """(Re)creates every trigger and gives a stamp to each record that has none."""
    connection = connections[using]
    dialect = DIALECTS[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        drop(using)
        for statement in (*statements(dialect), *missing(dialect)):
            cursor.execute(statement)


def drop_before_migrate(sender, using, **kwargs):
    drop(using)


def install_after_migrate(sender, using, apps=registry, **kwargs):
    """Of an older state, on the way back, nothing is traced: its release installs its own."""
    if is_present(apps):
        install(using)


def is_present(state) -> bool:
    """Has every table that is traced the columns that the models have now?"""
    return all(
        columns_of(state, table) >= columns for table, columns in columns_of_models().items()
    )


def columns_of_models() -> dict[str, set[str]]:
    return {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for app in TRACED
        for model in registry.get_app_config(app).get_models()
    }


def columns_of(state, table: str) -> set[str]:
    """None where the migrations so far have not made it."""
    models = (m for m in state.get_models() if m._meta.db_table == table)
    return {field.column for model in models for field in model._meta.concrete_fields}
