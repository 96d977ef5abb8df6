"""What stays of what the public knew: that it was public, that it is deleted, where it stood."""

from datetime import date

import pytest
from django.db import connection
from icalendar import Calendar

from events.models import (
    Edition,
    EditionStamp,
    FormerSlug,
    Series,
    Session,
    SessionStamp,
    Tombstone,
    TombstoneSubject,
)
from tests.events.test_triggers import by_bulk_update, by_save, by_sql, by_update
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
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
    session.refresh_from_db()

    delete(session)

    [stone] = Tombstone.objects.all()
    assert (stone.uuid, stone.code, stone.title) == (session.uuid, session.code, "Visite")
    assert (stone.edition_slug, stone.timezone) == ("foire", "Europe/Lisbon")
    assert (stone.date, stone.starts_at) == (session.day.date, session.starts_at)
    assert (stone.ends_at, stone.kind) == (None, session.kind)
    assert stone.sequence == 3  # title, start; and that it is gone
    assert not SessionStamp.objects.exists()


@deletions
@pytest.mark.parametrize("make", [make_draft, in_draft_edition])
def test_what_was_never_public_leaves_nothing(make, delete):
    session = make(slug="secret")
    by_update(session, "slug", "plus-secret")

    delete(session)

    assert not Tombstone.objects.exists()
    assert not FormerSlug.objects.filter(kind="session").exists()


def withdraw_session(session):
    by_update(session, "status", "draft")


def withdraw_edition(session):
    by_update(session.day.edition, "status", "draft")


def withdraw_with_its_day(session):
    by_update(session.day, "edition_id", make_edition(status="draft").pk)


def put_under_embargo(session):
    by_update(session, "embargoed_until", "2999-01-01T00:00:00Z")


def delete_by_sql(session):
    """As somebody would who knows the tables: what points at it first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM events_position WHERE appearance_id IN "
            "(SELECT id FROM events_appearance WHERE session_id = %s)", [session.pk]
        )  # fmt: skip
        cursor.execute("DELETE FROM events_appearance WHERE session_id = %s", [session.pk])
        cursor.execute("DELETE FROM events_session WHERE id = %s", [session.pk])


@pytest.mark.parametrize(
    "withdraw",
    [withdraw_session, withdraw_edition, withdraw_with_its_day, put_under_embargo, delete_session,
     delete_by_queryset, delete_day, delete_edition],
)  # fmt: skip
def test_a_tombstone_remembers_all_that_a_filter_may_ask(withdraw):
    source, series = make_source(), Series.objects.create(slug="foires", title="Foires")
    edition = make_edition(part_of=make_edition(), series=series)
    day = make_day(edition, venue=make_venue())
    session = make_session(day, stands_for=make_edition())
    topic, speaker, list_, host = (
        make_topic(), make_speaker(), make_organisation("LIST"), make_organisation("Ville"),
    )  # fmt: skip
    session.topics.add(topic)
    cite(make_position(make_appearance(session, speaker, role="moderator"), list_), source)
    make_involvement(session, host, role="host")
    by_update(session, "title", "Vu")
    subjects = {
        ("edition", edition.pk), ("edition", edition.part_of_id),
        ("edition", session.stands_for_id), ("series", series.pk), ("topic", topic.pk),
        ("venue", day.venue_id), ("source", source.pk),
    }  # fmt: skip

    withdraw(session)

    [stone] = Tombstone.objects.all()
    assert (stone.sealed, stone.title) == (True, "Vu")
    assert set(stone.subjects.values_list("kind", "object_id")) == subjects
    cast = stone.appearances.values_list("role", "speaker_id", "organisation_id")
    assert set(cast) == {("moderator", speaker.pk, list_.pk), ("", None, host.pk)}


def test_plain_sql_leaves_a_tombstone_too():
    session = make_session(slug="a")
    make_appearance(session, make_speaker(), ["CEO"])

    delete_by_sql(session)

    [stone] = Tombstone.objects.all()
    assert (stone.uuid, stone.sequence) == (session.uuid, 1)
    assert stone.subjects.get(kind="edition").object_id == session.day.edition_id
    assert successor("session", "a") == session.pk
    assert not SessionStamp.objects.exists()


def test_a_tombstone_goes_with_all_that_is_told_of_it():
    """Emptying a database deletes table by table, in any order, and leaves no loose end."""
    session = make_session()
    make_appearance(session, make_speaker())
    cite(session)
    session.delete()
    stone = Tombstone.objects.get()
    assert stone.subjects.exists()
    assert stone.appearances.exists()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_tombstone")

    assert not TombstoneSubject.objects.exists()
    connection.check_constraints()


@pytest.mark.parametrize("source", ["day", "edition"])
def test_a_tombstone_remembers_an_inherited_source(source):
    session = make_session()
    cited = cite(session.day if source == "day" else session.day.edition).source

    session.delete()

    [subject] = Tombstone.objects.get().subjects.filter(kind="source")
    assert subject.object_id == cited.pk


@ways
def test_a_tombstone_lies_unchanged_until_its_session_is_public_again(change):
    session = make_session(title="Vu")
    change(session, "status", "draft")
    [stone] = Tombstone.objects.values()
    assert (stone["title"], stone["sequence"]) == ("Vu", 1)

    change(session, "title", "Secret")
    change(session, "day_id", make_day().pk)
    make_appearance(session, make_speaker())
    assert list(Tombstone.objects.values()) == [stone]

    change(session, "status", "published")
    assert not Tombstone.objects.exists()
    assert not TombstoneSubject.objects.exists()
    assert SessionStamp.objects.get().sequence > stone["sequence"]


def test_withdrawn_with_a_new_title_at_once_it_keeps_the_old_one():
    session = make_session(title="Vu")

    Session.objects.update(title="Secret", status="draft")

    assert Tombstone.objects.get(uuid=session.uuid).title == "Vu"


def test_a_session_made_again_goes_on_where_it_left_off():
    session = make_session()
    uid, day = session.uuid, session.day
    by_update(session, "title", "Deuxième")
    session.delete()
    assert Tombstone.objects.get(uuid=uid).sequence == 2

    again = make_session(day, uuid=uid, status="draft")

    stamp = SessionStamp.objects.get(session=again)
    assert (stamp.sequence, stamp.was_public) == (3, True)
    assert Tombstone.objects.get(uuid=uid).sequence == 2  # a draft is nobody's to know
    by_update(again, "status", "published")
    assert not Tombstone.objects.exists()
    again.delete()
    assert Tombstone.objects.get(uuid=uid).sequence == 5


# Editions


def told(client) -> list[tuple]:
    calendar = Calendar.from_ical(client.get("/events.ics").content)
    return [(str(e["summary"]), str(e["status"]), e["sequence"]) for e in calendar.walk("VEVENT")]


@pytest.mark.parametrize("how", ["draft", "embargo", "delete"])
def test_a_withdrawn_edition_is_cancelled_in_the_calendar_of_editions(client, how):
    edition = make_edition(title="Foire", starts_on=date(2025, 4, 2))
    make_edition(title="Secret", starts_on=date(2025, 4, 2), status="draft").delete()
    assert told(client) == [("Foire", "CONFIRMED", 0)]

    if how == "delete":
        edition.delete()
    elif how == "draft":
        Edition.objects.update(status="draft", title="Secret")
    else:
        Edition.objects.update(embargoed_until="2999-01-01T00:00Z")
    assert told(client) == [("Annulé : Foire", "CANCELLED", 1)]
    Edition.objects.update(title="Secret aussi")
    assert told(client) == [("Annulé : Foire", "CANCELLED", 1)]

    if how != "delete":
        Edition.objects.update(status="confirmed", embargoed_until=None, title="Salon")
        [(title, status, sequence)] = told(client)
        assert (title, status, sequence > 1) == ("Salon", "CONFIRMED", True)


def test_an_edition_made_again_goes_on_where_it_left_off(client):
    edition = make_edition(title="Foire", starts_on=date(2025, 4, 2))
    uid = edition.uuid
    edition.delete()

    make_edition(title="Foire", starts_on=date(2025, 4, 2), uuid=uid)

    assert told(client) == [("Foire", "CONFIRMED", 2)]


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
