"""The search finds what it should, the same in the same order on every database.

`KEEP_ORDER=1 pytest tests/search/test_gold.py` writes the order anew; read what changed of it.
"""

import os
from pathlib import Path

import pytest
from django.utils.text import slugify

from events.finding import find
from search.index import refresh
from speakers.models import Speaker
from tests.factories import (
    make_appearance,
    make_day,
    make_organisation,
    make_session,
    make_speaker,
    make_topic,
    make_venue,
)
from tests.search.gold import FIRST, GOLD, MEANT, ORGANISATIONS, PEOPLE, SESSIONS, TEXTS, VENUES

pytestmark = pytest.mark.django_db

ORDER = Path(__file__).with_name("order.txt")


@pytest.fixture
def directory():
    for town_hall, town in VENUES:
        make_session(make_day(venue=make_venue(town_hall, town=town)), title="Accueil", slug=town)
    for n, title in enumerate(SESSIONS):
        make_session(title=title, slug=f"session-{n}")
    houses = [make_organisation(name, aliases, hidden) for name, aliases, hidden in ORGANISATIONS]
    day = make_day()
    for n, (name, aliases, hidden) in enumerate(PEOPLE):
        speaker = make_speaker(name, aliases, hidden, slug=f"person-{n}")
        session = make_session(day, title=f"Entretien {n:02}", slug=f"interview-{n}")
        make_appearance(session, speaker, [houses[n % len(houses)]])
    for title, summary, topics, name, position in TEXTS:
        session = make_session(day, title=title, slug=slugify(title), summary=summary)
        session.topics.set([make_topic(topic) for topic in topics])
        make_appearance(session, Speaker.objects.get(name=name), [position])
    refresh()


def found(q: str) -> list[str]:
    return [hit.name for hit in find(q, None).hits]


def test_the_gold_list_is_found_among_the_first_five(directory):
    assert len(GOLD) >= 60

    answers = {q: found(q)[:5] for q, _name in GOLD}
    wrong = {q: answers[q] for q, n in GOLD if (n not in answers[q] if n else answers[q])}
    assert wrong == {}


def test_an_exact_name_comes_first(directory):
    assert [found(name.upper())[0] for name in FIRST] == FIRST


def test_nobody_comes_before_who_is_meant(directory):
    assert {q: found(q)[0] for q in MEANT} == MEANT
    for q in ("mirko mers", "juergen joosten", "jurgen josen"):
        assert {s.name for s in Speaker.objects.matching(q)} == {*found(q)}


# Letters, beginnings, and words that many answer to.
BROAD = [
    *"abcdejlmptué", *("an", "de", "du", "je", "lu", "ma", "sch", "tec", "uni", "ville"),
    "anna", "schmit", "anna schmitz", "jean", "petit", "muller", "li", "ie", "luxembourg",
    "marie h", "von", "d b", "esch numerique", "numeriques", "numérque", "technoport directeur",
]  # fmt: skip


def test_every_database_answers_in_the_same_order(directory):
    """A line for each question: kind and slug of what answers, the best first."""
    questions = dict.fromkeys([*(q for q, _name in GOLD), *FIRST, *MEANT, *BROAD])
    lines = [
        f"{q}: {', '.join(f'{h.type} {h.slug}' for h in find(q, None).hits)}" for q in questions
    ]

    if os.environ.get("KEEP_ORDER"):
        ORDER.write_text("\n".join(lines) + "\n")
    assert lines == ORDER.read_text().splitlines()
