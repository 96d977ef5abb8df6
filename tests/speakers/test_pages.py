"""What the pages of the people say, with EschTechWeek in the database."""

import pytest

from tests.factories import make_appearance, make_session, make_speaker
from tests.walk import said, visit

SESSION = "/events/eschtechweek-2025/sessions/start-ups-accompagner-cooperer-grandir/"


def facts(page):
    """What stands under each label of a person's page."""
    return {
        said(row.query_one("dt")): said(row.query_one("dd"))
        for row in page.all(".entry .facts > div")
    }


def test_a_person_s_page_says_who_where_when_as_what(pages):
    page = pages["/speakers/diego-de-biasio/"]
    assert page.texts("h1") == ["Diego De Biasio"]
    assert page.texts(".head .when") == ["1 intervention"]
    assert page.texts(".entry h2") == ["Start-ups : accompagner, coopérer, grandir"]
    assert page.one(".entry h2 a").attrs["href"] == SESSION
    assert said(page.one(".entry .date .big")) == "2 avril"
    assert "[2025]" in said(page.one(".entry .date"))
    assert said(page.one(".entry .kind")).startswith("1Panel, table ronde 2")
    assert facts(page)["En qualité de"] == "Technoport SA"
    assert facts(page)["Heure"].startswith("non précisée, [matin]")
    assert "/organisations/technoport/" in page.links()
    assert "§ 8" in said(page.one(".notes"))


def test_a_person_s_page_says_with_whom(pages):
    page = pages["/speakers/diego-de-biasio/"]
    assert said(page.one(".with caption")) == "À la même table"
    assert page.texts(".with th") == [
        "Mario Grotz", "Jurgen Joossens", "Philippe Linster", "Kevin Muller",
    ]  # fmt: skip
    assert len(page.all(".with .mini .self")) == 1


def test_a_day_stands_in_its_order(pages):
    page = pages["/speakers/bruno-cavaleiro/"]
    assert page.texts(".head .when") == ["2 interventions"]
    assert page.texts(".entry h2") == ["Ouverture de la journée", "Discours de clôture"]
    assert [said(node) for node in page.all(".entry .facts dd")].count("non précisé") == 1


def test_a_pseudonym_is_told_and_what_was_printed_kept(pages):
    page = pages["/speakers/david-soner/"]
    assert "Aussi : Pschhh! (pseudonyme)" in said(page.one(".head"))
    assert facts(page)["Imprimé"] == "« David Soner, alias Pschhh! »"


def test_the_directory_is_in_the_order_of_family_names(pages):
    people = pages["/speakers/"]
    assert people.texts("[role=status]") == ["31 personnes"]
    assert people.texts(".index a")[:4] == [
        "Adam Laurent", "Albuquerque António Carlos", "Alev Ajda", "Amroune Kamel",
    ]  # fmt: skip
    assert len(people.all(".index a")) == 31


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("biasio", ["De Biasio Diego"]),
        ("DIEGO biasio", ["De Biasio Diego"]),
        ("helene", ["Jobin Marie-Hélène"]),
        ("pschhh", ["Soner David"]),
        ("personne de ce nom", []),
    ],
)
def test_the_directory_is_filtered(eschtechweek, q, found):
    page = visit(f"/speakers/?q={q}")
    assert page.texts(".index a") == found
    assert page.one("#q").attrs["value"] == q
    assert str(len(found)) in said(page.one("[role=status]"))


def test_nobody_found_is_said_with_a_way_back(eschtechweek):
    page = visit("/speakers/?q=<b>x")
    assert "Personne ne répond à « <b>x »." in said(page.one("#liste"))
    assert page.texts("[role=status]") == ["0 personne pour « <b>x »"]
    assert [a.attrs["href"] for a in page.all("#liste a")] == ["/speakers/"]


def test_a_hidden_name_neither_shows_nor_finds_anybody(db):
    make_appearance(speaker=make_speaker("Anna Schmit", aliases=["Anna S."], hidden=["Anna Weber"]))
    assert "Aussi : Anna S." in said(visit("/speakers/anna-schmit/").one(".head"))
    assert "Weber" not in visit("/speakers/anna-schmit/").text
    assert visit("/speakers/?q=weber").all(".index a") == []


def test_a_person_seen_in_drafts_alone_has_no_page(db):
    make_appearance(make_session(status="draft"), make_speaker())
    assert visit("/speakers/diego-de-biasio/").response.status_code == 404
    assert visit("/speakers/").all(".index a") == []


def test_namesakes_are_told_apart(db):
    for slug, qualifier in (("a", "élu à Nancy"), ("b", "artiste")):
        make_appearance(speaker=make_speaker("Jean Weber", slug=slug, qualifier=qualifier))
    assert visit("/speakers/").texts(".index a") == [
        "Weber Jean (élu à Nancy)",
        "Weber Jean (artiste)",
    ]
    assert "élu à Nancy" in said(visit("/speakers/a/").one(".head"))


def test_the_drawing_of_a_talk_has_everyone_who_gave_it(db):
    session = make_session(kind="talk")
    speakers = [make_speaker(name) for name in ("Anna Schmit", "Ben Weber", "Carla Klein")]
    for speaker in speakers:
        make_appearance(session, speaker)

    page = visit(speakers[1].get_absolute_url())

    circles = [circle.attrs["class"] for circle in page.all(".with .mini circle")]
    assert circles == ["seat", "self", "seat"]
