"""The board of a day, for its organiser: where a session is put, and put back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from desk.models import Change
from events.admin.grid import build_grid
from events.board import Slot
from events.models import Session
from tests.accounts import organiser_of, superuser
from tests.events.admin_forms import address, fields
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_room,
    make_session,
    make_speaker,
    make_venue,
)
from tests.walk import visit

pytestmark = pytest.mark.django_db

TEN = datetime(2025, 4, 2, 8, tzinfo=UTC)  # on the clock of Luxembourg
HOUR = timedelta(hours=1)


@pytest.fixture
def day():
    venue = make_venue()
    return make_day(make_edition(starts_on=date(2025, 4, 2), venue=venue), date=date(2025, 4, 2))


@pytest.fixture
def rooms(day):
    return [make_room(day.edition.venue, name) for name in ("Salle 1", "Salle 2")]


@pytest.fixture
def session(day, rooms):
    session = make_session(
        day, title="Ouverture", starts_at=TEN, ends_at=TEN + HOUR, room=rooms[0], slug="a"
    )
    cite(session)
    cite(session, field="starts_at", locator="§2")
    return session


@pytest.fixture
def chief():
    return superuser()


def board_of(edition) -> str:
    return reverse("admin:events_edition_board", args=[edition.pk])


def form_of(client, session, edition=None) -> dict:
    """The form of a session that was chosen on the board, as it would be sent."""
    page = client.get(board_of(edition or session.day.edition), {"move": session.pk})
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else str(value) for name, value in sent.items()}


def move(client, session, **to):
    edition = session.day.edition.part_of or session.day.edition
    return client.post(board_of(edition), form_of(client, session, edition) | to, follow=True)


def local(session) -> tuple[str, str]:
    session.refresh_from_db()
    return tuple(
        moment and moment.strftime("%d %H:%M")
        for moment in (session.local_start, session.local_end)
    )


def order(day) -> str:
    return "".join(day.sessions.order_by("position").values_list("slug", flat=True))


def test_to_another_hour_and_room_with_its_length(chief, session, rooms):
    answered = move(chief, session, start="14:05", room=rooms[1].pk)

    assert local(session) == ("02 14:05", "02 15:05")
    assert session.room == rooms[1]
    [row] = [row for row in answered.context["grid"].rows if any(c.item for c in row.cells)]
    assert [cell.span for cell in row.cells if cell.item] == [12]


def test_its_rank_follows_its_hour_and_the_others_keep_theirs(chief, day, session, rooms):
    make_session(day, slug="b")  # nobody says when
    make_session(day, slug="c", starts_at=TEN + 2 * HOUR)
    make_session(day, slug="d", starts_at=TEN + 4 * HOUR)

    move(chief, session, start="13:00")
    assert order(day) == "bcad"
    move(chief, session, start="12:30")
    assert order(day) == "bcad"  # that agrees already
    chief.post(board_of(day.edition), {"undo": 1})
    move(chief, session, start="09:00")
    assert order(day) == "bacd"  # before the first that begins later


def test_what_is_wrong_then_is_said_and_never_in_the_way(chief, day, session, rooms):
    ada = make_speaker("Ada Muster")
    make_appearance(session, ada)
    other = make_session(day, title="Clôture", starts_at=TEN + 4 * HOUR, room=rooms[1])
    make_appearance(other, ada)

    answered = move(chief, session, start="14:00", room=rooms[1].pk)

    told = {(str(item.session), note.text) for item, note in answered.context["conflicts"]}
    assert {who for who, _text in told} == {"Ouverture", "Clôture"}
    assert any("Ada Muster" in text for _who, text in told)
    assert any("Salle 2" in text for _who, text in told)


def test_taken_back_all_is_as_before(chief, day, session, rooms):
    elsewhere = make_day(day.edition, date=date(2025, 4, 3))
    make_session(day, slug="b", starts_at=TEN + HOUR)
    make_session(elsewhere, slug="c")

    def everything():
        rows = visit("/sessions.json").response.json()["results"]
        for row in rows:
            del row["sequence"], row["changed_at"]
        return rows, sorted(session.citations.values_list("pk", "field", "source", "locator"))

    before = everything()
    move(chief, session, day=elsewhere.pk, start="16:00", room="")
    assert (order(day), order(elsewhere)) == ("b", "ca")
    assert everything() != before

    chief.post(board_of(day.edition), {"undo": 1})

    assert everything() == before
    there, back = Change.objects.order_by("pk")  # both acts are in its history
    assert [r.object_id for c in (there, back) for r in c.records.all()] == [session.pk] * 2
    assert order(day) == "ab"


def test_what_somebody_changed_since_is_not_taken_back(chief, session):
    move(chief, session, start="14:00")
    Session.objects.filter(pk=session.pk).update(title="Accueil")

    told = chief.post(board_of(session.day.edition), {"undo": 1}, follow=True).content.decode()

    assert "n’est pas annulé" in told
    assert local(session) == ("02 14:00", "02 15:00")


def test_who_moves_what_somebody_has_just_moved_is_told_and_keeps_what_was_chosen(chief, session):
    sent = form_of(chief, session) | {"start": "16:00"}
    move(chief, session, start="14:00")

    refused = chief.post(board_of(session.day.edition), sent)

    assert "a changé depuis" in refused.content.decode()
    assert local(session) == ("02 14:00", "02 15:00")
    form = refused.context["form"]
    assert form["start"].value() == "16:00"
    chief.post(board_of(session.day.edition), sent | {"seen": form["seen"].value()})
    assert local(session) == ("02 16:00", "02 17:00")  # once seen, it is meant


def test_without_an_hour_it_waits(chief, session):
    answered = move(chief, session, start="", minutes="")

    assert [item.session for item in answered.context["waiting"]] == [session]
    assert local(session) == (None, None)


def test_after_midnight_it_stays_on_the_evening_s_board(chief, day, session):
    answered = move(chief, session, start="00:30")

    assert local(session) == ("03 00:30", "03 01:30")
    assert session.day == day
    assert answered.context["grid"].end == 27 * 60  # an hour to spare


def test_a_night_when_the_clocks_change(chief, day, session):
    night = make_day(day.edition, date=date(2025, 3, 29))

    refused = move(chief, session, day=night.pk, start="02:30")
    assert "start" in refused.context["form"].errors
    move(chief, session, day=night.pk, start="01:30")

    assert local(session) == ("30 01:30", "30 03:30")  # an hour


def test_a_day_without_a_date_has_no_hours(chief, day, session):
    undated = make_day(day.edition, date=None)

    assert "start" in move(chief, session, day=undated.pk).context["form"].errors
    answered = move(chief, session, day=undated.pk, start="")
    assert [item.session for item in answered.context["waiting"]] == [session]


def test_what_is_of_a_part_stays_there(chief, day, session):
    part = make_day(make_edition(part_of=day.edition), date=day.date)
    tomorrow = make_day(part.edition, date=day.date + timedelta(days=1))
    other = make_day(day.edition, date=tomorrow.date)
    own = make_session(part, starts_at=TEN)

    move(chief, own, day=day.pk, start="11:00")
    own.refresh_from_db()
    assert own.day == part
    move(chief, own, day=other.pk)
    own.refresh_from_db()
    assert own.day == tomorrow


def test_where_it_is_now_is_the_organiser_s_word(chief, session):
    move(chief, session, start="14:00")

    sources = session.citations.filter(field="starts_at").values_list("source__slug", flat=True)
    assert list(sources) == [f"programme-{session.day.edition.slug}"]


def test_only_of_one_s_own_edition(session):
    own, others = make_day(), session.day.edition
    client = organiser_of(own.edition)
    assert client.get(board_of(others)).status_code == 404
    assert client.post(board_of(others), {"undo": 1}).status_code == 404
    assert client.get(board_of(own.edition)).status_code == 200

    sent = {"session": session.pk, "seen": "x", "day": own.pk, "start": "14:00"}
    refused = client.post(board_of(own.edition), sent)

    assert "session" in refused.context["form"].errors
    assert local(session)[0] == "02 10:00"


def test_as_many_questions_for_twenty_sessions_as_for_two(
    chief, day, session, rooms, django_assert_max_num_queries
):
    for number in range(20):
        make_appearance(make_session(day, starts_at=TEN, room=rooms[number % 2]))

    with django_assert_max_num_queries(35):
        chief.get(board_of(day.edition))
    sent = form_of(chief, session) | {"start": "23:00"}
    with django_assert_max_num_queries(85):
        chief.post(board_of(day.edition), sent)


def test_a_form_that_is_open_notices_the_move(chief, session):
    form = fields(chief, address(session))
    move(chief, session, start="14:00")

    assert chief.post(address(session), form).status_code == 200
    assert local(session)[0] == "02 14:00"


def test_the_grid_is_full():
    slots = [Slot("A", 540, 600, 1), Slot("A", 570, 575, 2), Slot("B", 1500, None, 3)]

    grid = build_grid(slots, ["A", "B", None])

    assert (grid.start, grid.end) == (480, 1620)
    assert [column.lanes for column in grid.columns] == [2, 1, 1]
    cells = [cell for row in grid.rows for cell in row.cells]
    assert sum(cell.span for cell in cells) == 4 * len(grid.rows)
    assert sum(row.rows for row in grid.rows) == len(grid.rows)
