"""Tombstones: what remains of a session that was public and is not any more, and its return.

A tombstone is written once, from what the public last saw, and lies unchanged until the session
is public again: what its draft becomes meanwhile is nobody's to know.
"""

# Not withdrawn, under embargo or without its last source; `Session.is_public` is the same rule.
PUBLIC_SESSIONS = (
    "SELECT shown.id FROM events_session shown "
    "JOIN events_day shown_on ON shown_on.id = shown.day_id "
    "JOIN events_edition shown_in ON shown_in.id = shown_on.edition_id "
    "WHERE shown.status IN ('published', 'cancelled') AND shown.embargoed_until IS NULL "
    "AND shown_in.status <> 'draft' AND shown_in.embargoed_until IS NULL "
    "AND NOT shown.unsourced AND NOT shown_on.unsourced AND NOT shown_in.unsourced AND "
)
ROOM = "LEFT JOIN events_room r ON r.id = s.room_id"
PARENT = "JOIN events_edition e ON e.id = d.edition_id"
SERIES = (
    f"{PARENT} LEFT JOIN events_edition whole ON whole.id = e.part_of_id "
    "LEFT JOIN events_edition other ON other.id = s.stands_for_id "
    "JOIN events_series x ON x.id IN (e.series_id, whole.series_id, other.series_id)"
)
# Each way by itself, by its index: `OR` would ask every citation there is, of every session.
CITED = (
    "JOIN events_citation c ON c.id IN ("
    "SELECT own.id FROM events_citation own WHERE own.session_id = s.id "
    "UNION SELECT k.id FROM events_citation k "
    "JOIN events_appearance a ON a.id = k.appearance_id WHERE a.session_id = s.id "
    "UNION SELECT k.id FROM events_citation k JOIN events_position p ON p.id = k.position_id "
    "JOIN events_appearance a ON a.id = p.appearance_id WHERE a.session_id = s.id "
    "UNION SELECT k.id FROM events_citation k "
    "JOIN events_involvement i ON i.id = k.involvement_id WHERE i.session_id = s.id "
    "UNION SELECT k.id FROM events_citation k WHERE k.day_id = d.id "
    "AND NOT EXISTS (SELECT 1 FROM events_citation own WHERE own.session_id = s.id) "
    "UNION SELECT k.id FROM events_citation k WHERE k.edition_id = d.edition_id "
    "AND NOT EXISTS (SELECT 1 FROM events_citation own WHERE own.session_id = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM events_citation own WHERE own.day_id = d.id))"
)
# What a filter may ask of it: kind of record, its id, and what must be joined to know it.
SUBJECTS = [
    ("edition", "x.id", f"{PARENT} JOIN events_edition x "
     "ON x.id IN (e.id, e.part_of_id, s.stands_for_id)"),
    ("series", "x.id", SERIES),
    ("venue", "COALESCE(r.venue_id, s.venue_id, d.venue_id)", ROOM),
    ("room", "s.room_id", ""),
    ("topic", "st.topic_id", "JOIN events_session_topics st ON st.session_id = s.id"),
    ("source", "c.source_id", CITED),
]  # fmt: skip
# Who was on stage and for whom; an organisation that took part itself has no role.
CASTS = [
    ("t.id, a.role, a.basis, a.speaker_id, p.organisation_id",
     "JOIN events_appearance a ON a.session_id = s.id AND NOT a.unsourced "
     "LEFT JOIN events_position p ON p.appearance_id = a.id AND NOT p.unsourced"),
    ("t.id, '', '', NULL, i.organisation_id",
     "JOIN events_involvement i ON i.session_id = s.id AND i.role <> 'mentioned' "
     "AND NOT i.unsourced"),
]  # fmt: skip
# What no question has found yet is in no calendar: the index need not be up to date.
TEXTS = [
    ("session_text", "x.object_id = s.id"),
    ("appearance",
     "x.object_id IN (SELECT id FROM events_appearance WHERE session_id = s.id)"),
]  # fmt: skip


def as_it_was(model) -> str:
    """The row that a trigger is about, before the statement, as a table."""
    columns = (field.column for field in model._meta.concrete_fields)
    return "(SELECT " + ", ".join(f'OLD."{column}" AS "{column}"' for column in columns) + ")"


UNSEALED = "JOIN events_tombstone t ON t.id = x.tombstone_id WHERE NOT t.sealed"


def known(kind: str, ids: str) -> str:
    """What the public saw and may see no more: `ids` is SQL for their `id`s."""
    return (
        "INSERT INTO events_known (kind, object_id) "
        f"SELECT DISTINCT '{kind}', gone.id FROM ({ids}) gone "
        f"WHERE gone.id NOT IN (SELECT object_id FROM events_known WHERE kind = '{kind}')"
    )


HIDDEN_EDITION = "(NEW.status = 'draft' OR NEW.embargoed_until IS NOT NULL OR NEW.unsourced)"


def edition_risen() -> list[str]:
    return [
        "UPDATE events_editionstamp SET was_public = TRUE "
        f"WHERE edition_id = NEW.id AND NOT {HIDDEN_EDITION}",
        f"DELETE FROM events_editiontombstone WHERE uuid = NEW.uuid AND NOT {HIDDEN_EDITION}",
    ]


def edition_buried(now: str, *, hidden=HIDDEN_EDITION, raised="") -> list[str]:
    return [
        "INSERT INTO events_editiontombstone "
        "(uuid, slug, title, starts_on, ends_on, sequence, changed_at) "
        "SELECT OLD.uuid, OLD.slug, OLD.title, OLD.starts_on, OLD.ends_on, "
        f"sequence{raised}, {now} FROM events_editionstamp "
        f"WHERE edition_id = OLD.id AND was_public AND {hidden} "
        "AND OLD.uuid NOT IN (SELECT uuid FROM events_editiontombstone)"
    ]


# What is told of a tombstone goes with it, in whatever order tables are emptied.
WITH_TOMBSTONE = [
    f"DELETE FROM events_{told} WHERE tombstone_id = OLD.id"
    for told in ("tombstonesubject", "tombstoneappearance", "tombstonetext")
]


def risen(which: str) -> list[str]:
    """Marks what the public now knows; what was buried rises, its sequence above the stone's."""
    public = PUBLIC_SESSIONS + which
    stones = (
        "SELECT t.id FROM events_tombstone t JOIN events_session s ON s.uuid = t.uuid "
        f"WHERE s.id IN ({public})"
    )
    return [
        "UPDATE events_sessionstamp SET was_public = TRUE "
        f"WHERE NOT was_public AND session_id IN ({public})",
        # What is asked of each stamp stands in SET: in WHERE it would be asked of all of them.
        "UPDATE events_sessionstamp SET sequence = (SELECT CASE "
        "WHEN t.sequence < events_sessionstamp.sequence THEN events_sessionstamp.sequence "
        "ELSE t.sequence + 1 END FROM events_tombstone t "
        "JOIN events_session s ON s.uuid = t.uuid WHERE s.id = session_id) "
        "WHERE session_id IN (SELECT s.id FROM events_session s "
        f"JOIN events_tombstone t ON t.uuid = s.uuid WHERE s.id IN ({public}))",
        f"DELETE FROM events_tombstone WHERE id IN ({stones})",
    ]


def buried(
    sessions: str, now: str, *, days="events_day", editions="events_edition", raised=""
) -> list[str]:
    """Tombstones for those of `sessions` that were public, are not, and have none yet.

    `sessions`, `days` and `editions` are tables: those of the database, or rows as they were.
    """
    unsealed = (
        f"FROM events_tombstone t JOIN {sessions} s ON s.uuid = t.uuid AND NOT t.sealed "
        f"JOIN {days} d ON d.id = s.day_id"
    )
    return [
        "INSERT INTO events_tombstone (uuid, code, slug, title, words, edition_slug, timezone, "
        "date, starts_at, ends_at, kind, day_position, position, sequence, changed_at, sealed) "
        "SELECT s.uuid, s.code, s.slug, s.title, s.title_key || ' ' || e.title_key, e.slug, "
        "e.timezone, d.date, s.starts_at, s.ends_at, s.kind, d.position, s.position, "
        f"stamp.sequence{raised}, {now}, FALSE "
        f"FROM {sessions} s JOIN {days} d ON d.id = s.day_id "
        f"JOIN {editions} e ON e.id = d.edition_id "
        "JOIN events_sessionstamp stamp ON stamp.session_id = s.id AND stamp.was_public "
        f"WHERE NOT EXISTS ({PUBLIC_SESSIONS} shown.id = s.id) "
        "AND s.uuid NOT IN (SELECT uuid FROM events_tombstone)",
        *(
            "INSERT INTO events_tombstonesubject (tombstone_id, kind, object_id) "
            f"SELECT DISTINCT t.id, '{kind}', {of} {unsealed} {joined} WHERE {of} IS NOT NULL"
            for kind, of, joined in SUBJECTS
        ),
        *(
            "INSERT INTO events_tombstoneappearance (tombstone_id, role, basis, speaker_id, "
            f"organisation_id) SELECT {cast} {unsealed} {joined}"
            for cast, joined in CASTS
        ),
        *(
            "INSERT INTO events_tombstonetext (tombstone_id, words) "
            f"SELECT t.id, ' ' || x.words || ' ' {unsealed} "
            f"JOIN search_searchentry x ON x.kind = '{kind}' AND {which}"
            for kind, which in TEXTS
        ),
        *(
            known(
                kind,
                f"SELECT object_id AS id FROM events_tombstonesubject x {UNSEALED} "
                f"AND x.kind = '{kind}'",
            )
            for kind in ("series", "venue", "topic", "source")
        ),
        *(
            known(
                kind,
                f"SELECT {kind}_id AS id FROM events_tombstoneappearance x {UNSEALED} "
                f"AND {kind}_id IS NOT NULL",
            )
            for kind in ("speaker", "organisation")
        ),
        "UPDATE events_tombstone SET sealed = TRUE WHERE NOT sealed",
    ]
