"""A draft is seen by whoever has the link, for a time, and by nobody else."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Revision, Session
from events.releases import previewing
from events.releases.applying import release_changes
from events.releases.facts import programme_of
from events.releases.preparing import prepare_changes
from tests import walk
from tests.accounts import organiser_of
from tests.events.releases.programme import in_draft, page_of
from tests.events.releases.test_releasing import add_the_same, revise
from tests.factories import make_day, make_edition, make_session

pytestmark = pytest.mark.django_db

WEEK, DAY = "/events/semaine/", "/events/semaine/2025-04-02/"
TABLE, DEBATE = f"{WEEK}sessions/table/", f"{WEEK}sessions/debat/"


@pytest.fixture
def copy(edition):
    copy = prepare_changes(edition=edition)
    revise(copy)
    return copy


def link(draft, days=7) -> str:
    until = timezone.now() + timedelta(days=days)
    return f"/preview/{previewing.token_for(edition=draft, until=until)}"


def status(address: str) -> int:
    return walk.visit(address).response.status_code


def test_pages_as_they_will_be_and_in_no_cache(edition, copy):
    inside = link(copy.draft)
    before, revision = programme_of(edition).facts(), Revision.objects.get().value

    pages = {path: walk.visit(inside + path) for path in (WEEK, DAY, TABLE, DEBATE, f"/de{TABLE}")}

    assert walk.visit(f"{inside}/").response["Location"] == inside + WEEK
    for path, page in pages.items():
        assert page.html.errors == [], path
        assert page.response["Cache-Control"] == "private, no-store"
        assert page.response["X-Robots-Tag"] == "noindex, nofollow"
        assert not page.response.cookies
        assert not page.response.has_header("Last-Modified")
        assert len(page.all("aside.preview")) == 1
    assert "Table longue" in pages[DAY].text
    assert pages[f"/de{TABLE}"].texts("h1") == pages[TABLE].texts("h1") == ["« Table longue »"]
    # Nothing of it has happened, and the same address is public without it.
    assert (programme_of(edition).facts(), Revision.objects.get().value) == (before, revision)
    assert "Table longue" not in walk.visit(DAY).text
    assert status(DEBATE) == 404


def test_links_stay_inside_and_the_rest_is_the_public_site(copy):
    inside = link(copy.draft)
    links = walk.visit(inside + DAY).links()

    assert {inside + WEEK, inside + TABLE, f"{inside}/en{DAY}"} <= set(links)
    pages = [address for address in links if address.endswith("/")]
    assert not [address for address in pages if address.startswith(WEEK)]
    assert {"/", "/events/", "/sessions/"} <= set(links)
    # A calendar would keep what is not public, beyond the link.
    machine = (".ics", ".atom", ".json", ".csv", ".xml")
    for path in (WEEK, DAY, TABLE, f"{WEEK}changes/"):
        shown = walk.visit(inside + path)
        assert not [link for link in shown.links() if link.split("?")[0].endswith(machine)], path
        assert not shown.all("link[rel=alternate][type], #formats"), path
    for path in ("/", "/events/", f"{WEEK[:-1]}.json", "/admin/", "//example.org/", "/export/"):
        assert status(f"{inside}{path}") in (302, 404), path


def test_afterwards_the_same_pages_are_public(copy):
    inside = link(copy.draft)
    told = "main h1, main h2, main dt, main dd"
    seen = walk.visit(inside + TABLE).texts(told)
    assert len(seen) > 10

    release_changes(copy=copy, now=timezone.now())

    assert walk.visit(TABLE).texts(told) == seen
    assert status(inside + TABLE) == 410


def test_a_link_ends(edition, copy):
    over, other = link(copy.draft, days=-1), link(copy.draft)
    assert status(over + DAY) == 410
    assert status(f"{other[:-1]}{'A' if other[-1] != 'A' else 'B'}{DAY}") == 404
    assert status(f"/preview/x{DAY}") == 404
    assert status(other + DAY) == 200

    organiser_of(edition).post(page_of(edition), {"do": "revoke"})

    page = walk.visit(other + DAY)
    assert page.response.status_code == 410
    assert page.texts("h1") == ["Cet aperçu n’est plus valable"]
    assert page.response["Cache-Control"] == "private, no-store"


def test_what_cannot_be_released_is_not_shown(edition, copy):
    inside = link(copy.draft)
    add_the_same(copy, edition)

    assert status(inside + DAY) == 409


def test_a_new_edition_and_an_embargo_are_previewed_too():
    new = make_edition(slug="neuve", title="Neuve", status="draft")
    make_session(make_day(new), slug="essai", title="Essai", status="draft")
    later = make_edition(slug="plus-tard", embargoed_until=timezone.now() + timedelta(days=1))

    for edition in (new, later):
        address = edition.get_absolute_url()
        assert status(link(edition) + address) == 200
        assert status(address) == 404
    assert "Essai" in walk.visit(f"{link(new)}/events/neuve/").text
    assert Session.objects.get(slug="essai").status == "draft"


def test_the_organiser_makes_a_link(edition, copy):
    made = organiser_of(edition).post(page_of(edition), {"do": "link", "days": "3"})
    inside = made.context["link"].removeprefix("http://tableronde.test")

    shown = previewing.read(inside.split("/")[2], timezone.now())
    assert timedelta(days=2, hours=23) < shown.until - timezone.now() <= timedelta(days=3)
    assert isinstance(shown.until, datetime)
    assert shown.edition == copy.draft
    assert Client().get(inside)["Location"].endswith(WEEK)
    assert in_draft(copy, "table").title == "Table longue"
