"""A subscription does not die, and does not lie, whatever becomes of what it is about."""

from datetime import date

import pytest

from events.models import Appearance, Day, Edition, Involvement, Position, Session
from tests.events.calendars import events
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_session,
    make_speaker,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2025, 4, 2)


@pytest.fixture
def table():
    day = make_day(make_edition(slug="foire", title="Foire"), date=WEDNESDAY)
    session = make_session(day, title="Grandir", slug="grandir")
    make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("LIST")])
    session.topics.add(make_topic("santé"))
    return session


def said(client, address) -> list[tuple[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, address
    return [(str(e["summary"]), str(e["status"])) for e in events(response.content)]


CANCELLED = [("Annulé : Grandir", "CANCELLED")]
OF_ANNA = ["/speakers/anna-schmit.ics", "/sessions.ics?speaker=anna-schmit"]
OF_LIST = ["/organisations/list.ics", "/sessions.ics?organisation=list"]


def withdraw(table):
    Session.objects.update(status="draft")


def embargo(table):
    Session.objects.update(embargoed_until="2999-01-01T00:00Z")


def delete(table):
    table.delete()


@pytest.mark.parametrize("change", [withdraw, embargo, delete])
@pytest.mark.parametrize("address", [*OF_ANNA, *OF_LIST, "/sessions.ics?topic=sante"])
def test_the_only_session_of_somebody_is_cancelled_in_their_calendar(
    client, table, change, address
):
    assert said(client, address) == [("Grandir", "CONFIRMED")]

    change(table)

    assert said(client, address) == CANCELLED
    for ending in (".json", ".atom", ".csv"):
        assert client.get(address.replace(".ics", ending)).status_code == 200


def test_who_has_nothing_public_any_more_has_no_page(client, table):
    withdraw(table)
    assert client.get("/speakers/anna-schmit/").status_code == 410
    assert client.get("/organisations/list/").status_code == 410
    assert client.get("/speakers.json").json()["count"] == 0


def leave(table):
    Position.objects.all().delete()
    Appearance.objects.all().delete()
    table.topics.clear()


def be_replaced(table):
    Position.objects.update(organisation=make_organisation("Autre"))
    Appearance.objects.update(speaker=make_speaker("Eric Lux"))
    table.topics.set([make_topic("ville")])


@pytest.mark.parametrize("change", [leave, be_replaced])
@pytest.mark.parametrize("address", [*OF_ANNA, *OF_LIST, "/sessions.ics?topic=sante"])
def test_who_leaves_their_last_session_has_an_empty_calendar(client, table, change, address):
    change(table)

    assert said(client, address) == []


def test_an_organisation_that_no_longer_hosts_has_an_empty_calendar(client, table):
    make_involvement(table, make_organisation("Ville"), role="host")
    assert len(said(client, "/organisations/ville.ics")) == 1

    Involvement.objects.all().delete()

    assert said(client, "/organisations/ville.ics") == []


def test_what_only_a_draft_has_is_nobodys_to_know(client, table):
    draft = make_edition(slug="secret", status="draft")
    session = make_session(make_day(draft, venue=make_venue("Cave", town="Wiltz")))
    make_appearance(session, make_speaker("Zoé Secret"), [make_organisation("Coop")])
    session.topics.add(make_topic("espions"))
    source = cite(session).source
    Appearance.objects.filter(session=session).delete()

    for asked in ("speaker=zoe-secret", "organisation=coop", "topic=espions", "place=cave",
                  "place=wiltz", f"source={source.slug}", "edition=secret"):  # fmt: skip
        assert client.get(f"/sessions.json?{asked}").status_code == 400, asked
    for address in ("/speakers/zoe-secret.ics", "/organisations/coop.ics", "/events/secret.ics"):
        assert client.get(address).status_code == 404, address


def test_renamed_and_withdrawn_at_once_it_is_found_by_what_the_public_knew(client, table):
    Edition.objects.update(status="draft", title="Zorglub", slug="zorglub")

    assert said(client, "/sessions.ics?q=foire") == CANCELLED
    assert said(client, "/sessions.ics?q=zorglub") == []
    assert client.get("/events/zorglub/").status_code == 404
    assert client.get("/events/foire.ics").status_code == 410


# A day


def test_a_day_that_loses_its_date_takes_its_sessions_out_of_calendars(client, table):
    before = events(client.get("/events/foire.ics").content)[0]
    Day.objects.update(date=None)

    [event] = events(client.get("/events/foire.ics").content)

    assert str(event["summary"]) == "Date devenue inconnue : Grandir"
    assert (str(event["status"]), event.decoded("dtstart")) == ("CANCELLED", WEDNESDAY)
    assert event["sequence"] == before["sequence"] + 1
    assert client.get("/events/foire/2025-04-02.ics").status_code == 410

    Day.objects.update(date=date(2025, 4, 9))
    assert said(client, "/events/foire/2025-04-09.ics") == [("Grandir", "CONFIRMED")]


def test_a_session_that_moves_to_an_undated_day_is_told_so(client, table):
    Session.objects.update(day=make_day(table.day.edition, date=None))

    assert said(client, "/events/foire.ics") == [("Date devenue inconnue : Grandir", "CANCELLED")]


def test_what_never_had_a_date_is_in_no_calendar(client, table):
    make_session(make_day(table.day.edition, date=None))

    assert said(client, "/events/foire.ics") == [("Grandir", "CONFIRMED")]


@pytest.mark.parametrize("ending", ["/", ".ics", ".json"])
def test_the_address_of_a_day_that_moved_redirects(client, table, ending):
    Day.objects.update(date=date(2025, 4, 9))

    response = client.get(f"/events/foire/2025-04-02{ending}")
    assert (response.status_code, response["Location"]) == (
        301,
        f"/events/foire/2025-04-09{ending}",
    )

    Session.objects.all().delete()
    Day.objects.all().delete()
    for day in ("2025-04-02", "2025-04-09"):
        assert client.get(f"/events/foire/{day}{ending}").status_code == 410
    assert client.get(f"/events/foire/2025-04-10{ending}").status_code == 404
    make_day(table.day.edition, date=WEDNESDAY)
    assert client.get(f"/events/foire/2025-04-02{ending}").status_code == 200


# Cancelled, wherever it is told


def test_a_cancelled_edition_cancels_its_parts_and_what_stands_for_it(client, table):
    whole = make_edition(slug="semaine")
    Edition.objects.filter(slug="foire").update(part_of=whole)
    stands_for = make_session(make_day(date=WEDNESDAY), title="Elle", stands_for=whole)

    Edition.objects.filter(slug="semaine").update(status="cancelled")

    assert sorted(said(client, "/events/semaine.ics")) == [
        ("Annulé : Elle", "CANCELLED"), ("Annulé : Grandir", "CANCELLED"),
    ]  # fmt: skip
    rows = client.get("/events/semaine.json").json()["results"]
    assert {row["status"] for row in rows} == {"cancelled"}
    assert stands_for.stamp.__class__.objects.get(session=stands_for).sequence == 1


def test_a_cancelled_session_is_told_so_on_the_page_and_in_the_feed_of_its_people(client, table):
    Session.objects.update(status="cancelled")

    for address in ("/speakers/anna-schmit/", "/organisations/list/", "/appearances/"):
        assert "annulée" in client.get(address).content.decode(), address
    assert (
        "Annulé : Anna Schmit : Grandir"
        in client.get("/speakers/anna-schmit.atom").content.decode()
    )
    assert "cancelled" in client.get("/speakers/anna-schmit.csv").content.decode()


@pytest.mark.parametrize("q", ["!!!", ",", "😀", "%"])
@pytest.mark.parametrize("address", ["/sessions.json", "/speakers.json", "/appearances.csv"])
def test_a_search_without_a_word_is_no_full_list(client, table, address, q):
    response = client.get(address, {"q": q})
    assert response.status_code == 400
    assert "mot à chercher" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?now=2025-04-02T12:00", 200), ("?now=midi", 400), ("?foo=1", 400),
     ("?utm_source=x", 301)],
)  # fmt: skip
def test_the_home_page_refuses_what_it_cannot_do(client, table, query, status):
    assert client.get(f"/{query}").status_code == status
