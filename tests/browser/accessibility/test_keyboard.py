"""The site without a pointer: everything is reached, seen where one is, and done."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility.kinds import KINDS, PANEL
from tests.walk import WEDNESDAY

# Everything that Tab should reach, but for what is closed, hidden or a second way to the same.
REACHABLE = """() => {
  const nodes = "a[href], button, input, select, summary";
  return [...document.querySelectorAll(nodes)].filter((node) => node.checkVisibility()
    && node.tabIndex >= 0 && !node.closest("details:not([open]) > :not(summary)")).length;
}"""
# Where the focus is, and what of it is seen: its frame, and whether something lies over it.
FOCUSED = """() => {
  const node = document.activeElement, style = getComputedStyle(node);
  const boxes = [...node.getClientRects()];
  const points = boxes.flatMap(({left, right, top, bottom}) =>
    [.1, .5, .9].map((part) => [left + part * (right - left), (top + bottom) / 2]));
  const seen = points.some(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there && (node.contains(there) || there.contains(node) && !there.matches("nav, nav *"));
  });
  window.visited = (window.visited || new Set()).add(node);
  return {
    what: `${node.localName}.${node.className} ${node.textContent.trim().slice(0, 30)}`,
    frame: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen, visited: window.visited.size, left: node === document.body,
  };
}"""
AT_THE_END = "() => scrollY + innerHeight > document.documentElement.scrollHeight - 2"


@pytest.fixture(autouse=True)
def at_once(page):
    """Pages glide to what has the focus, unless one asks for less motion."""
    page.emulate_media(reduced_motion="reduce")


@pytest.mark.parametrize(
    ("kind", "width"),
    [
        ("home", 390), ("edition", 390), ("edition", 1280), ("edition-long", 1280), ("day", 390),
        ("day", 1280), ("panel", 390), ("panel", 1280), ("appearances-filtered", 390),
        ("speaker", 1280), ("accessibility", 390),
    ],
)  # fmt: skip
def test_tab_reaches_everything_and_one_sees_where_one_is(page, kind, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(KINDS[kind])
    wanted = page.evaluate(REACHABLE)
    unseen = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if not (at["frame"] and at["seen"]):
            unseen.append(at)
    assert unseen == []
    assert (at["visited"], at["left"]) == (wanted, False)


@pytest.mark.parametrize("kind", ["day", "edition-long", "panel"])
def test_going_back_nothing_is_hidden_by_the_days(page, kind):
    """Shift and Tab scroll upwards, below what sticks to the top of the window."""
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(KINDS[kind])
    page.locator("html.whole").wait_for(state="attached")  # measured to its end (kept.js)
    page.keyboard.press("End")
    page.wait_for_function(AT_THE_END)
    hidden = []
    for _ in range(page.evaluate(REACHABLE)):
        page.keyboard.press("Shift+Tab")
        at = page.evaluate(FOCUSED)
        if not at["seen"]:
            hidden.append(at["what"])
    assert hidden == []


def test_the_first_key_skips_to_the_content(page, site):
    page.goto(WEDNESDAY)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}{WEDNESDAY}#contenu")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def press(page, locator, key="Enter"):
    locator.focus()
    page.keyboard.press(key)


def test_days_stars_calendars_and_languages_answer_to_keys(page, site):
    page.goto(WEDNESDAY)
    press(page, page.locator(".daytabs a").nth(3))
    expect(page).to_have_url(site + WEDNESDAY.replace("04-02", "04-03"))
    page.go_back()
    star = page.locator(".fav").first
    press(page, star, "Space")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    press(page, star)
    expect(star).to_have_attribute("aria-pressed", "false")
    ways = page.locator(".subscribe")
    press(page, ways.locator("summary"))
    page.keyboard.press("Tab")
    expect(ways.get_by_role("link").first).to_be_focused()
    press(page, ways.locator("summary"), "Space")
    expect(ways.get_by_role("link").first).not_to_be_visible()
    press(page, page.locator(".langs [hreflang=de]"))
    expect(page).to_have_url(f"{site}/de{WEDNESDAY}")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_a_figure_leads_to_its_note(page):
    page.goto(PANEL)
    press(page, page.locator(".record .ref").first)
    note = page.locator("li:target")
    expect(note).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('li:target').contains(document.activeElement)")
    page.go_back()
    assert page.url.endswith(PANEL)


def test_seats_lead_to_their_people(page):
    page.goto(PANEL)
    seat = page.locator(".seats a").first
    name = seat.inner_text()
    press(page, seat)
    expect(page.locator("h1")).to_have_text(name)


def test_filters_are_set_said_and_taken_back(page, site):
    page.goto("/sessions/")
    status = page.get_by_role("status")
    before = status.inner_text()
    page.locator("#f-kind").focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"kind=\w+"))
    expect(status).not_to_have_text(before)
    press(page, page.locator(".active a").first)
    expect(status).to_have_text(before)
    search = page.locator("#q")
    search.focus()
    page.keyboard.type("zzzz")
    expect(status).to_contain_text("0")
    expect(search).to_be_focused()
