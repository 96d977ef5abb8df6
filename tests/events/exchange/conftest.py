from datetime import UTC, date, datetime

import pytest

from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """On the clock of Luxembourg in April."""
    return datetime(2025, 4, day, hour - 2, minute, tzinfo=UTC)


@pytest.fixture
def edition(db):
    """Two days and one without a date; what is hard to write in a cell; all by an article."""
    venue = make_venue("Gare")
    edition = make_edition(slug="semaine", venue=venue, starts_on=date(2025, 4, 2),
                           ends_on=date(2025, 4, 3))  # fmt: skip
    cite(edition, make_source(slug="journal"))
    first, second, undated = [make_day(edition, date=d) for d in
                              (date(2025, 4, 2), date(2025, 4, 3), None)]  # fmt: skip
    hall, _other = make_room(venue, "Hall"), make_room(venue, "Salle bleue")
    opening = make_session(
        first, code="aaaaaa", slug="ouverture", title="=Ouverture", room=hall,
        starts_at=at(2, 9), ends_at=at(2, 10), summary="-1\r\n\r\nDeux",
    )  # fmt: skip
    talk = make_session(
        first, code="bbbbbb", slug="table", title="'+Table ; ronde, \"grande\"",
        kind="round_table", starts_at=at(2, 10, 15), venue=make_venue("Mairie"),
    )  # fmt: skip
    make_session(first, code="cccccc", slug="nuit", title="Nuit", starts_at=at(3, 4),
                 ends_at=datetime(2025, 4, 5, 5, 30, 12, tzinfo=UTC), position=7)  # fmt: skip
    make_session(second, code="dddddd", slug="pause", title="Pause", kind="break", status="draft",
                 language="lb", track="B", part_of_day="midday")  # fmt: skip
    make_session(undated, code="eeeeee", slug="un-jour", title="Un jour", status="cancelled",
                 cancelled_because="la pluie")  # fmt: skip
    technoport = make_organisation("Technoport")
    make_appearance(talk, make_speaker("Ada Muster"), [technoport, "CIO | élue (Esch)"],
                    role="moderator")  # fmt: skip
    make_appearance(talk, make_speaker("Bea Muster"), ["directrice"], role="panellist",
                    name_as_printed="B. Muster")  # fmt: skip
    make_appearance(talk, name_as_printed="", role="panellist", special_guest=True)
    talk.topics.set([make_topic("eau"), make_topic("art, lumière")])
    make_involvement(opening, technoport, role="host")
    return edition
