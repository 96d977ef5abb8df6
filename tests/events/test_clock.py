"""What the clock changes: an embargo's end, what is on now, an edition that becomes past."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from events.clock import NEVER, advance, next_change, revision_at
from events.models import Edition, Revision, Session
from tests.factories import make_appearance, make_day, make_edition, make_session, make_speaker

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 4, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADDRESSES = [
    "/", "/events/foire/", "/events/foire/2025-04-02/", "/sessions/", "/sessions.json",
    "/sessions.csv", "/sessions.atom", "/sessions.ics", "/events/foire.ics", "/appearances.json",
    "/appearances.csv", "/speakers.json", "/search.json?q=secret", "/sitemap.xml",
]  # fmt: skip


@pytest.fixture
def fair():
    return make_day(make_edition(slug="foire", starts_on=date(2025, 4, 2)))


def embargoed(day, until, **given):
    session = make_session(day, title="Secret", embargoed_until=until, **given)
    make_appearance(session, make_speaker("Secrète Personne"))
    return session


def at(client, monkeypatch, moment):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    return {address: client.get(address).content for address in ADDRESSES}


@pytest.mark.parametrize("of", ["session", "edition"])
def test_what_is_under_embargo_is_nowhere_until_its_moment(client, monkeypatch, fair, of):
    make_session(fair, title="Ouverte")
    secret = fair if of == "session" else make_day(make_edition(embargoed_until=NOON + HOUR))
    embargoed(secret, NOON + HOUR if of == "session" else None)

    before = at(client, monkeypatch, NOON)
    just = at(client, monkeypatch, NOON + HOUR - timedelta(seconds=1))
    after = at(client, monkeypatch, NOON + HOUR)

    assert [address for address, body in before.items() if b"ecret" in body.split(b"?q=")[0]] == []
    assert just == before
    for address in ("/sessions.json", "/sessions.ics", "/sessions/", "/appearances.csv"):
        assert b"Secret" in after[address] or b"Secr\xc3\xa8te" in after[address], address
    stamp = Session.objects.get(title="Secret").stamp
    assert stamp.was_public


def test_a_draft_stays_one_after_its_embargo(client, monkeypatch, fair):
    embargoed(fair, NOON, status="draft")

    assert b"Secret" not in at(client, monkeypatch, NOON + HOUR)["/sessions.json"]


def test_the_end_of_an_embargo_raises_the_sequence_and_the_revision(fair):
    session = embargoed(fair, NOON + HOUR)
    before = revision_at(NOON).value, session.stamp.sequence

    after = revision_at(NOON + HOUR).value

    session.stamp.refresh_from_db()
    assert (after > before[0], session.stamp.sequence) == (True, before[1] + 1)


def test_an_embargo_on_what_was_public_cancels_it_until_then(client, monkeypatch, fair):
    session = make_session(fair, title="Vue")
    Session.objects.update(embargoed_until=NOON + HOUR)

    bodies = [
        at(client, monkeypatch, moment)["/sessions.ics"].decode() for moment in (NOON, NOON + HOUR)
    ]

    assert "Annulé : Vue" in bodies[0]
    assert "Annulé" not in bodies[1]
    assert [f"UID:{session.uuid}" in body for body in bodies] == [True, True]


def test_every_moment_at_which_a_page_reads_otherwise(fair):
    session = make_session(fair, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
    make_session(fair, starts_at=NOON + HOUR / 2, status="draft")
    embargoed(fair, NOON + HOUR * 3 / 2)
    midnight = datetime(2025, 4, 2, 22, tzinfo=UTC)  # in Luxembourg

    moments, now = [], NOON
    while (now := next_change(now)) != NEVER:
        moments.append(now)

    assert moments == [session.starts_at, NOON + HOUR * 3 / 2, session.ends_at, midnight]


def test_an_edition_begins_at_the_midnight_of_its_first_day():
    make_edition(starts_on=date(2025, 4, 9), ends_on=date(2025, 4, 11))
    make_edition(starts_on=date(2025, 4, 3), status="draft")

    begins = next_change(NOON)
    ends = next_change(begins)

    assert begins == datetime(2025, 4, 8, 22, tzinfo=UTC)
    assert ends == datetime(2025, 4, 11, 22, tzinfo=UTC)
    assert next_change(ends) == NEVER


def test_the_revision_rises_once_a_moment_whoever_asks(fair):
    make_session(fair, starts_at=NOON + HOUR)
    first = revision_at(NOON).value

    values = [revision_at(NOON + minutes * timedelta(minutes=1)).value for minutes in (0, 59)]
    later = [revision_at(NOON + HOUR + minutes * timedelta(minutes=1)).value for minutes in (0, 9)]

    assert values == [first, first]
    assert later == [first + 1, first + 1]
    assert Revision.objects.get().changed_at == NOON + HOUR


def test_who_comes_second_past_a_moment_changes_nothing(fair):
    make_session(fair, starts_at=NOON + HOUR)
    revision_at(NOON)
    advance(now=NOON + HOUR)
    revision = Revision.objects.values().get()

    advance(now=NOON + HOUR)

    assert Revision.objects.values().get() == revision


def test_an_edit_makes_the_next_moment_be_looked_for_again(fair):
    session = make_session(fair, starts_at=NOON + 2 * HOUR)
    revision_at(NOON)
    Session.objects.filter(pk=session.pk).update(starts_at=NOON + HOUR)

    assert revision_at(NOON).next_change_at == NOON + HOUR


def test_a_steady_page_costs_one_look_at_the_revision(fair, django_assert_num_queries):
    revision_at(timezone.now())

    with django_assert_num_queries(1):
        revision_at(timezone.now())


def test_what_is_on_now_follows_the_clock(client, monkeypatch, fair):
    make_session(fair, title="Table", starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
    tags = []
    for minutes in (0, 30, 60, 90, 120):
        moment = NOON + timedelta(minutes=minutes)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        tags.append(client.get("/")["ETag"])

    before, same, on, still, after = tags
    assert before == same
    assert on == still
    assert len({before, on, after}) == 3


def test_where_nothing_can_be_written_no_embargo_ends_and_no_date_is_told(client, fair):
    """As on a read-only disk: the pages are there, and promise nothing."""
    embargoed(fair, NOON)
    with connection.execute_wrapper(refuse_writes):
        response = client.get("/sessions.json")

    assert response.status_code == 200
    assert (response.json()["count"], response.get("Last-Modified")) == (0, None)
    assert Edition.objects.count() == 1


def refuse_writes(execute, sql, params, many, context):
    if sql.startswith("UPDATE"):
        message = "attempt to write a readonly database"
        raise OperationalError(message)
    return execute(sql, params, many, context)
