"""Where sources disagree, both readings stand at the fact, and the note says which is whose."""

import pytest

from sources.models import Basis
from tests import walk
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_source,
    make_speaker,
)

pytestmark = pytest.mark.django_db

READINGS = {
    "/events/": ["16 octobre"],
    "/events/congres/": ["16 octobre"],
    "/events/congres/2019-10-09/": ["le 16", "conférence", "Le feu", "15 h"],
    "/events/congres/sessions/table/": ["le 16", "conférence", "Le feu", "15 h"],
    "/speakers/anna-schmit/": ["le 16", "conférence", "Le feu", "15 h"],
    "/organisations/commune/": ["le 16", "Le feu"],
    "/appearances/": ["le 16", "Le feu"],
}


@pytest.fixture
def disagreement():
    """One source of what is published, another that says otherwise, as to each kind of fact."""
    edition = make_edition(slug="congres", title="Congrès", starts_on="2019-10-09")
    day = make_day(edition, date="2019-10-09")
    session = make_session(day, slug="table", title="L’eau", kind="round_table")
    make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("Commune")])
    here, other = make_source(publication="Gazette"), make_source(publication="Autre journal")
    for subject, fact, reading in [
        (edition, "dates", "16 octobre"), (day, "date", "le 16"), (session, "kind", "conférence"),
        (session, "title", "Le feu"), (session, "starts_at", "15 h"),
    ]:  # fmt: skip
        cite(subject, here, "§1", field=fact)
        cite(subject, other, "§7", field=fact, differing_reading=reading)
    cite(edition, here, "§2")
    session.starts_at = "2019-10-09T07:45:00Z"
    session.save()
    return session


def test_both_readings_stand_at_the_fact(client, disagreement, parse_html):
    for address, readings in READINGS.items():
        page = parse_html(client.get(address))
        marked = {walk.said(span) for span in page.query("main .otherwise")}

        assert marked >= {f"autre lecture ≠ « {reading} »" for reading in readings}, address
        notes = " ".join(walk.said(note) for note in page.query(".notes li"))
        if "Autre journal" in notes:  # the list of editions leaves the notes to their pages
            assert all(f"Lecture divergente : « {reading} »" in notes for reading in readings)


def test_the_note_says_which_source_says_which(client, disagreement, parse_html):
    page = parse_html(client.get("/events/congres/sessions/table/"))
    [note] = [n for n in page.query(".notes li") if "« conférence »" in walk.said(n)]

    figure = note.query("a.ref")[0].attrs["href"].removeprefix("#")
    [upheld] = [n for n in page.query(".notes li") if n.attrs["id"] == figure]

    assert "Publié : « table ronde »" in walk.said(note)
    assert "Autre journal" in walk.said(note)
    assert "Gazette" in walk.said(upheld)


def test_the_sources_of_a_row_say_what_they_contradict(client, disagreement):
    def readings(address):
        [row] = client.get(address).json()["results"]
        return {
            (source["subject"], source["fact"], source["differing_reading"])
            for source in row["sources"]
            if source["differing_reading"]
        }

    of_session = {
        ("session", "kind", "conférence"), ("session", "title", "Le feu"),
        ("session", "starts_at", "15 h"), ("day", "date", "le 16"),
    }  # fmt: skip
    assert readings("/sessions.json") == of_session
    assert readings("/appearances.json") == of_session
    assert readings("/events.json") == {("edition", "dates", "16 octobre")}
    [row] = client.get("/sessions.json").json()["results"]
    assert [s["subject"] for s in row["sources"] if not s["fact"]] == ["edition"]  # inherited


def test_a_source_that_agrees_marks_nothing(client, parse_html):
    cite(make_session(slug="table"), basis=Basis.INFERRED, note="Vu.")

    assert parse_html(client.get("/sessions/")).query(".otherwise") == []
