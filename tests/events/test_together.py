"""Who was on stage with whom: the pairs of a view, and what each of them opens."""

from datetime import date

import pytest
from django.http import QueryDict

from events.filters import Selection
from events.models import Edition, Session
from events.together import Pairs, company, company_in
from speakers.models import Speaker
from tests.events.test_formats_agree import csv_keys, json_rows, web_pages
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
)
from tests.walk import said, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: make_speaker(name) for name in ("Anna Schmit", "Eric Lux", "Zoé Éclair")}


def on_stage(*people, year=2025, session=None, **given):
    session = session or make_session(make_day(date=year and date(year, 4, 2)), **given)
    for person in people:
        make_appearance(session, person, role="panellist")
    return session


def pairs(query=""):
    found = Pairs(Selection(QueryDict(query)))
    told = [(pair.one.name, pair.other.name, pair.count) for pair in found]
    assert len(found) == len(told)
    return told


@pytest.fixture
def met(people):
    """Anna and Eric twice, each of them once with Zoé."""
    anna, eric, zoe = people.values()
    on_stage(eric, anna, year=2016)
    on_stage(zoe, eric, anna, year=2025, kind="round_table")
    return people


def test_the_most_frequent_come_first_then_by_family_name(met):
    assert pairs() == [
        ("Eric Lux", "Anna Schmit", 2), ("Zoé Éclair", "Eric Lux", 1),
        ("Zoé Éclair", "Anna Schmit", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("year=2016", [("Eric Lux", "Anna Schmit", 1)]),
        ("speaker=zoe-eclair", [("Zoé Éclair", "Eric Lux", 1), ("Zoé Éclair", "Anna Schmit", 1)]),
        ("q=zoe", [("Zoé Éclair", "Eric Lux", 1), ("Zoé Éclair", "Anna Schmit", 1)]),
        ("speaker=zoe-eclair&year=2016", []),
        ("role=moderator", [("Eric Lux", "Anna Schmit", 1)]),
        ("organisation=list", [("Eric Lux", "Anna Schmit", 1)]),
        ("organisation=list&role=panellist", []),
    ],
)
def test_a_filter_of_a_person_holds_of_one_of_the_two(met, query, found):
    session = on_stage(met["Eric Lux"], year=2020)
    make_appearance(session, met["Anna Schmit"], [make_organisation("LIST")], role="moderator")

    assert pairs(query) == found


def merely_present(session, anna, eric):
    session.appearances.filter(speaker=eric).update(role="present")


def not_named(session, anna, eric):
    session.appearances.filter(speaker=eric).update(speaker=None)


def called_off(session, anna, eric):
    Session.objects.update(status="cancelled")


def edition_called_off(session, anna, eric):
    session.day.edition.part_of = make_edition(status="cancelled")
    session.day.edition.save()


def withdrawn(session, anna, eric):
    Session.objects.update(status="draft")


def elsewhere(session, anna, eric):
    session.appearances.filter(speaker=eric).update(session=make_session(session.day))


def one_and_the_same(session, anna, eric):
    session.appearances.filter(speaker=eric).update(speaker=anna, role="moderator")


@pytest.mark.parametrize(
    "change",
    [merely_present, not_named, called_off, edition_called_off, withdrawn, elsewhere,
     one_and_the_same],
)  # fmt: skip
def test_who_was_not_on_stage_together_is_no_pair(people, change):
    anna, eric, _zoe = people.values()
    session = on_stage(anna, eric)
    assert pairs() == [("Eric Lux", "Anna Schmit", 1)]
    change(session, anna, eric)
    assert pairs() == []


def test_two_roles_in_one_session_are_one_meeting(people):
    anna, eric, _zoe = people.values()
    session = on_stage(anna, eric)
    make_appearance(session, anna, role="moderator")
    assert pairs() == [("Eric Lux", "Anna Schmit", 1)]


def test_namesakes_are_told_apart_and_are_a_pair_once():
    one, other = (
        make_speaker("Jean Weber", slug=slug, qualifier=qualifier)
        for slug, qualifier in (("b", "artiste"), ("a", "élu à Nancy"))
    )
    on_stage(one, other)
    page = visit("/appearances/with/")
    assert page.texts(".pairs tbody th") == ["Jean Weber (élu à Nancy) et Jean Weber (artiste)"]
    assert pairs() == [("Jean Weber", "Jean Weber", 1)]


def test_a_pair_opens_the_sessions_that_were_counted(met):
    for query in ("", "?year=2025&kind=round_table", "?q=zoe"):
        page = visit(f"/appearances/with/{query}")
        rows = page.all(".pairs tbody tr")
        assert rows
        for row in rows:
            opened = visit(row.query_one(".n a").attrs["href"])
            titles = [said(a) for a in row.query(".se a")]
            assert sorted(opened.texts(".stop h3 > a:first-child")) == sorted(titles)
            assert said(row.query_one(".n")).startswith(str(len(titles)))


def test_page_csv_and_json_have_the_same_pairs(met, monkeypatch):
    monkeypatch.setattr("events.responses.ROWS_A_PAGE", 2)
    monkeypatch.setattr("events.views.together.ROWS_A_WEB_PAGE", 2)
    rows = json_rows("/appearances/with", "")
    keys = [" | ".join(person["name"] for person in row["speakers"]) for row in rows]

    assert csv_keys("/appearances/with", "") == keys
    shown = [
        text for page in web_pages("/appearances/with", "") for text in page.texts(".pairs th")
    ]
    assert [text.replace(" et ", " | ") for text in shown if " et " in text] == keys
    first = rows[0]
    assert {name: first[name] for name in ("count", "first_date", "last_date")} == {
        "count": 2, "first_date": "2016-04-02", "last_date": "2025-04-02"
    }  # fmt: skip
    assert [s["title"] for s in first["sessions"]] == [
        session.title for session in Session.objects.order_by("day__date")
    ]
    assert first["url"].endswith("/sessions/?speaker=eric-lux&speaker=anna-schmit")


def test_each_line_of_the_picture_is_a_link_to_a_pair_and_each_point_to_a_person(met):
    page = visit("/appearances/with/")
    rows = [a.attrs["href"] for a in page.all(".pairs .n a")]
    people = [speaker.get_absolute_url() for speaker in Speaker.objects.all()]
    for picture in page.all("svg.net"):
        links = [a.attrs["href"] for a in picture.query("a")]
        assert links[: len(rows)] == rows
        assert sorted(links[len(rows) :]) == sorted(people)
        assert said(picture.query_one("desc")).startswith("3 personnes, 3 paires.")
        widths = [line.attrs["stroke-width"] for line in picture.query(".ln")]
        assert widths == ["2.5", "1.25", "1.25"]
    assert page.response.content == visit("/appearances/with/").response.content


def test_without_a_pair_nothing_is_drawn(db):
    page = visit("/appearances/with/?year=1999")
    assert page.all("svg.net") == []
    assert "Personne n’y a partagé la scène." in said(page.one("#resultats"))


def test_a_person_s_page_tells_with_whom_how_often_and_where(met):
    page = visit("/speakers/anna-schmit/")
    rows = [[said(cell) for cell in row.query("th, td")] for row in page.all(".pairs tbody tr")]
    assert [row[:2] for row in rows] == [["Eric Lux", "2 séances"], ["Zoé Éclair", "1 séance"]]
    assert rows[0][3] == "2 avril 2016 – 2 avril 2025"
    assert page.all(".pairs .n a")[0].attrs["href"] == (
        "/sessions/?speaker=eric-lux&speaker=anna-schmit"
    )
    assert "/appearances/with/?speaker=anna-schmit" in page.links()


def test_an_organisation_s_page_tells_with_whom_its_people_were(met):
    session = on_stage(met["Zoé Éclair"], year=2020)
    make_appearance(session, met["Anna Schmit"], [make_organisation("LIST")])
    page = visit("/organisations/list/")
    assert page.texts(".pairs tbody th") == ["Zoé Éclair et Anna Schmit"]
    assert page.texts(".pairs tbody .n") == ["1 séance"]
    assert "/appearances/with/?organisation=list" in page.links()


def test_the_register_leads_to_it_with_its_filters(met):
    page = visit("/appearances/?year=2016")
    assert "/appearances/with/?year=2016" in page.links()
    assert "/appearances/?year=2016" in visit("/appearances/with/?year=2016").links()


def test_an_unknown_filter_is_refused(db, client):
    for ending in ("/", ".json", ".csv"):
        assert client.get(f"/appearances/with{ending}?speaker=nobody").status_code == 400


def test_the_company_of_a_person_is_the_same_from_the_database_and_from_what_is_loaded(met):
    anna, eric, zoe = met.values()
    on_stage(anna, make_speaker("Ada Muster"), year=None)
    make_appearance(on_stage(anna, zoe), role="moderator")
    present = on_stage(anna, year=2019)
    make_appearance(present, zoe, role="present")
    on_stage(anna, eric, session=make_session(status="cancelled"))
    called_off = make_day(make_edition(status=Edition.Status.CANCELLED))
    on_stage(anna, eric, session=make_session(called_off))
    make_appearance(on_stage(anna, eric, year=2021), eric, role="moderator")

    asked = company(Selection(QueryDict("")), anna.appearances.public(), speaker=anna.slug)
    rows = anna.appearances.public().newest_first().with_programme().with_company()
    loaded = company_in(list(rows), anna)

    assert asked.total == 3
    assert loaded == asked
