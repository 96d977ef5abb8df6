"""The declaration at /accessibilite/: the model's parts, the tests' figures, and no more."""

import json

import pytest
from django.conf import settings

from events import accessibility
from tests.browser.accessibility.kinds import KINDS
from tests.walk import visit

PAGE = "/accessibilite/"
PARTS = [
    "État de conformité", "Résultats des tests", "Contenus non accessibles",
    "Établissement de cette déclaration", "Retour d’information et contact", "Voies de recours",
]  # fmt: skip
PACKAGE = settings.BASE_DIR / "tests" / "browser" / "accessibility" / "package.json"


@pytest.fixture
def declaration(db):
    def visited(address=PAGE):
        return " ".join(visit(address).html.query_one("main").to_text().split())

    return visited


def test_it_has_the_parts_that_the_law_names(db):
    assert visit(PAGE).texts("main h2") == PARTS


@pytest.mark.parametrize(
    ("address", "word"),
    [(PAGE, "non conforme"), (f"/en{PAGE}", "not compliant"), (f"/de{PAGE}", "nicht konform")],
)
def test_without_an_audit_it_says_so(declaration, address, word):
    assert visit(address).one("main strong").to_text() == word
    assert word in declaration(address)
    assert "106" in declaration(address)


def test_every_page_leads_to_it_and_says_the_word(db):
    footer = visit("/nowhere/").one(f"footer a[href='{PAGE}']")
    assert " ".join(footer.to_text().split()) == "accessibilité : non conforme"


def test_its_figures_are_those_of_the_trial(declaration):
    trial, said = accessibility.latest_trial(), declaration()
    for figure in (trial.axe, trial.browser, f"{len(trial.kinds)} sortes de pages", trial.looks):
        assert str(figure) in said
    for width in trial.widths:
        assert str(width) in said
    for label in trial.pages:
        assert str(label)[1:] in said


def test_the_trial_is_of_the_pages_and_the_checker_there_are():
    """Otherwise `make accessibility`."""
    trial = accessibility.latest_trial()
    assert trial.kinds == list(KINDS) == list(accessibility.KINDS)
    assert trial.axe == json.loads(PACKAGE.read_text())["dependencies"]["axe-core"]
    assert trial.looks == len(trial.kinds) * len(trial.widths) * len(trial.schemes)
    assert len(trial.widths) == 4
    assert trial.findings == []


def test_a_finding_is_told(declaration, monkeypatch):
    kept = json.loads(accessibility.KEPT.read_text())
    kept["findings"] = [
        {"kind": "home", "width": 320, "scheme": "dark", "rule": "image-alt",
         "help": "Images must have alternative text", "criteria": ["1.1.1"]},
    ]  # fmt: skip
    trial = accessibility.read_trial(json.dumps(kept))
    monkeypatch.setattr("events.views.accessibility.latest_trial", lambda: trial)
    assert "1.1.1 Images must have alternative text" in declaration()
    assert "n’en trouvent pas" not in declaration()


def test_who_answers_for_it_is_named(declaration, settings):
    assert "n’a pas indiqué son nom" in declaration()
    settings.OPERATOR = "L’Exploitant <Exemple>"
    assert "L’Exploitant <Exemple> s’engage à" in declaration()
    assert "n’a pas indiqué son nom" not in declaration()


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("acces@example.org", "mailto:acces@example.org"),
        ("https://example.org/contact", "https://example.org/contact"),
    ],
)
def test_where_to_write_is_a_link(db, settings, contact, href):
    settings.CONTACT = contact
    link = visit(PAGE).one("[aria-labelledby=h-contact] a")
    assert (link.attrs["href"], link.to_text()) == (href, contact)


def test_without_an_address_it_says_that_one_is_missing(declaration):
    assert "n’a pas indiqué où lui écrire" in declaration()
