"""What a page asks is found by an index, however many years there are: SQLite says how it looks."""

import re

import pytest

from events.models import Appearance, Citation, Edition, Session
from speakers.models import Speaker
from tests.events.conference import make_conference
from tests.factories import make_appearance, make_speaker

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Tables that grow with the years; from a day, all sessions are at hand.
LARGE = r"SCAN (events_day|events_session|events_appearance|events_position|events_citation|speakers_speaker)\b"

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
    "what records go by": lambda e, d, s: Citation.objects.of_all(
        {"session": [1, 2], "day": [d.pk], "edition": [e.pk], "appearance": [1], "position": [1]}
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_no_large_table_is_looked_through(asked):
    edition = make_conference(rooms=4, slots=3)
    speaker = make_speaker("Ada Muster", slug="ada")
    make_appearance(Session.objects.all()[0], speaker)

    plan = ASKED[asked](edition, edition.days.all()[0], speaker).explain()

    assert re.findall(LARGE, plan) == [], plan
