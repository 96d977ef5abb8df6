"""The table of appearances before a journalist: by clicks alone, with the script and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.walk import load_eschtechweek

FIRST = "organisation=luxinnovation"
BOTH = f"{FIRST}&organisation=list"


@pytest.fixture
def expected_complaints(expected_complaints):
    """Going back takes back what was asked and not answered yet."""
    return [*expected_complaints, "htmx:(afterRequest|sendAbort)"]


def test_a_question_is_asked_by_clicks_and_its_address_is_the_answer(
    page_either_way, transactional_db, site
):
    load_eschtechweek()
    page, status = page_either_way, page_either_way.get_by_role("status")
    page.goto("/appearances/")

    page.locator("#facet-organisation summary").click()
    page.get_by_placeholder("En chercher d’autres").locator("visible=true").fill("luxinno")
    page.keyboard.press("Enter")
    values = page.locator("#values-organisation a")
    expect(values).to_have_count(1)
    values.first.click()
    expect(page).to_have_url(f"{site}/appearances/?{FIRST}")
    page.locator("#facet-organisation summary").click()
    page.locator("#values-organisation a", has_text="LIST").click()
    expect(page).to_have_url(f"{site}/appearances/?{BOTH}")
    expect(status).to_contain_text("pour Luxinnovation et LIST ensemble")
    expect(page.locator("#formats a").first).to_have_attribute("href", f"/appearances.csv?{BOTH}")

    page.get_by_role("link", name="Personne", exact=True).locator("visible=true").click()
    expect(page.locator("th[aria-sort]")).to_have_text("Personne ↑")
    # What was chosen by a link is not lost to the form beside it.
    page.get_by_label("Depuis (année ou date)").fill("2025")
    page.keyboard.press("Enter")
    expect(page.locator(".active li")).to_have_count(4)
    expect(page).to_have_url(re.compile("from=2025"))
    page.wait_for_load_state("networkidle")
    page.go_back()
    expect(page).to_have_url(f"{site}/appearances/?{BOTH}&sort=person")
    expect(page.locator(".active li")).to_have_count(3)
    expect(page.get_by_label("Depuis (année ou date)")).to_have_value("")
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Organisation : LIST").click()
    expect(page).to_have_url(f"{site}/appearances/?{FIRST}&sort=person")
    page.wait_for_load_state("networkidle")


def test_on_a_phone_the_rows_are_cards_that_can_be_sorted_and_nothing_scrolls_sideways(
    page, transactional_db
):
    load_eschtechweek()
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/appearances/?group=organisation&facet=organisation")
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

    assert page.evaluate(sideways) == 0
    expect(page.locator(".register thead")).to_be_hidden()
    page.locator("#sort-role").click()
    expect(page.locator("#sort-role")).to_have_attribute("aria-current", "true")
    page.set_viewport_size({"width": 1280, "height": 700})
    expect(page.locator("#sort-role")).to_be_hidden()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Rôle ↑")
    assert page.evaluate(sideways) == 0
