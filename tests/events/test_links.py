"""Where a session leads on the web, and its track: on its page and in its JSON."""

import pytest

from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_session,
    make_speaker,
)
from tests.walk import said, visit

pytestmark = pytest.mark.django_db

PAGE = "https://example.org/talk?id=1&lang=fr"
SLIDES = "https://example.org/slides.pdf"


def linked_session():
    day = make_day(make_edition(slug="foire"))
    session = make_session(day, slug="table", track="Cadrage & pilotage", language="de")
    session.links.create(url=PAGE, order=1)
    session.links.create(url=SLIDES, order=2, label="Diapositives <2025>")
    return session


def test_the_page_leads_to_the_organisers_page_and_the_slides():
    linked_session()

    page = visit("/events/foire/sessions/table/")

    links = [(a.attrs["href"], a.to_text()) for a in page.all("[aria-labelledby=h-links] a")]
    assert links == [
        (PAGE, "Page de la séance chez l’organisateur"), (SLIDES, "Diapositives <2025>"),
    ]  # fmt: skip
    assert "Cadrage & pilotage" in page.texts(".record dd")


def test_what_has_neither_says_nothing_of_it():
    make_session(make_day(make_edition(slug="foire")), slug="table")

    page = visit("/events/foire/sessions/table/")

    assert page.all("[aria-labelledby=h-links]") == []
    assert "Parcours" not in page.texts(".record dt")


def test_the_row_has_them_too():
    linked_session()
    make_session(make_day(date=None))

    rows = visit("/sessions.json").response.json()["results"]

    said = [(row["track"], row["language"], row["links"]) for row in rows]
    assert said == [
        ("Cadrage & pilotage", "de", [{"url": PAGE, "label": None},
                                      {"url": SLIDES, "label": "Diapositives <2025>"}]),
        (None, "fr", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "kind"), [(".json", "application/json"), (".ics", "text/plain")]
)
def test_what_does_not_exist_is_said_in_the_format_asked_for(client, ending, kind):
    make_edition(slug="foire")
    for address in ("/events/nulle-part", "/events/foire/sessions/rien", "/speakers/personne"):
        response = client.get(address + ending)
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (404, kind)
        assert "Rien à cette adresse." in response.content.decode()


@pytest.mark.parametrize("value", ["20250402", "2025-W14-3", "2025-4-2", "2025-13-01", "hier"])
def test_a_date_is_written_one_way(client, value):
    assert client.get(f"/sessions.json?day={value}").status_code == 400
    assert client.get("/sessions.json?day=2025-04-02").status_code == 200


# What the people of a session do elsewhere


def elsewhere(page):
    return [said(cell) for cell in page.all("[aria-labelledby=h-e] td.se")]


def test_a_session_leads_to_what_its_people_do_elsewhere():
    table = make_session(make_day(make_edition(slug="foire")), slug="table")
    anna, eric = make_speaker("Anna Schmit"), make_speaker("Eric Lux")
    make_appearance(table, anna)
    make_appearance(table, None)  # nobody we know
    for title, speaker, status in (
        ("Avant", anna, "published"), ("Secret", anna, "draft"), ("Autre", eric, "published"),
        ("Anonyme", None, "published"),
    ):  # fmt: skip
        make_appearance(make_session(title=title, status=status), speaker)

    assert elsewhere(visit("/events/foire/sessions/table/")) == ["« Avant »"]


def test_the_register_has_what_is_too_much_for_the_page():
    table = make_session(make_day(make_edition(slug="foire")), slug="table")
    for name in ("Anna Schmit", "Eric Lux"):
        speaker = make_speaker(name)
        make_appearance(table, speaker)
        for _ in range(7):
            make_appearance(make_session(), speaker)

    page = visit("/events/foire/sessions/table/")

    assert len(elsewhere(page)) == 12
    [more] = page.all("[aria-labelledby=h-e] div > p > a")
    assert said(visit(more.attrs["href"]).one("#compte")) == (
        "16 interventions d’Anna Schmit ou Eric Lux, 2025, dans 15 éditions"
    )
