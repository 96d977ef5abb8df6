"""The triggers themselves: stamps, what was public, tombstones, former slugs, the revision."""

from django.apps import apps

from events.models import Day, Edition, Session
from events.triggers.burial import (
    PUBLIC_SESSIONS,
    WITH_TOMBSTONE,
    as_it_was,
    buried,
    edition_buried,
    edition_risen,
    known,
    risen,
)
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
# What importers and organisers know: nothing of it is public.
NOT_SHOWN = {
    "speakeridentity", "edition_organisers", "speakermerge", "organisationmerge",
    "speakerdistinction", "organisationdistinction", "programmefile", "previewkey",
}  # fmt: skip
CONTENT_APPS = ("sources", "organisations", "speakers", "events")
# Written by triggers: a change of theirs is the echo of another.
TRACES = {
    "sessionstamp", "editionstamp", "editiontombstone", "tombstone", "tombstonesubject",
    "tombstoneappearance", "tombstonetext", "formerslug", "known", "revision",
}  # fmt: skip


def stamp_sql(rule: Rule, row: str, now: str) -> str:
    raised = "sequence = sequence + 1, " if rule.effect == SEQUENCE else ""
    ids = rule.reaches.format(row=row)
    return (
        f"UPDATE events_{rule.target}stamp SET {raised}changed_at = {now} "
        f"WHERE {rule.target}_id IN ({ids})"
    )


def stamping(now: str):
    """A rule's stamp first, then what it means that something is public, or is not any more."""
    afterwards = following(now)
    for rule in RULES:
        if rule.columns:
            statements = [stamp_sql(rule, row, now) for row in rule.rows]
            statements += afterwards.get(rule.name, [])
            yield Trigger(rule.name, "UPDATE", rule.table, statements, rule.columns, rule.compared)
        else:
            for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
                statements = [stamp_sql(rule, row, now)]
                yield Trigger(f"{rule.name}_{event.lower()}", event, rule.table, statements)


def following(now: str) -> dict[str, list[str]]:
    """By rule, what follows of a change that may publish or withdraw."""
    of_edition = (
        "(SELECT s.* FROM events_session s JOIN events_day d ON d.id = s.day_id "
        "WHERE d.edition_id = NEW.id)"
    )
    of_day = "(SELECT * FROM events_session WHERE day_id = NEW.id)"
    return {
        "session_schedule": [
            "UPDATE events_sessionstamp SET was_on = "
            "COALESCE((SELECT date FROM events_day WHERE id = OLD.day_id), was_on) "
            "WHERE session_id = NEW.id AND OLD.day_id <> NEW.day_id AND was_public",
            *risen("shown.id = NEW.id"), *buried(as_it_was(Session), now),
        ],
        "edition_schedule": [
            *risen("shown_in.id = NEW.id"), *buried(of_edition, now, editions=as_it_was(Edition)),
        ],
        "day_edition": [
            *risen("shown_on.id = NEW.id"), *buried(of_day, now, days=as_it_was(Day)),
        ],
        "day_sources": [*risen("shown_on.id = NEW.id"), *buried(of_day, now)],
        "edition_event_schedule": [*edition_risen(), *edition_buried(now)],
    }  # fmt: skip


def remembering(now: str):
    """Stamps come and go with their records; a session that was public leaves a tombstone."""
    # A session that comes back under its uuid goes on where its tombstone left off.
    stone = "(SELECT sequence FROM events_tombstone WHERE uuid = NEW.uuid)"
    first = (
        "INSERT INTO events_sessionstamp (session_id, sequence, changed_at, was_public) "
        f"VALUES (NEW.id, COALESCE({stone} + 1, 0), {now}, {stone} IS NOT NULL)"
    )
    known = [first, *risen("shown.id = NEW.id")]
    yield Trigger("new_session", "INSERT", ADDRESSED[SESSION], known)
    stone = "(SELECT sequence FROM events_editiontombstone WHERE uuid = NEW.uuid)"
    first = (
        "INSERT INTO events_editionstamp (edition_id, sequence, changed_at, was_public) "
        f"VALUES (NEW.id, COALESCE({stone} + 1, 0), {now}, {stone} IS NOT NULL)"
    )
    known = [first, *edition_risen()]
    yield Trigger("new_edition", "INSERT", ADDRESSED[EDITION], known)
    for kind, remains in (
        (SESSION, buried(as_it_was(Session), now, raised=" + 1")),
        (EDITION, edition_buried(now, hidden="TRUE", raised=" + 1")),
    ):
        left = former(kind, "OLD.slug", "OLD.id", known_to_public(kind))
        stamp = f"DELETE FROM events_{kind}stamp WHERE {kind}_id = OLD.id"
        yield Trigger(f"{kind}_deleted", "DELETE", ADDRESSED[kind], [*remains, left, stamp])
    yield Trigger("tombstone_lifted", "DELETE", "events_tombstone", WITH_TOMBSTONE)


# What leaves a public session: table, columns (none: the row goes), kind, its id, the session.
PUBLIC = "EXISTS (" + PUBLIC_SESSIONS + "shown.{0})"
OF_POSITION = "id IN (SELECT session_id FROM events_appearance WHERE id = OLD.appearance_id)"
LEAVING = [
    ("events_appearance", ("speaker_id", "session_id", "unsourced"), "speaker",
     "id = OLD.session_id"),
    ("events_position", ("organisation_id", "appearance_id", "unsourced"), "organisation",
     OF_POSITION),
    ("events_involvement", ("organisation_id", "unsourced"), "organisation",
     "id = OLD.session_id"),
    ("events_session_topics", ("topic_id", "session_id"), "topic", "id = OLD.session_id"),
]  # fmt: skip


def leaving(now: str):
    """A person, an organisation, a topic that leaves a public session stays known."""
    for table, columns, kind, session in LEAVING:
        ids = f"SELECT OLD.{kind}_id AS id WHERE OLD.{kind}_id IS NOT NULL AND "
        left = [known(kind, ids + PUBLIC.format(session))]
        yield Trigger(f"{table}_left", "DELETE", table, left)
        yield Trigger(f"{table}_changed", "UPDATE", table, left, columns)
    held = (
        "SELECT organisation_id AS id FROM events_position WHERE appearance_id = OLD.id "
        "AND organisation_id IS NOT NULL AND " + PUBLIC.format("id = OLD.session_id")
    )
    hidden = [known("organisation", held)]
    yield Trigger("positions_hidden", "UPDATE", "events_appearance", hidden, ("unsourced",))


def dates(now: str):
    """The address of a day is its date; a session keeps the date at which calendars hold it."""
    on_day = "(SELECT id FROM events_session WHERE day_id = NEW.id)"
    was_on = (
        "UPDATE events_sessionstamp SET was_on = OLD.date "
        f"WHERE OLD.date IS NOT NULL AND was_public AND session_id IN {on_day}"
    )
    address = "OLD.edition_id || '-' || OLD.date"
    shown = (
        "OLD.date IS NOT NULL AND EXISTS (SELECT 1 FROM events_editionstamp "
        "WHERE edition_id = OLD.edition_id AND was_public)"
    )
    left = former("day", address, "OLD.id", shown)
    taken = (
        "DELETE FROM events_formerslug WHERE kind = 'day' "
        f"AND slug = {address.replace('OLD', 'NEW')}"
    )
    yield Trigger("day_dated", "UPDATE", "events_day", [was_on, left, taken], ("date",))
    yield Trigger("day_left", "DELETE", "events_day", [left])
    yield Trigger("day_taken", "INSERT", "events_day", [taken])


def addresses(now: str):
    """A slug that changed or whose record is gone is remembered; one in use is not former."""
    for kind, table in ADDRESSED.items():
        taken = f"DELETE FROM events_formerslug WHERE kind = '{kind}' AND slug = NEW.slug"
        yield Trigger(f"{kind}_slug_taken", "INSERT", table, [taken])
        left = former(kind, "OLD.slug", "OLD.id", known_to_public(kind))
        yield Trigger(f"{kind}_slug_changed", "UPDATE", table, [left, taken], ("slug",))
        if kind not in STAMPED:  # theirs must be remembered before the stamp goes
            yield Trigger(f"{kind}_slug_left", "DELETE", table, [left])


def known_to_public(kind: str) -> str:
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
    raised = (
        f"UPDATE events_revision SET value = value + 1, changed_at = {now}, "
        "next_change_at = NULL WHERE id = 1"
    )
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
        if not model._meta.proxy and model._meta.model_name not in TRACES | NOT_SHOWN
    ]
