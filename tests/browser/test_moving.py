"""Moving about in a long programme: jumps that land, and a way back that is not overtaken."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.events.conference import OPENS, PAGE, make_conference
from tests.factories import make_day, make_edition

PHONE = {"width": 390, "height": 844}
HEIGHT = "document.documentElement.scrollHeight"
LANDED = """hour => {
    const {top} = document.querySelector(hour).getBoundingClientRect();
    const tabs = document.querySelector(".hourtabs").getBoundingClientRect();
    return top >= tabs.bottom - 1 && top < 200;
}"""


@pytest.fixture(autouse=True)
def conference(transactional_db):
    return make_conference(rooms=10, slots=8)


def test_a_jump_to_an_hour_lands_there_and_the_page_keeps_its_height(page):
    page.set_viewport_size(PHONE)
    page.goto(PAGE)
    height = page.evaluate(HEIGHT)
    tab = page.locator(".hourtabs a").nth(3)
    hour = tab.get_attribute("href")
    tab.click()
    page.wait_for_function(LANDED, arg=hour)
    page.evaluate(f"window.scrollTo(0, {HEIGHT})")
    assert page.evaluate(HEIGHT) == height

    page.goto("/healthz")
    page.goto(f"{PAGE}{hour}")
    page.wait_for_function(LANDED, arg=hour)


def test_going_back_twice_is_not_overtaken_by_the_first_answer(page, site):
    held = []
    page.goto(f"{PAGE}?room=halles.salle-2")
    room, rows = page.get_by_label("Salle", exact=True), page.locator(".rows > li")
    room.select_option("Salle 3")
    expect(page).to_have_url(f"{site}{PAGE}?room=halles.salle-3")
    room.select_option("")
    expect(rows).to_have_count(80)
    page.route("**/*salle-3", lambda route: held.append(route))
    page.go_back()
    expect(page).to_have_url(f"{site}{PAGE}?room=halles.salle-3")
    page.go_back()
    expect(room).to_have_value("halles.salle-2")
    assert len(held) == 1
    held[0].continue_()
    page.evaluate("fetch(location.href).then(answer => answer.text())")  # later than the late one
    expect(page).to_have_url(f"{site}{PAGE}?room=halles.salle-2")
    expect(room).to_have_value("halles.salle-2")
    expect(page.locator(".active li").first).to_contain_text("Salle 2")


def test_going_back_drops_the_choice_that_is_still_under_way(page, site, expected_complaints):
    expected_complaints.append("htmx:(sendAbort|afterRequest)")
    held = []
    page.goto(PAGE)
    room = page.get_by_label("Salle", exact=True)
    room.select_option("Salle 2")
    expect(page).to_have_url(f"{site}{PAGE}?room=halles.salle-2")
    page.route("**/*salle-3", lambda route: held.append(route))
    room.select_option("Salle 3")
    room.select_option("Salle 4")  # waits behind the other
    page.go_back()
    expect(room).to_have_value("")
    held[0].continue_()
    page.evaluate("fetch(location.href).then(answer => answer.text())")
    expect(page).to_have_url(f"{site}{PAGE}")
    expect(page.locator(".rows > li")).to_have_count(80)


def test_the_line_for_now_is_in_step_with_the_clock(page):
    page.clock.set_fixed_time(OPENS + timedelta(hours=1))
    page.goto(PAGE)
    line = page.locator(".nowline:not([hidden]) rect")  # each half of the day has one
    expect(line).to_have_count(1)
    expect(line).to_have_attribute("x", "50%")
    page.clock.set_fixed_time(OPENS + timedelta(days=1))
    page.reload()
    expect(line).to_have_count(0)


def test_the_days_of_a_month_and_a_low_window_leave_room_for_the_page(page, conference):
    for number in range(3, 28):
        make_day(conference, date=date(2025, 2, number))
    stuck = "getComputedStyle(document.querySelector('.daytabs')).position === 'sticky'"
    few = make_day(make_edition(slug="few"), date=date(2025, 4, 2))
    make_day(few.edition, date=date(2025, 4, 3))
    found = {}
    for address in ("/events/salon/2025-02-02/", "/events/few/2025-04-02/"):
        page.goto(address)
        for size in ((390, 844), (320, 256)):
            page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
            found[address, size] = page.evaluate(stuck)
    assert list(found.values()) == [False, False, True, False]
