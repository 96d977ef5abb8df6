from datetime import UTC, date, datetime

import pytest

from events.models import Session
from events.programme import bounds, neighbours, part_of, running_order, slices, week
from tests.factories import make_day, make_edition, make_session

pytestmark = pytest.mark.django_db

Part = Session.PartOfDay


def utc(hour, minute=0):
    return datetime(2025, 4, 2, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "part"),
    [
        pytest.param({}, Part.UNKNOWN, id="nothing-known"),
        pytest.param({"part_of_day": Part.MIDDAY}, Part.MIDDAY, id="stated"),
        pytest.param(
            {"part_of_day": Part.EVENING, "starts_at": utc(8)}, Part.EVENING, id="stated-wins"
        ),
        # On the clock of Luxembourg, two hours later.
        pytest.param({"starts_at": utc(9, 59)}, Part.MORNING, id="11-59"),
        pytest.param({"starts_at": utc(10)}, Part.AFTERNOON, id="12-00"),
        pytest.param({"starts_at": utc(15, 59)}, Part.AFTERNOON, id="17-59"),
        pytest.param({"starts_at": utc(16)}, Part.EVENING, id="18-00"),
    ],
)
def test_the_part_of_the_day(given, part):
    assert part_of(make_session(**given)) == part


def test_the_part_of_the_day_is_by_the_editions_clock():
    day = make_day(make_edition(timezone="America/New_York"))

    assert part_of(make_session(day, starts_at=utc(15, 59))) == Part.MORNING


def test_a_day_is_cut_where_its_part_changes():
    day = make_day()
    parts = [Part.MORNING, Part.MORNING, Part.MIDDAY, Part.UNKNOWN, Part.MORNING]
    sessions = [make_session(day, part_of_day=part) for part in parts]

    assert [(cut.part, cut.label, cut.sessions) for cut in slices(sessions)] == [
        ("morning", "matin", sessions[:2]),
        ("midday", "midi", sessions[2:3]),
        ("", "moment non précisé", sessions[3:4]),
        ("morning", "matin", sessions[4:]),
    ]


def test_what_follows_the_closing_says_so_where_nothing_else_is_known():
    day = make_day()
    closing = make_session(day, part_of_day=Part.AFTERNOON, kind=Session.Kind.CLOSING)
    drink = make_session(day)

    assert [(cut.label, cut.sessions) for cut in slices([closing, drink])] == [
        ("après-midi", [closing]),
        ("Après la clôture", [drink]),
    ]


def test_an_empty_day_has_no_slice():
    assert slices([]) == []


def test_neighbours():
    first, second, third = sessions = [make_session() for _ in range(3)]

    assert neighbours(sessions, first) == (None, second)
    assert neighbours(sessions, second) == (first, third)
    assert neighbours(sessions, third) == (second, None)
    assert neighbours([first], first) == (None, None)
    assert neighbours([first, second], third) == (None, None)


def test_the_known_hours_nearest_bound_an_unknown_one():
    day = make_day()
    hours = [None, utc(7), utc(8), None, None, utc(12), utc(13), None]
    sessions = [make_session(day, starts_at=hour) for hour in hours]

    items = running_order(day.edition)

    assert [item.pk for item in items] == [session.pk for session in sessions]
    assert bounds(items[4], items) == (items[2], items[5])
    assert bounds(items[0], items) == (None, items[1])
    assert bounds(items[7], items) == (items[6], None)


def test_a_week_has_its_parts_on_the_day_of_their_date():
    edition = make_edition()
    wednesday, empty = make_day(edition, date=date(2025, 4, 2)), make_day(edition)
    undated = make_day(edition, date=None)
    part = make_edition(part_of=edition)
    own, later = make_session(wednesday), make_session(undated)
    same_date = make_session(make_day(part, date=date(2025, 4, 2)))
    before = make_session(make_day(part, date=date(2025, 4, 1)))
    make_session(wednesday, status=Session.Status.DRAFT)
    make_session(make_day(date=date(2025, 4, 2)))

    shown = [(day, sorted(s.pk for s in day.outline)) for day in week(edition)]

    assert shown == [
        (before.day, [before.pk]),
        (wednesday, [own.pk, same_date.pk]),
        (empty, []),
        (undated, [later.pk]),
    ]
