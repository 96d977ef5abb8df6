"""What comes out of a printer: A4, read back by a program that knows nothing of the page."""

import re
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.events.conference import PAGE, make_conference
from tests.factories import make_appearance, make_day, make_session, make_speaker
from tests.walk import WEDNESDAY, WEEK, load_eschtechweek


@pytest.fixture(autouse=True)
def eschtechweek(transactional_db):
    load_eschtechweek()


@pytest.fixture
def printed(page, site):
    """The sheets of a page in A4, each as its text in a line."""

    def sheets(address):
        # On screen it is dark: paper is not.
        page.emulate_media(color_scheme="dark")
        page.goto(site + address, wait_until="networkidle")
        document = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
        return [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]

    return sheets


@pytest.mark.parametrize(
    ("address", "most"), [(WEDNESDAY, 2), (WEEK, 2), ("/speakers/diego-de-biasio/", 2)]
)
def test_a_page_takes_few_sheets_and_says_where_it_is_from(printed, site, address, most):
    sheets = printed(address)
    assert len(sheets) <= most
    assert f"{site}{address}" in sheets[-1]
    assert [f"{number} / {len(sheets)}" in sheet for number, sheet in enumerate(sheets, 1)] == [
        True
    ] * len(sheets)


def test_a_printed_day_has_its_casts_in_full_and_nothing_to_press(printed):
    text = " ".join(printed(WEDNESDAY))
    first_table = ["Weis", "Margue", "Hermes", "Jobin", "Calteux", "Albuquerque"]
    assert [name for name in first_table if name not in text] == []
    for pressed in ("Garder", "S’abonner", "Recherche", "Interventions", "Jour suivant", ".ics"):
        assert pressed not in text, pressed
    assert text.count("heure non précisée") == 12


def test_a_fuller_day_is_two_sheets_of_what_where_and_who(printed):
    day = make_day(date=date(2025, 6, 1), venue=None)
    for number in range(22):
        starts = datetime(2025, 6, 1, 6, 30 * number % 60, tzinfo=UTC) + timedelta(
            hours=number // 2
        )
        session = make_session(
            day, title=f"Exposé {number}", summary="De quoi il est question. " * 16,
            starts_at=starts, ends_at=starts + timedelta(minutes=30),
        )  # fmt: skip
        for name in ("Anna Schmit", "Ben Weber"):
            make_appearance(session, make_speaker(f"{name}-{number}"), positions=["chercheuse"])
    sheets = printed(day.get_absolute_url())
    text = " ".join(sheets)
    assert len(sheets) <= 2
    assert [n for n in range(22) if f"Exposé {n}" not in text or f"Weber-{n}" not in text] == []
    assert "De quoi il est question" not in text


def test_a_long_day_is_a_few_sheets_of_columns(printed, page):
    make_conference(rooms=9, slots=7)
    sheets = printed(f"{PAGE}?now=2025-02-01T09:10")
    assert len(sheets) <= 2
    text = " ".join(sheets)
    assert len(re.findall(r"1?\d h [03]0 – 1?\d h [25]5", text)) == 63
    assert "Anna Schmit-0" in text
    for moment in ("en cours", "ensuite", "Par salle"):
        assert moment not in text, moment


def test_a_list_filtered_by_htmx_prints_the_address_of_what_is_left(page, site):
    page.goto("/speakers/")
    page.get_by_role("searchbox").press_sequentially("biasio")
    expect(page).to_have_url(f"{site}/speakers/?q=biasio")
    expect(page.locator(".printed")).to_have_text(f"{site}/speakers/?q=biasio")
