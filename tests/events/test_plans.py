"""What a page asks is found by an index, however many years there are: SQLite says how it looks."""

import re

import pytest
from django.db import connection
from django.db.models import F

from events.models import Appearance, Edition, Session, Venue
from sources.models import Source
from speakers.models import Speaker
from tests.events.conference import make_conference
from tests.factories import make_appearance, make_speaker

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Tables that grow with the years.
LARGE = r"SCAN (events_(?:day|session|appearance|position)|speakers_speaker)\b"

ASKED = {
    "an edition by its address": lambda e, d, s: Edition.objects.public().filter(slug=e.slug),
    "sessions of an edition": lambda e, d, s: Session.objects.published().of(e).in_order(),
    "sessions of a day": lambda e, d, s: Session.objects.published().on(d).in_order(),
    "a session by its address": lambda e, d, s: Session.objects.published().filter(slug="a"),
    "a person by their address": lambda e, d, s: Speaker.objects.public().filter(slug=s.slug),
    "appearances of a person": lambda e, d, s: s.appearances.public().newest_first(),
    "appearances of the people in a session": lambda e, d, s: (
        Appearance.objects.public().of_the_people_in(Session.objects.all()[0]).newest_first()
    ),
}


@pytest.fixture
def edition():
    """The last of three, with as many sessions each."""
    for _year in range(3):
        for model in (Edition, Session, Source, Speaker, Venue):
            model.objects.update(slug=F("pk"))
        edition = make_conference(rooms=8, slots=6)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as `settle` has it done
    return edition


def test_no_large_table_is_looked_through(edition):
    speaker = make_speaker("Ada Muster", slug="ada")
    make_appearance(Session.objects.all()[0], speaker)

    day = edition.days.all()[0]
    plans = {name: asked(edition, day, speaker).explain() for name, asked in ASKED.items()}

    scans = {name: re.findall(LARGE, plan) for name, plan in plans.items()}
    assert {name: found for name, found in scans.items() if found} == {}
