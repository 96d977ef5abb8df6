"""Without JavaScript and without a style sheet: all is there, in an order that makes sense."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility.kinds import KINDS, PANEL
from tests.matrix import sample
from tests.walk import WEDNESDAY

LANDMARKS = """() => [...document.querySelectorAll(
  "a.skip, header.masthead, h1, main, footer")].map((node) => node.localName)"""
LEVELS = """() => [...document.querySelectorAll("h1, h2, h3, h4")].map((node) =>
  Number(node.localName[1]))"""

HIDDEN = "[...document.querySelectorAll('[hidden]')].map((node) => node.className)"


@pytest.fixture
def bare(page_without_javascript):
    page_without_javascript.route("**/*.css", lambda route: route.abort())
    return page_without_javascript


@pytest.fixture
def expected_complaints(expected_complaints):
    return [*expected_complaints, "net::ERR_FAILED", "was preloaded"]


@pytest.mark.parametrize("kind", sample(list(KINDS), 2))
def test_all_is_there_in_the_order_to_read(bare, kind):
    bare.goto(KINDS[kind])
    assert bare.evaluate(LANDMARKS) == ["a", "header", "main", "h1", "footer"]
    levels = bare.evaluate(LEVELS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    # Only the stars wait for a script, the programme that they make, and what is kept offline.
    kept = {"band"} if kind == "offline" else set()
    assert set(bare.evaluate(HIDDEN)) <= {"fav", "find mine"} | kept


def test_one_walks_and_searches_without_both(bare):
    bare.goto("/")
    bare.get_by_role("searchbox").fill("technoport")
    bare.get_by_role("button", name="Chercher").click()
    expect(bare.get_by_role("status")).to_contain_text("technoport")
    bare.locator("#resultats").get_by_role("link").first.click()
    expect(bare.locator("h1")).to_have_count(1)
    bare.goto(WEDNESDAY)
    bare.locator(".stop h3 a").nth(2).click()
    bare.locator(".turn a[rel=next]").click()
    bare.goto(PANEL)
    bare.locator(".seats a").first.click()
    bare.get_by_role("link", name="Interventions").click()
    bare.locator("[aria-labelledby=o-role] a[href*='role=moderator']").click()
    assert "role=moderator" in bare.url
    expect(bare.locator(".active")).to_contain_text("×")
    bare.locator(".langs [hreflang=de]").click()
    expect(bare.locator("html")).to_have_attribute("lang", "de")


def test_calendars_are_there_without_both(bare):
    bare.goto(WEDNESDAY)
    bare.locator(".subscribe summary").click()
    expect(bare.get_by_label("Adresse à copier")).to_have_value(f"{bare.url[:-1]}.ics")
