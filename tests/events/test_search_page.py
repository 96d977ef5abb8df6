"""The search box: groups, marks, the question that answers a typing error, hostile questions."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.index import refresh
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
    make_venue,
)
from tests.walk import said, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    day = make_day(venue=make_venue("Kinepolis Belval", town="Esch"))
    session = make_session(day, title="L’IA souveraine")
    soner = make_speaker("David Soner", aliases=["Pschhh!"])
    for name in ("Diego De Biasio", "Jürgen Müller"):
        make_appearance(session, make_speaker(name), [make_organisation(f"Maison {name[:3]}")])
    make_appearance(session, soner, ["artiste"])


def search(q: str):
    return visit(f"/search/?q={quote(q)}")


@pytest.mark.parametrize(
    ("q", "marked"),
    [
        ("biasio", "Diego De <mark>Biasio</mark>"),
        ("BIA die", "<mark>Die</mark>go De <mark>Bia</mark>sio"),
        ("mul", "Jürgen <mark>Mül</mark>ler"),
        ("muel", "Jürgen <mark>Mül</mark>ler"),
        ("biaiso", "Diego De <mark>Biasio</mark>"),
        ("IA", "L’<mark>IA</mark> souveraine"),
        ("l'ia", "<mark>L’IA</mark> souveraine"),
    ],
)
def test_what_answers_is_marked(programme, q, marked):
    assert marked in search(q).response.content.decode()


def test_another_name_that_answers_stands_beside_the_name(programme):
    [hit] = search("psch").all(".hits li")

    assert said(hit) == "DSDavid Soner Pschhh!artiste"
    assert "<mark>Psch</mark>hh!" in search("psch").response.content.decode()


def test_a_name_that_answers_needs_no_other_name_beside_it():
    make_appearance(positions=[make_organisation("Ville d’Esch-sur-Alzette", ["Ville d’Esch"])])

    assert search("esch").texts(".hits b") == ["Ville d’Esch-sur-Alzette"]
    assert search("esch").all(".alias") == []


def test_a_town_that_answers_is_marked_too(programme):
    assert '<span class="po"><mark>Esch</mark></span>' in search("esch").response.content.decode()


def test_a_typing_error_is_answered_by_a_question_with_its_results_below(programme):
    page = search("de biaiso")

    assert said(page.one(".guess")) == "Vouliez-vous dire « De Biasio » ?"
    assert page.one(".guess a").attrs["href"] == "/search/?q=De%20Biasio"
    assert page.texts(".hits b") == ["Diego De Biasio"]
    assert search("De Biasio").all(".guess") == []


@pytest.mark.parametrize(
    ("prefix", "asked"), [("/en", "Did you mean “Biasio”?"), ("/de", "Meinten Sie „Biasio“?")]
)
def test_the_question_is_asked_in_the_language_of_the_page(programme, prefix, asked):
    page = visit(f"{prefix}/search/?q=biaiso")

    assert said(page.one(".guess")) == asked
    assert page.one(".guess a").attrs["href"] == f"{prefix}/search/?q=Biasio"


def test_a_name_that_is_there_is_no_typing_error(programme):
    make_appearance(speaker=make_speaker("Anna Biasia"))

    assert search("biasio").texts(".hits b") == ["Diego De Biasio"]


def test_the_kind_with_the_best_answer_comes_first(programme):
    make_session(title="Kinepolis et les autres salles obscures")

    assert search("kinepolis belval").texts(".hits b")[0] == "Kinepolis Belval"
    assert search("kinepolis").texts("#resultats h2") == ["Lieux 1", "Séances 1"]
    assert search("kinepolis salles").texts("#resultats h2") == ["Séances 1"]


def test_namesakes_are_told_apart_by_their_latest_position():
    for slug, earlier, later in (("a", "stagiaire", "ministre"), ("b", "élue", "artiste")):
        speaker = make_speaker("Jean Weber", slug=slug)
        day = make_day()
        make_appearance(make_session(day), speaker, [earlier])
        make_appearance(make_session(day), speaker, [later])

    assert search("jean weber").texts(".hits .po") == ["ministre", "artiste"]


def test_namesakes_without_a_position_are_told_apart_by_their_latest_event():
    for slug, title in (("a", "Semaine bleue 2025"), ("b", "Semaine rouge 2024")):
        speaker = make_speaker("Jean Weber", slug=slug)
        latest = make_day(make_edition(title=title), date="2025-04-02")
        for day in (latest, make_day(date="2020-01-01"), make_day(date=None)):
            make_appearance(make_session(day), speaker)

    assert search("jean weber").texts(".hits .po") == ["Semaine bleue 2025", "Semaine rouge 2024"]


@pytest.mark.parametrize("q", ["", " ", "!?", "%", "_", "%%", "' OR 1=1 --", "(((", "\\", "a*"])
def test_a_question_of_no_words_or_of_wildcards_lists_nobody(programme, q):
    make_appearance(speaker=make_speaker("Zoé Zz"))

    assert "Zoé Zz" not in search(q).texts(".hits b")


@pytest.mark.parametrize(
    "q", ["x" * 10_000, "a " * 5_000, "diego " * 2_000, "é\u0301" * 5_000, "李" * 10_000],
    ids=["word", "letters", "words", "marks", "runs"],
)  # fmt: skip
def test_a_long_question_costs_no_more_than_a_short_one(programme, q):
    refresh()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = search(q)

    assert page.response.status_code == 200
    assert len(queries) < 120
    assert max(len(query["sql"]) for query in queries) < 50_000


def test_what_no_text_can_hold_is_refused(programme):
    assert search("diego\x00").response.status_code == 400


def test_more_hits_cost_no_more_queries(programme):
    def count():
        refresh()
        with CaptureQueriesContext(connection) as queries:
            found = len(search("anna").all(".hits li"))
        return found, len(queries)

    make_appearance(speaker=make_speaker("Anna Aa"), positions=["élue"])
    one, cost = count()
    for letter in "bcdefgh":
        make_appearance(speaker=make_speaker(f"Anna {letter}"), positions=["élue"])
    several, more = count()

    assert (one, several) == (1, 8)
    assert more == cost
