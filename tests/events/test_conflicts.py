"""What cannot be as it stands is said; what is not known is not held against anybody."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.conflicts import notes_on
from events.models import Appearance, Session
from speakers.models import Speaker
from tests.accounts import superuser
from tests.events.admin_forms import address
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_room,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db

TEN = datetime(2025, 4, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def day():
    return make_day(make_edition(starts_on=date(2025, 4, 2)), date=date(2025, 4, 2))


def conflicts(day) -> list[tuple[str, str]]:
    found = notes_on(day.edition).conflicts
    sessions = Session.objects.in_order().in_bulk(found)
    return sorted((sessions[pk].slug, n.field) for pk, notes in found.items() for n in notes)


def two(day, start=TEN, end=TEN + HOUR, start2=TEN, end2=TEN + HOUR, **given):
    """Two sessions, one after the other in the running order."""
    return [
        make_session(day, slug=slug, starts_at=at, ends_at=until, **given)
        for slug, at, until in (("a", start, end), ("b", start2, end2))
    ]


def on_both(sessions, role=Appearance.Role.SPEAKER):
    ada = make_speaker("Ada Muster")
    for session in sessions:
        make_appearance(session, ada, role=role)


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param({}, id="the-same"),
        pytest.param({"start2": TEN + HOUR / 2, "end2": TEN + 2 * HOUR}, id="overlapping"),
        pytest.param({"end": None}, id="end-unknown-same-start"),
        pytest.param({"start2": TEN + HOUR / 2, "end2": None}, id="begins-within"),
    ],
)
def test_a_person_at_two_places_at_once(day, hours):
    on_both(two(day, **hours))

    assert conflicts(day) == [("a", "appearances"), ("b", "appearances")]


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param({"start2": TEN + HOUR, "end2": TEN + 2 * HOUR}, id="one-after-the-other"),
        pytest.param({"start2": None, "end2": None}, id="unknown"),
        pytest.param({"end": None, "start2": TEN + HOUR / 2}, id="perhaps-over"),
    ],
)
def test_what_is_not_known_is_no_conflict(day, hours):
    on_both(two(day, **hours))

    assert conflicts(day) == []


def test_who_was_only_seen_there_is_nowhere_twice(day):
    on_both(two(day), role=Appearance.Role.PRESENT)

    assert conflicts(day) == []


def test_a_cancelled_session_is_nowhere(day):
    one, other = two(day)
    on_both([one, other])
    Session.objects.filter(pk=other.pk).update(status="cancelled")

    assert conflicts(day) == []


def test_a_person_at_another_edition_at_the_same_time(day):
    elsewhere = make_day(make_edition(), date=date(2025, 4, 2))
    on_both([make_session(day, slug="a", starts_at=TEN, ends_at=TEN + HOUR),
             make_session(elsewhere, slug="b", starts_at=TEN, ends_at=TEN + HOUR)])  # fmt: skip

    assert conflicts(day) == [("a", "appearances")]


def test_a_room_twice_and_a_joined_hall_with_its_parts(day):
    part = make_room(name="A")
    hall = make_room(part.venue, "A und B")
    hall.parts.add(part)
    one, other = two(day, room=part)

    assert conflicts(day) == [("a", "room"), ("b", "room")]
    Session.objects.filter(pk=other.pk).update(room=hall)
    assert conflicts(day) == [("a", "room"), ("b", "room")]
    Session.objects.filter(pk=other.pk).update(room=make_room(part.venue, "C"))
    assert conflicts(day) == []
    assert one.room == part


def test_an_item_that_is_an_edition_holds_its_sessions(day):
    part = make_day(make_edition(part_of=day.edition), date=date(2025, 4, 2))
    on_both([make_session(day, starts_at=TEN, ends_at=TEN + HOUR, stands_for=part.edition),
             make_session(part, starts_at=TEN, ends_at=TEN + HOUR)])  # fmt: skip

    assert conflicts(day) == []


def test_a_start_against_the_running_order(day):
    two(day, start=TEN + HOUR, end=None, start2=TEN, end2=None)

    assert conflicts(day) == [("b", "position")]


def test_a_day_outside_its_edition(day):
    make_session(make_day(day.edition, date=date(2025, 5, 2)), slug="late")

    assert conflicts(day) == [("late", "day")]


def test_a_title_twice_but_for_breaks(day):
    for number, kind in enumerate(["talk", "talk", "break", "break"]):
        make_session(day, slug=f"s{number}", title=f"Titre de {kind}", kind=kind)

    assert conflicts(day) == [("s1", "title")]


def test_what_is_missing(day):
    bare = make_session(day, kind="talk")
    whole = make_session(day, kind="talk", starts_at=TEN)
    make_appearance(whole)
    cite(whole)

    missing = notes_on(day.edition).missing

    assert {note.field for note in missing[bare.pk]} == {"start", "appearances", "citations"}
    assert missing[whole.pk] == []


def test_the_form_of_a_session_says_its_own(day):
    client = superuser()
    on_both(two(day))
    elsewhere = make_session(make_day(make_edition(), date=date(2025, 4, 2)), starts_at=TEN)
    make_appearance(elsewhere, Appearance.objects.first().speaker)

    page = client.get(address(Session.objects.get(slug="a")))

    assert [note.field for note in page.context["conflicts"]] == ["appearances"] * 2
    assert [note.field for note in page.context["missing"]] == ["citations"]


def test_a_thousand_people_are_not_too_many(db):
    """Their ids in one statement are, to SQLite."""
    session = make_session(make_day())
    people = Speaker.objects.bulk_create(
        Speaker(slug=f"ada-{number}", name=f"Ada {number}") for number in range(1_001)
    )
    Appearance.objects.bulk_create(Appearance(session=session, speaker=ada) for ada in people)

    assert notes_on(session.day.edition).conflicts == {}


def test_what_somebody_else_plans_is_known_by_its_hour_alone(day):
    ours, theirs = two(day)
    on_both([ours, theirs])
    elsewhere = make_day(make_edition(status="draft"), date=day.date)
    Session.objects.filter(pk=theirs.pk).update(day=elsewhere, title="Secret")

    [note] = notes_on(day.edition).conflicts[ours.pk]

    assert note.text == (
        "Ada Muster est aussi dans une séance d’une autre édition, pas encore publique, "
        "à la même heure."
    )
