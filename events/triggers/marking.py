"""What the search must look at again: a trigger marks it, and whoever asks next works it off.

Only marks are written here; words are taken apart in Python alone, the same on every database.
"""

from dataclasses import dataclass

from events.triggers.dialects import Trigger


@dataclass(frozen=True)
class Marking:
    """A row that comes, goes, or changes one of `columns` marks the records it `reaches`.

    Pairs of a kind and SQL for the ids, with `{row}` for the row before or after.
    """

    table: str
    columns: tuple[str, ...]
    reaches: tuple[tuple[str, str], ...]


OWN = "SELECT {row}.id"
MARKINGS = [
    Marking("speakers_speaker", ("name",), (("speaker", OWN),)),
    Marking("speakers_speakername", ("name", "hidden", "speaker_id"),
            (("speaker", "SELECT {row}.speaker_id"),)),
    Marking("organisations_organisation", ("name",), (("organisation", OWN),)),
    Marking("organisations_organisationname", ("name", "hidden", "organisation_id"),
            (("organisation", "SELECT {row}.organisation_id"),)),
    Marking("events_venue", ("name", "address", "town"), (("venue", OWN),)),
    Marking("events_session", ("title", "day_id"), (("session", OWN),)),
    Marking("events_day", ("edition_id", "date"),
            (("session", "SELECT id FROM events_session WHERE day_id = {row}.id"),)),
    Marking("events_edition", ("title",),
            (("session", "SELECT s.id FROM events_session s JOIN events_day d "
              "ON d.id = s.day_id WHERE d.edition_id = {row}.id"),)),
    # Who appeared more often comes first.
    Marking("events_appearance", ("speaker_id",),
            (("speaker", "SELECT {row}.speaker_id WHERE {row}.speaker_id IS NOT NULL"),)),
    Marking("events_position", ("organisation_id",),
            (("organisation",
              "SELECT {row}.organisation_id WHERE {row}.organisation_id IS NOT NULL"),)),
]  # fmt: skip

KINDS = {
    "speaker": "speakers_speaker",
    "organisation": "organisations_organisation",
    "venue": "events_venue",
    "session": "events_session",
}


def marking():
    for rule in MARKINGS:
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            statements = [
                "INSERT INTO search_searchmark (kind, object_id) "
                + ids.format(row=row).replace("SELECT ", f"SELECT '{kind}', ", 1)
                for row in rows
                for kind, ids in rule.reaches
            ]
            columns = rule.columns if event == "UPDATE" else ()
            yield Trigger(
                f"mark_{rule.table}_{event.lower()}", event, rule.table, statements, columns
            )


def unknown():
    """Records that were there before the index; every migration looks."""
    for kind, table in KINDS.items():
        yield (
            f"INSERT INTO search_searchmark (kind, object_id) SELECT '{kind}', id FROM {table} "
            f"WHERE id NOT IN (SELECT object_id FROM search_searchentry WHERE kind = '{kind}') "
            f"AND id NOT IN (SELECT object_id FROM search_searchmark WHERE kind = '{kind}')"
        )
