"""A session from its first announcement to its end, as a subscribed calendar sees it.

Every step is a write as an organiser's tools make it; what the feeds say of it is read over HTTP.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from events.models import Edition, Session
from events.moving import correct_zone, move_day
from tests.events.calendars import events, read
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_room,
    make_session,
    make_speaker,
    make_venue,
)

pytestmark = pytest.mark.django_db

AT_NINE = datetime(2025, 4, 2, 7, tzinfo=UTC)
SAME, RAISED = 0, 1
LISTS = [
    "/sessions.ics", "/events/foire.ics", "/events/foire/2025-04-02.ics", "/panels.ics",
    "/speakers/anna-schmit.ics", "/organisations/list.ics",
]  # fmt: skip


@dataclass
class Subscriber:
    """Calendars that ask again and again, and what they know of one session."""

    client: object
    session: Session

    @property
    def uid(self) -> str:
        return str(self.session.uuid)

    @property
    def own(self) -> str:
        return f"/sessions.ics?id={self.session.code}"

    def body(self, address) -> bytes:
        first, second = self.client.get(address), self.client.get(address)
        assert (first.status_code, second.content) == (200, first.content), address
        again = self.client.get(address, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304, address
        read(first.content)
        return first.content

    def entry(self, address="/sessions.ics"):
        """The session's event in a calendar; None if it is not in it."""
        found = [event for event in events(self.body(address)) if event["uid"] == self.uid]
        assert len(found) <= 1
        return found[0] if found else None

    def others(self, address="/sessions.ics") -> list[bytes]:
        """All of the calendar but that event, in pieces."""
        before, _, rest = self.body(address).partition(f"UID:{self.uid}\r\n".encode())
        start = before.rpartition(b"BEGIN:VEVENT\r\n")[0]
        return [start, rest.partition(b"END:VEVENT\r\n")[2]]

    def follow(self, write, raised=RAISED):
        """The event after a write: the same one, its revision higher, and all else as it was."""
        before, others = self.entry(), self.others()
        write()
        after = self.entry()
        assert after["uid"] == before["uid"]
        assert after["sequence"] == before["sequence"] + raised
        assert after["last-modified"].dt >= before["last-modified"].dt
        assert after["dtstamp"].dt == after["last-modified"].dt
        assert self.others() == others
        for address in LISTS:
            same = self.entry(address)
            assert same is None or same.to_ical() == after.to_ical(), address
        return after


@pytest.fixture
def life(client):
    """A session of a fair, still a draft; sessions of the fair and of another beside it."""
    fair = make_edition(slug="foire", title="Foire 2025", starts_on=date(2025, 4, 2))
    day = make_day(fair, venue=make_venue("Mairie", town="Esch"))
    session = make_session(
        day, slug="table", code="tablee", title="Grandir", kind="round_table", status="draft",
        position=2,
    )  # fmt: skip
    make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("LIST")])
    # What keeps the person and the organisation in their directories.
    keep = make_session(day, position=1, title="Avant", starts_at=AT_NINE - timedelta(hours=1))
    make_appearance(keep, session.appearances.get().speaker, ["élue"])
    make_appearance(keep, make_speaker("Eric Lux"), [session.appearances.get().positions.get()
                                                     .organisation])  # fmt: skip
    make_session(day, position=3, title="Après", starts_at=AT_NINE + timedelta(hours=5))
    make_session(make_day(make_edition(slug="autre")), title="Ailleurs", starts_at=AT_NINE)
    return Subscriber(client, session)


def update(life, **values):
    return lambda: Session.objects.filter(pk=life.session.pk).update(**values)


def said(event) -> tuple[str, str, object]:
    return str(event["summary"]), str(event["status"]), event.decoded("dtstart")


def test_from_the_first_announcement_to_the_end(life):
    assert life.entry() is None
    assert life.client.get(life.own).status_code == 400

    update(life, status="published")()
    first = life.entry()
    assert said(first) == ("Grandir", "CONFIRMED", date(2025, 4, 2))
    assert all(life.entry(address) is not None for address in LISTS)

    known = life.follow(update(life, starts_at=AT_NINE))
    assert known.decoded("dtstart") == AT_NINE
    assert known.decoded("dtend") == AT_NINE + timedelta(hours=1)

    moved = life.follow(update(life, starts_at=AT_NINE + timedelta(hours=2)))
    assert moved.decoded("dtstart") == AT_NINE + timedelta(hours=2)

    renamed = life.follow(update(life, title="Grandir ensemble"))
    assert str(renamed["summary"]) == "Grandir ensemble"

    room = make_room(make_venue("Gare"), "Hall")
    roomed = life.follow(update(life, room=room))
    assert str(roomed["location"]) == "Hall, Gare"

    cancelled = life.follow(update(life, status="cancelled"))
    assert said(cancelled)[:2] == ("Annulé : Grandir ensemble", "CANCELLED")

    back = life.follow(update(life, status="published"))
    assert said(back)[:2] == ("Grandir ensemble", "CONFIRMED")

    withdrawn = life.follow(update(life, status="draft"))
    assert said(withdrawn)[:2] == ("Annulé : Grandir ensemble", "CANCELLED")

    assert withdrawn["sequence"] == first["sequence"] + 7
    seen = {address: life.body(address) for address in (*LISTS, life.own)}
    update(life, title="Secret", starts_at=None)()
    assert {address: life.body(address) for address in seen} == seen
    Session.objects.get(pk=life.session.pk).delete()
    assert {address: life.body(address) for address in seen} == seen
    assert all(life.entry(address) is not None for address in seen)


def test_a_cancelled_edition_cancels_every_event_of_it_and_no_other(life):
    update(life, status="published")()
    before = {event["uid"]: event for event in events(life.body("/sessions.ics"))}

    Edition.objects.filter(slug="foire").update(status="cancelled")

    after = {event["uid"]: event for event in events(life.body("/sessions.ics"))}
    assert list(after) == list(before)
    elsewhere = str(Session.objects.get(title="Ailleurs").uuid)
    for uid, event in after.items():
        changed = uid != elsewhere
        assert event["sequence"] == before[uid]["sequence"] + changed
        assert (event["status"] == "CANCELLED") is changed
        assert str(event["summary"]).startswith("Annulé : ") is changed
        assert (event.to_ical() == before[uid].to_ical()) is not changed


def test_a_withdrawn_edition_cancels_what_was_public(life):
    """Its own calendars are gone; those that also hold other things cancel what was in them."""
    update(life, status="published")()

    Edition.objects.filter(slug="foire").update(status="draft")

    assert said(life.entry())[:2] == ("Annulé : Grandir", "CANCELLED")
    assert said(life.entry(life.own))[:2] == ("Annulé : Grandir", "CANCELLED")
    for address in ("/events/foire.ics", "/events/foire/2025-04-02.ics", "/events/foire/"):
        gone = life.client.get(address)
        assert (gone.status_code, gone["Cache-Control"]) == (410, "no-cache"), address
    for address in ("/sessions/", "/sessions.json", "/sessions.csv", "/sessions.atom"):
        assert b"Grandir" not in life.client.get(address).content, address


def test_a_corrected_zone_keeps_the_hour_on_the_clock(life):
    update(life, status="published", starts_at=AT_NINE)()
    before = life.entry()

    correct_zone(edition=life.session.day.edition, to="Europe/Lisbon")

    after = life.entry()
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    hours = [event.decoded("dtstart") for event in (before, after)]
    assert [hour.strftime("%H:%M") for hour in hours] == ["09:00", "09:00"]
    assert after["dtstart"].params["TZID"] == "Europe/Lisbon"
    assert hours[1] - hours[0] == timedelta(hours=1)


def test_a_day_that_moves_takes_its_hours_along(life):
    update(life, status="published", starts_at=AT_NINE)()
    before = life.entry()

    move_day(day=life.session.day, to=date(2025, 4, 9))

    after = life.entry()
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("dtstart") == before.decoded("dtstart") + timedelta(days=7)
    assert life.entry("/events/foire/2025-04-09.ics").to_ical() == after.to_ical()


@pytest.mark.parametrize(
    ("values", "raised"),
    [
        ({"summary": "Des débuts."}, SAME),
        ({"number": 3}, SAME),
        ({"position": 9}, SAME),
        ({"part_of_day": "morning"}, SAME),
        ({"slug": "autre"}, SAME),
        ({"kind": "discussion"}, SAME),
        ({"ends_at": AT_NINE + timedelta(hours=3), "starts_at": AT_NINE}, RAISED),
    ],
    ids=str,
)
def test_one_write_changes_one_event(life, values, raised):
    update(life, status="published", position=4)()
    life.follow(update(life, **values), raised)


def test_what_a_calendar_does_not_say_changes_no_byte(life):
    update(life, status="published")()
    # The calendar of a day says the day's title of itself.
    addresses = [address for address in LISTS if "2025-04-02" not in address]
    before = {address: life.body(address) for address in addresses}

    update(life, track="B", language="de")()
    life.session.day.title = "Autre jour"
    life.session.day.save()
    make_session(make_day(), status="draft")

    assert {address: life.body(address) for address in addresses} == before


def test_ones_own_selection_blocks_time_where_the_hour_is_known(life):
    update(life, status="published")()
    assert life.entry(life.own)["transp"] == "TRANSPARENT"

    update(life, starts_at=AT_NINE)()
    assert life.entry(life.own)["transp"] == "OPAQUE"
    assert life.entry()["transp"] == "TRANSPARENT"

    update(life, status="cancelled")()
    assert life.entry(life.own)["transp"] == "TRANSPARENT"


# What had an address


FORMATS = ["/", ".ics", ".json"]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_session_that_is_withdrawn_or_deleted_is_gone(life, ending):
    address = f"/events/foire/sessions/table{ending}"
    assert life.client.get(address).status_code == 404
    update(life, status="published")()
    assert life.client.get(address).status_code == 200

    update(life, status="draft")()
    assert life.client.get(address).status_code == 410

    Session.objects.get(pk=life.session.pk).delete()
    assert life.client.get(address).status_code == 410


@pytest.mark.parametrize("ending", FORMATS)
def test_a_new_slug_of_a_session_or_its_edition_redirects(life, ending):
    update(life, status="published")()
    update(life, slug="autre")()
    old, new = (f"/events/foire/sessions/{slug}{ending}" for slug in ("table", "autre"))
    moved = life.client.get(old)
    assert (moved.status_code, moved["Location"]) == (301, new)

    Edition.objects.filter(slug="foire").update(slug="salon")
    for address in (old, new):
        response = life.client.get(address, follow=True)
        assert [status for _, status in response.redirect_chain][-1] == 301
        assert response.request["PATH_INFO"] == f"/events/salon/sessions/autre{ending}"
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("edition", "/events/foire.ics?kind=round_table", "/events/b.ics?kind=round_table"),
        ("edition", "/events/foire/2025-04-02.ics", "/events/b/2025-04-02.ics"),
        ("edition", "/events/foire/", "/events/b/"),
        ("edition", "/sessions.ics?edition=foire,autre&kind=talk",
         "/sessions.ics?edition=b%2Cautre&kind=talk"),
        ("speaker", "/speakers/anna-schmit.ics", "/speakers/b.ics"),
        ("speaker", "/appearances.json?speaker=anna-schmit", "/appearances.json?speaker=b"),
        ("organisation", "/organisations/list.csv", "/organisations/b.csv"),
        ("organisation", "/sessions.atom?organisation=list", "/sessions.atom?organisation=b"),
        ("venue", "/sessions.ics?place=mairie", "/sessions.ics?place=b"),
        ("venue", "/sessions.ics?place=esch", None),
    ],
)  # fmt: skip
def test_a_former_slug_redirects_in_the_path_and_in_filters(life, kind, old, new):
    update(life, status="published")()
    session = life.session
    appearance = session.appearances.get()
    records = {
        "edition": session.day.edition, "speaker": appearance.speaker,
        "organisation": appearance.positions.get().organisation, "venue": session.day.venue,
    }  # fmt: skip
    records[kind].slug = "b"
    records[kind].save()

    response = life.client.get(old)

    assert response.status_code == (301 if new else 200)
    assert response.get("Location") == new
    assert life.client.get(new or old).status_code == 200


def test_only_the_filter_with_the_former_slug_is_changed(life):
    update(life, status="published")()
    speaker = make_speaker("Talk", slug="talk")
    make_appearance(life.session, speaker)
    speaker.slug = "talks"
    speaker.save()

    response = life.client.get("/sessions.ics?speaker=talk&kind=talk&q=talk")

    assert response["Location"] == "/sessions.ics?speaker=talks&kind=talk&q=talk"


def test_what_others_add_to_a_link_redirects_to_the_clean_address(life):
    for query, clean in (
        ("utm_source=x&kind=talk&fbclid=1", "?kind=talk"),
        ("gclid=1", ""),
    ):
        response = life.client.get(f"/sessions.ics?{query}")
        assert (response.status_code, response["Location"]) == (301, f"/sessions.ics{clean}")
