"""No address asks the database more often when there is more to show (STYLE, habit 6)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.clock import revision_at
from search.index import refresh
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)

ADDRESSES = [
    "/", "/events/", "/events.json",
    "/events/semaine/", "/events/semaine.ics", "/events/semaine.json",
    "/events/semaine/schedule.xml",
    "/events/semaine/?view=all",
    "/events/semaine/2025-04-02/?kind=round_table&now=2025-04-02T12:00",
    "/events/semaine/2025-04-02/", "/events/semaine/2025-04-02.ics",
    "/events/semaine/2025-04-02.json",
    "/events/semaine/sessions/table/", "/events/semaine/sessions/table.ics",
    "/events/semaine/sessions/table.json",
    "/sessions/", "/sessions.ics", "/sessions.json",
    "/sessions/?role=panellist&organisation=commune&q=personne",
    "/sessions.ics?speaker=anna-schmit", "/sessions.json?place=esch",
    "/speakers/", "/speakers/?q=schmit", "/speakers.json",
    "/speakers/anna-schmit/", "/speakers/anna-schmit.ics", "/speakers/anna-schmit.json",
    "/organisations/", "/organisations.json",
    "/organisations/commune/", "/organisations/commune.ics", "/organisations/commune.json",
    "/appearances/", "/appearances.json", "/appearances.json?source=journal",
    "/appearances/with/", "/appearances/with.csv?organisation=commune",
    "/appearances/?group=person&sort=-count",
    "/appearances/?group=organisation&organisation=commune&kind=round_table",
]  # fmt: skip


class Programme:
    """A week, a day, a session, a person and an organisation, each with ever more around it."""

    def __init__(self):
        self.source = make_source(slug="journal")
        self.edition = make_edition(slug="semaine", starts_on="2025-03-31", ends_on="2025-04-30")
        self.day = make_day(self.edition)
        self.session = make_session(self.day, slug="table", kind="round_table")
        self.speaker = make_speaker("Anna Schmit")
        self.organisation = make_organisation("Commune")
        make_appearance(self.session, self.speaker, [self.organisation])
        self.rows = 0

    def add_row(self):
        """One more of everything, on every page."""
        self.rows += 1
        n = self.rows
        room = make_room(make_venue(f"Lieu {n}", town="Esch"), f"Salle {n}")
        part = make_edition(part_of=self.edition, venue=room.venue, starts_on="2025-04-03")
        far = make_day(self.edition, venue=room.venue)
        cited = [part, far]
        for role in ("host", "organiser", "mentioned"):
            cited.append(make_involvement(part, self.organisation, role=role))
            for subject in (self.edition, self.session):
                partner = make_organisation(f"{role} {subject} {n}")
                cited.append(make_involvement(subject, partner, role=role))
        starts = datetime(2025, 4, 2, 8, tzinfo=UTC) + timedelta(hours=n)
        for day in (self.day, far, make_day(part)):
            cited += self.add_session(day, room=room, starts_at=starts, kind="round_table")
        cited += self.add_session(
            self.day, venue=room.venue, starts_at=datetime(2099, 4, n, tzinfo=UTC)
        )
        cited += self.add_people(self.session, n)
        make_organisation(f"Organisme {n}", aliases=[f"Autre organisme {n}"])
        for owner in (self.speaker, self.organisation):
            owner.names.create(name=f"Autre nom {n}")
        for subject in cited:
            cite(subject, make_source(), locator="§1")
            cite(subject, self.source, locator="§2")

    def add_session(self, day, **given):
        session = make_session(day, **given)
        session.topics.add(make_topic(f"Sujet {session.pk}"), make_topic(f"Thème {session.pk}"))
        partner = make_involvement(session, make_organisation(f"Hôte {session.pk}"))
        appearance = make_appearance(session, self.speaker, [self.organisation, "conseillère"])
        return [session, partner, appearance, *self.add_people(session, self.rows)]

    def add_people(self, session, number):
        name = f"Personne {session.pk}-{number}"
        body = make_organisation(f"Maison {session.pk}-{number}", aliases=[f"SA {name}"])
        speaker = make_speaker(name, aliases=[f"Alias {name}"])
        named = make_appearance(session, speaker, role="panellist")
        unnamed = make_appearance(session, role="moderator")
        return [named, unnamed, make_position(named, body), make_position(named, self.organisation)]


@pytest.fixture
def programme(db):
    return Programme()


def queries(client, address):
    # Once a change, not once a page.
    revision_at(timezone.now())
    refresh()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return [query["sql"] for query in captured], len(response.content)


def test_as_many_queries_for_three_rows_as_for_one(client, programme):
    programme.add_row()
    client.get("/robots.txt")  # the first reader after a change asks the clock, too
    one = {address: queries(client, address) for address in ADDRESSES}
    programme.add_row()
    programme.add_row()
    client.get("/robots.txt")
    three = {address: queries(client, address) for address in ADDRESSES}
    # There must have been more to show, or the counts would say nothing.
    assert [address for address in ADDRESSES if three[address][1] <= one[address][1]] == []
    counts = {address: (len(one[address][0]), len(three[address][0])) for address in ADDRESSES}
    assert {address: n for address, n in counts.items() if n[0] != n[1]} == {}
    assert max(counts.values()) <= (40, 40), counts
