"""The words of the programme: what is public, in which order, whose it is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from events.models import Appearance, Day, Edition, Involvement, Panel, Position, Session
from events.models.session_queries import NAMED
from search.asking import first_answer
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_session,
    make_speaker,
    make_venue,
)

pytestmark = pytest.mark.django_db

APRIL_2 = date(2025, 4, 2)


def at(hour):
    return datetime(2025, 4, 2, hour, tzinfo=UTC)


@pytest.fixture
def shown_and_hidden():
    """A published and a cancelled session, and beside them a draft and all of a draft edition."""
    day = make_day()
    shown = [make_session(day), make_session(day, status=Session.Status.CANCELLED)]
    draft = make_session(day, status=Session.Status.DRAFT)
    in_draft = make_session(make_day(make_edition(status=Edition.Status.DRAFT)))
    return shown, [draft, in_draft]


def test_published_hides_drafts_and_keeps_what_is_cancelled(shown_and_hidden):
    shown, _ = shown_and_hidden

    assert list(Session.objects.published().order_by("pk")) == shown


def test_a_cancelled_edition_stays():
    session = make_session(make_day(make_edition(status=Edition.Status.CANCELLED)))

    assert list(Session.objects.published()) == [session]
    assert list(Edition.objects.public()) == [session.day.edition]
    assert session.is_cancelled


def test_a_draft_edition_hides_itself_and_its_days(shown_and_hidden):
    [session, _], _ = shown_and_hidden

    assert list(Edition.objects.public()) == [session.day.edition]
    assert list(Day.objects.public()) == [session.day]


def test_public_appearances_and_positions(shown_and_hidden):
    shown, hidden = shown_and_hidden
    seen = [make_appearance(session, positions=["CEO"]) for session in shown]
    for session in hidden:
        make_appearance(session, positions=["CEO"])

    assert list(Appearance.objects.public().order_by("pk")) == seen
    positions = Position.objects.public().order_by("pk")
    assert [position.appearance for position in positions] == seen


def test_public_involvements(shown_and_hidden):
    shown, hidden = shown_and_hidden
    organisation = make_organisation()
    seen = [make_involvement(session, organisation) for session in shown]
    seen.append(make_involvement(shown[0].day.edition, organisation))
    for subject in (*hidden, hidden[1].day.edition):
        make_involvement(subject, organisation)

    assert list(Involvement.objects.public().order_by("pk")) == seen


def test_mentions_are_no_part_taken():
    edition, organisation = make_edition(), make_organisation()
    partner = make_involvement(edition, organisation)
    mention = make_involvement(edition, organisation, role=Involvement.Role.MENTIONED)

    assert list(Involvement.objects.of(organisation).taking_part()) == [partner]
    assert list(Involvement.objects.of(organisation).mentions()) == [mention]


def test_an_edition_has_the_sessions_of_its_parts_and_what_stands_for_it():
    week, other = make_edition(), make_edition()
    part = make_edition(part_of=week)
    own, inner, beside = [make_session(make_day(edition)) for edition in (week, part, other)]
    own.stands_for = part
    own.save()

    assert set(Session.objects.of(week)) == {own, inner}
    assert set(Session.objects.of(part)) == {own, inner}
    assert set(Session.objects.of(other)) == {beside}
    assert Session.objects.of(week).count() == 2


def test_a_day_has_the_sessions_of_the_parts_on_its_date():
    week = make_edition()
    part = make_edition(part_of=week)
    day, next_day = make_day(week, date=APRIL_2), make_day(week)
    own, inner = make_session(day), make_session(make_day(part, date=APRIL_2))
    make_session(make_day(make_edition(), date=APRIL_2))
    later = make_session(next_day)

    assert set(Session.objects.on(day)) == {own, inner}
    assert set(Session.objects.on(next_day)) == {later}


def test_an_undated_day_has_its_own_sessions_alone():
    week = make_edition()
    session = make_session(make_day(week, date=None))
    make_session(make_day(make_edition(part_of=week), date=None))

    assert list(Session.objects.on(session.day)) == [session]


def test_in_order_is_the_running_order_with_undated_days_last():
    undated = make_session(make_day(make_edition(slug="a"), date=None))
    late = make_day(make_edition(slug="b"), date=date(2025, 4, 3))
    third, second = make_session(late, position=2), make_session(late, position=1)
    first = make_session(make_day(make_edition(slug="c"), date=APRIL_2))

    assert list(Session.objects.in_order()) == [first, second, third, undated]
    assert list(Session.objects.newest_first()) == [second, third, first, undated]


def test_a_session_without_an_hour_keeps_its_place():
    day = make_day()
    sessions = [make_session(day, starts_at=hour) for hour in (at(9), None, at(11))]

    assert list(Session.objects.in_order()) == sessions


def test_appearances_are_chronological_with_undated_last():
    undated = make_appearance(make_session(make_day(date=None)))
    day = make_day(make_edition(), date=APRIL_2)
    late, early = make_session(day, position=2), make_session(day, position=1)
    third = make_appearance(late)
    second, first = make_appearance(early, order=2), make_appearance(early, order=1)

    assert list(Appearance.objects.chronological()) == [first, second, third, undated]


def test_dated_leaves_out_undated_days():
    make_session(make_day(date=None))
    session = make_session()

    assert list(Session.objects.dated()) == [session]


def test_what_began_lately_and_what_comes_after_speak_only_of_stated_hours():
    day = make_day()
    make_session(day)
    make_session(day, starts_at=at(9), start_basis="inferred")
    make_session(day, starts_at=at(9), status="cancelled")
    make_session(make_day(make_edition(status="cancelled")), starts_at=at(9))
    without_end = make_session(day, starts_at=at(9))
    on = make_session(day, starts_at=at(9), ends_at=at(10))
    coming = make_session(day, starts_at=at(10), ends_at=at(11))

    assert list(Session.objects.begun_lately(at(9))) == [without_end, on]
    assert list(Session.objects.begun_lately(at(9) + timedelta(days=1))) == [coming]
    assert list(Session.objects.after(at(9))) == [coming]
    assert list(Session.objects.after(at(8))) == [without_end, on, coming]


def test_disagreeing_with_a_stated_order():
    day = make_day()
    early, late = make_session(day, starts_at=at(9)), make_session(day, starts_at=at(12))
    make_session(day)
    session = make_session(day, starts_at=at(10))
    make_session(day, starts_at=at(10))
    too_early = make_session(day, starts_at=at(8))
    make_session(make_day(make_edition(part_of=day.edition)), starts_at=at(12), position=1)

    assert list(Session.objects.disagreeing_with(session).order_by("pk")) == [late, too_early]
    assert early not in Session.objects.disagreeing_with(session)


@pytest.mark.parametrize(
    "q",
    [
        "pionniere",
        "PIONNIÈRE",
        "l'innovation",
        "linnovation",
        "margue pionniere",
        "passbolt",
        "passbolt sa",
    ],
)
def test_matching_finds_titles_people_and_organisations(q):
    passbolt = make_organisation("Passbolt", aliases=["Passbolt SA"])
    session = make_session(title="Pionnière dans l’innovation")
    make_appearance(session, make_speaker("Elisabeth Margue"), positions=[passbolt])
    make_appearance(make_session(title="Autre chose"), make_speaker("Eric Lux"))

    assert list(first_answer(Session.objects.all(), q, NAMED)) == [session]


@pytest.mark.parametrize("q", ["ancienne", "pionniere lux", "ionniere xyz"])
def test_matching_finds_no_hidden_name_and_wants_every_word(q):
    session = make_session(title="Pionnière")
    make_appearance(session, make_speaker("Elisabeth Margue", hidden=["Ancienne"]))
    make_appearance(make_session(), make_speaker("Eric Lux"))

    assert list(first_answer(Session.objects.all(), q, NAMED)) == []


def test_matching_nothing_is_everything():
    session = make_session()

    assert list(first_answer(Session.objects.all(), " , ", NAMED)) == [session]


def test_sessions_involving_an_organisation():
    organisation, day = make_organisation(), make_day()
    spoke, hosted, mentioned, _ = [make_session(day) for _ in range(4)]
    make_appearance(spoke, positions=[organisation, organisation])
    make_involvement(hosted, organisation, role=Involvement.Role.HOST)
    make_involvement(mentioned, organisation, role=Involvement.Role.MENTIONED)
    make_involvement(day.edition, organisation)

    assert list(Session.objects.involving(organisation).order_by("pk")) == [spoke, hosted]


def test_appearances_made_for_an_organisation_come_once():
    organisation = make_organisation()
    appearance = make_appearance(positions=[organisation, organisation])
    make_appearance(positions=[make_organisation("LIST")])

    assert list(Appearance.objects.made_for(organisation)) == [appearance]


def test_panels_are_the_kinds_with_people_on_stage_together():
    day = make_day()
    kinds = {kind: make_session(day, kind=kind) for kind in Session.Kind}
    panels = [kinds[kind] for kind in (Session.Kind.ROUND_TABLE, Session.Kind.DISCUSSION)]

    assert [panel.pk for panel in Panel.objects.order_by("pk")] == [s.pk for s in panels]
    assert [session for session in kinds.values() if session.is_panel] == panels


def test_the_place_is_the_rooms_else_its_own_else_the_days():
    of_day, own = make_venue("Mairie"), make_venue("Gare")
    room = make_venue("Musée").rooms.create(slug="a", name="A")
    day = make_day(venue=of_day)

    assert make_session(day, room=room, venue=own).place == room.venue
    assert make_session(day, venue=own).place == own
    assert make_session(day).place == of_day
    assert make_session().place is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2025, 4, 1), "week", id="comes-next"),
        pytest.param(date(2025, 4, 5), "week", id="is-on"),
        pytest.param(date(2025, 4, 6), "one-day", id="next-has-no-end"),
        pytest.param(date(2025, 5, 2), "until", id="only-the-last-day-is-known"),
        pytest.param(date(2026, 1, 1), "until", id="the-latest"),
    ],
)
def test_the_edition_that_is_on_or_comes_next_else_the_latest(today, expected):
    make_edition(slug="undated")
    week = make_edition(slug="week", starts_on=date(2025, 3, 31), ends_on=date(2025, 4, 5))
    make_edition(slug="part", part_of=week, starts_on=date(2025, 3, 1), ends_on=date(2025, 4, 9))
    make_edition(slug="one-day", starts_on=date(2025, 5, 1))
    make_edition(slug="until", ends_on=date(2025, 6, 1))

    assert Edition.objects.coming_or_latest(today).slug == expected


def test_of_no_edition_none_is_coming():
    assert Edition.objects.coming_or_latest(APRIL_2) is None


def test_editions_newest_first_with_their_parts_after_them():
    make_edition(slug="undated")
    old = make_edition(slug="old", starts_on=date(2016, 6, 1))
    week = make_edition(slug="week", starts_on=date(2025, 3, 31), ends_on=date(2025, 4, 5))
    make_edition(slug="part", part_of=week, starts_on=date(2025, 4, 3))
    make_edition(slug="part-of-old", part_of=old)

    found = [edition.slug for edition in Edition.objects.newest_first()]
    assert found == ["week", "part", "old", "part-of-old", "undated"]


def test_counts_are_of_what_is_public_each_once():
    week = make_edition(slug="week")
    day = make_day(week)
    person, other = make_speaker(), make_speaker("Eric Lux")
    for session in (make_session(day), make_session(make_day(make_edition(part_of=week)))):
        make_appearance(session, person)
        make_appearance(session, person, role=Appearance.Role.MODERATOR)
        make_appearance(session)
    make_appearance(make_session(day, status=Session.Status.DRAFT), other)

    counted = Edition.objects.with_counts().get(pk=week.pk)
    assert (counted.session_count, counted.speaker_count) == (2, 1)
