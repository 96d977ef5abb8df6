"""Moving a day or correcting a zone keeps the hours on the clock."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from events.models import Session, SessionStamp
from events.moving import correct_zone, move_day
from tests.events.admin_forms import fields
from tests.factories import make_day, make_edition, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition(timezone="Europe/Luxembourg")


@pytest.fixture
def saturday(edition):
    """The day before the clock goes forward."""
    return make_day(edition, date=date(2025, 3, 29))


def test_a_day_moves_over_the_change_of_the_clock_with_its_hours(saturday):
    session = make_session(
        saturday,
        starts_at=datetime(2025, 3, 29, 8, 45, tzinfo=UTC),
        ends_at=datetime(2025, 3, 29, 10, 0, tzinfo=UTC),
    )
    unknown = make_session(saturday, position=2)

    move_day(day=saturday, to=date(2025, 3, 31))

    session = Session.objects.get(pk=session.pk)
    assert session.local_start.isoformat() == "2025-03-31T09:45:00+02:00"
    assert session.local_end.isoformat() == "2025-03-31T11:00:00+02:00"
    assert session.day.date == date(2025, 3, 31)
    stamps = dict(SessionStamp.objects.values_list("session", "sequence"))
    assert stamps == {session.pk: 1, unknown.pk: 1}


def test_a_corrected_zone_keeps_the_hours(edition, saturday):
    session = make_session(saturday, starts_at=datetime(2025, 3, 29, 8, 45, tzinfo=UTC))

    correct_zone(edition=edition, to="Europe/Lisbon")

    session = Session.objects.get(pk=session.pk)
    assert session.local_start.isoformat() == "2025-03-29T09:45:00+00:00"
    assert session.starts_at == datetime(2025, 3, 29, 9, 45, tzinfo=UTC)


@pytest.fixture
def organiser(admin_client):
    return admin_client


def day_form(day, **changed):
    """What the admin's form of a day sends, with its one session untouched."""
    session = day.sessions.get()
    start = session.local_start.strftime("%H:%M:%S")
    return {
        "edition": day.edition_id, "position": day.position, "date": day.date,
        "date_basis": "stated", "title": "", "title_basis": "stated", "summary": "", "venue": "",
        "sessions-TOTAL_FORMS": 1, "sessions-INITIAL_FORMS": 1,
        "sessions-0-id": session.pk, "sessions-0-day": day.pk, "sessions-0-position": 1,
        "sessions-0-start": start, "sessions-0-end": "", "sessions-0-title": session.title,
        "sessions-0-kind": session.kind, "sessions-0-status": session.status,
        "sessions-0-slug": session.slug,
        "citations-TOTAL_FORMS": 0, "citations-INITIAL_FORMS": 0,
    } | changed  # fmt: skip


def test_in_admin_a_day_that_gets_another_date_takes_its_sessions_along(organiser, saturday):
    session = make_session(saturday, starts_at=datetime(2025, 3, 29, 8, 45, tzinfo=UTC))
    address = reverse("admin:events_day_change", args=[saturday.pk])

    opened = fields(organiser, address)["_version"]
    response = organiser.post(address, day_form(saturday, date="2025-03-31", _version=opened))

    assert response.status_code == 302
    session = Session.objects.get(pk=session.pk)
    assert session.local_start.isoformat() == "2025-03-31T09:45:00+02:00"


def test_in_admin_a_day_with_hours_cannot_lose_its_date(organiser, saturday):
    make_session(saturday, starts_at=datetime(2025, 3, 29, 8, 45, tzinfo=UTC))
    address = reverse("admin:events_day_change", args=[saturday.pk])

    response = organiser.post(address, day_form(saturday, date=""))

    assert "Des séances de ce jour ont une heure : il faut une date." in response.text
