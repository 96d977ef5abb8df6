"""Pages of what is rarely there: hostile names, unnamed people, undated days, empty editions."""

import json
from datetime import UTC, date, datetime
from functools import cache

import pytest

from events.models import Edition
from tests import walk
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)
from tests.walk import DATA, said, visit

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
HOSTILE = {
    "script": SCRIPT,
    "quotes": "\"><img src=x onerror=alert(1)> ' onmouseover='x",
    "closing": "</title></textarea></svg>-->&amp;&lt;{{ settings.SECRET_KEY }}",
    "right-to-left": "برنامج \u202e txt.exe السماء",
    "emoji": "👩🏽‍🚀 🇱🇺 Ⅻ ﬁn",
    "long": "Donaudampfschifffahrt" * 9,
    "nothing-to-see": "\u200b",
}
LONG = "Très long titre " * 31


@cache
def hostile_pages(unblock):
    """The public site with each of the hostile texts wherever a text can stand."""
    with walk.kept_out_of_the_database(unblock):
        edition = make_edition(
            slug="foire", title=LONG[:200], summary=SCRIPT, starts_on=date(2025, 4, 2)
        )
        cite(edition, field="dates", basis="inferred", note=SCRIPT, differing_reading=SCRIPT)
        for slug, text in HOSTILE.items():
            source = make_source(
                publication=text, title=text, author=text, published_on="2025-04-05"
            )
            venue = make_venue(text, slug=slug, town=text[:100], address=text)
            day = make_day(edition, title=text, summary=text, venue=venue)
            speaker = make_speaker(
                text, slug=slug, sort_name=text, qualifier=text[:100], aliases=[f"{text}!"]
            )
            body = make_organisation(text, slug=slug, place=text[:100], aliases=[f"{text}!"])
            session = make_session(
                day,
                slug=slug,
                title=(text + LONG)[:500],
                summary=text,
                kind="round_table",
                number=12,
            )
            session.topics.add(make_topic(text[:100], slug=slug))
            appearance = make_appearance(session, speaker, role="moderator")
            make_appearance(session, speaker, name_as_printed=f"{text} II", role="panellist")
            position = make_position(appearance, body, as_printed=text, title=text)
            for subject in (appearance, position, session, make_involvement(session, body)):
                cite(subject, source, locator=text[:50])
            make_involvement(edition, body, as_printed=text)
        return walk.walk()


@pytest.fixture(scope="module")
def hostile(django_db_setup, django_db_blocker):
    return hostile_pages(django_db_blocker.unblock)


def test_hostile_names_break_no_page(hostile):
    assert len(hostile) > 60
    for page in hostile.values():
        assert page.response.status_code == 200, page.address
        if page.is_html:
            assert page.html.errors == [], page.address
            assert said(page.one("footer .imprint")).startswith("Tableronde"), page.address


def test_hostile_names_add_nothing_to_a_page(hostile):
    for page in hostile.values():
        if page.is_html:
            assert page.all(f"script:not([src]):not({DATA})") == [], page.address
            assert page.all("img, [style], iframe") == [], page.address
            named = {name for node in page.all("*") for name in node.attrs}
            assert [name for name in named if name.startswith("on")] == [], page.address


def test_hostile_names_break_no_json(hostile):
    for page in hostile.values():
        if page.media_type == "application/json":
            of_frab = page.address.endswith("/schedule.json")
            assert ("schedule" if of_frab else "results") in json.loads(page.text), page.address
        elif page.is_html:
            for node in page.all(f"script{DATA}"):
                assert json.loads(node.to_text(strip=False)), page.address


@pytest.mark.parametrize("slug", [slug for slug in HOSTILE if slug != "nothing-to-see"])
def test_hostile_names_are_shown_as_they_are(hostile, slug):
    page = hostile[f"/speakers/{slug}/"]
    assert "".join(page.texts("h1")) == " ".join(HOSTILE[slug].split())
    assert LONG[:100].strip() in " ".join(page.texts(".entry h2"))


def test_a_person_the_source_does_not_name_is_shown_as_unnamed(db):
    session = make_session(kind="round_table", slug="table")
    make_appearance(session, role="panellist", positions=["maire"])
    page = visit(session.get_absolute_url())
    assert page.texts(".seats .who > .unk") == ["nom non précisé"]
    assert "maire" in said(page.one(".seats"))
    assert len(page.all("svg.plan .st")) == 1
    assert page.all("svg.plan a") == []
    for address, place in [
        (session.day.get_absolute_url(), ".people"), ("/appearances/", ".register tbody th"),
    ]:  # fmt: skip
        assert "nom non précisé" in said(visit(address).one(place))
    assert "None" not in page.text


def test_a_printed_name_that_is_linked_to_nobody_is_kept(db):
    session = make_session()
    make_appearance(session, name_as_printed="M. Weber")
    assert said(visit(session.get_absolute_url()).one(".seats .who")) == "M. Weber intervention"


@pytest.fixture
def undated(db):
    edition = make_edition(slug="entretiens", title="Entretiens")
    make_day(edition, date=date(2025, 4, 2))
    return make_session(
        make_day(edition, date=None, title="Plus tard"), slug="entretien", title="Entretien"
    )


def test_an_undated_day_stands_on_its_edition_s_page(undated):
    week = visit("/events/entretiens/")
    assert week.texts(".bday h2") == ["mercredi 2 avril", "Date non précisée"]
    assert said(week.one("#jour-2 li a")) == "« Entretien »"
    assert "dates non précisées" in said(week.one(".head"))


def test_an_undated_session_says_so_and_leads_to_its_edition(undated):
    page = visit("/events/entretiens/sessions/entretien/")
    assert "/events/entretiens/" in page.links()
    assert "date non précisée" in said(page.one(".record"))
    assert {link.attrs["href"] for link in page.all(".head .lbl a")} == {
        "/events/entretiens/", "/events/entretiens/#jour-2",
    }  # fmt: skip


def test_an_undated_session_is_on_pages_and_in_json_and_in_no_calendar(undated):
    assert "Entretien" in visit("/sessions/").text
    [row] = visit("/sessions.json").response.json()["results"]
    assert row["day"] == {"date": None, "title": "Plus tard"}
    for address in (
        "/sessions.ics",
        "/events/entretiens.ics",
        "/events/entretiens/sessions/entretien.ics",
    ):
        assert "VEVENT" not in visit(address).text, address


def test_an_edition_without_days_says_that_there_is_no_programme_yet(db):
    make_edition(slug="foire", title="Foire", status="announced")
    page = visit("/events/foire/")
    assert "Le programme n’est pas encore publié." in said(page.one("main"))
    assert "Annoncé" in said(page.one(".head .when"))
    assert visit("/events/foire.json").response.json() == {"count": 0, "next": None, "results": []}


def test_a_cancelled_session_stays_and_says_so(db):
    session = make_session(
        title="Visite", status="cancelled", starts_at=datetime(2025, 4, 2, 8, tzinfo=UTC)
    )
    day, week = session.day, session.day.edition
    assert said(visit(day.get_absolute_url()).one(".stop.off .time .alert")) == "Annulé"
    assert said(visit(week.get_absolute_url()).one(".bday li.off em")) == "Annulé"
    assert said(visit(session.get_absolute_url()).one(".kick")).endswith(", annulée")


def test_a_cancelled_edition_cancels_its_sessions(db):
    session = make_session(make_day(make_edition(status="cancelled", slug="foire")))
    week, day = visit("/events/foire/"), visit(session.day.get_absolute_url())
    for page, formats in ((week, 6), (day, 4)):
        assert said(page.one(".head .kick")) == "Édition annulée"
        assert page.all(".subscribe") == []
        assert len(page.all(".formats ul a")) == formats
    assert said(week.one(".bday li.off em")) == "Annulé"
    assert said(day.one(".stop.off .alert")) == "Annulé"
    assert visit("/sessions.json").response.json()["results"][0]["status"] == "cancelled"
    assert said(visit("/events/").one(".editions th[scope=row] span")) == "annulé"


def test_hours_stand_in_the_edition_s_zone(db):
    day = make_day(make_edition(timezone="Europe/Lisbon"))
    make_session(
        day,
        starts_at=datetime(2025, 4, 2, 8, 5, tzinfo=UTC),
        ends_at=datetime(2025, 4, 2, 9, tzinfo=UTC),
    )
    page = visit(day.get_absolute_url())
    assert said(page.one(".stop .time")) == "9h05à 10 h 00"
    assert "fuseau Europe/Lisbon" in said(page.one(".when"))


def test_what_is_on_now_and_next_is_named_on_the_home_page(db, monkeypatch):
    day = make_day(date=date(2025, 4, 2))
    for title, hour in [("Avant", 7), ("Maintenant", 8), ("Après", 9)]:
        make_session(day, title=title, starts_at=datetime(2025, 4, 2, hour, tzinfo=UTC),
                     ends_at=datetime(2025, 4, 2, hour + 1, tzinfo=UTC))  # fmt: skip
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2025, 4, 2, 8, 30, tzinfo=UTC)
    )
    assert said(visit("/").one(".now")) == (
        "En ce moment « Maintenant » Ensuite 11 h 00 : « Après »"
    )


@pytest.mark.parametrize(
    "kept_back",
    [
        {"status": "draft"},
        {"embargoed_until": datetime(2999, 1, 1, tzinfo=UTC)},
    ],
    ids=["draft", "embargo"],
)
def test_a_part_does_not_name_the_whole_before_that_is_public(db, kept_back):
    whole = make_edition(title="Zanzibar", slug="zanzibar")
    part = make_edition(part_of=whole, title="Partie", starts_on=date(2025, 4, 2))
    make_session(make_day(part))
    addresses = [f"/events/{part.slug}/", "/events/", "/events.json", "/events.csv", "/events.atom",
                 f"/events/{part.slug}.json", "/"]  # fmt: skip
    assert "Zanzibar" in visit(addresses[0]).text

    Edition.objects.filter(pk=whole.pk).update(**kept_back)

    assert [a for a in addresses if "zanzibar" in visit(a).text.lower()] == []
