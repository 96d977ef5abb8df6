"""An organiser writes hours on the clock of the edition; the database keeps UTC."""

from datetime import UTC, date, datetime, time

import pytest

from events.forms import SessionForm
from tests.factories import make_day, make_edition, make_session

pytestmark = pytest.mark.django_db


def form(day, start="", end="", **given):
    """The form of a session of `day` as it is sent, new or of the `instance` given."""
    data = {
        "day": day.pk, "position": 1, "kind": "talk", "title": "A", "title_basis": "stated",
        "slug": "a", "language": "fr", "status": "published", "start": start, "end": end,
    }  # fmt: skip
    return SessionForm(data, **given)


def day_in(timezone="Europe/Luxembourg", on=date(2025, 4, 2)):
    return make_day(make_edition(timezone=timezone), date=on)


def hours(day, start="", end=""):
    session = form(day, start, end).save()
    session.refresh_from_db()
    return session.starts_at, session.ends_at


def utc(*moment):
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("timezone", "on", "moments"),
    [
        pytest.param(
            "Europe/Luxembourg", date(2025, 4, 2), (utc(2025, 4, 2, 7, 45), utc(2025, 4, 2, 10)),
            id="summer",
        ),
        pytest.param(
            "Europe/Luxembourg", date(2025, 1, 2), (utc(2025, 1, 2, 8, 45), utc(2025, 1, 2, 11)),
            id="winter",
        ),
        pytest.param(
            "America/New_York", date(2025, 4, 2), (utc(2025, 4, 2, 13, 45), utc(2025, 4, 2, 16)),
            id="new-york",
        ),
    ],
)  # fmt: skip
def test_hours_are_those_of_the_editions_zone(timezone, on, moments):
    assert hours(day_in(timezone, on), "09:45", "12:00") == moments


@pytest.mark.parametrize(
    ("start", "end", "moments"),
    [
        pytest.param("23:00", "01:30", (utc(2025, 4, 2, 21), utc(2025, 4, 2, 23, 30)), id="over"),
        pytest.param("00:00", "", (utc(2025, 4, 2, 22), None), id="midnight"),
        pytest.param("03:59", "", (utc(2025, 4, 3, 1, 59), None), id="last-of-the-night"),
        pytest.param("04:00", "", (utc(2025, 4, 2, 2), None), id="first-of-the-day"),
    ],
)
def test_an_hour_after_midnight_is_that_of_the_night_that_follows(start, end, moments):
    assert hours(day_in(), start, end) == moments


def test_after_midnight_in_new_york():
    new_york = day_in("America/New_York")

    assert hours(new_york, "22:00", "01:00") == (utc(2025, 4, 3, 2), utc(2025, 4, 3, 5))


@pytest.mark.parametrize("on", [date(2025, 4, 2), None])
def test_no_hour_is_no_hour(on):
    assert hours(day_in(on=on)) == (None, None)


@pytest.mark.parametrize(
    ("day", "start", "end", "errors"),
    [
        pytest.param(
            lambda: day_in(), "", "12:00",
            {"end": ["Une fin sans début : donnez les deux, ou aucune."]}, id="end-alone",
        ),
        pytest.param(
            lambda: make_day(date=None), "09:00", "",
            {"start": ["Ce jour n’a pas de date : une heure n’y est pas possible."]}, id="undated",
        ),
        pytest.param(
            # The night of 29 to 30 March: from 2 h to 3 h.
            lambda: day_in(on=date(2025, 3, 29)), "02:30", "",
            {"start": ["Cette heure n’existe pas : l’heure d’été commence cette nuit-là."]},
            id="gap-at-the-start",
        ),
        pytest.param(
            lambda: day_in(on=date(2025, 3, 29)), "23:00", "02:30",
            {"end": ["Cette heure n’existe pas : l’heure d’été commence cette nuit-là."]},
            id="gap-at-the-end",
        ),
        pytest.param(
            lambda: day_in("America/New_York", date(2025, 3, 8)), "02:00", "",
            {"start": ["Cette heure n’existe pas : l’heure d’été commence cette nuit-là."]},
            id="gap-in-new-york",
        ),
        pytest.param(
            lambda: day_in(), "10:00", "09:00", {"end": ["La fin est avant le début."]},
            id="end-before-start",
        ),
    ],
)  # fmt: skip
def test_an_hour_that_cannot_be_is_refused_where_it_stands(day, start, end, errors):
    sent = form(day(), start, end)

    assert sent.errors == errors


def test_what_is_no_hour_is_refused_without_a_second_error():
    assert list(form(day_in(), "25:00", "12:00").errors) == ["start"]


def test_the_gap_of_another_zone_is_none_here():
    assert hours(day_in("America/New_York", date(2025, 3, 29)), "02:30") == (
        utc(2025, 3, 30, 6, 30),
        None,
    )


@pytest.mark.parametrize(
    ("start", "end", "moments"),
    [
        pytest.param("", "", (None, None), id="both"),
        pytest.param("09:00", "", (utc(2025, 4, 2, 7), None), id="the-end"),
    ],
)
def test_clearing_an_hour(start, end, moments):
    session = make_session(day_in(), starts_at=utc(2025, 4, 2, 7), ends_at=utc(2025, 4, 2, 8))

    form(session.day, start, end, instance=session).save()

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == moments


def test_a_session_is_shown_with_its_local_hours():
    session = make_session(
        day_in("America/New_York"), starts_at=utc(2025, 4, 2, 13), ends_at=utc(2025, 4, 3, 4, 30)
    )

    shown = SessionForm(instance=session)

    assert (shown["start"].value(), shown["end"].value()) == (time(9), time(0, 30))


def test_a_new_session_is_shown_without_hours():
    assert SessionForm()["start"].value() is None
