"""The positions of a person, or of those who appeared for an organisation, by years."""

from datetime import date

import pytest

from events.models import Appearance
from events.strip import MOST_YEARS, of_organisation, of_person
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
def anna():
    return make_speaker("Anna Schmit")


def appear(speaker, year, *positions, inferred=False, **given):
    day = make_day(date=year and date(year, 4, 2), date_basis="inferred" if inferred else "stated")
    return make_appearance(make_session(day), speaker, positions, **given)


def strip(build=of_person):
    return build(list(Appearance.objects.newest_first()), lambda at: at + 1)


def points(row) -> list[list[tuple]]:
    return [[(point.number, point.inferred) for point in cell] for cell in row.cells]


def test_positions_by_years_the_first_held_first(anna):
    appear(anna, 2025, "présidente", inferred=True)
    appear(anna, 2022, "directrice")
    appear(anna, 2023, "directrice", basis="implied")

    drawn = strip()

    assert drawn.years == [2022, 2023, 2024, 2025]
    assert [(row.held, points(row)) for row in drawn.rows] == [
        ("directrice", [[(3, False)], [(2, True)], [], []]),
        ("présidente", [[], [], [], [(1, True)]]),
    ]


def test_two_appearances_of_one_year_share_a_cell_in_order(anna):
    appear(anna, 2025, "CEO")
    appear(anna, 2025, "CEO")
    assert points(strip().rows[0]) == [[(1, False), (2, False)]]


def test_what_has_no_date_is_counted_and_not_drawn(anna):
    appear(anna, 2024, "CEO")
    appear(anna, 2025)
    appear(anna, None, "CEO")
    drawn = strip()
    assert (drawn.undated, [row.held for row in drawn.rows]) == (1, ["CEO", ""])


@pytest.mark.parametrize("years", [[], [2025], [None, None, 2025]])
def test_fewer_than_two_dates_are_no_strip(anna, years):
    for year in years:
        appear(anna, year, "CEO")
    assert strip() is None


@pytest.mark.parametrize(("last", "columns", "gaps"), [(2007, 8, False), (2008, 2, True)])
def test_a_long_time_has_columns_for_its_points_only(anna, last, columns, gaps):
    for year in (2000, last):
        appear(anna, year, "CEO")
    drawn = strip()
    assert (len(drawn.years), drawn.gaps) == (columns, gaps)
    assert MOST_YEARS == 8


@pytest.mark.parametrize("path", ["/speakers/anna-schmit/", "/organisations/list/"])
def test_what_was_called_off_is_no_full_point(anna, path):
    list_ = make_organisation("LIST")
    appear(anna, 2024, list_)
    assert not visit(path).all(".strip ~ .cap .off")
    make_appearance(
        make_session(make_day(date=date(2025, 4, 2)), status="cancelled"), anna, [list_]
    )
    off = make_edition(status="cancelled")
    make_appearance(make_session(make_day(off, date=date(2025, 4, 3))), anna, [list_])

    page = visit(path)

    points = page.all(".strip a.pt")
    assert ["off" in point.attrs["class"].split() for point in points] == [False, True, True]
    assert [", annulée, " in said(point) for point in points] == [False, True, True]
    assert [said(key) for key in page.all(".cap .key")][-1] == "annulée"


def test_many_years_with_a_point_are_listed_one_below_the_other(anna):
    for year in range(2000, 2018, 2):
        appear(anna, year, "CEO")
    assert (len(strip().years), strip().is_long) == (9, True)


def test_the_event_is_named_once_at_its_points(anna):
    day = make_day(make_edition(title="Grande Foire"), date=date(2024, 4, 2))
    for _ in range(2):
        make_appearance(make_session(day), anna, ["CEO"])
    appear(anna, 2025, "CEO")
    page = visit("/speakers/anna-schmit/")
    first, second = page.all(".strip tbody td")
    assert [said(a) for a in first.query(".ev")] == ["Grande Foire"]
    assert len(first.query(".pt")) == 2
    assert said(first.query_one(".yr")) == "2024"
    assert len(second.query(".pt")) == 1


def test_an_organisation_has_a_row_for_each_person_and_position(anna):
    list_ = make_organisation("LIST")
    appear(anna, 2024, list_)
    appear(anna, 2025, "chercheuse", list_)
    appear(make_speaker("Eric Lux"), 2025, list_)

    rows = strip(of_organisation).rows

    assert [(row.speaker.name, row.held) for row in rows] == [
        ("Anna Schmit", "LIST"), ("Anna Schmit", "chercheuse, LIST"), ("Eric Lux", "LIST"),
    ]  # fmt: skip


def test_the_page_begins_with_the_latest_and_ends_with_what_has_no_date(anna):
    said = {year: appear(anna, year).session.title for year in (2023, None, 2025)}

    headings = visit("/speakers/anna-schmit/").texts(".entry h2")

    assert headings == [f"« {said[year]} »" for year in (2025, 2023, None)]


@pytest.mark.parametrize("path", ["/speakers/anna-schmit/", "/organisations/list/"])
def test_each_point_leads_to_its_appearance_on_the_page(anna, path):
    list_ = make_organisation("LIST")
    titles = {appear(anna, year, list_).session.title for year in (2023, 2025)}

    page = visit(path)

    found = set()
    for point in page.all(".strip a.pt"):
        target = page.one(point.attrs["href"])
        found |= {title for title in titles if title in said(target) and title in said(point)}
    assert found == titles
    assert page.texts(".strip thead th") == ["2023", "2024", "2025"]
