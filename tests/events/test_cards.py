"""The cards of the pages: what they say, and at which addresses they stand."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches

from events import cards
from events.models import Appearance, Edition, Session
from events.views import cards as views
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
    make_venue,
)

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def nothing_drawn_yet():
    caches["cards"].clear()


@pytest.fixture
def edition():
    return make_edition(slug="foire", title="Foire 2025", starts_on=date(2025, 4, 2))


@pytest.fixture
def panel(edition):
    day = make_day(edition, title="Esch Ville de Demain", venue=make_venue("Halle"))
    session = make_session(
        day, slug="table", code="abcdef", title="Start-ups", kind=Session.Kind.ROUND_TABLE, number=2
    )
    for name in ["Ada Muster", "Jean Modèle"]:
        make_appearance(session, make_speaker(name), role=Appearance.Role.PANELLIST)
    return session


def loaded(session):
    return Session.objects.with_lineup().get(pk=session.pk)


def card_of(parse_html, client, address) -> str:
    [image] = parse_html(client.get(address)).query('meta[property="og:image"]')
    return image.attrs["content"].removeprefix("http://tableronde.test")


@pytest.fixture
def addresses(panel):
    edition = panel.day.edition
    make_appearance(panel, make_speaker("Zoé Muster"), [make_organisation("Technoport")])
    return [
        "/",
        "/speakers/",
        edition.get_absolute_url(),
        panel.day.get_absolute_url(),
        panel.get_absolute_url(),
        "/speakers/ada-muster/",
        "/organisations/technoport/",
    ]


def test_every_page_names_its_card_with_its_size_and_words(client, parse_html, addresses):
    seen = set()
    for address in addresses:
        page = parse_html(client.get(address))
        said = {m.attrs.get("property") or m.attrs.get("name"): m.attrs["content"]
                for m in page.query("meta[content]")}  # fmt: skip
        assert said["twitter:card"] == "summary_large_image"
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        assert said["og:image:alt"]
        picture = client.get(said["og:image"].removeprefix("http://tableronde.test"))
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
        assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
        seen.add(said["og:image"])
    assert len(seen) == len(addresses) - 1  # lists have the card of the site


def test_a_page_in_another_language_has_a_card_in_it(client, parse_html, addresses):
    for address in addresses:
        there = card_of(parse_html, client, f"/de{address}")
        assert there.startswith("/cards/de/")
        assert client.get(there).status_code == 200
        assert client.get(f"/de{there}").status_code == 404
        assert client.get(there.replace("/de/", "/lb/")).status_code == 404


def test_a_card_says_its_words_in_the_language_of_its_page(client, parse_html, panel):
    page = parse_html(client.get(f"/en{panel.get_absolute_url()}"))
    said = page.query('meta[property="og:image:alt"]')[0].attrs["content"]
    assert said.startswith("Round table 2, ")
    assert f"Wednesday 2{NBSP}April{NBSP}2025" in said


def test_a_former_card_in_another_language_leads_to_the_present_one(client, parse_html, edition):
    before = card_of(parse_html, client, "/en/events/foire/")
    Edition.objects.filter(pk=edition.pk).update(slug="grande-foire")
    answer = client.get(before, follow=True)
    assert answer.redirect_chain[-1][0] == card_of(parse_html, client, "/en/events/grande-foire/")


def test_a_filtered_day_has_the_card_of_the_day(client, parse_html, panel):
    address = panel.day.get_absolute_url()
    assert card_of(parse_html, client, f"{address}?kind=talk") == card_of(
        parse_html, client, address
    )


def test_a_card_that_was_posted_leads_to_the_present_one(client, parse_html, panel):
    address = panel.get_absolute_url()
    before = card_of(parse_html, client, address)
    Session.objects.filter(pk=panel.pk).update(title="Jeunes pousses")
    after = card_of(parse_html, client, address)
    assert after != before
    moved = client.get(before)
    assert (moved.status_code, moved["Location"]) == (302, after)
    assert moved["Cache-Control"] == "public, max-age=300"


def test_a_person_who_was_at_two_events_on_a_day_has_the_card_of_the_page(
    client, parse_html, panel
):
    elsewhere = make_session(make_day(make_edition(slug="salon"), date=panel.day.date))
    make_appearance(elsewhere, panel.appearances.first().speaker)

    assert client.get(card_of(parse_html, client, "/speakers/ada-muster/")).status_code == 200


def test_a_card_of_a_former_slug_leads_to_the_present_one(client, parse_html, edition):
    before = card_of(parse_html, client, "/events/foire/")
    Edition.objects.filter(pk=edition.pk).update(slug="grande-foire")
    answer = client.get(before, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == card_of(parse_html, client, "/events/grande-foire/")


@pytest.mark.parametrize("status", [Session.Status.DRAFT])
def test_a_draft_has_no_card(client, parse_html, panel, status):
    address = card_of(parse_html, client, panel.get_absolute_url())
    Session.objects.filter(pk=panel.pk).update(status=status)
    assert client.get(address).status_code == 404


def test_what_is_withdrawn_with_its_edition_has_no_card(client, parse_html, addresses):
    shown = [card_of(parse_html, client, address) for address in addresses[2:]]
    Edition.objects.update(status=Edition.Status.DRAFT)
    assert {client.get(address).status_code for address in shown} <= {404, 410}


def test_nothing_of_a_name_that_is_not_there(client):
    for address in ["edition/keine-00000000.png", "session/zzzzzz-00000000.png",
                    "speaker/niemand-00000000.png", "day/keine/2025-04-02-00000000.png",
                    "site-0000000.png", "site-00000000.jpg"]:  # fmt: skip
        assert client.get(f"/cards/{address}").status_code == 404, address


def test_a_card_is_drawn_once(client, parse_html, panel, monkeypatch):
    address = card_of(parse_html, client, panel.get_absolute_url())
    first = client.get(address).content
    monkeypatch.setattr(views, "draw", None)
    assert client.get(address).content == first


def test_a_browser_that_has_it_gets_nothing_again(client, parse_html, panel):
    address = card_of(parse_html, client, panel.get_absolute_url())
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_session_says_what_when_where_and_who(panel):
    facts = cards.of_session(loaded(panel)).card
    assert facts.title == "«\u202fStart-ups\u202f»"
    assert facts.kicker == "Table ronde 2"
    assert facts.people == "Ada Muster, Jean Modèle"
    assert facts.when == f"mercredi 2{NBSP}avril{NBSP}2025, heure{NBSP}non{NBSP}précisée"
    assert facts.where == "Foire 2025, Halle"
    assert [seat.name for seat in facts.seats] == ["Ada Muster", "Jean Modèle"]
    assert facts.number == "2"


@pytest.mark.parametrize(("given", "said"), [
    ({}, "heure non précisée"),
    ({"part_of_day": "morning"}, "matin, heure non précisée"),
    ({"starts_at": 9}, "à partir de 9 h 00"),
    ({"starts_at": 9, "start_basis": "inferred"}, "à partir de [9 h 00]"),
    ({"starts_at": 9, "ends_at": 10}, "9 h 00 – 10 h 00"),
])  # fmt: skip
def test_an_hour_is_said_as_far_as_it_is_known(edition, given, said):
    zone = ZoneInfo("Europe/Luxembourg")
    moments = {key: datetime(2025, 4, 2, hour, tzinfo=zone)
               for key, hour in given.items() if key.endswith("_at")}  # fmt: skip
    session = make_session(make_day(edition), **given | moments)
    assert cards.hours(loaded(session)).replace(NBSP, " ") == said


def test_an_undated_session_says_so(edition):
    session = make_session(make_day(edition, date=None))
    assert cards.of_session(loaded(session)).card.when.startswith("date non précisée")


def test_a_cancelled_one_says_so(panel):
    panel.status = Session.Status.CANCELLED
    panel.save()
    assert cards.of_session(loaded(panel)).card.kicker == "Table ronde 2, annulée"


def test_many_names_are_counted(panel):
    for name in ["Zoé Muster", "Łukasz Češka", "Nguyễn Văn An"]:
        make_appearance(panel, make_speaker(name))
    facts = cards.of_session(loaded(panel)).card
    assert facts.people == f"Ada Muster, Jean Modèle, Zoé Muster et{NBSP}2{NBSP}autres"


def test_nobody_of_whom_nothing_is_known_but_that_they_were_there(panel):
    make_appearance(panel, make_speaker("Zoé Muster"), role=Appearance.Role.PRESENT)
    assert "Zoé" not in cards.of_session(loaded(panel)).card.people


def test_a_day_says_its_inferred_date_in_brackets(edition):
    day = make_day(edition, date_basis="year_inferred")
    assert cards.of_day(day).card.date == ("mercredi", "2", f"avril{NBSP}[2025]")
    assert cards.of_day(make_day(edition, date=date(2025, 5, 1))).card.date[1] == "1er"


def test_a_title_that_is_markup_is_text(panel):
    panel.title = "Tom & Jerry <b>"
    panel.save()
    assert cards.of_session(loaded(panel)).card.title == "«\u202fTom & Jerry <b>\u202f»"


def test_a_hidden_name_is_not_on_the_card(client, panel):
    speaker = make_speaker("Kim Neu", hidden=["Kim Alt"])
    make_appearance(panel, speaker)
    assert "Alt" not in cards.of_speaker(speaker, []).card.alt
