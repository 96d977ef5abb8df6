"""What is on and what comes next: by stated hours alone, at the moment asked for."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from events.clock import next_change
from events.filters import FilterError
from events.models import Session
from events.now import mark, moment, under_way
from tests.factories import make_day, make_edition, make_room, make_session, make_venue
from tests.walk import visit

pytestmark = pytest.mark.django_db

APRIL_2 = date(2025, 4, 2)
LUXEMBOURG = ZoneInfo("Europe/Luxembourg")


def at(hour, minute=0, day=2):
    """By the clock of Luxembourg."""
    return datetime(2025, 4, day, hour, minute, tzinfo=LUXEMBOURG)


@pytest.fixture
def day():
    return make_day(make_edition(slug="week"), date=APRIL_2)


def states(day, now):
    sessions = list(Session.objects.on(day).order_by("position"))
    mark(sessions, day.date, LUXEMBOURG, now)
    return [str(session.state) for session in sessions]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(at(8), ["next", "next", ""], id="before"),
        pytest.param(at(9), ["now", "now", "next"], id="first-minute"),
        pytest.param(at(9, 59), ["now", "", "next"], id="last-minute"),
        pytest.param(at(10), ["", "", "next"], id="ended"),
        pytest.param(at(10, 30), ["", "", "now"], id="next-begins"),
        pytest.param(at(23, day=1), ["", "", ""], id="the-day-before"),
        pytest.param(at(11, 30), ["", "", ""], id="over"),
    ],
)
def test_the_states_of_a_day(day, now, expected):
    make_session(day, starts_at=at(9), ends_at=at(10))
    make_session(day, starts_at=at(9), ends_at=at(9, 30))
    make_session(day, starts_at=at(10, 30), ends_at=at(11))

    assert states(day, now) == expected


def test_a_day_that_goes_on_after_midnight_has_its_next(day):
    make_session(day, starts_at=at(23), ends_at=at(1, day=3))
    make_session(day, starts_at=at(1, day=3), ends_at=at(2, day=3))

    assert states(day, at(0, 30, day=3)) == ["now", "next"]


def test_without_an_end_it_is_on_until_the_next_one_in_its_room(day):
    venue = make_venue("Gare")
    here, there = make_room(venue, "Quai 1"), make_room(venue, "Quai 2")
    make_session(day, starts_at=at(9), room=here)
    make_session(day, starts_at=at(9, 10), ends_at=at(9, 20), room=there)
    make_session(day, starts_at=at(9, 30), ends_at=at(9, 40), room=here)

    assert states(day, at(9, 29))[0] == "now"
    assert states(day, at(9, 30)) == ["", "", "now"]


def test_where_no_room_is_known_the_next_of_the_day_ends_it_but_not_that_of_another_day(day):
    make_session(day, starts_at=at(9))
    elsewhere = make_session(make_day(date=APRIL_2), starts_at=at(9, 10))
    make_session(day, starts_at=at(9, 30), ends_at=at(9, 40))
    sessions = list(Session.objects.order_by("pk"))

    assert under_way(sessions, at(9, 20)) == [sessions[0], elsewhere]
    assert under_way(sessions, at(9, 30)) == [elsewhere, sessions[2]]


def test_without_an_end_and_a_next_it_is_on_as_long_as_calendars_are_told(day):
    make_session(day, starts_at=at(9), kind="talk")

    assert states(day, at(9, 44)) == ["now"]
    assert states(day, at(9, 45)) == [""]


@pytest.mark.parametrize(
    "given",
    [{"start_basis": "inferred"}, {"status": "cancelled"}, {"starts_at": None, "ends_at": None}],
    ids=["deduced", "cancelled", "unknown"],
)
def test_what_is_not_stated_or_not_held_is_never_on_nor_next(day, given):
    make_session(day, **{"starts_at": at(9), "ends_at": at(10)} | given)

    assert states(day, at(8)) == states(day, at(9, 30)) == [""]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("now=2025-04-02T09:45", at(9, 45)),
        ("now=2025-04-02T09:45:30", at(9, 45) + timedelta(seconds=30)),
        ("now=2025-04-02T09:45Z", datetime(2025, 4, 2, 9, 45, tzinfo=UTC)),
        ("now=2025-04-02T09:45%2B05:00", datetime(2025, 4, 2, 4, 45, tzinfo=UTC)),
        ("now=2025-04-02T09:45+05:00", datetime(2025, 4, 2, 4, 45, tzinfo=UTC)),
    ],
)
def test_the_moment_asked_for_is_of_the_edition_s_zone_unless_it_says(asked, expected):
    assert moment(QueryDict(asked), LUXEMBOURG) == expected


@pytest.mark.parametrize(
    "asked",
    [
        "demain",
        "2025-04-02",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "2025-04-31T09:00",
        "09:45",
        "2025-04-02 9h",
    ],
)
def test_another_moment_is_refused_by_its_name(asked):
    with pytest.raises(FilterError, match="« now »"):
        moment(QueryDict(f"now={asked}"), LUXEMBOURG)


def test_the_day_says_what_is_on_since_when_and_what_is_next(day):
    make_session(day, title="Ouverture", starts_at=at(9))
    make_session(day, title="Exposé", starts_at=at(9, 30), ends_at=at(10))
    page = visit("/events/week/2025-04-02/?now=2025-04-02T09:15")

    assert page.texts(".stop.now .time") == ["depuis 9h00en cours"]
    assert page.texts(".stop.next .time") == ["9h30à 10 h 00ensuite"]
    assert page.texts(".stop h3") == ["« Ouverture »", "« Exposé »"]
    assert "now=" not in page.one(".formats").to_html()


def test_the_week_and_a_session_s_page_say_it_too(day):
    opening = make_session(day, title="Ouverture", starts_at=at(9), ends_at=at(10))
    make_session(day, title="Exposé", starts_at=at(10), ends_at=at(11))
    tomorrow = make_day(day.edition, date=date(2025, 4, 3))
    make_session(tomorrow, title="Bilan", starts_at=at(9, day=3))
    now = "now=2025-04-02T09:15"

    for view in ("", "&view=all", "&day=2025-04-02"):
        page = visit(f"/events/week/?{now}{view}")
        assert page.texts("li.now em") == ["en cours"]
        assert page.texts("li.next em") == ["ensuite"]
    page = visit(f"{opening.get_absolute_url()}?{now}")
    assert page.texts(".record .time .alert") == ["en cours"]
    assert visit(opening.get_absolute_url()).all(".record .time .alert") == []


def test_without_a_moment_it_is_the_clock_s(day):
    starts = datetime.now(UTC) - timedelta(minutes=5)
    make_session(day, starts_at=starts, ends_at=starts + timedelta(hours=3))

    assert len(visit("/events/week/2025-04-02/").all(".stop.now")) == 1


def test_the_home_page_says_what_is_on_and_names_no_more_than_five(day):
    for number in range(7):
        make_session(day, title=f"Exposé {number}", starts_at=at(9), ends_at=at(10))
    make_session(day, title="Débat", starts_at=at(11), ends_at=at(12))

    assert visit("/?now=2025-04-02T09:15").texts(".poster .now") == [
        "En ce moment « Exposé 0 », « Exposé 1 », « Exposé 2 », « Exposé 3 », « Exposé 4 »"
        " et 2 autres Ensuite 11 h 00 : « Débat »"
    ]
    assert visit("/?now=2025-04-02T10:15").texts(".poster .now") == [
        "En ce moment Aucune séance. Ensuite 2 avril 2025, 11 h 00 : « Débat »"
    ]


def test_the_home_page_says_since_when_where_no_end_is_known(day):
    make_session(day, title="Ouverture", starts_at=at(9))

    assert (
        "« Ouverture » (depuis 9 h 00)" in visit("/?now=2025-04-02T09:15").texts(".poster .now")[0]
    )


def test_a_page_is_made_anew_whenever_its_states_change(day):
    """`events.clock` must know of each moment, or a page kept by the revision would be late."""
    make_session(day, starts_at=at(9), kind="talk")
    make_session(day, starts_at=at(9, 30), ends_at=at(10))
    make_session(day, starts_at=at(12), kind="workshop")
    minutes = [at(22, day=1) + timedelta(minutes=n) for n in range(18 * 60)]
    seen = {minute: states(day, minute) for minute in minutes}
    changes = [b for a, b in pairwise(minutes) if seen[a] != seen[b]]

    moments, now = set(), minutes[0]
    while now <= minutes[-1]:
        now = next_change(now)
        moments.add(now)

    assert changes == [at(0), at(9), at(9, 30), at(10), at(12), at(14)]
    assert set(changes) <= moments


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize("address", ["/", "/events/week/", "/events/week/2025-04-02/"])
def test_a_moment_that_is_none_is_refused(address):
    page = visit(f"{address}?now=demain")

    assert page.response.status_code == 400
    assert "« now »" in page.one(".errpage").to_text()


@pytest.mark.usefixtures("day")
@pytest.mark.parametrize(
    "address", ["/sessions/", "/events/week.json", "/events/week/2025-04-02.json", "/panels/"]
)
def test_a_moment_can_be_tried_on_those_pages_only(client, address):
    assert client.get(f"{address}?now=2025-04-02T09:15").status_code == 400
