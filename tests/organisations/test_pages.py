"""What the pages of the organisations say, with EschTechWeek in the database."""

import pytest

from tests.factories import (
    cite,
    make_appearance,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
    make_session,
)
from tests.walk import said, visit

CITY = "/organisations/ville-desch-sur-alzette/"


def test_an_organisation_s_page_says_who_appeared_for_it(pages):
    page = pages["/organisations/technoport/"]
    assert page.texts("h1") == ["Technoport"]
    assert page.texts(".head .when") == ["1 représentation"]
    assert "Aussi imprimé : « Technoport SA »" in said(page.one(".head"))
    [row] = page.all(".register tbody tr")
    assert [said(cell) for cell in row.query("th, td")][:5] == [
        "2 avril [2025]", "Diego De Biasio", "panel", "Technoport SA",
        "Start-ups : accompagner, coopérer, grandir",
    ]  # fmt: skip
    assert "/speakers/diego-de-biasio/" in page.links()
    assert "§ 8" in said(page.one(".notes"))


def test_positions_stand_as_printed_at_each_appearance(pages):
    assert pages[CITY].texts(".register td.po") == [
        "échevin de la Ville d’Esch-sur-Alzette",
        "bourgmestre d’Esch-sur-Alzette",
        "député, échevin de la ville d’Esch",
    ]


def test_what_an_organisation_did_itself_stands_apart(pages):
    page = pages[CITY]
    assert page.texts(".head .when") == ["3 représentations1 engagement"]
    assert said(page.one("[aria-labelledby=h-i] dl")).startswith(
        "PartenariatEschTechWeek 2025, 31 mars – 5 avril [2025]"
    )


def test_an_organisation_that_only_hosted_has_no_representation(pages):
    page = pages["/organisations/dlh/"]
    assert page.texts(".register th[scope=row]") == ["Serge Linckels"]
    host = pages["/organisations/cnpd/"]
    assert host.texts(".head .when") == ["0 représentation2 engagements"]
    assert "Personne n’y est intervenu en son nom." in said(host.one("main"))
    assert "/events/eschtechweek-2025/sessions/bus-tour/" in host.links()


def test_an_organisation_that_is_only_mentioned_is_said_to_be(db):
    body = make_organisation("Banque de sable")
    cite(make_involvement(make_edition(title="Foire"), body, role="mentioned"))
    page = visit("/organisations/banque-de-sable/")
    assert page.all("[aria-labelledby=h-i]") == []
    assert said(page.one(".mentioned .sources > li")).startswith("Foire, dates non précisées")


def test_the_directory_is_in_order(pages):
    page = pages["/organisations/"]
    assert page.texts("[role=status]") == ["29 organisations"]
    assert page.texts(".index b")[:4] == ["AGORA", "All Might Group", "CHEM", "CNPD"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("technoport", ["Technoport"]),
        ("technoport sa", ["Technoport"]),
        ("universite", ["Université du Luxembourg"]),
        ("nulle part", []),
    ],
)
def test_the_directory_is_filtered(eschtechweek, q, found):
    page = visit(f"/organisations/?q={q}")
    assert page.texts(".index b") == found
    assert f"pour « {q} »" in said(page.one("[role=status]"))


def test_editing_an_organisation_leaves_what_was_printed(db):
    body = make_organisation("Technoport")
    appearance = make_appearance(name_as_printed="Diego De Biasio")
    make_position(appearance, body, as_printed="Technoport SA")
    body.name = "Technoport Luxembourg"
    body.save()
    page = visit("/organisations/technoport/")
    assert page.texts("h1") == ["Technoport Luxembourg"]
    assert page.texts(".register td.po") == ["Technoport SA"]


def test_an_organisation_seen_in_drafts_alone_has_no_page(db):
    body = make_organisation("Technoport")
    make_appearance(make_session(status="draft"), positions=[body])
    make_involvement(make_edition(status="draft"), body)
    assert visit("/organisations/technoport/").response.status_code == 404
    assert visit("/organisations/").all(".index b") == []
