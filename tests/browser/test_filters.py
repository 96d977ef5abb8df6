"""The bar of filters before a reader: with the script and without, back and forth."""

import re

import pytest
from playwright.sync_api import expect

from tests.events.conference import PAGE, make_conference

EDITION = "/events/salon/"
ROOM = "room=halles.salle-2"


@pytest.fixture(autouse=True)
def conference(transactional_db):
    return make_conference(rooms=10, slots=5)


def rows(page):
    return page.locator(".rows > li")


def test_a_choice_narrows_the_day_keeps_the_address_and_goes_back(page, site):
    page.goto(PAGE)
    status = page.locator("#compte")
    expect(rows(page)).to_have_count(50)
    page.get_by_label("Salle", exact=True).focus()
    page.get_by_label("Salle", exact=True).select_option("Salle 2")
    expect(rows(page)).to_have_count(5)
    expect(status).to_contain_text("5 sur 50 séances")
    expect(page).to_have_url(f"{site}{PAGE}?{ROOM}")
    assert page.evaluate("document.activeElement.id") == "f-room"
    expect(page.locator(".active li").first).to_contain_text("Salle : Salle 2")
    ics = page.locator(".formats a", has_text=".ics").last
    expect(ics).to_have_attribute("href", f"{PAGE[:-1]}.ics?{ROOM}")

    page.get_by_role("searchbox").press_sequentially("anna")
    expect(status).to_contain_text("2 sur 50 séances")
    expect(page).to_have_url(f"{site}{PAGE}?q=anna&{ROOM}")

    page.go_back()
    expect(page).to_have_url(f"{site}{PAGE}?{ROOM}")
    expect(rows(page)).to_have_count(5)
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(page.get_by_label("Salle", exact=True)).to_have_value("halles.salle-2")
    page.go_back()
    expect(rows(page)).to_have_count(50)
    expect(page.get_by_label("Salle", exact=True)).to_have_value("")
    page.go_forward()
    expect(rows(page)).to_have_count(5)


def test_a_phone_unfolds_the_filters_and_keeps_them_so_while_one_filters(page_either_way):
    page = page_either_way
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(PAGE)
    room = page.get_by_label("Salle", exact=True)
    expect(room).to_be_hidden()
    page.locator(".fold summary").click()
    room.select_option("Salle 2")
    page.get_by_role("button", name="Filtrer").click()
    expect(rows(page)).to_have_count(5)
    expect(room).to_be_visible()


def test_the_same_without_a_script(page_without_javascript, site):
    page = page_without_javascript
    page.goto(PAGE)
    page.get_by_label("Salle", exact=True).select_option("Salle 2")
    page.get_by_role("button", name="Filtrer").click()
    expect(page).to_have_url(f"{site}{PAGE}?{ROOM}")
    expect(page.get_by_role("status")).to_contain_text("5 sur 50 séances")
    expect(rows(page)).to_have_count(5)
    page.get_by_role("link", name=re.compile("Salle : Salle 2")).click()
    expect(page).to_have_url(site + PAGE)
    expect(rows(page)).to_have_count(50)


def test_all_on_one_page_stays_so_when_narrowed(page_either_way, site):
    page = page_either_way
    page.goto(EDITION)
    page.get_by_role("link", name="tout sur une page").click()
    expect(rows(page)).to_have_count(51)
    page.get_by_label("Jour", exact=True).select_option("2025-02-02")
    button = page.get_by_role("button", name="Filtrer")
    button.click()
    expect(rows(page)).to_have_count(1)
    assert set(page.url.partition("?")[2].split("&")) == {"day=2025-02-02", "view=all"}


def test_a_row_of_a_long_day_is_kept_by_its_star(page):
    page.goto(f"{PAGE}?view=list")
    row = rows(page).nth(2)
    row.scroll_into_view_if_needed()
    star = row.get_by_role("button", name=re.compile("Garder"))
    star.click()
    expect(page.locator("a.mine b")).to_have_text("1")
    page.get_by_label("Salle", exact=True).select_option("Salle 3")
    expect(rows(page)).to_have_count(5)
    kept = rows(page).first.get_by_role("button", name=re.compile("Gardée"))
    expect(kept).to_have_attribute("aria-pressed", "true")


def test_the_board_is_for_wide_screens_and_the_list_for_all(page_either_way):
    page = page_either_way
    page.goto(PAGE)
    board, first = page.locator("table.rooms"), rows(page).first
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(board).to_be_visible()
    expect(first).to_be_hidden()
    page.get_by_role("link", name="en liste").click()
    expect(first).to_be_visible()
    expect(board).to_have_count(0)
    page.get_by_role("link", name="en tableau").click()
    expect(board).to_be_visible()
    page.evaluate("window.scrollTo(0, 900)")
    expect(board.locator("thead th").first).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(board).to_be_hidden()
    expect(first).to_be_visible()


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_width_scrolls_sideways(page):
    found = {}
    for address in (PAGE, EDITION, f"{EDITION}?view=all", f"/sessions/?{ROOM}"):
        page.goto(address)
        for width in (320, 390, 768, 1024, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            if over := page.evaluate(SIDEWAYS):
                found[address, width] = over
    assert found == {}
