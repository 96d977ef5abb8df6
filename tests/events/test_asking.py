"""What is asked of the database at once, for all that an answer shows; and what stays known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Appearance, Session
from search.discretion import asking_once, standing
from speakers.models import Speaker
from tests.events.conference import PAGE, make_conference
from tests.factories import cite, make_appearance, make_session, make_speaker

pytestmark = pytest.mark.django_db
# Cold, of a conference of any size.
MOST = {
    PAGE: 10,
    "/events/salon/": 15,
    "/events/salon/?view=all": 15,
    "/events/salon/sessions/expose-5/": 13,
    "/speakers/anna-schmit/": 8,
    "/events/salon.ics": 8,
    "/events/salon/2025-02-01.ics": 8,
}


def lineup():
    return Session.objects.attached(appearances=Appearance.objects.in_lineup()).order_by("pk")


def test_attached_rows_are_those_of_each_record():
    one, other = make_session(), make_session()
    second, first = (make_appearance(one, make_speaker(name)) for name in ("Bea", "Anna"))
    Appearance.objects.filter(pk=second.pk).update(order=9)

    with CaptureQueriesContext(connection) as queries:
        found = {session.pk: session.appearances.all() for session in lineup()}
        assert [list(found[one.pk]), list(found[other.pk])] == [[first, second], []]
        assert found[one.pk][0].session.pk == one.pk
    told = [query["sql"].partition("FROM ")[2].split()[0].strip('"') for query in queries]
    assert sorted(table for table in told if table.startswith("events_")) == [
        "events_appearance", "events_position", "events_session"
    ]  # fmt: skip


def test_attached_rows_are_narrowed_down_for_their_record_alone():
    one, other = make_session(), make_session()
    make_appearance(one, make_speaker("Anna"), role="moderator")
    make_appearance(other, make_speaker("Bea"), role="moderator")

    [session, _other] = lineup()

    found = session.appearances.all().filter(role="moderator")
    assert [appearance.name_as_printed for appearance in found] == ["Anna"]
    assert session.appearances.exclude(role="moderator").count() == 0


def test_all_that_is_shown_is_cited_by_one_question():
    session = make_session()
    appearance = make_appearance(session, make_speaker("Anna"), ["CEO"])
    citations = [cite(record) for record in (session.day.edition, session, appearance)]

    with asking_once():
        [found] = Session.objects.with_lineup().all()
        [shown] = found.appearances.all()
        with CaptureQueriesContext(connection) as queries:
            assert found.day.edition.cited == citations[:1]
            assert found.day.cited == []
            assert (found.cited, shown.cited) == (citations[1:2], citations[2:])
            assert shown.positions.all()[0].cited == []
        assert len(queries) == 1


def test_what_stands_is_asked_again_after_a_change():
    def names() -> int:
        return Speaker.objects.count()

    make_speaker("Anna")
    for at, added, known in [(1, 0, 1), (1, 1, 1), (2, 0, 2), (None, 1, 3), (2, 0, 2), (3, 0, 3)]:
        for _ in range(added):
            make_speaker(f"Bea {known}")
        with asking_once(at):
            assert standing(names) == known


@pytest.mark.parametrize("address", MOST)
def test_a_page_that_nobody_has_seen_yet_asks_few_questions(client, address):
    make_conference(rooms=9, slots=5)
    anna = make_speaker("Anna Schmit", slug="anna-schmit")
    for session in Session.objects.order_by("pk")[:9]:
        make_appearance(session, anna)
    client.get(address)  # what stands until the next change is known

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) <= MOST[address]
