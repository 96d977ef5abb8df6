"""Moving about in a long programme: jumps that land, and a way back that is not overtaken."""

import pytest
from playwright.sync_api import expect

from tests.events.conference import PAGE, make_conference

PHONE = {"width": 390, "height": 844}
HEIGHT = "document.documentElement.scrollHeight"
LANDED = """hour => {
    const {top} = document.querySelector(hour).getBoundingClientRect();
    return top >= document.querySelector(".hourtabs").getBoundingClientRect().bottom - 1 && top < 200;
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


def test_going_back_drops_the_choice_that_is_still_under_way(page, site):
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
