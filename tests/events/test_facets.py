"""The bar of filters: it offers what tells the list apart, and says in words what is chosen."""

from datetime import date

import pytest
from django.http import QueryDict

from events.facets import programme_bar
from events.filters import FILTERS, Selection
from events.models import Series, Session
from events.wording import LABELS, said
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)
from tests.walk import visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    """A day with two rooms, kinds, topics and organisations; elsewhere there are more of each."""
    edition = make_edition(slug="week", title="Semaine")
    day = make_day(edition, date=date(2025, 4, 2))
    hall = make_venue("Gare", town="Nancy")
    for n, kind in ((10, "talk"), (9, "debate")):
        session = make_session(
            day, kind=kind, code=f"code{n:02}", room=make_room(hall, f"Quai {n}")
        )
        session.topics.add(make_topic(f"Sujet {n}"))
        make_appearance(session, make_speaker(f"Anna {n}"), [make_organisation(f"Maison {n}")])
    other = make_session(
        make_day(date=date(2016, 6, 16)), kind="visit", room=make_room(hall, "Ailleurs")
    )
    other.topics.add(make_topic("Autre sujet"))
    make_appearance(other, make_speaker("Kamel K"), [make_organisation("Autre maison")])
    make_session(day, status="draft", kind="workshop", room=make_room(hall, "Réserve"))
    return Session.objects.published().on(day)


def bar(scope, query, *names):
    query = QueryDict(query)
    return programme_bar(query, Selection(query), scope, *names)


def fields(made):
    return {facet.name: facet.options for facet in made.facets}


def test_each_field_offers_what_the_list_has(programme):
    made = bar(programme, "", "kind", "topic", "room", "organisation")

    assert fields(made) == {
        "kind": [("talk", "présentation"), ("debate", "débat")],
        "topic": [("sujet-10", "Sujet 10"), ("sujet-9", "Sujet 9")],
        "room": [("gare.quai-9", "Quai 9"), ("gare.quai-10", "Quai 10")],
        "organisation": [("maison-10", "Maison 10"), ("maison-9", "Maison 9")],
    }


def test_what_does_not_tell_the_list_apart_has_no_field_unless_it_is_chosen(programme):
    assert fields(bar(programme, "", "edition", "day", "place")) == {}
    assert fields(bar(programme, "edition=week", "edition")) == {"edition": [("week", "Semaine")]}


def test_a_choice_made_by_hand_is_an_option_in_words(programme):
    [facet] = bar(programme, "kind=talk,visit", "kind").facets

    assert facet.chosen == "talk,visit"
    assert facet.options[-1] == ("talk,visit", "présentation ou visite")


def test_the_form_keeps_what_it_has_no_field_for(programme):
    query = "speaker=anna-9&kind=talk&kind=debate,visit&q=eau&page=2"
    made = bar(programme, query, "kind")

    assert made.kept == [("speaker", "anna-9"), ("kind", "talk")]
    assert made.q == "eau"


def test_the_active_conditions_are_in_words(programme):
    query = "kind=talk&day=2025-04-02&room=gare.quai-9&speaker=anna-9"
    made = bar(programme, query)

    assert [(one.label, one.value) for one in made.active] == [
        ("Sorte", "présentation"),
        ("Jour", "mercredi 2 avril 2025".replace(" ", "\u00a0")),
        ("Salle", "Quai 9"),
        ("Personne", "Anna 9"),
    ]
    assert made.active[0].without == "day=2025-04-02&room=gare.quai-9&speaker=anna-9"


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("q", "eau, gaz", "eau, gaz"),
        ("series", "weeks", "Weeks"),
        ("edition", "week", "Semaine"),
        ("year", "2025", "2025"),
        ("role", "moderator,panellist", "animation ou panel"),
        ("place", "gare", "Gare"),
        ("place", "nancy", "Nancy"),
        ("topic", "sujet-9,sujet-10", "Sujet 9 ou Sujet 10"),
        ("organisation", "maison-9", "Maison 9"),
        ("source", "journal", "Journal"),
        ("id", "code10", "Séance dix"),
    ],
)
def test_a_condition_in_words(name, value, words):
    Series.objects.create(slug="weeks", title="Weeks")
    make_source(slug="journal", publication="Journal")
    Session.objects.filter(code="code10").update(title="Séance dix")
    assert said(name, value) == words


def test_what_was_withdrawn_is_not_named():
    draft = make_edition(slug="draft", title="Secret", status="draft")
    make_session(make_day(draft), code="secret", title="Secret")

    assert said("edition", "draft") == "draft"
    assert said("id", "secret") == "secret"


def test_every_filter_has_a_name_in_words():
    assert set(LABELS) == set(FILTERS)


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("address", ["/sessions/", "/appearances/", "/events/week/"])
def test_the_fields_left_empty_do_not_stay_in_the_address(client, address):
    answer = client.get(f"{address}?q=&kind=talk&year=")

    assert (answer.status_code, answer["Location"]) == (301, f"{address}?kind=talk")
    assert client.get(f"{address}?q=&kind=")["Location"] == address


@pytest.mark.usefixtures("programme")
def test_the_list_of_sessions_has_the_bar_and_says_what_it_found():
    page = visit("/sessions/?kind=talk&speaker=anna-10")

    assert page.texts("#compte") == ["1 séance"]
    assert page.texts(".active a")[:2] == [
        "Sorte : présentation × retirer",
        "Personne : Anna 10 × retirer",
    ]
    assert page.one("select[name=kind] option[selected]").attrs["value"] == "talk"
    assert page.one("form.filters input[type=hidden]").attrs["value"] == "anna-10"
    # The count is announced because it is not swapped itself.
    assert page.all("#resultats [role=status]") == []
