"""The stamp of a session or an edition moves with what its calendar entry says, by any write."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from events import triggers
from events.models import Appearance, Edition, EditionStamp, Position, Session, SessionStamp
from events.triggers import RULES, SEQUENCE, install
from events.triggers.rules import EDITION
from organisations.models import OrganisationName
from speakers.models import SpeakerName
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_room,
    make_session,
    make_speaker,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)
UNTOUCHED, TOUCHED, RAISED = (0, False), (0, True), (1, True)


def age_stamps():
    for stamps in (SessionStamp, EditionStamp):
        stamps.objects.update(sequence=0, changed_at=LONG_AGO)


def stamp(record) -> tuple[int, bool]:
    """The sequence of a record, and whether its last change is newer than `age_stamps`."""
    stamps = EditionStamp if isinstance(record, Edition) else SessionStamp
    found = stamps.objects.get(pk=record.pk)
    return found.sequence, found.changed_at > LONG_AGO


@dataclass
class World:
    """One session with all that its calendar entry says, and one of an edition beside it."""

    session: Session = field(init=False)
    bystander: Session = field(init=False)
    records: dict[str, Model] = field(init=False)

    def __post_init__(self):
        room = make_room(make_venue("Mairie", latitude=49, longitude=6))
        day = make_day(make_edition(venue=room.venue))
        self.session = make_session(day, starts_at=datetime(2025, 4, 2, 6, tzinfo=UTC), room=room)
        person = make_speaker("Anne Calteux", hidden=["Anne Ancienne"])
        body = make_organisation("LIST", hidden=["Ancien LIST"])
        appearance = make_appearance(self.session, person, positions=[body])
        self.session.topics.add(make_topic("santé"))
        # Beside it: everything that a record can be moved to.
        self.bystander = make_session(make_day(position=9), room=make_room(make_venue("Gare")))
        self.elsewhere = make_day(make_edition())
        self.venue = make_venue("Musée")
        self.room = make_room(self.venue, "Salle 2")
        self.person = make_speaker("Eric Lux")
        self.appearance = make_appearance(self.session, order=2)
        self.topic = make_topic("talents")
        own = [
            self.session, self.session.day, self.session.day.edition, room, room.venue, person,
            appearance, appearance.positions.get(), self.session.topics.get(),
            Session.topics.through.objects.get(session=self.session),
            person.names.get(), body, body.names.get(),
        ]  # fmt: skip
        self.records = {record._meta.db_table: record for record in own}
        age_stamps()

    def stamps(self, rule) -> tuple:
        """The stamp of what a rule is about, and that of the same beside it."""
        pair = (self.session, self.bystander)
        if rule.target == EDITION:
            pair = tuple(session.day.edition for session in pair)
        return tuple(map(stamp, pair))


@pytest.fixture
def world():
    return World()


# A new value of every column that counts; of a foreign key, a record to move to.
VALUES = {
    "events_session": {
        "title": "Autre titre", "status": "cancelled", "slug": "autre", "kind": "talk",
        "embargoed_until": LONG_AGO,
        "number": 3, "summary": "Autre.", "cancelled_because": "Grève.",
        "position": 7, "part_of_day": "evening",
        "starts_at": datetime(2025, 4, 2, 7, tzinfo=UTC), "start_basis": "inferred",
        "ends_at": datetime(2025, 4, 2, 9, tzinfo=UTC),
        "day_id": lambda world: world.elsewhere.pk,
        "venue_id": lambda world: world.venue.pk,
        "room_id": lambda world: world.room.pk,
    },
    "events_day": {
        "date": date(2025, 5, 1),
        "venue_id": lambda world: world.venue.pk,
        "edition_id": lambda world: make_edition().pk,
    },
    "events_edition": {
        "status": "cancelled", "timezone": "America/New_York", "title": "Autre", "slug": "autre",
        "embargoed_until": LONG_AGO,
        "starts_on": date(2025, 4, 1), "ends_on": date(2025, 4, 3), "kind": "meeting",
        "summary": "Autre.", "venue_id": lambda world: world.venue.pk,
    },
    "events_venue": {
        "name": "Autre", "address": "1, rue", "town": "Nancy", "latitude": 48, "longitude": 7,
    },
    "events_room": {"name": "Autre", "venue_id": lambda world: world.venue.pk},
    "events_topic": {"name": "autre"},
    "events_session_topics": {
        "session_id": lambda world: make_session().pk, "topic_id": lambda world: world.topic.pk,
    },
    "speakers_speaker": {"name": "Autre"},
    "speakers_speakername": {"name": "Autre", "hidden": False},
    "organisations_organisation": {"name": "Autre"},
    "organisations_organisationname": {"name": "Autre", "hidden": False},
    "events_appearance": {
        "session_id": lambda world: make_session().pk, "basis": "implied",
        "speaker_id": lambda world: world.person.pk,
        "name_as_printed": "Autre", "role": "moderator", "order": 7, "special_guest": True,
    },
    "events_position": {
        "appearance_id": lambda world: world.appearance.pk, "as_printed": "Autre", "order": 7,
    },
}  # fmt: skip


def by_save(record, column, value):
    setattr(record, column, value)
    record.save()


def by_update(record, column, value):
    type(record).objects.filter(pk=record.pk).update(**{column: value})


def by_bulk_update(record, column, value):
    setattr(record, column, value)
    type(record).objects.bulk_update([record], [column])


def by_sql(record, column, value):
    meta = record._meta
    value = meta.get_field(column).get_db_prep_save(value, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE {meta.db_table} SET "{column}" = %s WHERE id = %s',  # noqa: S608
            [value, record.pk],
        )


ways = pytest.mark.parametrize("change", [by_save, by_update, by_bulk_update, by_sql])
changes = pytest.mark.parametrize(
    ("rule", "column"),
    [
        pytest.param(rule, column, id=f"{rule.name}-{column}")
        for rule in RULES
        for column in rule.columns
        if column != "unsourced"  # written by triggers alone: test_losing.py
    ],
)


def prepared(world, rule, column):
    """The record of a rule, such that a change of the column is one of what the entry says."""
    record = world.records[rule.table]
    if rule.name in ("day_date", "session_rank") or column == "part_of_day":
        by_save(world.session, "starts_at", None)
    if rule.name == "day_venue" or (rule.name, column) == ("session_schedule", "venue_id"):
        by_save(world.session, "room", None)
    if rule.name == "session_text":  # else the kind also gives the length
        by_save(world.session, "ends_at", world.session.starts_at)
    if column == "name_as_printed":
        by_save(record, "speaker", None)
    if rule.name == "edition_cancelled":
        record = make_edition()
        by_save(world.session.day.edition, "part_of", record)
    age_stamps()
    return record


@ways
@changes
def test_a_new_value_stamps(world, rule, column, change):
    record = prepared(world, rule, column)
    value = VALUES[rule.table][column]

    change(record, column, value(world) if isinstance(value, Callable) else value)

    assert world.stamps(rule) == (RAISED if rule.effect == SEQUENCE else TOUCHED, UNTOUCHED)


@ways
@changes
def test_the_same_value_again_stamps_nothing(world, rule, column, change):
    record = prepared(world, rule, column)

    change(record, column, getattr(record, column))

    assert world.stamps(rule) == (UNTOUCHED, UNTOUCHED)


def create(record):
    record.save()


def bulk_create(record):
    type(record).objects.bulk_create([record])


def insert(record):
    fields = [f for f in record._meta.concrete_fields if not f.primary_key]
    columns = ", ".join(f'"{f.column}"' for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [f.get_db_prep_save(getattr(record, f.attname), connection) for f in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {record._meta.db_table} ({columns}) VALUES ({marks})",  # noqa: S608
            values,
        )


def delete(record):
    record.delete()


def bulk_delete(record):
    type(record).objects.filter(pk=record.pk).delete()


def delete_by_sql(record):
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {record._meta.db_table} WHERE id = %s",  # noqa: S608
            [record.pk],
        )


NEW = {
    "events_session_topics": lambda world: Session.topics.through(
        session=world.session, topic=world.topic
    ),
    "events_appearance": lambda world: Appearance(session=world.session, order=3),
    "events_position": lambda world: Position(appearance=world.appearance, as_printed="CIO"),
    "speakers_speakername": lambda world: SpeakerName(
        speaker=world.records["speakers_speaker"], name="Neuve", hidden=True
    ),
    "organisations_organisationname": lambda world: OrganisationName(
        organisation=world.records["organisations_organisation"], name="Neuf", hidden=True
    ),
}
coming_and_going = pytest.mark.parametrize(
    "rule", [pytest.param(rule, id=rule.name) for rule in RULES if not rule.columns]
)


@pytest.mark.parametrize("add", [create, bulk_create, insert])
@coming_and_going
def test_a_new_row_touches(world, rule, add):
    add(NEW[rule.table](world))

    assert stamp(world.session) == TOUCHED
    assert stamp(world.bystander) == UNTOUCHED


@pytest.mark.parametrize("remove", [delete, bulk_delete, delete_by_sql])
@coming_and_going
def test_a_removed_row_touches(world, rule, remove):
    record = NEW[rule.table](world)
    record.save()
    age_stamps()

    remove(record)

    assert stamp(world.session) == TOUCHED
    assert stamp(world.bystander) == UNTOUCHED


@pytest.mark.parametrize("add", [create, bulk_create, insert])
def test_a_new_session_starts_at_zero(add):
    add(Session(day=make_day(), position=1, slug="a", title="A"))

    assert stamp(Session.objects.get(slug="a")) == TOUCHED


def test_what_no_calendar_says_stamps_nothing(world):
    by_update(world.session, "track", "B")
    by_update(world.session, "language", "de")
    by_update(world.records["events_position"], "organisation", make_organisation())
    by_update(world.session, "position", 7)  # an hour is known
    by_update(world.records["events_edition"], "attendance_as_printed", "mille")
    by_update(world.records["events_day"], "title", "Autre jour")
    by_update(world.records["speakers_speaker"], "qualifier", "Nancy")
    by_update(world.session, "stands_for", world.elsewhere.edition)
    make_session(world.session.day)
    # The room's venue goes before the session's own, the person's name before the printed one.
    by_update(world.session, "venue", world.venue)
    by_update(world.session, "part_of_day", "evening")
    by_update(world.records["events_appearance"], "name_as_printed", "Autre")
    by_update(world.records["events_appearance"], "role", "panellist")
    by_update(world.bystander.day.edition, "timezone", "America/New_York")  # no hour there
    by_update(world.bystander, "start_basis", "inferred")

    assert stamp(world.session) == UNTOUCHED
    assert stamp(world.bystander) == UNTOUCHED
    assert stamp(world.session.day.edition) == UNTOUCHED


def test_announced_or_confirmed_is_the_same_to_a_calendar(world):
    edition = world.session.day.edition
    by_update(edition, "status", "announced")
    age_stamps()

    by_update(edition, "status", "confirmed")

    assert stamp(world.session) == UNTOUCHED
    assert stamp(edition) == UNTOUCHED


def test_the_cancelled_edition_that_a_session_stands_for_stamps_it(world):
    other = make_edition()
    by_update(world.session, "stands_for", other)
    age_stamps()

    by_update(other, "status", "cancelled")

    assert stamp(world.session) == RAISED


def test_the_kind_is_no_time_where_the_end_is_known(world):
    by_update(world.session, "ends_at", world.session.starts_at)
    age_stamps()

    by_update(world.session, "kind", "talk")

    assert stamp(world.session) == TOUCHED


def test_the_date_of_a_day_is_nothing_to_an_hour(world):
    """An hour is a moment of its own; `move_day` moves it with the date."""
    by_update(world.session.day, "date", date(2025, 5, 1))

    assert stamp(world.session) == UNTOUCHED


def test_many_columns_in_one_statement_raise_once(world):
    Session.objects.filter(pk=world.session.pk).update(
        title="Autre", slug="autre", status="cancelled", starts_at=LONG_AGO
    )

    assert stamp(world.session) == RAISED


def test_a_stale_session_takes_nothing_back(world):
    stale = Session.objects.get(pk=world.session.pk)
    by_update(world.session, "title", "Deuxième")
    by_update(world.session, "title", "Troisième")

    stale.save()

    assert stamp(stale) == (3, True)


def test_an_appearance_that_moves_stamps_both_sessions(world):
    appearance = world.records["events_appearance"]

    by_update(appearance, "session", world.bystander)

    assert stamp(world.session) == TOUCHED
    assert stamp(world.bystander) == TOUCHED


def test_a_position_that_moves_stamps_both_sessions(world):
    there = make_appearance(world.bystander)
    age_stamps()

    by_update(world.records["events_position"], "appearance", there)

    assert stamp(world.session) == TOUCHED
    assert stamp(world.bystander) == TOUCHED


def test_a_topic_that_moves_stamps_both_sessions(world):
    by_update(world.records["events_session_topics"], "session_id", world.bystander.pk)

    assert stamp(world.session) == TOUCHED
    assert stamp(world.bystander) == TOUCHED


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda s, v: by_save(s, "room", make_room(v)), id="room"),
        pytest.param(lambda s, v: by_save(s, "venue", v), id="session"),
        pytest.param(lambda s, v: by_save(s.day, "venue", v), id="day"),
    ],
)
def test_a_venue_reaches_the_sessions_held_there(place):
    session, venue = make_session(), make_venue()
    place(session, venue)
    age_stamps()

    by_update(venue, "name", "Autre")

    assert stamp(session) == RAISED


def test_the_venue_of_a_day_is_nothing_to_a_session_held_elsewhere():
    day_venue = make_venue("Mairie")
    day = make_day(venue=day_venue)
    in_a_room = make_session(day, room=make_room(make_venue("Gare")))
    elsewhere = make_session(day, venue=make_venue("Musée"))
    age_stamps()

    by_update(day_venue, "name", "Autre")
    by_update(day, "venue", make_venue("École"))

    assert stamp(in_a_room) == UNTOUCHED
    assert stamp(elsewhere) == UNTOUCHED


def test_installing_again_keeps_stamps_and_doubles_no_trigger(world):
    by_update(world.session, "title", "Deuxième")
    before = list(SessionStamp.objects.order_by("pk").values_list())

    install("default")

    assert list(SessionStamp.objects.order_by("pk").values_list()) == before
    by_update(world.session, "title", "Troisième")
    assert stamp(world.session) == (2, True)


def test_installing_gives_a_stamp_to_a_session_without_one(world):
    SessionStamp.objects.filter(session=world.session).delete()

    install("default")

    assert stamp(world.session) == TOUCHED
    assert stamp(world.bystander) == UNTOUCHED


def test_installing_removes_what_an_earlier_release_left(world, monkeypatch):
    [titled] = [rule for rule in RULES if rule.name == "session_schedule"]
    with monkeypatch.context() as earlier:
        earlier.setattr(
            "events.triggers.traces.RULES", [type(titled)(**vars(titled) | {"name": "old"})]
        )
        install("default")
    install("default")

    by_update(world.session, "title", "Autre")

    assert stamp(world.session) == RAISED


def test_an_older_state_is_left_to_its_own_release():
    """One can migrate back: the triggers of today would ask for columns that are gone."""
    loader = MigrationLoader(connection)
    older = loader.project_state([("events", "0010_tombstone_basis")]).apps

    assert not triggers.is_present(older)
    assert triggers.is_present(loader.project_state(loader.graph.leaf_nodes()).apps)
