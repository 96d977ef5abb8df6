"""One definition of the filters for every list: what each selects, and what it refuses."""

from datetime import date

import pytest
from django.http import QueryDict

from events.filters import FILTERS, FilterError, Selection
from events.models import Appearance, Edition, Series, Session
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db

Role = Appearance.Role


def sessions(query: str) -> list[str]:
    """The slugs of the sessions that a query string selects."""
    found = Selection(QueryDict(query)).sessions(Session.objects.published())
    return sorted(found.values_list("slug", flat=True))


def appearances(query: str) -> list[str]:
    """The names as printed of the appearances that a query string selects, in order."""
    found = Selection(QueryDict(query)).appearances(Appearance.objects.public())
    return list(found.order_by("session__slug", "order").values_list("name_as_printed", flat=True))


@pytest.fixture
def programme():
    """Four sessions of two editions, told apart by everything that a filter asks for."""
    luxprovide, list_ = make_organisation("Luxprovide"), make_organisation("LIST")
    anne, eric, kamel = make_speaker("Anne A"), make_speaker("Eric E"), make_speaker("Kamel K")
    esch = make_venue("Mairie", town="Esch")
    week = make_edition(slug="week", series=Series.objects.create(slug="weeks", title="Weeks"))
    first = make_day(week, date=date(2025, 4, 2), venue=esch)
    part = make_edition(slug="part", part_of=week)

    talk = make_session(first, slug="talk", kind="talk", title="MeluXina, un calcul", code="talkkk")
    make_appearance(talk, anne, [luxprovide])
    make_appearance(talk, eric, [list_], role=Role.MODERATOR)

    table = make_session(
        first, slug="table", kind="round_table", code="tablee",
        room=make_room(make_venue("Kinepolis", town="Belval")),
    )  # fmt: skip
    make_appearance(table, anne, [list_], role=Role.MODERATOR)
    make_appearance(table, eric, [luxprovide, list_], role=Role.PANELLIST)

    park = make_venue("Parc", town="Esch")
    make_room(park)  # of the same name as the one above, and empty
    debate = make_session(
        make_day(part, date=date(2025, 4, 3)), slug="debate", kind="debate", venue=park
    )
    make_appearance(debate, kamel, basis="implied")
    debate.topics.add(make_topic("santé"), make_topic("talents"))

    old = make_session(make_day(make_edition(slug="old"), date=date(2016, 6, 16)), slug="old")
    cite(old, make_source(slug="itnation"))
    old.topics.add(make_topic("talents", slug="talents-2"))

    make_session(first, code="gonnow").delete()
    Session.objects.filter(pk=make_session(first, code="backnw").pk).update(status="draft")

    draft = make_edition(slug="draft", status=Edition.Status.DRAFT)
    hidden = make_session(
        make_day(draft, date=date(2025, 4, 2), venue=esch), kind="talk", code="hidden"
    )
    make_appearance(hidden, anne, [luxprovide])
    make_appearance(hidden, make_speaker("Jamais Vu"), [make_organisation("Jamais Vue")])
    cite(make_appearance(table, name_as_printed="Sans nom"), make_source(slug="techsense"))


CASES = [
    ("", ["debate", "old", "table", "talk"]),
    ("q=meluxina", ["talk"]),
    ("q=CALCUL, meluxina", ["talk"]),
    ("q=kamel", ["debate"]),
    ("q=rien", []),
    ("series=weeks", ["debate", "table", "talk"]),
    ("edition=week", ["debate", "table", "talk"]),
    ("edition=part", ["debate"]),
    ("edition=part,old", ["debate", "old"]),
    ("edition=week&edition=part", ["debate"]),
    ("day=2025-04-02", ["table", "talk"]),
    ("day=2025-04-03,2016-06-16", ["debate", "old"]),
    ("year=2016", ["old"]),
    ("year=2025", ["debate", "table", "talk"]),
    ("from=2025-04-03", ["debate"]),
    ("to=2025-04-02", ["old", "table", "talk"]),
    ("from=2025-04-02&to=2025-04-02", ["table", "talk"]),
    ("from=2016&to=2024", ["old"]),
    ("from=2017&to=2025", ["debate", "table", "talk"]),
    ("kind=talk", ["talk"]),
    ("kind=talk,debate", ["debate", "talk"]),
    ("kind=talk&kind=debate", []),
    ("place=mairie", ["talk"]),
    ("place=kinepolis", ["table"]),
    ("place=esch", ["debate", "talk"]),
    ("place=esch,belval", ["debate", "table", "talk"]),
    ("room=kinepolis.salle-1", ["table"]),
    ("room=parc.salle-1", []),
    ("room=kinepolis.salle-1,parc.salle-1", ["table"]),
    ("topic=sante", ["debate"]),
    ("topic=sante,talents-2", ["debate", "old"]),
    ("topic=sante&topic=talents", ["debate"]),
    ("topic=sante&topic=talents-2", []),
    ("source=itnation", ["old"]),
    ("source=techsense", ["table"]),
    ("id=talkkk", ["talk"]),
    ("id=talkkk,gonnow,backnw", ["talk"]),
    ("basis=implied", ["debate"]),
    ("basis=stated,implied&role=moderator", ["table", "talk"]),
    ("role=panellist", ["table"]),
    ("role=panellist,speaker", ["debate", "table", "talk"]),
    ("role=moderator&role=panellist", ["table"]),
    ("speaker=anne-a", ["table", "talk"]),
    ("speaker=anne-a&speaker=eric-e", ["table", "talk"]),
    ("speaker=anne-a&speaker=kamel-k", []),
    ("organisation=luxprovide", ["table", "talk"]),
    ("organisation=luxprovide&organisation=list", ["table", "talk"]),
    ("kind=talk&speaker=anne-a&year=2025", ["talk"]),
    ("kind=&q=", ["debate", "old", "table", "talk"]),
    ("kind=debate,,&page=2", ["debate"]),
]  # fmt: skip


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize(("query", "expected"), CASES, ids=lambda value: str(value))
def test_sessions(query, expected):
    assert sessions(query) == expected


def test_every_filter_is_tried_above():
    assert {name for query, _ in CASES for name in QueryDict(query)} - {"page"} == set(FILTERS)


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("role=moderator&speaker=anne-a", ["table"]),
        ("role=moderator&organisation=luxprovide", []),
        ("speaker=anne-a&organisation=luxprovide", ["talk"]),
        ("speaker=anne-a&organisation=list", ["table"]),
        ("role=panellist&speaker=eric-e&organisation=list", ["table"]),
        ("role=moderator&speaker=eric-e,anne-a", ["table", "talk"]),
        ("role=panellist&speaker=eric-e&speaker=anne-a", []),
    ],
)
def test_role_speaker_and_organisation_hold_of_one_appearance(query, expected):
    assert sessions(query) == expected


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Kamel K", "Anne A", "Eric E", "Sans nom", "Anne A", "Eric E"]),
        ("kind=debate", ["Kamel K"]),
        ("speaker=anne-a", ["Anne A", "Anne A"]),
        ("kind=talk&speaker=anne-a", ["Anne A"]),
        ("role=moderator", ["Anne A", "Eric E"]),
        ("organisation=list", ["Anne A", "Eric E", "Eric E"]),
        ("organisation=luxprovide,list&kind=round_table", ["Anne A", "Eric E"]),
        ("role=moderator&organisation=luxprovide", []),
        ("speaker=anne-a&speaker=eric-e&kind=talk", ["Anne A", "Eric E"]),
        ("q=kamel", ["Kamel K"]),
    ],
)
def test_appearances(query, expected):
    assert appearances(query) == expected


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("kin=talk", "kin"),
        ("Kind=talk", "Kind"),
        ("kind=talks", "talks"),
        ("kind=talk,talks", "talks"),
        ("role=chair", "chair"),
        ("basis=inferred", "inferred"),
        ("from=0", "0"),
        ("series=nowhere", "nowhere"),
        ("edition=nowhere", "nowhere"),
        ("edition=draft", "draft"),
        ("speaker=jamais-vu", "jamais-vu"),
        ("organisation=jamais-vue", "jamais-vue"),
        ("place=nowhere", "nowhere"),
        ("room=kinepolis", "kinepolis"),
        ("room=salle-1", "salle-1"),
        ("room=kinepolis.salle-2", "kinepolis.salle-2"),
        ("topic=nowhere", "nowhere"),
        ("source=nowhere", "nowhere"),
        ("day=2025-02-30", "2025-02-30"),
        ("from=yesterday", "yesterday"),
        ("to=2.4.2025", "2.4.2025"),
        ("year=0", "0"),
        ("year=10000", "10000"),
        ("year=²", "²"),
        ("from=,", ","),
        ("kind=,", ","),
        ("id=nobody", "nobody"),
        ("id=hidden", "hidden"),
        ("id=%00", "\x00"),
        ("speaker=a%00", "a\x00"),
    ],
)
def test_what_is_unknown_is_refused_by_its_name(query, named):
    with pytest.raises(FilterError) as refusal:
        Selection(QueryDict(query))

    assert f"« {named} »" in str(refusal.value)
    assert f"« {query.partition('=')[0]} »" in str(refusal.value)


def test_a_list_refuses_the_filters_it_does_not_have():
    with pytest.raises(FilterError, match=r"« kind » n’existe pas ici.* : q, id\."):
        Selection(QueryDict("kind=talk"), names=("q", "id"))


@pytest.mark.usefixtures("programme")
def test_a_room_or_a_venue_of_its_own_is_where_a_session_is_not_the_days():
    """The table is on the day at the town hall, but in a room elsewhere."""
    assert "table" not in sessions("place=mairie")
    assert "table" not in sessions("place=esch")
