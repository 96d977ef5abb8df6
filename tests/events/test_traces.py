"""What stays of what the public knew: that it was public, that it is deleted, where it stood."""

import pytest

from events.models import EditionStamp, FormerSlug, Session, SessionStamp, Tombstone
from tests.events.test_triggers import by_bulk_update, by_save, by_sql, by_update
from tests.factories import (
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db

ways = pytest.mark.parametrize("change", [by_save, by_update, by_bulk_update, by_sql])


def was_public(session) -> bool:
    return SessionStamp.objects.get(session=session).was_public


def make_draft(**given):
    return make_session(status="draft", **given)


def in_draft_edition(**given):
    return make_session(make_day(make_edition(status="draft")), **given)


@pytest.mark.parametrize(
    ("edition", "session", "public"),
    [
        ("draft", "draft", False),
        ("draft", "published", False),
        ("announced", "draft", False),
        ("announced", "published", True),
        ("confirmed", "cancelled", True),
        ("cancelled", "published", True),
    ],
)
def test_a_session_was_public_when_it_and_its_edition_were(edition, session, public):
    made = make_session(make_day(make_edition(status=edition)), status=session)

    assert was_public(made) is public
    assert EditionStamp.objects.get(edition=made.day.edition).was_public is (edition != "draft")


@ways
def test_publishing_a_session_makes_it_known(change):
    session, other = make_draft(), make_draft()

    change(session, "status", "published")

    assert (was_public(session), was_public(other)) == (True, False)


@ways
def test_publishing_an_edition_makes_its_published_sessions_known(change):
    session = in_draft_edition()
    draft = make_session(session.day, status="draft")

    change(session.day.edition, "status", "announced")

    assert (was_public(session), was_public(draft)) == (True, False)
    assert EditionStamp.objects.get(edition=session.day.edition).was_public


@ways
def test_moving_a_session_or_a_day_to_a_public_edition_makes_it_known(change):
    session, with_its_day = in_draft_edition(), in_draft_edition()

    change(session, "day_id", make_day().pk)
    change(with_its_day.day, "edition_id", make_edition().pk)

    assert (was_public(session), was_public(with_its_day)) == (True, True)


@ways
def test_what_was_public_once_stays_so(change):
    session = make_session()

    change(session, "status", "draft")
    change(session.day.edition, "status", "draft")

    assert was_public(session)
    assert EditionStamp.objects.get(edition=session.day.edition).was_public


def delete_session(session):
    session.delete()


def delete_by_queryset(session):
    Session.objects.filter(pk=session.pk).delete()


def delete_day(session):
    session.day.delete()


def delete_edition(session):
    session.day.edition.delete()


deletions = pytest.mark.parametrize(
    "delete", [delete_session, delete_by_queryset, delete_day, delete_edition]
)


@deletions
def test_a_deleted_session_that_was_public_leaves_what_calendars_need(delete):
    session = make_session(make_day(make_edition(slug="foire", timezone="Europe/Lisbon")))
    by_update(session, "title", "Visite")
    by_update(session, "starts_at", "2025-04-02T08:00:00Z")
    by_update(session, "status", "draft")
    session.refresh_from_db()

    delete(session)

    [stone] = Tombstone.objects.all()
    assert (stone.uuid, stone.code, stone.title) == (session.uuid, session.code, "Visite")
    assert (stone.edition_slug, stone.timezone) == ("foire", "Europe/Lisbon")
    assert (stone.date, stone.starts_at) == (session.day.date, session.starts_at)
    assert (stone.ends_at, stone.kind) == (None, session.kind)
    assert stone.sequence == 4  # title, start, status; and that it is gone
    assert not SessionStamp.objects.exists()


@deletions
@pytest.mark.parametrize("make", [make_draft, in_draft_edition])
def test_what_was_never_public_leaves_nothing(make, delete):
    session = make(slug="secret")
    by_update(session, "slug", "plus-secret")

    delete(session)

    assert not Tombstone.objects.exists()
    assert not FormerSlug.objects.filter(kind="session").exists()


def test_the_tombstone_follows_the_address_of_its_edition():
    session = make_session(make_day(make_edition(slug="foire")))
    session.delete()

    by_update(session.day.edition, "slug", "salon")

    assert Tombstone.objects.get().edition_slug == "salon"


def test_a_session_made_again_goes_on_where_it_left_off():
    session = make_session()
    uid, day = session.uuid, session.day
    by_update(session, "title", "Deuxième")
    session.delete()
    assert Tombstone.objects.get(uuid=uid).sequence == 2

    again = make_session(day, uuid=uid, status="draft")

    stamp = SessionStamp.objects.get(session=again)
    assert (stamp.sequence, stamp.was_public) == (3, True)
    assert not Tombstone.objects.exists()
    again.delete()
    assert Tombstone.objects.get(uuid=uid).sequence == 4


# Former slugs

MAKERS = {
    "edition": make_edition,
    "session": make_session,
    "speaker": make_speaker,
    "organisation": make_organisation,
    "source": make_source,
    "topic": make_topic,
    "venue": make_venue,
}
kinds = pytest.mark.parametrize("kind", MAKERS)


def successor(kind, slug):
    return FormerSlug.objects.successor(kind, slug)


@kinds
@ways
def test_a_former_slug_leads_on(kind, change):
    record = MAKERS[kind](slug="a")

    change(record, "slug", "b")

    assert successor(kind, "a") == record.pk
    assert successor(kind, "b") is None


@kinds
def test_a_chain_of_slugs_leads_to_the_last(kind):
    record = MAKERS[kind](slug="a")
    for slug in ("b", "c"):
        by_update(record, "slug", slug)

    assert [successor(kind, slug) for slug in "abc"] == [record.pk, record.pk, None]

    by_update(record, "slug", "a")

    assert [successor(kind, slug) for slug in "abc"] == [None, record.pk, record.pk]


@kinds
def test_a_slug_that_is_deleted_is_remembered(kind):
    record = MAKERS[kind](slug="a")
    by_update(record, "slug", "b")
    pk = record.pk

    record.delete()

    assert (successor(kind, "a"), successor(kind, "b")) == (pk, pk)


@kinds
def test_a_slug_that_is_used_again_is_not_former(kind):
    first = MAKERS[kind](slug="a")
    by_update(first, "slug", "b")

    second = MAKERS[kind](slug="a")
    assert successor(kind, "a") is None

    by_update(second, "slug", "c")
    assert successor(kind, "a") == second.pk


def test_a_slug_is_former_of_one_kind_only():
    by_update(make_speaker(slug="a"), "slug", "b")

    assert [kind for kind in MAKERS if successor(kind, "a")] == ["speaker"]


def test_the_address_that_a_draft_had_is_nobodys_to_know():
    session, edition = make_draft(slug="a"), make_edition(slug="a", status="draft")
    for record in (session, edition):
        by_update(record, "slug", "b")
        record.delete()

    assert not FormerSlug.objects.exists()
