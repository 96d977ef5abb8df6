"""The index follows every statement, and never says what is not public."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from events.finding import find
from events.models import Appearance, Revision, Session
from organisations.models import Organisation
from search import index
from search.index import rebuild, refresh
from search.models import SearchEntry, SearchMark, SearchToken
from speakers.models import Speaker, SpeakerName
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
    make_venue,
)

pytestmark = pytest.mark.django_db


def names(q: str) -> list[str]:
    return [hit.name for hit in find(q, None).hits]


@pytest.fixture
def diego():
    speaker = make_speaker("Diego De Biasio", aliases=["Pschhh!"])
    make_appearance(make_session(title="Panorama"), speaker, [make_organisation("Technoport")])
    refresh()
    return speaker


def rename_by_sql():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE speakers_speaker SET name = 'Kamel Amroune'")


def rename_as_printed_too():
    rename_by_sql()
    Appearance.objects.update(name_as_printed="Kamel Amroune")


def add_name_in_bulk():
    SpeakerName.objects.bulk_create([SpeakerName(speaker=Speaker.objects.get(), name="Kamel")])


def move_name():
    other = make_speaker("Anna Schmit")
    make_appearance(speaker=other)
    SpeakerName.objects.update(speaker=other)


CHANGES = {
    "save": (lambda d: d.names.create(name="Kamel"), "kamel", ["Diego De Biasio"]),
    "sql": (lambda d: rename_by_sql(), "amroune", ["Kamel Amroune"]),
    "sql-was": (lambda d: rename_as_printed_too(), "biasio", []),
    "as-printed": (lambda d: rename_by_sql(), "biasio", ["Kamel Amroune"]),
    "bulk-create": (lambda d: add_name_in_bulk(), "kamel", ["Diego De Biasio"]),
    "update": (lambda d: SpeakerName.objects.update(name="Kamel"), "kamel", ["Diego De Biasio"]),
    "hide": (lambda d: SpeakerName.objects.update(hidden=True), "pschhh", []),
    "delete": (lambda d: SpeakerName.objects.all().delete(), "pschhh", []),
    "move": (lambda d: move_name(), "pschhh", ["Anna Schmit"]),
    "organisation": (
        lambda d: Organisation.objects.update(name="Luxinnovation"), "luxinnov", ["Luxinnovation"],
    ),
    "organisation-name": (
        lambda d: Organisation.objects.get().names.create(name="TPS"), "tps", ["Technoport"],
    ),
    "title": (lambda d: Session.objects.update(title="Horizon"), "horizon", ["Horizon"]),
    "session-gone": (lambda d: Session.objects.all().delete(), "panorama", []),
    "draft": (lambda d: Session.objects.update(status="draft"), "panorama", []),
    "draft-person": (lambda d: Session.objects.update(status="draft"), "biasio", []),
}  # fmt: skip


@pytest.mark.parametrize(("change", "q", "found"), CHANGES.values(), ids=CHANGES)
def test_the_index_follows_any_statement(diego, change, q, found):
    change(diego)

    assert names(q) == found
    assert not SearchMark.objects.exists()


def test_the_title_of_an_edition_finds_its_sessions(diego):
    edition = Session.objects.get().day.edition
    edition.title = "Semaine bleue"
    edition.save()

    assert names("bleue panorama") == ["Panorama"]


def test_a_session_that_moves_is_found_by_its_new_edition(diego):
    Session.objects.update(day=make_day(make_edition(title="Semaine bleue")))

    assert names("bleue") == ["Panorama"]


def test_a_venue_is_found_by_its_new_town(diego):
    make_session(venue=make_venue("Mairie", town="Esch"))
    refresh()
    Session.objects.last().venue.__class__.objects.update(town="Nancy")

    assert names("mairie nancy") == ["Mairie"]


def test_a_hidden_name_is_nowhere_in_the_index():
    make_appearance(speaker=make_speaker("Anna Schmit", aliases=["Nette"], hidden=["Secrète"]))
    refresh()
    tokens = set(SearchToken.objects.values_list("text", flat=True))

    assert {"nette", "schmit"} <= tokens
    assert "secrete" not in tokens
    assert "ecr" not in str(list(SearchEntry.objects.values_list("forms", flat=True)))


def test_asking_leaves_the_revision_where_it_is(diego):
    diego.names.create(name="Kamel")
    before = Revision.objects.get().value

    assert names("kamel") == ["Diego De Biasio"]
    assert Revision.objects.get().value == before


def test_where_the_index_cannot_be_written_what_changed_is_left_out(diego, monkeypatch):
    make_appearance(speaker=make_speaker("Anna Schmit"))
    refresh()
    diego.names.update(hidden=True)

    def refuse(most):
        raise DatabaseError

    monkeypatch.setattr(index, "work_off", refuse)

    assert names("pschhh") == []
    assert names("anna") == ["Anna Schmit"]


def test_a_question_works_off_no_more_than_its_share(monkeypatch):
    for name in ("Anna Aa", "Berta Bb", "Carla Cc"):
        make_appearance(speaker=make_speaker(name))
    SearchMark.objects.exclude(kind="appearance").delete()
    monkeypatch.setattr(refresh, "__defaults__", (1,))
    marks = SearchMark.objects.count()

    find("anna", None)
    assert SearchMark.objects.count() == marks - 1

    refresh(most=None)
    assert not SearchMark.objects.exists()


def test_a_rebuilt_index_is_the_same(diego):
    make_speaker("Anna Schmit", aliases=["Nette"])
    refresh()

    def content():
        return (
            sorted(SearchEntry.objects.values_list("kind", "object_id", "weight")),
            sorted(SearchToken.objects.values_list("kind", "object_id", "text")),
        )

    before = content()
    SearchToken.objects.all().delete()
    rebuild()
    assert content() == before

    call_command("rebuild_search")
    assert content() == before
