"""How we know: a fact's own sources, else its record's, else its parent's; and their notes."""

import pytest

from events.models import Panel
from events.provenance import Footnotes, Mark, citations_for, home_of, parent
from sources.models import Basis
from tests.factories import (
    cite,
    make_appearance,
    make_involvement,
    make_organisation,
    make_position,
    make_session,
    make_source,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    """One record of every kind that can be cited, each on top of the next."""
    session = make_session()
    appearance = make_appearance(session)
    organisation = make_organisation()
    return {
        "position": make_position(appearance),
        "appearance": appearance,
        "session": session,
        "panel": Panel(pk=session.pk, day=session.day),
        "day": session.day,
        "edition": session.day.edition,
        "session_involvement": make_involvement(session, organisation),
        "edition_involvement": make_involvement(session.day.edition, organisation),
    }


PARENTS = [
    ("position", "appearance"),
    ("appearance", "session"),
    ("session", "day"),
    ("panel", "day"),
    ("day", "edition"),
    ("session_involvement", "session"),
    ("edition_involvement", "edition"),
]


@pytest.mark.parametrize(("name", "above"), PARENTS)
def test_what_has_no_source_of_its_own_goes_by_its_parents(records, name, above):
    cite(records["edition"], field="dates", locator="§9")
    citation = cite(records[above])

    assert parent(records[name]) == records[above]
    assert citations_for(records[name]) == [citation]
    assert citations_for(records[name], "title") == [citation]


@pytest.mark.parametrize("name", [name for name, _ in PARENTS if name != "panel"] + ["edition"])
def test_a_facts_own_sources_come_first_then_the_records(records, name):
    cite(records["edition"])
    record = records[name]
    whole = cite(record)
    if name == "edition":
        whole = record.citations.first()
    of_title = [cite(record, field="title", locator=locator) for locator in ("§2", "§3")]

    assert citations_for(record, "title") == of_title
    assert citations_for(record, "venue")[0] == whole
    assert citations_for(record)[0] == whole
    assert not set(of_title) & set(citations_for(record))


def test_a_position_inherits_all_the_way_from_the_edition(records):
    citation = cite(records["edition"])

    assert citations_for(records["position"], "organisation") == [citation]


def test_a_fact_of_the_parent_is_not_the_childs(records):
    cite(records["day"], field="title")

    assert citations_for(records["session"], "title") == []


def test_no_source_at_all(records):
    assert citations_for(records["position"]) == []
    assert parent(records["edition"]) is None


@pytest.mark.parametrize(
    ("name", "home"),
    [
        ("position", "session"),
        ("appearance", "session"),
        ("session", "session"),
        ("day", "day"),
        ("edition", "edition"),
        ("session_involvement", "session"),
        ("edition_involvement", "edition"),
    ],
)
def test_a_fact_is_shown_on_the_page_of_its_home(records, name, home):
    assert home_of(records[name]) == records[home]


def test_notes_are_numbered_in_the_order_of_the_facts(records):
    first, second = make_source(), make_source()
    cite(records["session"], second, "§2")
    cite(records["appearance"], first, "§1")
    footnotes = Footnotes()

    assert footnotes.marks(records["session"]) == [Mark(1, "§2")]
    assert footnotes.marks(records["appearance"]) == [Mark(2, "§1")]
    assert footnotes.marks(records["session"]) == [Mark(1, "§2")]
    assert [(note.number, note.source) for note in footnotes.take()] == [(1, second), (2, first)]


def test_paragraphs_known_in_one_way_share_a_note(records):
    source = make_source()
    for locator in ("§10", "§9", "§10", ""):
        cite(records["session"], source, locator)
    footnotes = Footnotes()

    marks = footnotes.marks(records["session"])

    assert marks == [Mark(1, "§10"), Mark(1, "§9"), Mark(1, "§10"), Mark(1, "")]
    [note] = footnotes.take()
    assert note.paragraphs == "§9, §10"


def test_another_way_of_knowing_is_another_note(records):
    source, session = make_source(), records["session"]
    cite(session, source)
    cite(session, source, basis=Basis.INFERRED, note="Le 2 avril est un mercredi.")
    cite(session, source, basis=Basis.INFERRED, note="L’ordre le dit.")
    cite(session, source, differing_reading="le 3 avril")
    footnotes = Footnotes()

    assert [mark.number for mark in footnotes.marks(session)] == [1, 2, 3, 4]
    assert [(n.basis_label, n.reasoning, n.differing_reading) for n in footnotes.take()] == [
        ("", "", ""),
        ("déduit", "Le 2 avril est un mercredi.", ""),
        ("déduit", "L’ordre le dit.", ""),
        ("", "", "le 3 avril"),
    ]


def test_a_section_takes_its_own_notes(records):
    cite(records["session"], locator="§1")
    cite(records["appearance"], locator="§2")
    footnotes = Footnotes()

    footnotes.marks(records["session"])
    assert [note.paragraphs for note in footnotes.take()] == ["§1"]
    footnotes.marks(records["session"])
    footnotes.marks(records["appearance"])
    assert [(note.number, note.paragraphs) for note in footnotes.take()] == [(2, "§2")]
    assert footnotes.take() == []


def test_no_source_no_mark(records):
    footnotes = Footnotes()

    assert footnotes.marks(records["session"]) == []
    assert footnotes.take() == []
