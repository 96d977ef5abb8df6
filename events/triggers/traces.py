"""The triggers themselves: stamps, what was public, tombstones, former slugs, the revision."""

from django.apps import apps

from events.triggers.dialects import Trigger
from events.triggers.rules import EDITION, RULES, SEQUENCE, SESSION, Rule

# Records that addresses and filters name; the name is also `FormerSlug.kind`.
ADDRESSED = {
    "series": "events_series",
    "edition": "events_edition",
    "session": "events_session",
    "topic": "events_topic",
    "venue": "events_venue",
    "speaker": "speakers_speaker",
    "organisation": "organisations_organisation",
    "source": "sources_source",
}
STAMPED = (SESSION, EDITION)
CONTENT_APPS = ("sources", "organisations", "speakers", "events")
# Written by triggers: a change of theirs is the echo of another.
TRACES = {"sessionstamp", "editionstamp", "tombstone", "formerslug", "revision"}

IS_PUBLIC = "e.status <> 'draft' AND s.status IN ('published', 'cancelled')"
PUBLIC_SESSIONS = (
    "SELECT s.id FROM events_session s JOIN events_day d ON d.id = s.day_id "
    f"JOIN events_edition e ON e.id = d.edition_id WHERE {IS_PUBLIC} AND "
)


def stamp_sql(rule: Rule, row: str, now: str) -> str:
    raised = "sequence = sequence + 1, " if rule.effect == SEQUENCE else ""
    ids = rule.reaches.format(row=row)
    return (
        f"UPDATE events_{rule.target}stamp SET {raised}changed_at = {now} "
        f"WHERE {rule.target}_id IN ({ids})"
    )


def stamping(now: str):
    for rule in RULES:
        if rule.columns:
            statements = [stamp_sql(rule, row, now) for row in rule.rows]
            yield Trigger(rule.name, "UPDATE", rule.table, statements, rule.columns)
        else:
            for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
                statements = [stamp_sql(rule, row, now)]
                yield Trigger(f"{rule.name}_{event.lower()}", event, rule.table, statements)


def was_public_sql(which: str) -> str:
    return (
        "UPDATE events_sessionstamp SET was_public = TRUE "
        f"WHERE NOT was_public AND session_id IN ({PUBLIC_SESSIONS}{which})"
    )


EDITION_WAS_PUBLIC = (
    "UPDATE events_editionstamp SET was_public = TRUE "
    "WHERE edition_id = NEW.id AND NEW.status <> 'draft'"
)


def remembering(now: str):
    """What a calendar may hold stays known: that it was public, and that it was deleted."""
    # A session that comes back under its uuid goes on where its tombstone left off.
    first = (
        "INSERT INTO events_sessionstamp (session_id, sequence, changed_at, was_public) VALUES "
        "(NEW.id, COALESCE((SELECT sequence + 1 FROM events_tombstone WHERE uuid = NEW.uuid), 0), "
        f"{now}, EXISTS (SELECT 1 FROM events_tombstone WHERE uuid = NEW.uuid))"
    )
    risen = "DELETE FROM events_tombstone WHERE uuid = NEW.uuid"
    mine = was_public_sql("s.id = NEW.id")
    yield Trigger("new_session", "INSERT", ADDRESSED[SESSION], [first, risen, mine])
    yield Trigger("session_was_public", "UPDATE", ADDRESSED[SESSION], [mine], ("status", "day_id"))
    first = (
        "INSERT INTO events_editionstamp (edition_id, sequence, changed_at, was_public) "
        f"VALUES (NEW.id, 0, {now}, NEW.status <> 'draft')"
    )
    yield Trigger("new_edition", "INSERT", ADDRESSED[EDITION], [first])
    of_edition = [EDITION_WAS_PUBLIC, was_public_sql("e.id = NEW.id")]
    yield Trigger("edition_was_public", "UPDATE", ADDRESSED[EDITION], of_edition, ("status",))
    of_day = [was_public_sql("d.id = NEW.id")]
    yield Trigger("day_was_public", "UPDATE", "events_day", of_day, ("edition_id",))
    moved = "UPDATE events_tombstone SET edition_slug = NEW.slug WHERE edition_slug = OLD.slug"
    yield Trigger("edition_of_tombstone", "UPDATE", ADDRESSED[EDITION], [moved], ("slug",))
    # The stamp goes before its session does, so that the session can still be read here.
    buried = (
        "INSERT INTO events_tombstone (uuid, code, title, edition_slug, timezone, date, starts_at, "
        "ends_at, kind, sequence, changed_at) SELECT s.uuid, s.code, s.title, e.slug, e.timezone, "
        f"d.date, s.starts_at, s.ends_at, s.kind, OLD.sequence + 1, {now} FROM events_session s "
        "JOIN events_day d ON d.id = s.day_id JOIN events_edition e ON e.id = d.edition_id "
        "WHERE s.id = OLD.session_id AND OLD.was_public"
    )
    yield Trigger("session_buried", "DELETE", "events_sessionstamp", [buried])


def addresses(now: str):
    """A slug that changed or whose record is gone is remembered; one in use is not former."""
    for kind, table in ADDRESSED.items():
        taken = f"DELETE FROM events_formerslug WHERE kind = '{kind}' AND slug = NEW.slug"
        yield Trigger(f"{kind}_slug_taken", "INSERT", table, [taken])
        changed = [former(kind, "OLD.slug", "OLD.id", known(kind)), taken]
        yield Trigger(f"{kind}_slug_changed", "UPDATE", table, changed, ("slug",))
        if kind in STAMPED:
            # The stamp goes before its record does, and it knows whether that was public.
            table, row = f"events_{kind}stamp", f"OLD.{kind}_id"
            slug = f"(SELECT slug FROM {ADDRESSED[kind]} WHERE id = {row})"
            # Unless a whole table was emptied before: then there is no address to remember.
            there = f"EXISTS (SELECT 1 FROM {ADDRESSED[kind]} WHERE id = {row})"
            left = former(kind, slug, row, f"OLD.was_public AND {there}")
        else:
            left = former(kind, "OLD.slug", "OLD.id", known(kind))
        yield Trigger(f"{kind}_slug_left", "DELETE", table, [left])


def known(kind: str) -> str:
    """Whether the public may know the address of the row: that of a draft is nobody's."""
    if kind not in STAMPED:
        return "TRUE"
    stamp = f"events_{kind}stamp WHERE {kind}_id = OLD.id AND was_public"
    return f"EXISTS (SELECT 1 FROM {stamp})"


def former(kind: str, slug: str, row: str, condition: str) -> str:
    return (
        "INSERT INTO events_formerslug (kind, slug, object_id) "
        f"SELECT '{kind}', {slug}, {row} WHERE {condition} "
        "ON CONFLICT (kind, slug) DO UPDATE SET object_id = excluded.object_id"
    )


def counting(now: str):
    """Any change of any content raises the revision."""
    raised = f"UPDATE events_revision SET value = value + 1, changed_at = {now} WHERE id = 1"
    for model in content_models():
        table = model._meta.db_table
        columns = tuple(field.column for field in model._meta.concrete_fields)
        name = f"revision_{table}"
        yield Trigger(f"{name}_insert", "INSERT", table, [raised])
        yield Trigger(f"{name}_update", "UPDATE", table, [raised], columns)
        yield Trigger(f"{name}_delete", "DELETE", table, [raised])


def content_models() -> list:
    """Every table that pages and feeds are made of."""
    return [
        model
        for label in CONTENT_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.model_name not in TRACES
    ]
