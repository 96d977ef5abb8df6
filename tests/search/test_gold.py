"""The search finds what it should: sixty questions, the same on every database."""

import pytest

from events.finding import find
from tests.factories import (
    make_appearance,
    make_day,
    make_organisation,
    make_session,
    make_speaker,
    make_venue,
)
from tests.search.gold import FIRST, GOLD, ORGANISATIONS, PEOPLE, SESSIONS, VENUES

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    for town_hall, town in VENUES:
        make_session(make_day(venue=make_venue(town_hall, town=town)), title="Accueil")
    for title in SESSIONS:
        make_session(title=title)
    houses = [make_organisation(name, aliases, hidden) for name, aliases, hidden in ORGANISATIONS]
    day = make_day()
    for n, (name, aliases, hidden) in enumerate(PEOPLE):
        speaker = make_speaker(name, aliases, hidden, slug=f"person-{n}")
        make_appearance(make_session(day), speaker, [houses[n % len(houses)]])


def found(q: str) -> list[str]:
    return [hit.name for hit in find(q, None).hits]


def test_the_gold_list_is_found_among_the_first_five(directory):
    assert len(GOLD) >= 60

    missed = {
        q: found(q)[:5] for q, name in GOLD if (name not in found(q)[:5] if name else found(q))
    }
    assert missed == {}


@pytest.mark.parametrize("name", FIRST)
def test_an_exact_name_comes_first(directory, name):
    assert found(name.upper())[0] == name
