"""How well the public facts are covered: the database counts as the pages find their sources."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import coverage
from events.coverage import FACTS, Facts, public
from events.models import Edition
from events.provenance import citations_for, is_inferred
from tests import walk
from tests.factories import cite, make_appearance, make_day, make_edition, make_session
from tests.walk import kept_out_of_the_database

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def articles(django_db_setup, django_db_blocker):
    with kept_out_of_the_database(django_db_blocker.unblock):
        call_command("seed", verbosity=0)
        yield


def found_by_hand(subject, fact) -> str:
    citations = citations_for(subject, fact)
    if not citations:
        return "none"
    if is_inferred(subject, fact):
        return "inferred"
    return "own" if citations[0].subject == subject else "inherited"


def test_the_database_counts_what_the_pages_find(articles):
    make_session(make_day(make_edition(slug="sans-source")))  # never had one
    expected = Counter(
        found_by_hand(record, fact)
        for model, fact, known in FACTS
        for record in public(model).filter(known)
    )

    *editions, whole = coverage.table()

    assert whole.counts == expected
    assert all(expected[name] for name in coverage.Coverage.values)
    for name in coverage.Coverage.values:
        assert sum(row.counts[name] for row in editions) == expected[name]
        listed = Facts(name, [])[:1000]
        assert len(listed) == expected[name]
        assert {found_by_hand(fact.subject, fact.field) for fact in listed} == {name}


def test_each_number_leads_to_its_facts(articles, client, parse_html):
    page = parse_html(client.get("/en/sources/"))
    for selector in (
        ".coverage tbody tr:first-child td:nth-child(4) a",
        ".coverage tfoot td:nth-child(4) a",
    ):
        [link] = page.query(selector)
        there = parse_html(client.get(f"/en/sources/{link.attrs['href']}"))
        [count] = there.query("header .when > span:first-child")
        assert walk.said(count).split()[0] == walk.said(link)
        assert len(there.query(".proofs tbody tr")) == min(int(walk.said(link)), 200)


def test_as_data(articles, client):
    told = client.get("/sources.json").json()
    by_slug = {row["edition"]["slug"]: row for row in told["coverage"] if row["edition"]}
    week = by_slug["eschtechweek-2025"]
    address = "/sources.json?coverage=inferred&edition=eschtechweek-2025"

    facts = client.get(address).json()

    assert told["coverage"][-1]["edition"] is None
    assert facts["count"] == week["inferred"] == len(facts["results"])
    assert {row["coverage"] for row in facts["results"]} == {"inferred"}
    assert all(row["sources"] for row in facts["results"])


@pytest.mark.parametrize("query", ["coverage=all", "coverage=own&kind=talk", "edition=x"])
def test_what_means_nothing_is_refused(client, query):
    assert client.get(f"/sources/?{query}").status_code == 400
    assert client.get(f"/sources.json?{query}").status_code == 400


def test_more_facts_ask_no_more_queries(client):
    edition = make_edition(slug="semaine")
    cite(edition)

    def add():
        session = make_session(make_day(edition), starts_at="2025-04-02T08:00:00Z")
        make_appearance(session, positions=["CEO", "CIO"])

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ("/sources/", "/sources/?coverage=inherited", "/sources.json?coverage=inherited")
    add()
    before = [queries(address) for address in addresses]
    add()
    Edition.objects.update(title="Autre")  # nothing comes from the cache
    assert [queries(address) for address in addresses] == before
