"""How SQLite and PostgreSQL write the same trigger."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trigger:
    """After `event` on `table`, `statements` run for each row.

    With `columns`, only an update that changes one of them counts.
    """

    name: str
    event: str
    table: str
    statements: list[str]
    columns: tuple[str, ...] = ()
    compared: dict[str, str] = field(default_factory=dict)

    @property
    def quoted(self) -> list[str]:
        return [f'"{column}"' for column in self.columns]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What stood and what stands, of each column that counts."""
        plain = (self.compared.get(column, f'{{row}}."{column}"') for column in self.columns)
        return [(said.format(row="OLD"), said.format(row="NEW")) for said in plain]

    @property
    def body(self) -> str:
        return " ".join(f"{statement};" for statement in self.statements)


class SQLite:
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

    def drop(self, name: str) -> str:
        return f"DROP TRIGGER {name}"

    def create(self, trigger: Trigger):
        changed = " OR ".join(f"({old}) IS NOT ({new})" for old, new in trigger.pairs)
        condition = f"WHEN {changed} " if changed else ""
        yield (
            f"CREATE TRIGGER {trigger.name} AFTER {event_of(trigger)} ON {trigger.table} "
            f"FOR EACH ROW {condition}BEGIN {trigger.body} END"
        )

    def create_counting(self, trigger: Trigger):
        return self.create(trigger)


class PostgreSQL:
    now = "clock_timestamp()"
    names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"

    def drop(self, name: str) -> str:
        return f"DROP FUNCTION {name}() CASCADE"

    def function(self, trigger: Trigger, body: str) -> str:
        return (
            f"CREATE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        )

    def create(self, trigger: Trigger):
        changed = " OR ".join(f"({old}) IS DISTINCT FROM ({new})" for old, new in trigger.pairs)
        condition = f"WHEN ({changed}) " if changed else ""
        yield self.function(trigger, trigger.body)
        yield (
            f"CREATE TRIGGER {trigger.name} AFTER {event_of(trigger)} ON {trigger.table} "
            f"FOR EACH ROW {condition}EXECUTE FUNCTION {trigger.name}()"
        )

    def create_counting(self, trigger: Trigger):
        """Once a statement: a row that a thousand rows of an import update is slow here."""
        rows = {
            "INSERT": ("NEW TABLE AS new_rows", "SELECT 1 FROM new_rows"),
            "DELETE": ("OLD TABLE AS old_rows", "SELECT 1 FROM old_rows"),
            "UPDATE": (
                "OLD TABLE AS old_rows NEW TABLE AS new_rows",
                "SELECT * FROM new_rows EXCEPT SELECT * FROM old_rows",
            ),
        }
        tables, any_row = rows[trigger.event]
        yield self.function(trigger, f"IF EXISTS ({any_row}) THEN {trigger.body} END IF;")
        yield (
            f"CREATE TRIGGER {trigger.name} AFTER {trigger.event} ON {trigger.table} "
            f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {trigger.name}()"
        )


def event_of(trigger: Trigger) -> str:
    columns = f" OF {', '.join(trigger.quoted)}" if trigger.columns else ""
    return trigger.event + columns


DIALECTS = {"sqlite": SQLite(), "postgresql": PostgreSQL()}
