"""The whole way once, as issue 2 tells it: from the home page to a time set in admin."""

import re
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from events.models import Session
from tests.walk import load_eschtechweek

WEDNESDAY = "/events/eschtechweek-2025/2025-04-02/"


@pytest.fixture(autouse=True)
def eschtechweek(transactional_db):
    load_eschtechweek()


@pytest.fixture
def organiser(django_user_model):
    return django_user_model.objects.create_superuser("organiser", password="a long password")


def fetched(address):
    with urlopen(address, timeout=10) as response:  # noqa: S310 - the test's own server
        return Calendar.from_ical(response.read())


def event(calendar, title):
    [found] = [e for e in calendar.walk("VEVENT") if str(e["summary"]) == title]
    return found


def heading(page):
    return page.locator("h1")


def test_from_the_home_page_to_a_time_set_in_admin(page_either_way, site, organiser):
    page = page_either_way
    page.goto("/")
    page.get_by_role("link", name="EschTechWeek 2025").first.click()
    expect(heading(page)).to_have_text("EschTechWeek 2025")

    page.locator(".bday h2").get_by_role("link", name="mercredi").click()
    expect(page).to_have_url(site + WEDNESDAY)
    expect(page.locator(".stop")).to_have_count(14)

    page.locator(".stop h3").get_by_role("link", name="Start-ups").click()
    expect(heading(page)).to_contain_text("accompagner, coopérer, grandir")
    page.locator(".seats").get_by_role("link", name="Diego De Biasio").click()
    expect(heading(page)).to_have_text("Diego De Biasio")
    page.get_by_role("link", name="Technoport SA").first.click()
    expect(heading(page)).to_have_text("Technoport")

    page.goto(WEDNESDAY)
    page.locator(".subscribe summary").click()
    ways = page.locator(".subscribe")
    copied = ways.get_by_label("Adresse à copier").input_value()
    assert copied == f"{site}{WEDNESDAY[:-1]}.ics"
    webcal = ways.locator("a[href^='webcal:']")
    expect(webcal).to_be_visible()
    assert webcal.get_attribute("href") == copied.replace("http:", "webcal:", 1)
    before = event(fetched(copied), "L’IA souveraine")
    assert before["dtstart"].params["VALUE"] == "DATE"

    give_it_an_hour(page, "L’IA souveraine", "11:30")

    page.goto(WEDNESDAY)
    stop = page.locator(".stop").filter(has=page.get_by_role("link", name="L’IA souveraine"))
    assert re.sub(r"\s", "", stop.locator(".time").inner_text()) == "dès11h30"
    after = event(fetched(copied), "L’IA souveraine")
    assert after["dtstart"].to_ical() == b"20250402T113000"
    assert after["dtstart"].params["TZID"] == "Europe/Luxembourg"
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)


def give_it_an_hour(page, title, hour):
    page.goto("/admin/")
    page.get_by_label("Nom d’utilisateur").fill("organiser")
    page.get_by_label("Mot de passe").fill("a long password")
    page.get_by_role("button", name="Connexion").click()
    page.get_by_role("link", name="Séances", exact=True).first.click()
    page.get_by_role("link", name=title).click()
    page.get_by_label("Début").fill(hour)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text(title)
    expect(page.locator(".messagelist .warning")).to_have_count(0)


def test_an_hour_against_the_running_order_is_saved_with_a_warning(page, organiser):
    page.goto("/admin/login/?next=/admin/events/session/")
    page.get_by_label("Nom d’utilisateur").fill("organiser")
    page.get_by_label("Mot de passe").fill("a long password")
    page.get_by_role("button", name="Connexion").click()
    page.get_by_role("link", name="Déjeuner").click()
    page.get_by_label("Début").fill("08:15")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".messagelist .warning")).to_be_visible()
    assert Session.objects.get(slug="dejeuner").local_start.hour == 8


def test_the_directory_filters_as_one_types(page, site):
    page.goto("/speakers/")
    status = page.get_by_role("status")
    expect(status).to_contain_text("31")
    page.get_by_role("searchbox").press_sequentially("biasio")
    expect(page.locator("#liste .index a")).to_have_count(1)
    expect(page.locator("#liste .index a")).to_have_text("De Biasio Diego")
    expect(status).to_contain_text("1 personne")
    expect(page).to_have_url(f"{site}/speakers/?q=biasio")
    assert page.evaluate("document.activeElement.id") == "q"
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#liste .index a")).to_have_count(31)
    expect(status).to_contain_text("31")


def test_the_directory_filters_by_its_form_without_a_script(page_without_javascript, site):
    page = page_without_javascript
    page.goto("/speakers/")
    page.get_by_role("searchbox").fill("biasio")
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_url(f"{site}/speakers/?q=biasio")
    expect(page.locator("#liste .index a")).to_have_text("De Biasio Diego")
    expect(page.get_by_role("status")).to_contain_text("1 personne")


PAGES = {
    "home": "/",
    "editions": "/events/",
    "week": "/events/eschtechweek-2025/",
    "day": WEDNESDAY,
    "empty day": "/events/eschtechweek-2025/2025-04-05/",
    "panel": "/events/eschtechweek-2025/sessions/les-quartiers-a-potentiel-technologique/",
    "talk": "/events/eschtechweek-2025/sessions/l-ia-souveraine/",
    "sessions": "/sessions/",
    "people": "/speakers/",
    "person": "/speakers/antonio-carlos-albuquerque/",
    "organisations": "/organisations/",
    "organisation": "/organisations/ville-desch-sur-alzette/",
    "appearances": "/appearances/",
    "bad filter": "/sessions/?colour=red",
    "nothing there": "/nowhere/",
}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_or_complains(page, expected_complaints, scheme):
    expected_complaints += ["status of 400", "status of 404"]
    page.emulate_media(color_scheme=scheme)
    found = {}
    for name, address in PAGES.items():
        page.goto(address)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if over := page.evaluate(SIDEWAYS):
                found[name, width] = over
        for details in page.locator("details").all():
            details.evaluate("node => node.open = true")
            page.set_viewport_size({"width": 320, "height": 800})
            if over := page.evaluate(SIDEWAYS):
                found[name, "opened"] = over
    assert found == {}
