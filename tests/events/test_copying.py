"""Next year begins as a draft of what was: days, items, hours; nobody announced yet."""

from datetime import date

import pytest
from django.urls import reverse

from events.copying import copy_edition
from events.models import Edition
from tests import walk
from tests.accounts import organiser_of, superuser
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    walk.load_eschtechweek()
    return Edition.objects.get(slug="eschtechweek-2025")


def copied(week, **given):
    asked = {"title": "EschTechWeek 2026", "slug": "eschtechweek-2026",
             "starts_on": date(2026, 3, 23)}  # fmt: skip
    return copy_edition(edition=week, **asked | given)


def items(edition) -> list[tuple]:
    """What was taken over: day, rank, title, kind, hour on the clock."""
    return [
        (day.position, s.position, s.title, s.kind, s.local_start and s.local_start.time())
        for day in edition.days.order_by("position")
        for s in day.sessions.order_by("position").select_related("day__edition")
    ]


def test_days_and_items_at_their_hours(week):
    copy = copied(week)

    assert items(copy) == items(week)
    assert [day.date and (day.date - copy.starts_on).days for day in copy.days.all()] == [
        day.date and (day.date - week.starts_on).days for day in week.days.all()
    ]
    # The old Wednesday is in summer time, the new one is not.
    assert {s.local_start.utcoffset().seconds for d in copy.days.all()
            for s in d.sessions.timed().select_related("day__edition")} == {3600}  # fmt: skip


def test_nothing_of_it_is_public_and_nobody_is_announced(week):
    copy = copied(week)

    assert walk.visit(f"/events/{copy.slug}/").response.status_code == 404
    sessions = [session for day in copy.days.all() for session in day.sessions.all()]
    assert {session.status for session in sessions} == {"draft"}
    assert not any(s.appearances.exists() or s.citations.exists() for s in sessions)


def test_what_was_stays_as_it_was(week):
    before = items(week)

    copied(week)
    copied(week, slug="noch-einmal", title="Noch einmal")

    assert items(week) == before


def test_without_a_date_or_a_day():
    assert copied(make_edition(starts_on=None)).days.count() == 0


def test_through_the_admin(week):
    client = superuser()
    page = reverse("admin:events_edition_copy", args=[week.pk])
    assert client.get(page).status_code == 200

    taken = client.post(page, {"title": "Neu", "slug": week.slug, "starts_on": "2026-03-23"})
    assert "slug" in taken.context["form"].errors
    done = client.post(page, {"title": "Neu", "slug": "neu", "starts_on": "2026-03-23"})

    copy = Edition.objects.get(slug="neu")
    assert done["Location"] == reverse("admin:events_edition_programme", args=[copy.pk])


def test_who_organises_the_whole_has_the_copy_of_a_part():
    whole = make_edition()
    page = reverse("admin:events_edition_copy", args=[make_edition(part_of=whole).pk])

    done = organiser_of(whole).post(
        page, {"title": "Neu", "slug": "neu", "starts_on": "2026-03-23"}, follow=True
    )

    assert done.context["edition"] == Edition.objects.get(slug="neu")
