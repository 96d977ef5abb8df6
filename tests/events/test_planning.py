"""What an organiser does to a day: in order, later, elsewhere, public; by the page for it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from events import planning
from events.admin import desk, programme
from events.models import Citation, Day, Edition, Session
from tests.accounts import logged_in, make_member, superuser
from tests.events.admin_forms import address, fields
from tests.factories import cite, make_appearance, make_day, make_edition, make_room, make_session
from tests.walk import visit

pytestmark = pytest.mark.django_db

TEN = datetime(2025, 4, 2, 8, tzinfo=UTC)  # on the clock of Luxembourg


@pytest.fixture
def day():
    edition = make_edition(starts_on=date(2025, 4, 2))
    cite(edition)
    return make_day(edition, date=date(2025, 4, 2))


@pytest.fixture
def sessions(day):
    return [make_session(day, slug=slug) for slug in "abc"]


@pytest.fixture
def page(day):
    """Sends the form of the programme's page, and gives the answer."""
    client = superuser()
    programme_page = reverse("admin:events_edition_programme", args=[day.edition.pk])

    def send(chosen=(), **data):
        return client.post(programme_page, {"chosen": [s.pk for s in chosen], **data}, follow=True)

    send.client = client
    send.get = lambda: client.get(programme_page)
    return send


def order(day) -> str:
    return "".join(day.sessions.order_by("position").values_list("slug", flat=True))


def test_one_up_one_down(day, sessions):
    planning.move_by_one(session=sessions[2], down=False)
    assert order(day) == "acb"
    planning.move_by_one(session=sessions[0], down=False)
    assert order(day) == "acb"
    planning.move_by_one(session=Session.objects.get(slug="a"), down=True)
    assert order(day) == "cab"


def test_an_order_of_other_sessions_is_refused(day, sessions):
    with pytest.raises(planning.PlanningError):
        planning.put_in_order(day=day, sessions=[sessions[0].pk])
    assert order(day) == "abc"


def test_to_another_day_at_the_same_hour_across_the_change_of_clocks(day):
    before = make_day(day.edition, date=date(2025, 3, 29))
    session = make_session(day, starts_at=TEN, ends_at=TEN + timedelta(hours=1))

    planning.move_to_day(sessions=[session], day=before)

    session.refresh_from_db()
    assert session.local_start.isoformat() == "2025-03-29T10:00:00+01:00"
    assert session.local_end.isoformat() == "2025-03-29T11:00:00+01:00"


def test_an_hour_needs_a_date(day):
    session = make_session(day, starts_at=TEN)

    with pytest.raises(planning.PlanningError, match="daté"):
        planning.move_to_day(sessions=[session], day=make_day(day.edition, date=None))


def test_the_page_has_what_is_there_and_what_is_wrong(page, day):
    Citation.objects.all().delete()
    make_appearance(make_session(day, title="Tardive", starts_at=TEN + timedelta(hours=2)))
    make_session(day, title="Précoce", starts_at=TEN)

    told = page.get().content.decode()

    assert "Commence avant « Tardive »" in told
    assert "sans source" in told


def test_the_arrows(page, day, sessions):
    page(move=f"down:{sessions[0].pk}")

    assert order(day) == "bac"


def test_dragged_within_its_day_and_to_another(page, day, sessions):
    other = make_day(day.edition, date=date(2025, 4, 3))
    make_session(other, slug="d")
    a, b, c = sessions

    page(move=f"place:{c.pk}", to=day.pk, order=f"{c.pk},{a.pk},{b.pk}")
    assert order(day) == "cab"
    there = f"{b.pk},{other.sessions.get().pk}"
    page(move=f"place:{b.pk}", to=other.pk, order=there)
    assert (order(day), order(other)) == ("ca", "bd")
    refused = page(move=f"place:{a.pk}", to=other.pk, order=there)  # dragged on an old page
    assert "a changé entre-temps" in refused.content.decode()
    assert (order(day), order(other)) == ("ca", "bd")
    elsewhere = make_day()
    assert page(move=f"place:{a.pk}", to=elsewhere.pk, order=str(a.pk)).status_code == 404


def test_a_session_in_one_line(page, day):
    def add(**typed):
        return page(line=day.pk, **{f"d{day.pk}-{name}": value for name, value in typed.items()})

    make_session(slug="accueil")
    add(title="Accueil", kind="welcome", start="09:00", end="09:30")
    shown = add(title="La suite", kind="talk", start="09:30")

    first, second = day.sessions.order_by("position")
    assert (first.slug, first.status, first.position) == ("accueil-2025", "draft", 1)
    assert [c.source.slug for c in first.citations.all()] == [f"programme-{day.edition.slug}"]
    assert (second.local_start.isoformat()[11:16], second.ends_at) == ("09:30", None)
    [line] = [table.line for table in shown.context["tables"]]
    assert "autofocus" in line.fields["title"].widget.attrs  # for the next one
    assert line["kind"].value() == "talk"
    refused = add(title="Trop tôt", start="10:00", end="09:00").context["tables"][0].line
    assert "end" in refused.errors
    assert refused["title"].value() == "Trop tôt"
    assert day.sessions.count() == 2


def test_a_whole_day_at_once(page, day, sessions):
    page(do="withdraw", whole=day.pk)

    assert set(day.sessions.values_list("status", flat=True)) == {"draft"}


def test_of_a_long_edition_a_day_at_a_time(page, day, sessions, monkeypatch):
    monkeypatch.setattr(desk, "MOST_AT_ONCE", 3)
    make_session(make_day(day.edition, date=date(2025, 4, 3)))

    [shown] = page.get().context["tables"]
    assert [row.session for row in shown.rows] == sessions


@pytest.mark.parametrize(
    ("given", "dates"),
    [
        ({"starts_on": "2025-04-02", "ends_on": "2025-04-04"}, ["02", "03", "04"]),
        ({"starts_on": "2025-04-02"}, ["02"]),
        ({"starts_on": "2025-04-02", "ends_on": "2025-06-02"}, []),
        ({}, []),
    ],
    ids=["three", "one", "a-season", "undated"],
)
def test_a_new_edition_has_its_days_and_opens_on_its_programme(given, dates):
    client = superuser()
    add = reverse("admin:events_edition_add")
    form = fields(client, add) | {"title": "Nouvelle", "slug": "nouvelle", "kind": "week"} | given

    answer = client.post(add, form)

    edition = Edition.objects.get(slug="nouvelle")
    assert answer["Location"] == reverse("admin:events_edition_programme", args=[edition.pk])
    assert [f"{day.date:%d}" for day in edition.days.order_by("position")] == dates


@pytest.mark.parametrize(
    ("do", "status"), [("publish", "published"), ("withdraw", "draft"), ("cancel", "cancelled")]
)
def test_several_at_once(page, day, sessions, do, status):
    page(sessions[:2], do=do)

    states = dict(day.sessions.values_list("slug", "status"))
    assert states["a"] == states["b"] == status
    assert states["c"] == "published"


def test_later_elsewhere_and_on_another_day(page, day):
    session = make_session(day, starts_at=TEN)
    room, other = make_room(), make_day(day.edition, date=date(2025, 4, 3))

    page([session], do="shift", minutes="-30")
    page([session], do="room", room=room.pk)
    page([session], do="day", day=other.pk)

    session.refresh_from_db()
    assert (session.room, session.day) == (room, other)
    assert session.local_start.isoformat() == "2025-04-03T09:30:00+02:00"


@pytest.mark.parametrize(
    "sent", [{"do": "shift"}, {"do": "shift", "minutes": "soon"}, {"do": "day"}, {"do": "x"}]
)
def test_what_cannot_be_done_is_said_and_stays_ticked(page, day, sessions, sent):
    refused = page(sessions[:1], **sent)

    assert refused.status_code == 200
    assert refused.context["form"].errors
    assert refused.context["chosen"] == {sessions[0].pk}


def test_a_session_of_somebody_else_is_no_choice(page, day):
    other = make_session(make_day())

    page([other], do="cancel")
    assert Session.objects.get(pk=other.pk).status == "published"
    assert page(move=f"up:{other.pk}").status_code == 404


def test_not_without_the_right_to(day):
    client = logged_in(make_member("guest"))

    programme_page = reverse("admin:events_edition_programme", args=[day.edition.pk])
    assert client.get(programme_page).status_code == 404


def test_as_many_questions_for_twenty_sessions_as_for_two(page, day, django_assert_max_num_queries):
    for _ in range(20):
        make_appearance(make_session(day, starts_at=TEN))

    with django_assert_max_num_queries(28):
        page.get()


def test_why_it_is_called_off_is_public_with_it(page, day, sessions):
    page(sessions[:1], do="cancel", because="Le train n’est pas arrivé.")

    assert visit(f"/events/{day.edition.slug}/sessions/a/").text.count("Le train n’est pas") == 1
    assert "Le train" in visit(f"/events/{day.edition.slug}.ics").text
    rows = visit("/sessions.json").response.json()["results"]
    assert [row["cancelled_because"] for row in rows] == ["Le train n’est pas arrivé.", None, None]

    page(sessions[:1], do="publish")
    assert (
        "Le train"
        not in visit("/sessions.json").text + visit(f"/events/{day.edition.slug}.ics").text
    )


def test_the_form_of_a_long_day_leaves_its_sessions_to_the_programme(page, day, monkeypatch):
    make_session(day, slug="a"), make_session(day, slug="b")
    client = page.client
    assert "sessions-0-title" in fields(client, address(day))

    monkeypatch.setattr(programme, "MOST_IN_A_FORM", 1)

    form = fields(client, address(day))
    assert "sessions-0-title" not in form
    assert client.post(address(day), form | {"title": "Mercredi"}).status_code == 302
    assert (day.sessions.count(), Day.objects.get(pk=day.pk).title) == (2, "Mercredi")


def test_what_is_no_id_is_not_there(page, day, sessions):
    for sent in ({"move": "up:abc"}, {"move": "place:1", "to": "x"}, {"line": "²"}, {"move": ""}):
        assert page(**sent).status_code in (200, 404), sent
    assert page(move=f"place:{sessions[0].pk}", to="x").status_code == 404
    assert order(day) == "abc"


def test_what_somebody_did_meanwhile_is_not_undone_in_passing(page, day, sessions):
    first, second, _third = sessions
    shown = [f"{row.session.pk}:{row.seen}" for table in page.get().context["tables"]
             for row in table.rows]  # fmt: skip
    planning.cancel(sessions=[second], because="la pluie")

    refused = page([first, second], do="publish", seen=shown)

    second.refresh_from_db()
    assert second.status == Session.Status.CANCELLED
    assert str(second) in refused.context["form"].errors["chosen"][0]
    assert refused.context["chosen"] == {first.pk, second.pk}
    again = [f"{row.session.pk}:{row.seen}" for table in refused.context["tables"]
             for row in table.rows]  # fmt: skip
    page([first, second], do="publish", seen=again)
    second.refresh_from_db()
    assert second.status == Session.Status.PUBLISHED


def test_what_has_no_source_is_not_published(page, day, sessions):
    Citation.objects.all().delete()
    Session.objects.update(status="draft", unsourced=False)
    cite(sessions[0])

    refused = page(sessions[:2], do="publish")

    assert "Sans aucune source, rien ne se publie" in refused.content.decode()
    assert set(Session.objects.values_list("status", flat=True)) == {"draft"}
    page(sessions[:1], do="publish")
    assert Session.objects.get(slug="a").status == "published"


def test_what_is_moved_is_known_from_the_own_programme(day, sessions):
    room = make_room()
    planning.set_room(sessions=sessions[:1], room=room)

    [citation] = sessions[0].citations.all()
    assert citation.source.slug == f"programme-{day.edition.slug}"
