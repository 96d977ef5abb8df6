"""The page of a day too long to be told in full, and an edition all on one page."""

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Appearance, Session
from tests.events.conference import OPENS, PAGE, make_conference
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_venue,
)
from tests.walk import said, visit

pytestmark = pytest.mark.django_db

EDITION = "/events/salon/"


@pytest.fixture
def conference():
    """Fifty sessions: ten rooms, five times."""
    return make_conference(rooms=10, slots=5)


def day_of(edition):
    return edition.days.get(position=1)


def row_of(page, title):
    [row] = [row for row in page.all(".rows > li") if title in row.query_one(".ti").to_text()]
    return row


def test_a_long_day_has_a_row_for_every_session_by_the_hour(conference):
    page = visit(PAGE)

    assert page.texts(".hour h3") == ["9 h", "10 h", "11 h"]
    assert [len(hour.query("li")) for hour in page.all(".hour")] == [20, 20, 10]
    titles = list(day_of(conference).sessions.order_by("position").values_list("title", flat=True))
    assert page.texts(".rows .ti a") == [f"« {title} »" for title in titles]
    assert page.texts(".hourtabs a") == ["9 h", "10 h", "11 h"]
    assert page.all(".stop") == []


def test_a_row_says_when_what_where_and_who(conference):
    session = day_of(conference).sessions.get(position=12)
    session.kind = "debate"
    session.save()
    Appearance.objects.filter(session=session, order=2).update(role="moderator")
    make_appearance(session, name_as_printed="", order=3)
    row = row_of(visit(PAGE), session.title)

    assert row.attrs["id"] == f"j{session.code}"
    assert row.query_one("time").attrs["datetime"] == "2025-02-01T09:30+01:00"
    assert row.to_text(separator="|").replace("\xa0", " ").split("|") == [
        "9 h 30", "– 9 h 55", f"«\u202f{session.title}\u202f»", "Débat", "Salle 2",
        "Anna Amroune-11", ",", "Théo Schmit-10", "(animation), nom non précisé",
    ]  # fmt: skip
    assert [a.attrs["href"] for a in row.query("a")] == [
        session.get_absolute_url(), "/speakers/personne-11/", "/speakers/personne-10/",
    ]  # fmt: skip


def test_the_board_has_the_rooms_by_name_and_the_hours(conference):
    page = visit(PAGE)
    [table] = page.all("table.rooms")

    assert page.texts("table.rooms caption") == ["De 9 h à 11 h 30, par salle"]
    assert [(th.to_text(), th.attrs.get("colspan")) for th in table.query("thead th")] == [
        ("Salle", None), ("9\xa0h", "12"), ("10\xa0h", "12"), ("11\xa0h", "6"),
    ]  # fmt: skip
    assert page.texts("table.rooms tbody th") == [f"Salle {number}" for number in range(1, 11)]
    [row] = [tr for tr in table.query("tbody tr") if tr.query_one("th").to_text() == "Salle 2"]
    assert [td.attrs["colspan"] for td in row.query("td")] == ["5", "1"] * 5
    links = [a.attrs["href"] for a in row.query("td a")]
    assert links == [f"/events/salon/sessions/expose-{n}/" for n in (2, 12, 22, 32, 42)]


def test_the_board_gives_way_to_the_list_and_the_list_to_the_board(conference):
    link = visit(f"{PAGE}?kind=talk").one(".roomboard .other a").attrs["href"]
    page = visit(f"{PAGE}{link}")

    assert link == "?kind=talk&view=list"
    assert page.all(".roomboard") == []
    assert len(page.all(".rows > li")) == 50
    assert page.one(".byhour .other a").attrs["href"] == "?kind=talk"
    assert visit(f"{PAGE}?room=halles.salle-2&view=list").all(".byhour .other") == []


def test_the_moment_that_is_tried_is_a_line_on_the_board(conference):
    """From 9 h to 11 h 30; of any other page the line is hidden until the script places it."""
    [line] = visit(f"{PAGE}?now=2025-02-01T10:15").all(".nowline")
    assert line.query_one("rect").attrs["x"] == "50.00%"
    assert "hidden" not in line.attrs
    assert visit(f"{PAGE}?now=2025-02-01T12:00").all(".nowline") == []
    [line] = visit(PAGE).all(".nowline")
    assert "hidden" in line.attrs
    assert (int(line.attrs["data-from"]), int(line.attrs["data-to"])) == (
        OPENS.timestamp(), OPENS.timestamp() + 150 * 60,
    )  # fmt: skip


def test_what_overlaps_in_a_room_is_under_one_head(conference):
    hall = day_of(conference).sessions.get(position=2).room
    make_session(day_of(conference), room=hall, starts_at=OPENS, title="En trop")
    table = visit(PAGE).one("table.rooms")
    [head] = [th for th in table.query("tbody th") if th.to_text() == "Salle 2"]

    assert head.attrs["rowspan"] == "2"
    assert head.attrs["scope"] == "row"


def test_what_has_no_hour_keeps_its_place_in_the_list_and_a_sentence_says_so(conference):
    Session.objects.filter(slug="expose-15").update(starts_at=None, ends_at=None)
    page = visit(PAGE)

    assert page.texts(".hour h3") == ["9 h", "Heure non précisée", "9 h", "10 h", "11 h"]
    assert page.texts(".hourtabs a") == ["9 h", "10 h", "11 h", "Heure non précisée"]
    assert page.all(".hourtabs a")[0].attrs["href"] == f"#{page.all('.hour h3')[0].attrs['id']}"
    assert "1 séance sans heure précisée n’est que dans la liste." in page.texts(".cap")
    assert page.texts(".rows .tm")[14] == "heure non précisée"
    assert [a for a in page.all(".rooms a") if a.attrs["href"].endswith("/expose-15/")] == []


def test_a_room_that_nobody_states_stands_last(conference):
    Session.objects.filter(slug="expose-1").update(room=None)

    assert visit(PAGE).texts("table.rooms tbody th")[-1] == "salle non précisée"


def test_rooms_of_one_name_in_two_venues_are_two(conference):
    annexe = make_room(make_venue("Annexe"), "Salle 2")
    Session.objects.filter(slug="expose-2").update(room=annexe)
    page = visit(PAGE)

    heads = page.texts("table.rooms tbody th")
    assert heads[1:3] == ["Salle 2", "Salle 2, Annexe"]
    assert page.texts(".rows .pl")[1] == "Salle 2, Annexe"


def test_inferred_hours_unknown_ends_and_what_is_called_off_are_told_on_both(conference):
    Session.objects.filter(slug="expose-3").update(start_basis="inferred", ends_at=None)
    Session.objects.filter(slug="expose-4").update(status="cancelled")
    page = visit(PAGE)

    assert page.texts(".rows .tm")[2:4] == ["dès [9 h 00]", "9 h 00 – 9 h 25 annulé"]
    cells = {a.attrs["href"].rsplit("/", 2)[1]: a.parent for a in page.all(".rooms a")}
    assert said(cells["expose-3"]).startswith("dès [9 h 00]")
    assert said(cells["expose-4"]).startswith("9 h 00 annulé")
    assert "off" in row_of(page, Session.objects.get(slug="expose-4").title).attrs["class"]


def test_one_figure_stands_for_all_rows_but_those_with_a_source_of_their_own(conference):
    cite(Session.objects.get(slug="expose-7"), make_source(publication="Journal"))
    page = visit(PAGE)

    assert len(page.all(".byhour h2 a.ref")) == 1
    [own] = page.all(".rows a.ref")
    assert own.parent.parent.attrs["id"] == f"j{Session.objects.get(slug='expose-7').code}"
    assert "Journal" in page.one(f".notes li{own.attrs['href']}").to_text()


def test_a_day_of_few_rooms_has_no_board_and_a_short_one_is_told_in_full(conference):
    few = make_day(make_edition(slug="few", timezone="Europe/Brussels"))
    halls = [make_room(make_venue("Gare"), "Quai 1"), *(make_room(make_venue(n), n) for n in "AB")]
    for hall in halls:
        make_session(few, room=hall, starts_at=OPENS, summary="De quoi il est question")
    page = visit(few.get_absolute_url())

    assert page.all(".roomboard") == []
    assert len(page.all(".stop .su")) >= 3
    make_session(few, room=make_room(make_venue("C"), "C"), starts_at=OPENS)
    page = visit(few.get_absolute_url())
    assert len(page.all(".roomboard .s")) == 4
    assert len(page.all(".stop")) == 4


def test_a_filter_narrows_board_and_list_and_the_count_says_so(conference):
    page = visit(f"{PAGE}?room=halles.salle-2")

    assert page.texts("#compte") == ["5 sur 50 séances"]
    assert len(page.all(".rows > li")) == 5
    assert page.all(".roomboard") == []
    assert page.texts(".active a")[0] == "Salle : Salle 2 × retirer"


def test_filters_that_nothing_answers_lead_back_to_the_day(conference):
    page = visit(f"{PAGE}?q=introuvable")

    assert page.texts("p.none") == ["Aucune séance ne répond à ces filtres. Voir tout le jour"]
    assert page.texts("#compte") == ["0 sur 50 séances"]


def test_a_long_edition_tells_its_days_until_one_asks_for_less(conference):
    make_conference_longer(conference)
    page = visit(EDITION)

    assert page.texts(".bday p a") == ["120 séances, dès 9 h 00", "1 séance"]
    assert page.texts("#compte") == ["121 séances"]
    assert page.all(".bday li, .rows > li") == []
    told = page.one("svg.shape").attrs["aria-label"].replace("\xa0", " ")
    assert told == "Séances par heure, 9 h : 90, 10 h : 20, 11 h : 10"
    assert [bar.attrs["height"] for bar in page.all(".shape rect")] == ["90", "20", "10"]
    found = visit(f"{EDITION}?room=halles.salle-2")
    assert [len(day.query("li")) for day in found.all(".byhour")] == [5]
    assert found.texts("#compte") == ["5 sur 121 séances"]


def make_conference_longer(edition):
    day = day_of(edition)
    for number in range(51, 121):
        make_session(day, position=number, slug=f"expose-{number}", starts_at=OPENS)


def test_everything_on_one_page_has_everyone_s_name(conference):
    page = visit(f"{EDITION}?view=all")

    assert len(page.all(".rows > li")) == 51
    assert page.texts(".byhour > h2") == ["samedi 1er février 2025", "dimanche 2 février 2025"]
    names = set(Appearance.objects.values_list("name_as_printed", flat=True))
    assert set(page.texts(".rows .who a")) == names
    assert visit(EDITION).one("a[href='?view=all']").to_text() == "tout sur une page"


def test_a_short_edition_narrowed_down_keeps_the_days_that_answer(eschtechweek):
    page = visit("/events/eschtechweek-2025/?kind=round_table")

    assert page.texts(".bday h2 a:first-child") == ["mercredi 2 avril"]
    assert page.texts("#compte") == ["5 sur 19 séances"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{EDITION}?view=all", 200),
        (f"{EDITION}?view=some", 400),
        (f"{PAGE}?view=list", 200),
        (f"{PAGE}?view=all", 400),
        (f"{EDITION}?view=list", 400),
        ("/sessions/?view=all", 400),
        ("/events/salon.json?view=all", 400),
    ],
)
def test_only_an_edition_s_and_a_day_s_page_have_another_view_each_its_own(
    conference, client, address, status
):
    assert client.get(address).status_code == status


def test_the_formats_of_a_view_are_those_of_the_list(conference):
    page = visit(f"{EDITION}?view=all&kind=talk")

    assert {link.attrs["href"] for link in page.all(".formats li a")} >= {
        "/events/salon.json?kind=talk"
    }


def queries(client, address):
    client.get(address)  # the first reader after a change asks the clock, too
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", [PAGE, f"{EDITION}?view=all", f"{PAGE}?kind=talk"])
def test_as_many_queries_for_a_longer_day(client, address):
    conference = make_conference(rooms=9, slots=5)
    few = queries(client, address)
    make_conference_longer(conference)
    for session in day_of(conference).sessions.all()[:20]:
        make_appearance(session, make_speaker(f"Nova {session.position}"))
        cite(session)

    assert queries(client, address) == few
    assert few <= 16


def test_a_day_of_550_sessions_is_light(client):
    """With every title, room and name twice over, on the board and in the list."""
    make_conference()
    answer = client.get(PAGE)

    assert answer.content.count(b'<li id="j') == 560
    assert len(brotli.compress(answer.content, quality=5)) <= 60_000
