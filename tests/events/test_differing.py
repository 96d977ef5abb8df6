"""Where sources disagree, both readings stand at the fact, and the note says which is whose."""

import pytest

from events.models import Citation
from sources.models import Basis
from tests import walk
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
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


KNOWN_OF_EDITION = {
    "number": 3, "starts_on": "2019-10-09", "admission": "free", "attendance_as_printed": "300",
}  # fmt: skip
KNOWN_OF_SESSION = {
    "number": 2, "starts_at": "2019-10-09T07:45:00Z", "ends_at": "2019-10-09T08:45:00Z",
}  # fmt: skip


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


# Each fact of each record that may have one; the whole record's readings are with its sources.
FACTS = {
    "edition": ["number", "part_of", "title", "dates", "venue", "admission", "attendance"],
    "day": ["date", "title", "venue"],
    "session": ["title", "kind", "number", "starts_at", "ends_at", "part_of_day", "venue"],
    "appearance": ["speaker", "role"],
    "position": ["title", "organisation"],
    "involvement": ["role", "organisation"],
}
TABLE = "/events/congres/sessions/table/"
# Where the facts of a record are told; not all that is told of a session fits a row.
TOLD = {
    "edition": ["/events/congres/"],
    "day": ["/events/congres/2019-10-09/"],
    "session": [TABLE, "/speakers/anna-schmit/", "/events/congres/2019-10-09/"],
    "appearance": [TABLE, "/speakers/anna-schmit/", "/appearances/", "/organisations/commune/"],
    "position": [TABLE, "/speakers/anna-schmit/", "/appearances/", "/organisations/commune/"],
    "involvement": [TABLE, "/organisations/ecole/"],
}
BRIEF = {("/events/congres/2019-10-09/", "part_of_day")}


def test_every_fact_that_may_be_contradicted_is_thought_of():
    assert {fact for facts in FACTS.values() for fact in facts} == set(Citation.Fact) - {""}


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_every_contradicted_fact_says_so_where_it_stands(client, parse_html, known):
    """Also of what is not known otherwise: what one source says of it, the others leave open."""
    of_day = {"date": "2019-10-09", "title": "Le jour"}
    edition = make_edition(slug="congres", title="Congrès", **(KNOWN_OF_EDITION if known else {}))
    day = make_day(edition, **of_day)
    session = make_session(day, slug="table", **(KNOWN_OF_SESSION if known else {}))
    speaker, commune = make_speaker("Anna Schmit"), make_organisation("Commune", slug="commune")
    appearance = make_appearance(session, speaker, [commune], role="panellist")
    school = make_organisation("École", slug="ecole")
    subjects = {
        "edition": edition, "day": day, "session": session, "appearance": appearance,
        "position": appearance.positions.get(), "involvement": make_involvement(session, school),
    }  # fmt: skip
    here, other = make_source(publication="Gazette"), make_source(publication="Autre journal")
    cite(edition, here)
    for name, facts in FACTS.items():
        for fact in facts:
            cite(subjects[name], other, field=fact, differing_reading=f"autre {name}-{fact}")

    missing = []
    for name, addresses in TOLD.items():
        for address in addresses:
            page = parse_html(client.get(address))
            marked = {walk.said(span) for span in page.query("main .otherwise")}
            missing += [
                (address, name, fact)
                for fact in FACTS[name]
                if f"autre lecture ≠ « autre {name}-{fact} »" not in marked
                and (address, fact) not in BRIEF
            ]
    assert missing == []
    [row] = client.get("/sessions.json").json()["results"]
    assert {(s["subject"], s["fact"]) for s in row["sources"]} >= {
        (name, fact) for name in ("session", "day", "involvement") for fact in FACTS[name]
    }


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
