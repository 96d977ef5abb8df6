"""What was answered before a change is never given after it, whoever changed what by which door."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from desk.merging import merge_records
from events.models import Edition, Revision, Session
from speakers.models import Speaker
from tests.accounts import superuser
from tests.config.cache.asking import Django, ask, front
from tests.events.admin_forms import address, fields
from tests.events.importers.files import day, event, imported, schedule
from tests.factories import make_appearance, make_day, make_edition, make_session, make_speaker
from tests.walk import FIXTURE

LIST = "/sessions.json"


@pytest.fixture
def session(db):
    edition = make_edition(slug="foire", starts_on="2025-04-02")
    session = make_session(make_day(edition), slug="table", title="Avant")
    make_appearance(session, make_speaker("Anna Schmit"))
    return session


def by_admin(session):
    client, form = superuser(), address(session)
    assert client.post(form, fields(client, form) | {"title": "Après"}).status_code == 302


def by_import(session):
    imported(schedule(day(event(persons=[("1", "Zoé Muster")]))))


def by_merge(session):
    merge_records(kept=make_speaker("Anne Schmit"), merged=Speaker.objects.get(slug="anna-schmit"),
                  reason="La même.")  # fmt: skip


def by_save(session):
    session.title = "Après"
    session.save()


def by_update(session):
    Session.objects.update(title="Après")


def by_bulk_create(session):
    Session.objects.bulk_create(
        [Session(day=session.day, slug="b", title="B", position=9, status="published")]
    )


def by_bulk_update(session):
    session.title = "Après"
    Session.objects.bulk_update([session], ["title"])


def by_fixture(session):
    call_command("loaddata", FIXTURE, verbosity=0)


def by_sql(session):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_session SET title = 'Après'")


def by_deleting(session):
    session.delete()


def by_withdrawing(session):
    Edition.objects.update(status="draft")


DOORS = [
    by_admin, by_import, by_merge, by_save, by_update, by_bulk_create, by_bulk_update, by_fixture,
    by_sql, by_deleting, by_withdrawing,
]  # fmt: skip


@pytest.mark.parametrize("change", DOORS)
def test_the_next_answer_after_a_change_knows_of_it(session, change):
    one = front()
    before = [ask(one, LIST) for _ in range(2)][1]
    assert one.application.asked == 1

    change(session)

    after = ask(one, LIST)
    assert after.body != before.body
    assert after.body == ask(Django(), LIST).body
    assert ask(one, LIST, if_none_match=before.headers["ETag"]).status == "200 OK"


@pytest.mark.parametrize("what", ["an embargo ends", "it begins"])
def test_the_clock_changes_answers_too(session, monkeypatch, what):
    one, now = front(), timezone.now() + timedelta(seconds=1)
    at = now + timedelta(hours=1)
    page = "/" if what == "it begins" else LIST
    column = "starts_at" if what == "it begins" else "embargoed_until"
    Session.objects.update(**{column: at})
    bodies = []
    for moment in (now, at - timedelta(seconds=1), at, at + timedelta(seconds=1)):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        bodies.append(ask(one, page).body)
        assert bodies[-1] == ask(Django(), page).body

    assert bodies[0] == bodies[1] != bodies[2] == bodies[3]
    assert one.application.asked == 2


def test_what_changes_while_it_is_made_is_not_kept(session):
    class Slow(Django):
        def __call__(self, environ, start_response):
            response = super().__call__(environ, start_response)
            if self.asked == 1:
                by_update(session)
            return response

    one = front(Slow())

    assert b"Avant" in ask(one, LIST).body
    assert one.kept.answers == {}
    assert b"Apr" in ask(one, LIST).body
    assert one.application.asked == 2


def test_a_clock_behind_the_one_that_changed_keeps_nothing(session, monkeypatch):
    """It would show what was before that moment, at the revision of after."""
    Revision.objects.update(changed_at=timezone.now() + timedelta(minutes=1))
    one = front()

    for _ in range(2):
        ask(one, LIST)

    assert one.application.asked == 2


def test_a_copy_of_the_database_put_back_is_another_one(session):
    """Its numbers come again, at other moments."""
    one, revision = front(), Revision.objects.get()
    ask(one, LIST)
    by_update(session)
    Revision.objects.update(value=revision.value, changed_at=datetime(2025, 1, 1, tzinfo=UTC))

    assert b"Apr" in ask(one, LIST).body


def test_a_change_that_is_taken_back_changes_nothing(session):
    one = front()
    before = ask(one, LIST)
    with transaction.atomic():
        by_update(session)
        during = ask(one, LIST)
        transaction.set_rollback(True)

    assert during.body != before.body
    assert ask(one, LIST).body == before.body
