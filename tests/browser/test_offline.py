"""Copies for when there is no network: a server of its own, which is really stopped."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.served import new_site
from tests.walk import FIXTURE, WEDNESDAY, WEEK

TALK = f"{WEEK}sessions/l-ia-souveraine/"
PANEL = f"{WEEK}sessions/les-talents-a-l-heure-de-l-ia/"
OLD = "tableronde-pages-of-an-old-release"
COPIES = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("tableronde-pages-"));
    const copies = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return copies.flat().map(({ url }) => url.slice(location.origin.length));
}"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    site = new_site(tmp_path_factory.mktemp("served"))
    site.manage("loaddata", FIXTURE, "--verbosity=0")
    site.manage("collectstatic", "--noinput", "--verbosity=0", "--ignore=nested_admin")
    return site


@pytest.fixture
def site(installed):
    """What counts as one's own site in these tests (conftest.py)."""
    return installed.address


@pytest.fixture
def complaints(expected_complaints):
    """Of a server that does not answer, a page that is not kept, one that is gone."""
    expected_complaints += ["net::ERR_", "status of 503", "status of 4"]


def copies(page) -> set[str]:
    return set(page.evaluate(COPIES))


def until(page, condition):
    """Waits for what the worker does by itself, in its own time: on a busy machine a minute."""
    for _ in range(1200):
        if condition(kept := copies(page)):
            return kept
        time.sleep(0.1)
    raise TimeoutError(f"the worker kept {sorted(kept)}")


def band(page) -> str:
    return " ".join(page.locator("main > .offline").inner_text().split())


def test_a_programme_once_opened_opens_again_without_a_network(page, installed, site, complaints):
    with installed.served():
        page.goto(site + WEEK)
        until(page, {WEEK, WEDNESDAY, TALK, PANEL}.issubset)

    page.goto(site + WEEK)
    expect(page.locator("h1")).to_have_text("EschTechWeek 2025")
    assert re.fullmatch(r"Hors ligne : copie du \w+ \w+ \d{4} à \d+ h \d\d\.", band(page))
    page.locator(".bday h2").get_by_role("link", name="mercredi").click()
    expect(page.locator(".stop")).to_have_count(14)
    expect(page.locator("main > .offline")).to_be_visible()
    assert page.evaluate("document.fonts.check('600 16px \"Archivo 88\"')")
    page.locator(".stop h3").get_by_role("link", name="L’IA souveraine").click()
    expect(page.locator("h1")).to_contain_text("souveraine")
    expect(page.locator("main > .offline")).to_be_visible()


def test_favourites_and_their_programme_work_without_a_network(page, installed, site, complaints):
    with installed.served():
        page.goto(site + WEDNESDAY)
        until(page, {WEDNESDAY, f"{WEEK}2025-03-31/"}.issubset)

    page.goto(site + WEDNESDAY)
    stars = page.locator(".stop .fav")
    stars.nth(1).click()
    stars.nth(4).click()
    page.reload()
    expect(page.locator(".stop .fav[aria-pressed=true]")).to_have_count(2)
    page.locator("a.mine").click()
    expect(page.locator("h1")).to_have_text("Mon programme")
    expect(page.locator(".stop h3")).to_contain_text(["Ouverture", "Start-ups"])
    assert band(page).startswith("Hors ligne : copie du ")
    page.locator(".stop .fav").first.click()
    expect(page.locator("a.mine b")).to_have_text("1")
    expect(page.locator(".missing")).to_have_count(0)


def test_what_is_not_kept_says_so_and_leads_to_what_is(page, installed, site, complaints):
    with installed.served():
        page.goto(f"{site}/en{WEDNESDAY}")
        until(page, {f"/en{WEEK}", f"/en{TALK}"}.issubset)

    assert page.goto(f"{site}/en/speakers/diego-de-biasio/").status == 503
    expect(page.locator("h1")).to_have_text("Offline")
    kept = page.locator("#copies")
    expect(kept.get_by_role("link", name="Esch Ville de Demain")).to_be_visible()
    kept.get_by_role("link", name="EschTechWeek 2025", exact=True).click()
    expect(page.locator("h1")).to_have_text("EschTechWeek 2025")
    assert band(page).startswith("Offline: copy of ")


def test_a_list_that_cannot_be_filtered_stays_and_says_so(page, installed, site, complaints):
    with installed.served():
        page.goto(f"{site}/speakers/")
        until(page, {"/speakers/"}.issubset)

    page.goto(f"{site}/speakers/")
    page.get_by_role("searchbox").press_sequentially("biasio")
    expect(page.get_by_role("status")).to_contain_text("ne se filtre pas sans réseau")
    expect(page.locator("#liste .index a")).to_have_count(31)
    expect(page).to_have_url(f"{site}/speakers/")


def test_nothing_is_stale_with_a_network_and_what_is_gone_loses_its_copy(
    page, installed, site, complaints
):
    with installed.served():
        page.goto(site + WEDNESDAY)
        until(page, {WEDNESDAY, TALK}.issubset)
        change = "from events.models import Session; Session.objects.filter(slug='{}').update({})"
        installed.run(change.format("dejeuner", "title='Pause déjeuner'"))
        page.reload()
        expect(page.locator(".stop h3")).to_contain_text(["Accueil", "Pause déjeuner"])
        expect(page.locator("main > .offline")).to_have_count(0)
        installed.run(change.format("l-ia-souveraine", "status='draft'"))
        gone = page.goto(site + TALK).status
        installed.run(change.format("l-ia-souveraine", "status='published'"))
        assert gone == 410
        until(page, lambda kept: TALK not in kept)

    page.goto(site + WEDNESDAY)
    expect(page.locator(".stop h3")).to_contain_text(["Accueil", "Pause déjeuner"])
    expect(page.locator("main > .offline")).to_be_visible()
    assert page.goto(site + TALK).status == 503


def test_downloads_filters_and_the_admin_leave_no_copy(page, installed, site, complaints):
    with installed.served():
        page.goto(site + WEEK)
        programme = page.locator(".board a:not(.ref)").all()
        linked = {link.get_attribute("href") for link in programme}
        # Whoever leaves before the page is at rest has not asked for copies yet.
        until(page, ({WEEK} | linked).__eq__)
        page.goto(f"{site}/admin/login/")
        page.goto(f"{site}/sessions/?kind=visit")
        page.goto(f"{site}/sessions.json")
        page.goto(f"{site}/nowhere/")
        page.goto(f"{site}/sources/")
        assert TALK in linked
        until(page, ({"/sources/", WEEK} | linked).__eq__)


def leave_an_old_release(page, *copies):
    """Its copies go when those that are wanted of it are made again: the last step of keeping."""
    page.evaluate(
        """async ([name, copies]) => {
            const cache = await caches.open(name);
            for (const address of copies) await cache.put(address, new Response(""));
        }""",
        [OLD, copies],
    )


def until_kept(page) -> set[str]:
    until(page, lambda _: OLD not in page.evaluate("caches.keys()"))
    return copies(page)


def test_a_new_release_makes_the_copies_of_the_old_again(page, installed, site):
    with installed.served():
        page.goto(f"{site}/healthz")
        leave_an_old_release(page, f"/en{WEEK}", "/speakers/")
        page.goto(f"{site}/sources/")
        kept = until_kept(page)
    assert {"/sources/", f"/en{WEEK}", f"/en{WEDNESDAY}", f"/en{TALK}"} <= kept
    assert "/speakers/" not in kept


def test_a_large_edition_is_kept_by_its_days_which_tell_of_its_sessions(
    page, installed, site, expected_complaints
):
    more = "[day.sessions.create(slug=f'x{n}', title='X', position=99 + n) for n in range(60)]"
    day = "from events.models import Day; day = Day.objects.get(date='2025-04-02')"
    installed.run(f"{day}; {more}; day.sessions.filter(title='X').update(status='published')")
    with installed.served():
        page.goto(f"{site}/healthz")
        leave_an_old_release(page)
        page.goto(site + WEEK)
        kept = until_kept(page)
    expected_complaints += ["net::ERR_", "status of 503"]
    assert page.goto(site + TALK).status == 503
    expect(page.locator("#known .rows .ti")).to_contain_text("L’IA souveraine")
    page.locator("#known").get_by_role("link", name="À sa place dans le jour").click()
    expect(page).to_have_url(re.compile(f"{WEDNESDAY}#j"))
    installed.run(f"{day}; day.sessions.filter(title='X').delete()")
    assert WEDNESDAY in kept
    assert [address for address in kept if "/sessions/" in address] == []


def test_whoever_saves_data_keeps_only_what_was_opened(page, installed, site):
    page.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
    )
    with installed.served():
        page.goto(f"{site}/healthz")
        leave_an_old_release(page, f"/en{WEEK}")
        page.goto(site + WEEK)
        until_kept(page)
        page.goto(site + WEDNESDAY)
        until(page, {WEDNESDAY}.__eq__)


def test_a_retired_worker_leaves_nothing_behind(page, installed, site, complaints):
    with installed.served():
        page.goto(f"{site}/sources/")
        until(page, {"/sources/"}.issubset)
    with installed.served(OFFLINE_COPIES="0"):
        page.goto(f"{site}/sources/")
        until(page, set().__eq__)
        page.goto(f"{site}/sources/")
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations()") == []
