"""What is said of sessions, and what people came as: found below names, of what is public only."""

import pytest

from events.finding import find
from events.models import Appearance, Day, Position, Session, Topic
from search.index import refresh
from speakers.models import Speaker, SpeakerName
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_session,
    make_speaker,
    make_topic,
)
from tests.walk import said, visit

pytestmark = pytest.mark.django_db


def names(q: str) -> list[str]:
    return [hit.name for hit in find(q, None).hits]


@pytest.fixture
def panorama():
    session = make_session(title="Panorama", summary="La forge numérique", track="Données")
    session.topics.add(make_topic("Hydrogène"))
    diego = make_speaker("Diego De Biasio", aliases=["Pschhh!"])
    make_appearance(session, diego, ["directeur du Technoport"])
    refresh()
    return session


CHANGES = {
    "summary": (lambda: Session.objects.update(summary="Le haut fourneau"), "fourneau", "Panorama"),
    "summary-was": (lambda: Session.objects.update(summary=""), "forge", None),
    "track": (lambda: Session.objects.update(track="Acier"), "acier", "Panorama"),
    "topic": (lambda: Topic.objects.update(name="Eau"), "eau", "Panorama"),
    "topic-gone": (lambda: Session.topics.through.objects.all().delete(), "hydrogène", None),
    "edition": (
        lambda: Session.objects.update(day=make_day(make_edition(title="Semaine bleue"))),
        "forge bleue", "Panorama",
    ),
    "position": (lambda: Position.objects.update(as_printed="élu"), "élu", "Diego De Biasio"),
    "position-was": (lambda: Position.objects.all().delete(), "directeur", None),
    "name": (lambda: Speaker.objects.update(name="Anna"), "anna technoport", "Anna"),
    "hidden": (lambda: SpeakerName.objects.update(hidden=True), "pschhh technoport", None),
    "draft": (lambda: Session.objects.update(status="draft"), "forge", None),
    "draft-position": (lambda: Session.objects.update(status="draft"), "directeur", None),
    "gone": (lambda: Day.objects.all().delete(), "forge", None),
}  # fmt: skip


@pytest.mark.parametrize(("change", "q", "found"), CHANGES.values(), ids=CHANGES)
def test_texts_follow_any_statement(panorama, change, q, found):
    change()

    assert names(q) == ([found] if found else [])


def test_names_and_titles_come_before_what_is_said(panorama):
    make_session(title="Ouverture", summary="Un grand panorama")
    make_appearance(speaker=make_speaker("Luc Directeur"))

    assert names("panorama") == ["Panorama", "Ouverture"]
    assert names("directeur") == ["Luc Directeur", "Diego De Biasio"]


def test_a_person_is_found_once_by_the_latest_that_answers(panorama):
    diego = Speaker.objects.get()
    for year, position in ((2016, "directeur adjoint"), (2030, "directeur de la forge")):
        session = make_session(make_day(date=f"{year}-04-02"))
        make_appearance(session, diego, [position])

    assert [hit.context for hit in find("directeur", None).hits] == ["directeur de la forge"]
    assert [hit.context for hit in find("adjoint", None).hits] == ["directeur adjoint"]


def test_a_person_is_found_by_the_name_that_was_printed(panorama):
    appearance = Appearance.objects.get()
    Appearance.objects.update(name_as_printed="Dre Jacquie De Biasio")
    make_session(title="Ouverture", summary="Drei Jacquies de biais")

    assert find("dre jacquie de biasio", None).meant == ""
    assert names("dre jacquie de biasio") == ["Diego De Biasio"]
    assert list(Speaker.objects.matching("jacquie biasio")) == [appearance.speaker]

    # Whoever has a hidden name is not found by what was printed, in whatever form it was.
    appearance.speaker.names.create(name="Jacques De Biasio", hidden=True)
    assert names("jacquie") == ["Ouverture"]
    assert list(Speaker.objects.matching("jacquie")) == []


def test_a_title_before_a_name_may_be_left_out(panorama):
    make_appearance(speaker=make_speaker("Me Anna Schmit"))

    for q in ("Dr Diego De Biasio", "M. De Biasio", "Prof. Dr. Diego", "Mme Schmit", "Anna Schmit"):
        assert len(names(q)) == 1, q
    assert names("Dr Xyzzyq") == []


def test_no_word_of_a_name_was_meant_to_be_one_of_a_text(panorama):
    assert find("forge numerque", None).meant == "forge numérique"

    make_speaker("Anna Numerque")
    found = find("forge numerque", None)
    assert ([hit.name for hit in found.hits], found.meant) == (["Panorama"], "")


def test_two_letters_are_a_word_and_no_beginning_where_nothing_longer_is_asked():
    make_session(title="Panorama", summary="Le rôle de l’IA")
    make_session(title="Ouverture", summary="Un iambe")

    assert names("ia") == ["Panorama"]
    assert names("rôle i") == ["Panorama"]
    assert names("rôle x") == []


def test_what_answers_is_marked_in_an_excerpt(panorama):
    words = " ".join(f"mot{n}" for n in range(60))
    Session.objects.update(summary=f"{words} cross-border <b> suite", language="en")
    page = visit("/search/?q=crossborder").response.content.decode()

    assert names("crossborder") == ["Panorama"]
    assert "…" in page
    assert "mot0 " not in page
    assert "&lt;b&gt;" in page
    [hit] = visit("/search/?q=border").all(".hits li")
    assert hit.query_one("mark").to_html() == "<mark>border</mark>"
    assert hit.query_one("[lang=en] mark") is not None


def test_a_position_that_answers_is_marked(panorama):
    [hit] = visit("/search/?q=technoport+dir").all(".hits li")

    assert "<mark>dir</mark>ecteur du <mark>Technoport</mark>" in hit.to_html()
    assert said(hit.query_one("b")) == "Diego De Biasio"


def test_lists_find_what_the_box_finds(panorama):
    make_appearance(make_session(title="Ouverture"), make_speaker("Anna Schmit"), ["élue"])

    def rows(path, q):
        results = visit(f"{path}.json?q={q}").response.json()["results"]
        return [row.get("title") or row.get("name") or row["name_as_printed"] for row in results]

    assert rows("/sessions", "forge") == rows("/sessions", "hydrogene") == ["Panorama"]
    assert rows("/sessions", "directeur") == ["Panorama"]
    assert rows("/appearances", "directeur") == rows("/appearances", "forge") == ["Diego De Biasio"]
    assert rows("/speakers", "directeur") == rows("/speakers", "diego+directeur")
    assert rows("/speakers", "directeur") == ["Diego De Biasio"]
    assert rows("/speakers", "forge") == rows("/sessions", "secrete") == []


def test_a_calendar_of_words_keeps_what_was_said_there_as_cancelled(panorama):
    panorama.day.date = "2025-04-02"
    panorama.day.save()
    queries = ("forge", "directeur", "hydrogene")
    before = [visit(f"/sessions.ics?q={q}").response.content for q in queries]
    Session.objects.all().delete()

    assert all(b"STATUS:CANCELLED" not in calendar for calendar in before)
    for q in queries:
        calendar = visit(f"/sessions.ics?q={q}").response.content
        assert calendar.count(b"STATUS:CANCELLED") == 1, q
    SpeakerName.objects.update(hidden=True)
    assert b"BEGIN:VEVENT" not in visit("/sessions.ics?q=pschhh").response.content
