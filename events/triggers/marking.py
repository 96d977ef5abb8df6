"""What the search must look at again: a trigger marks it, and whoever asks next works it off.

Only marks are written here; words are taken apart in Python alone, the same on every database.
"""

from dataclasses import dataclass

from events.triggers.dialects import Trigger
from events.triggers.rules import IN_EDITION, ON_DAY


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
    Marking("speakers_speaker", ("name",),
            (("speaker", OWN),
             ("appearance", "SELECT id FROM events_appearance WHERE speaker_id = {row}.id"))),
    Marking("speakers_speakername", ("name", "hidden", "speaker_id"),
            (("speaker", "SELECT {row}.speaker_id"),
             ("appearance",
              "SELECT id FROM events_appearance WHERE speaker_id = {row}.speaker_id"))),
    # A hidden name gives way to the present one in what was printed.
    Marking("organisations_organisation", ("name",),
            (("organisation", OWN),
             ("appearance",
              "SELECT appearance_id FROM events_position WHERE organisation_id = {row}.id"))),
    Marking("organisations_organisationname", ("name", "hidden", "organisation_id"),
            (("organisation", "SELECT {row}.organisation_id"),
             ("appearance", "SELECT appearance_id FROM events_position "
              "WHERE organisation_id = {row}.organisation_id"))),
    Marking("events_venue", ("name", "address", "town"), (("venue", OWN),)),
    # The latest come first: what is of a session goes by its day.
    Marking("events_session", ("title", "day_id", "summary", "track"),
            (("session", OWN), ("session_text", OWN),
             ("appearance", "SELECT id FROM events_appearance WHERE session_id = {row}.id"))),
    Marking("events_session_topics", ("session_id", "topic_id"),
            (("session_text", "SELECT {row}.session_id"),)),
    Marking("events_topic", ("name",),
            (("session_text",
              "SELECT session_id FROM events_session_topics WHERE topic_id = {row}.id"),)),
    Marking("events_day", ("edition_id", "date"),
            (("session", ON_DAY), ("session_text", ON_DAY),
             ("appearance", "SELECT a.id FROM events_appearance a JOIN events_session s "
              "ON s.id = a.session_id WHERE s.day_id = {row}.id"))),
    Marking("events_edition", ("title",), (("session", IN_EDITION), ("session_text", IN_EDITION))),
    # Who appeared more often comes first.
    Marking("events_appearance", ("speaker_id", "session_id", "name_as_printed"),
            (("speaker", "SELECT {row}.speaker_id WHERE {row}.speaker_id IS NOT NULL"),
             ("appearance", OWN))),
    Marking("events_position",
            ("organisation_id", "appearance_id", "as_printed", "title", "unsourced"),
            (("organisation",
              "SELECT {row}.organisation_id WHERE {row}.organisation_id IS NOT NULL"),
             ("appearance", "SELECT {row}.appearance_id"))),
]  # fmt: skip

KINDS = {
    "speaker": "speakers_speaker",
    "organisation": "organisations_organisation",
    "venue": "events_venue",
    "session": "events_session",
    "session_text": "events_session",
    "appearance": "events_appearance",
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
