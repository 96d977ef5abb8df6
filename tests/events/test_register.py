"""The table of appearances: what one may choose and would find, its order, its groups."""

from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.http import QueryDict

from events.filters import FILTERS, Selection
from events.models import Appearance, Edition, Session
from events.ordering import ORDERING, Order
from events.register import DOZEN, Register
from events.views import lists
from tests.events import programme
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
from tests.walk import kept_out_of_the_database, visit

pytestmark = pytest.mark.django_db


def appearances(query: str):
    selection = Selection(QueryDict(query), also=ORDERING)
    return selection.appearances(Appearance.objects.public())


def register(query: str) -> Register:
    asked = QueryDict(query)
    selection = Selection(asked, also=(*ORDERING, "facet", "find"))
    found = selection.appearances(Appearance.objects.public())
    return Register(asked, selection, Order(asked, selection), found)


def choices(query: str) -> dict[str, list]:
    made = register(query)
    facets = {facet.name: facet.choices for facet in [*made.at_once(), *made.to_open()]}
    return facets | {"year": [year for year in made.years if year.count]}


# What each choice finds


def build():
    """The small programme, with an edition that is an item of another, and more sources."""
    programme.build()
    week = Edition.objects.get(slug="week")
    Session.objects.filter(slug="s2").update(stands_for=Edition.objects.get(slug="a-part"))
    both = make_appearance(
        Session.objects.get(slug="s3"), make_speaker("Eric Lux"), [make_organisation("Coop")]
    )
    for subject in (both, both.positions.get(), both.session.day, week):
        cite(subject, make_source())


CHOSEN = [
    "",
    "organisation=list",
    "organisation=list&organisation=technoport",
    "speaker=anna-schmit&role=panellist",
    "role=moderator&role=panellist",
    "year=2025&edition=week&topic=eau",
    "q=schmit&from=2016&to=2025&kind=round_table,discussion",
]


def test_every_count_is_what_its_link_finds():
    build()
    tried = {
        (name, query, choice.query): (choice.count, appearances(choice.query).count())
        for query in CHOSEN
        for name, found in choices(query).items()
        for choice in found
        if not choice.chosen
    }

    assert {link: counts for link, counts in tried.items() if len(set(counts)) > 1} == {}
    assert 0 not in {count for count, _found in tried.values()}
    assert {name for name, _query, _link in tried} == set(FILTERS) - {
        "q", "day", "from", "to", "room", "id",
    }  # fmt: skip


def test_nothing_that_could_be_chosen_is_left_out():
    build()
    offered = {name: {c.value for c in found} for name, found in choices("kind=talk").items()}

    for name, values in offered.items():
        rest = "" if name == "kind" else "kind=talk&"
        for value in {c.value for c in choices("")[name]} - values:
            assert not appearances(f"{rest}{name}={value}").exists(), (name, value)


def test_of_many_values_the_first_dozen_and_a_field_for_the_rest():
    session = make_session()
    for number in range(DOZEN + 2):
        make_appearance(session, make_speaker(f"Anna Schmit-{number:02}"))
    again = make_appearance(make_session(), make_speaker("Zoé Éclair"))
    make_appearance(make_session(), again.speaker)

    [people] = [f for f in register("").to_open() if f.name == "speaker"]
    assert [c.label for c in people.choices][:2] == ["Zoé Éclair", "Anna Schmit-00"]
    assert (len(people.choices), people.more) == (DOZEN, True)

    [found] = [f for f in register("facet=speaker&find=schmitt 13").to_open() if f.is_open]
    assert [(c.label, c.query) for c in found.choices] == [
        ("Anna Schmit-13", "speaker=anna-schmit-13")
    ]


# The order


def test_what_is_unknown_comes_last_whichever_way():
    lux = make_organisation("Lux")
    day = make_day(make_edition(title="Une"))
    make_appearance(make_session(day, title="B"), make_speaker("Anna Zorn"), ["élue", lux])
    make_appearance(make_session(day, title="C"), name_as_printed="Personne")
    make_appearance(
        make_session(make_day(date=None), title="A"),
        make_speaker("Zoé Adam"), [make_organisation("Art")], role="moderator",
    )  # fmt: skip

    def told(query):
        asked = QueryDict(query)
        selection = Selection(asked, also=ORDERING)
        found = selection.appearances(Appearance.objects.public())
        rows = Order(asked, selection).rows(found).select_related("session")
        return "".join(row.session.title for row in rows)

    assert {query: told(query) for query in (
        "", "sort=-date", "sort=person", "sort=-person", "sort=organisation", "sort=-organisation",
        "sort=role", "sort=-role", "sort=session", "group=organisation",
        "group=person&sort=-person",
        "organisation=lux,art&group=organisation&sort=-organisation",
    )} == {
        "": "BCA", "sort=-date": "BCA", "sort=person": "ABC", "sort=-person": "BAC",
        "sort=organisation": "ABC", "sort=-organisation": "BAC",
        "sort=role": "BCA", "sort=-role": "ABC", "sort=session": "ABC",
        "group=organisation": "ABC", "group=person&sort=-person": "BAC",
        "organisation=lux,art&group=organisation&sort=-organisation": "BA",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "named", "possible"),
    [
        ("/de/appearances/?sort=height", "height", "date, -date, person"),
        ("/en/appearances/?group=town", "town", "person, organisation, edition"),
        ("/appearances/?facet=q", "q", "speaker, organisation"),
        ("/appearances.json?sort=-count", "-count", "edition, -edition."),
        ("/appearances.csv?sort=-count&group=x", "x", "person, organisation, edition"),
        ("/appearances.atom?facet=speaker", "facet", "basis"),
        ("/appearances/?basis=guessed", "guessed", "stated, implied"),
    ],
)
def test_what_is_unknown_is_refused_with_what_is_possible(client, address, named, possible):
    response = client.get(address)

    assert response.status_code == 400
    assert named in response.content.decode()
    assert possible in response.content.decode()


# Groups


def test_a_group_over_several_pages_says_so_on_each(monkeypatch):
    programme.build()
    monkeypatch.setattr(lists, "ROWS_A_WEB_PAGE", 4)
    pages = [visit(f"/appearances/?group=person&sort=-count&page={n}") for n in (1, 2, 3, 4)]

    told = [[text.rpartition(" ouvrir")[0] or text for text in p.texts(".grp .g")] for p in pages]
    anna, kamel, zoe = (
        "Anna Schmit 5 interventions · 3 éditions · 2016–2025",
        "Kamel Amroune 4 interventions · 2 éditions · 2025",
        "Zoé Éclair 4 interventions · 2 éditions · 2025",
    )
    assert told == [
        [f"{anna} lignes 1 à 4"],
        [f"{anna} ligne 5", f"{kamel} lignes 1 à 3"],
        [f"{kamel} ligne 4", f"{zoe} lignes 1 à 3"],
        [f"{zoe} ligne 4", "Noms non précisés 1 intervention · 1 édition · 2025"],
    ]


def test_a_group_is_summed_whole_and_opens_on_what_it_says():
    build()
    queries = ["group=person", "group=edition&sort=-count", "group=organisation&topic=eau"]
    for query in [*queries, "group=organisation&organisation=list,technoport&sort=-organisation"]:
        made = register(query)
        rows = made.order.rows(made.found).with_programme()
        groups = made.groups(rows)
        assert len(groups) > 1
        assert sum(group.totals.rows for group in groups) == len(rows)
        for group in groups:
            assert len(group.rows) == group.totals.rows
            assert (group.first, group.last) == (1, len(group.rows))
            assert bool(group.query) == bool(group.record)
            if group.query:
                assert "group=" not in group.query
                assert appearances(group.query).count() == group.opened >= group.totals.rows


def test_what_two_did_together_is_not_opened_as_what_one_did():
    programme.build()
    groups = visit("/appearances/?group=person&organisation=list&organisation=technoport")

    assert len(groups.all(".grp")) > 1
    assert "ouvrir" not in " ".join(groups.texts(".grp"))


# Before a journalist


@dataclass
class Reader:
    """Goes by links alone, those of the filters included."""

    address: str

    def __post_init__(self):
        self.page = visit(self.address)

    def follow(self, words: str, within: str):
        [link] = [a for a in self.page.all(f"{within} a") if words in a.to_text(separator=" ")]
        query = link.attrs["href"]
        return Reader(f"/appearances/{query}" if query.startswith("?") else query)

    def rows(self):
        return [
            (th, ed) for th, ed in zip(
                self.page.texts(".register tbody th[scope=row]"),
                self.page.texts(".register tbody .ed"), strict=True,
            )
        ]  # fmt: skip


@pytest.fixture(scope="module")
def articles(django_db_setup, django_db_blocker):
    """The programmes of the five articles."""
    with kept_out_of_the_database(django_db_blocker.unblock):
        call_command("seed", verbosity=0)
        yield


@pytest.mark.usefixtures("articles")
def test_who_spoke_for_the_technoport_ever():
    found = Reader("/appearances/").follow("Technoport", "#values-organisation")

    assert found.address == "/appearances/?organisation=technoport"
    assert found.page.texts("#compte") == [
        "2 interventions d’une personne pour Technoport, 2016–2025, dans 2 éditions"
    ]
    assert found.rows() == [
        ("Diego De Biasio", "Inauguration de l’extension du FabLab du Technoport"),
        ("Diego De Biasio", "EschTechWeek 2025"),
    ]
    assert found.page.texts(".active a")[0] == "Organisation : Technoport × retirer"
    assert found.page.texts("caption") == found.page.texts("#compte")
    assert [a.attrs["href"] for a in found.page.all("#formats a")] == [
        f"/appearances.{fmt}?organisation=technoport" for fmt in ("csv", "xlsx", "json", "atom")
    ]


def test_the_sentence_says_how_many_were_called_off():
    anna = make_speaker("Anna Schmit")
    kept = make_day(make_edition())
    make_appearance(make_session(kept), anna)
    assert "annulée" not in register("speaker=anna-schmit").sentence
    make_appearance(make_session(kept, status="cancelled"), anna)
    assert register("speaker=anna-schmit").sentence.endswith("dans 1\u00a0édition, dont 1 annulée")
    make_appearance(make_session(make_day(make_edition(status="cancelled"))), anna)
    assert register("speaker=anna-schmit").sentence.endswith(
        "dans 2\u00a0éditions, dont 2 annulées"
    )


@pytest.mark.usefixtures("articles")
def test_panels_with_both_luxinnovation_and_list():
    found = (
        Reader("/appearances/?facet=organisation&find=luxinnovation")
        .follow("table ronde + discussion 32", "#values-kind")
    )  # fmt: skip
    found = Reader(f"{found.address}&facet=organisation&find=luxinno")
    found = found.follow("Luxinnovation 1", "#values-organisation")
    found = found.follow("LIST 2", "#values-organisation")

    assert found.address.partition("?")[2] == (
        "kind=round_table,discussion&organisation=luxinnovation&organisation=list"
    )
    assert found.page.texts("#compte") == [
        "2 interventions de 2 personnes pour Luxinnovation et LIST ensemble "
        "(table ronde ou discussion), 2025, dans 1 édition"
    ]
    assert [who for who, _where in found.rows()] == ["Mario Grotz", "Jurgen Joossens"]
    sessions = found.follow("Les séances", ".views")
    assert sessions.page.texts(".stop h3") == ["Start-ups : accompagner, coopérer, grandir"]


@pytest.mark.usefixtures("articles")
def test_the_table_is_one_and_sorts_by_its_heads():
    first = Reader("/appearances/?kind=round_table&group=organisation&sort=-count")
    assert first.page.all("th[aria-sort]") == []
    turned = first.follow("Personne", "thead").follow("Personne", "thead")

    assert turned.address.endswith("kind=round_table&group=organisation&sort=-person")
    [head] = turned.page.all("th[aria-sort]")
    assert (head.attrs["aria-sort"], head.attrs["scope"]) == ("descending", "col")
    assert {th.attrs["scope"] for th in turned.page.all("tbody th")} == {"row", "rowgroup"}
    alone = turned.follow("rien", ".order")
    assert alone.address.endswith("?kind=round_table&sort=-person")
    assert len(alone.page.all("caption")) == 1
