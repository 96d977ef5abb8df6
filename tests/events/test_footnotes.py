"""Every published fact has a footnote that opens, on every page that a visitor can reach."""

import re

import pytest
from django.core.management import call_command

from tests import walk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PUBLICATIONS = ["TECHSENSE", "Paperjam", "ITnation", "actu88", "Institut de la Grande Région"]

# Where a page states facts, and each of them carries a figure of its own.
FACTS = {
    "an appearance in the register": ".register tbody tr:not(.grp)",
    "a seat at the table": ".seats > li",
    "a session of the day": ".stop",
    "a session's day, hour, place and title": ".record dd",
    "the date of an appearance": ".entry .date",
    "the role of an appearance": ".entry .kind",
    "the company of an appearance": ".entry .with tbody tr",
    "the dates of an edition": ".editions td.date",
    "the day of a week": ".bday h2",
    "an organisation's part in a session": ".atable .facts dd",
    "an organisation's part in an edition": "[aria-labelledby=h-o] .facts dd",
    "what an organisation took part in": "[aria-labelledby=h-i] .facts dd",
    "where an organisation is only mentioned": "[aria-labelledby=h-m] .sources li",
}
# What no source states has nothing to lead to.
UNKNOWN = re.compile("non précisé|sans date|dates? non|^heure")
# The rank is the order of the day's sources, not a fact of one.
RANK = re.compile(r"^\d+ sur \d+$")


@pytest.fixture(scope="module")
def all_pages(django_db_setup, django_db_blocker):
    """Every public page of the five articles."""
    with walk.kept_out_of_the_database(django_db_blocker.unblock):
        call_command("seed", verbosity=0)
        pages = walk.walk(to=walk.is_for_people).values()
        # A source's own page is the note.
        return [p for p in pages if p.is_html and not p.address.startswith("/sources/")]


def is_known(fact) -> bool:
    text = walk.said(fact)
    return bool(text) and not UNKNOWN.search(text) and not RANK.match(text)


@pytest.mark.parametrize("selector", FACTS.values(), ids=FACTS)
def test_every_fact_carries_a_figure(all_pages, selector):
    facts = [(page, fact) for page in all_pages for fact in page.all(selector) if is_known(fact)]

    assert facts
    bare = [(page.address, walk.said(fact)) for page, fact in facts if not fact.query("a.ref")]
    assert bare == []


def test_every_figure_opens_a_note_with_its_source_and_paragraph(all_pages):
    seen = 0
    for page in all_pages:
        notes = {note.attrs["id"]: walk.said(note) for note in page.all(".notes li")}
        for figure in page.all("a.ref"):
            seen += 1
            note = notes[figure.attrs["href"].removeprefix("#")]
            assert any(publication in note for publication in PUBLICATIONS), page.address
            assert re.search(r"§\s\d", note), page.address

    assert seen > 500
