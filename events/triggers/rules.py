"""What counts for calendars: which columns of which table stamp which sessions and editions."""

from dataclasses import dataclass

SEQUENCE, CONTENT = "sequence", "content"
SESSION, EDITION = "session", "edition"


@dataclass(frozen=True)
class Rule:
    """A change of `columns` of `table` stamps the records that `reaches` selects.

    `reaches` is SQL for their ids, with `{row}` for the row before or after. Without `columns` it
    is the row's coming and going that counts. `target` says what is stamped.
    """

    name: str
    table: str
    effect: str
    reaches: str
    columns: tuple[str, ...] = ()
    target: str = SESSION

    @property
    def compared(self) -> dict[str, str]:
        """What to compare of a column, where not every value reads differently."""
        return {c: COMPARED[self.table, c] for c in self.columns if (self.table, c) in COMPARED}

    @property
    def rows(self) -> list[str]:
        """A row that moves to another session or appearance changes both."""
        return ["OLD", "NEW"] if self.reaches in MOVABLE else ["NEW"]


IN_EDITION = (
    "SELECT s.id FROM events_session s JOIN events_day d ON d.id = s.day_id "
    "WHERE d.edition_id = {row}.id"
)
PARTS_AND_STAND_INS = (
    "SELECT s.id FROM events_session s JOIN events_day d ON d.id = s.day_id "
    "JOIN events_edition part ON part.id = d.edition_id WHERE part.part_of_id = {row}.id "
    "UNION SELECT id FROM events_session WHERE stands_for_id = {row}.id"
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
WITH_SPEAKER = "SELECT session_id FROM events_appearance WHERE speaker_id = {row}.speaker_id"
FOR_ORGANISATION = (
    "SELECT a.session_id FROM events_appearance a JOIN events_position p "
    "ON p.appearance_id = a.id WHERE p.organisation_id = {row}."
)
WITH_HIDDEN_NAME = (
    " AND EXISTS (SELECT 1 FROM organisations_organisationname n "
    "WHERE n.organisation_id = {row}.id AND n.hidden)"
)
MOVABLE = ("SELECT {row}.session_id", OF_APPEARANCE)

# Of each value only what the entry says of it.
COMPARED = {
    ("events_edition", "status"): "CASE {row}.status WHEN 'announced' THEN 'confirmed' "
    "ELSE {row}.status END",
    # The room's venue goes before the session's own.
    ("events_session", "venue_id"): "CASE WHEN {row}.room_id IS NULL THEN {row}.venue_id END",
    ("events_session", "part_of_day"): "CASE WHEN {row}.starts_at IS NULL "
    "THEN {row}.part_of_day END",
    ("events_session", "start_basis"): "CASE WHEN {row}.starts_at IS NOT NULL "
    "THEN {row}.start_basis END",
    ("events_appearance", "role"): "CASE WHEN {row}.role IN ('moderator', 'present') "
    "THEN {row}.role END",
    ("events_appearance", "name_as_printed"): "CASE WHEN {row}.speaker_id IS NULL "
    "THEN {row}.name_as_printed END",
    ("speakers_speakername", "name"): "CASE WHEN {row}.hidden THEN {row}.name END",
    ("organisations_organisationname", "name"): "CASE WHEN {row}.hidden THEN {row}.name END",
}

RULES = [
    Rule("session_schedule", "events_session", SEQUENCE, "SELECT {row}.id",
         ("title", "status", "embargoed_until", "starts_at", "ends_at", "day_id", "venue_id",
          "room_id", "unsourced")),
    # The kind gives the length of an unknown end.
    Rule("session_kind", "events_session", SEQUENCE,
         "SELECT {row}.id WHERE {row}.starts_at IS NOT NULL AND {row}.ends_at IS NULL", ("kind",)),
    Rule("session_text", "events_session", CONTENT, "SELECT {row}.id",
         ("kind", "slug", "number", "summary", "part_of_day", "start_basis",
          "cancelled_because")),
    # The rank is told only where no hour is.
    Rule("session_rank", "events_session", CONTENT,
         "SELECT {row}.id WHERE {row}.starts_at IS NULL", ("position",)),
    # An hour is a moment of its own: only what has none goes by the day's date.
    Rule("day_date", "events_day", SEQUENCE, ON_DAY + " AND starts_at IS NULL", ("date",)),
    Rule("day_edition", "events_day", SEQUENCE, ON_DAY, ("edition_id",)),
    Rule("day_sources", "events_day", SEQUENCE, ON_DAY, ("unsourced",)),
    Rule("day_venue", "events_day", SEQUENCE, AT_THE_DAYS_VENUE, ("venue_id",)),
    Rule("edition_schedule", "events_edition", SEQUENCE, IN_EDITION,
         ("status", "embargoed_until", "unsourced")),
    Rule("edition_cancelled", "events_edition", SEQUENCE, PARTS_AND_STAND_INS, ("status",)),
    Rule("edition_zone", "events_edition", SEQUENCE,
         IN_EDITION + " AND s.starts_at IS NOT NULL", ("timezone",)),
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
    Rule("speaker_name", "speakers_speaker", CONTENT, BY_SPEAKER, ("name",)),
    # What was printed under a hidden name is read under the present one.
    Rule("speaker_hidden_name", "speakers_speakername", CONTENT, WITH_SPEAKER,
         ("name", "hidden")),
    Rule("hidden_name_of_speaker", "speakers_speakername", CONTENT,
         WITH_SPEAKER + " AND {row}.hidden"),
    Rule("organisation_hidden_name", "organisations_organisationname", CONTENT,
         FOR_ORGANISATION + "organisation_id", ("name", "hidden")),
    Rule("hidden_name_of_organisation", "organisations_organisationname", CONTENT,
         FOR_ORGANISATION + "organisation_id AND {row}.hidden"),
    Rule("organisation_name", "organisations_organisation", CONTENT,
         FOR_ORGANISATION + "id" + WITH_HIDDEN_NAME, ("name",)),
    Rule("appearance_text", "events_appearance", CONTENT, "SELECT {row}.session_id",
         ("session_id", "speaker_id", "name_as_printed", "role", "order", "special_guest",
          "basis", "unsourced")),
    Rule("appearance_of_session", "events_appearance", CONTENT, "SELECT {row}.session_id"),
    Rule("position_text", "events_position", CONTENT, OF_APPEARANCE,
         ("appearance_id", "as_printed", "order", "unsourced")),
    Rule("position_of_appearance", "events_position", CONTENT, OF_APPEARANCE),
    Rule("edition_event_schedule", "events_edition", SEQUENCE, "SELECT {row}.id",
         ("title", "status", "embargoed_until", "unsourced", "starts_on", "ends_on", "venue_id"),
         EDITION),
    Rule("edition_event_text", "events_edition", CONTENT, "SELECT {row}.id",
         ("slug", "summary", "kind"), EDITION),
    Rule("edition_venue_name", "events_venue", SEQUENCE,
         "SELECT id FROM events_edition WHERE venue_id = {row}.id",
         ("name", "address", "town", "latitude", "longitude"), EDITION),
]  # fmt: skip
