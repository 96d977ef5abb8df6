"""One number goes up with any change of content, by any statement, and with nothing else."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction

from events.models import (
    Involvement,
    Release,
    Revision,
    Room,
    Series,
    Session,
    WorkingCopy,
)
from events.triggers.traces import content_models
from tests.events.test_triggers import (
    LONG_AGO,
    bulk_create,
    bulk_delete,
    by_bulk_update,
    by_save,
    by_sql,
    by_update,
    create,
    delete,
    delete_by_sql,
    insert,
)
from tests.factories import (
    cite,
    make_appearance,
    make_correction,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
    make_reply,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)
from tests.walk import FIXTURE

pytestmark = pytest.mark.django_db


def topic_of_session():
    session = make_session()
    session.topics.add(make_topic())
    return Session.topics.through.objects.get()


def part_of_hall():
    make_room(name="Grande salle").parts.add(make_room(make_venue("Gare")))
    return Room.parts.through.objects.get()


def release():
    return Release.objects.create(edition=make_edition(), number=1, released_at=LONG_AGO)


def working_copy():
    return WorkingCopy.objects.create(edition=make_edition(), draft=make_edition(), base={})


# A record of each kind of content, and a column of it with another value.
RECORDS = {
    "sources_source": (make_source, "title", "Autre"),
    "organisations_organisation": (make_organisation, "kind", "company"),
    "organisations_organisationname": (
        lambda: make_organisation(aliases=["SA"]).names.get(), "name", "SARL"),
    "speakers_speaker": (make_speaker, "qualifier", "Nancy"),
    "speakers_speakername": (lambda: make_speaker(aliases=["DDB"]).names.get(), "hidden", True),
    "events_series": (
        lambda: Series.objects.create(slug="a", title="A"), "title", "B"),
    "events_venue": (make_venue, "town", "Nancy"),
    "events_room": (make_room, "name", "Salle 9"),
    "events_room_parts": (
        part_of_hall, "to_room_id", lambda: make_room(make_venue("Musée")).pk),
    "events_edition": (make_edition, "attendance_as_printed", "mille"),
    "events_day": (make_day, "title", "Autre"),
    "events_topic": (make_topic, "name", "autre"),
    "events_session": (make_session, "track", "B"),
    "events_sessionlink": (
        lambda: make_session().links.create(url="https://example.org"), "label", "Diapositives"),
    "events_session_topics": (topic_of_session, "topic_id", lambda: make_topic("autre").pk),
    "events_appearance": (make_appearance, "basis", "implied"),
    "events_position": (make_position, "title", "CIO"),
    "events_involvement": (make_involvement, "role", Involvement.Role.HOST),
    "events_correction": (lambda: make_correction(make_session()), "reason", "Erreur."),
    "events_reply": (lambda: make_reply(make_session()), "text", "Oui."),
    "events_citation": (lambda: cite(make_edition()), "locator", "§2"),
    "events_release": (release, "note", "Merci."),
    "events_change": (
        lambda: release().changes.create(order=1, what="added"), "title", "Autre"),
    # When it is due, pages change.
    "events_workingcopy": (working_copy, "release_at", LONG_AGO),
}  # fmt: skip
TABLES = [model._meta.db_table for model in content_models()]
tables = pytest.mark.parametrize("table", TABLES)


def revision() -> int:
    return Revision.objects.get().value


def test_every_kind_of_content_is_tried():
    assert [table for table in TABLES if table not in RECORDS] == []


def made(table):
    make, column, value = RECORDS[table]
    record = make()
    return record, column, value() if callable(value) else value


@tables
@pytest.mark.parametrize("change", [by_save, by_update, by_bulk_update, by_sql])
def test_another_value_raises_it(table, change):
    record, column, value = made(table)
    before = revision()

    change(record, column, value)

    assert revision() > before


@tables
@pytest.mark.parametrize("change", [by_save, by_update, by_bulk_update, by_sql])
def test_the_same_value_does_not(table, change):
    record, column, _ = made(table)
    record.refresh_from_db()
    before = revision()

    change(record, column, getattr(record, column))

    assert revision() == before


def remade(record):
    """The same row once more, as if it had never been saved; with what hangs on it gone."""
    record.refresh_from_db()
    delete(record)
    record.pk = None
    record._state.adding = True
    return record


@tables
@pytest.mark.parametrize("add", [create, bulk_create, insert])
def test_a_new_row_raises_it(table, add):
    record = remade(made(table)[0])
    before = revision()

    add(record)

    assert revision() > before


# What has a stamp is not deleted by SQL alone: a foreign key forbids it.
@tables
@pytest.mark.parametrize("remove", [delete, bulk_delete])
def test_a_row_that_goes_raises_it(table, remove):
    record = made(table)[0]
    before = revision()

    remove(record)

    assert revision() > before


def test_a_row_that_goes_by_sql_raises_it():
    record = make_topic()
    before = revision()

    delete_by_sql(record)

    assert revision() > before


@pytest.mark.parametrize("write", ["add", "set", "remove", "clear"])
def test_topics_of_a_session_raise_it(write):
    session, first, second = make_session(), make_topic(), make_topic("autre")
    session.topics.add(first)
    before = revision()

    writes = {
        "add": lambda topics: topics.add(second),
        "set": lambda topics: topics.set([second]),
        "remove": lambda topics: topics.remove(first),
        "clear": lambda topics: topics.clear(),
    }
    writes[write](session.topics)

    assert revision() > before


def test_topics_that_are_set_again_do_not():
    session, topic = make_session(), make_topic()
    session.topics.add(topic)
    before = revision()

    session.topics.add(topic)
    session.topics.set([topic])

    assert revision() == before


def test_loading_a_fixture_raises_it_and_again_does_not():
    before = revision()
    call_command("loaddata", FIXTURE, verbosity=0)
    loaded = revision()
    call_command("loaddata", FIXTURE, verbosity=0)

    assert loaded > before
    assert revision() == loaded


def test_a_statement_that_selects_nothing_does_not():
    make_session()
    before = revision()

    Session.objects.filter(pk=0).update(title="Rien")
    Session.objects.filter(pk=0).delete()

    assert revision() == before


def test_logging_in_and_what_django_keeps_for_itself_do_not(client):
    before = revision()
    user = get_user_model().objects.create_superuser("ada", password="x")

    client.force_login(user)
    client.get("/admin/")
    user.first_name = "Ada"
    user.save()
    client.logout()

    assert revision() == before


def test_it_goes_back_with_its_transaction():
    session = make_session()
    before = revision()

    with transaction.atomic():
        by_update(session, "title", "Autre")
        assert revision() > before
        transaction.set_rollback(True)

    assert revision() == before


def test_its_moment_moves_with_it():
    session = make_session()
    Revision.objects.update(changed_at=LONG_AGO)

    by_update(session, "title", "Autre")

    assert Revision.objects.get().changed_at > LONG_AGO


@pytest.mark.postgresql
def test_many_rows_of_one_statement_raise_it_once():
    day = make_day()
    for _ in range(3):
        make_session(day)
    before = revision()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_session SET track = 'B'")

    assert revision() == before + 1
