"""A small programme in which every filter tells something apart, and what one may ask of it."""

import random
from datetime import UTC, date, datetime, timedelta

from events.models import Series, Session
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)
from tests.matrix import WHOLE

KINDS = ["talk", "round_table", "discussion", "workshop"]
ROLES = ["speaker", "panellist", "moderator"]
NAMES = ["Anna Schmit", "Kamel Amroune", "Zoé Éclair"]
BODIES = ["LIST", "Technoport"]
EIGHT = datetime(2025, 4, 2, 6, tzinfo=UTC)


def build():
    """Two editions and a part; days without a date, sessions without an hour, drafts beside."""
    people, bodies = [make_speaker(name) for name in NAMES], [make_organisation(b) for b in BODIES]
    topics = [make_topic("eau"), make_topic("santé")]
    town_hall = make_venue("Mairie", town="Esch")
    hall = make_room(make_venue("Gare", town="Nancy"), "Hall")
    week = make_edition(slug="week", starts_on=date(2025, 4, 2), ends_on=date(2025, 4, 3),
                        series=Series.objects.create(slug="weeks", title="Weeks"))  # fmt: skip
    part = make_edition(slug="a-part", part_of=week, starts_on=date(2025, 4, 3))
    old = make_edition(slug="old", status="cancelled")
    make_edition(slug="undated")
    days = [
        make_day(week, date=date(2025, 4, 2), venue=town_hall),
        make_day(week, date=date(2025, 4, 3)),
        make_day(week, date=None),
        make_day(part, date=date(2025, 4, 3), venue=town_hall),
        make_day(old, date=date(2016, 6, 16)),
    ]
    made = []
    # The order of making is not the order of the programme.
    for n in (3, 1, 4, 2, 0, 6, 5, 9, 8, 7):
        session = make_session(
            days[n % 5], slug=f"s{n}", code=f"code{n}a", title=f"Séance {n} grandir"[: 9 + n * 2],
            kind=KINDS[n % 4], position=20 - n, room=hall if n % 3 == 0 else None,
            starts_at=EIGHT + timedelta(hours=20 - n) if n % 2 else None,
            status="cancelled" if n == 6 else "published",
        )  # fmt: skip
        session.topics.add(*topics[: n % 3])
        for who in range(n % 4):
            person = people[(n + who) % 3]
            positions = [bodies[(n + who) % 2], "élue"][: 1 + who]
            make_appearance(session, person, positions, role=ROLES[(n + who) % 3],
                            name_as_printed=f"{person.name} {n}",
                            basis="implied" if n % 4 == 3 else "stated")  # fmt: skip
        made.append(session)
    make_appearance(made[0], name_as_printed="")
    source = make_source(slug="journal")
    cite(days[0], source)
    cite(made[1], source)
    hide(days[0], people[0], bodies[0])


def hide(day, person, body):
    """What no format shows: a draft, and a session of a draft edition."""
    draft = make_edition(slug="draft", status="draft", starts_on=date(2025, 4, 2))
    for session in (make_session(day, status="draft"), make_session(make_day(draft))):
        make_appearance(session, person, [body])


OPTIONS = {
    "q": ["grandir", "schmit", "santé"],
    "series": ["weeks"],
    "edition": ["week", "a-part", "a-part,old", "old"],
    "day": ["2025-04-02", "2025-04-03,2016-06-16"],
    "year": ["2025", "2016"],
    "from": ["2025-04-03", "2017"],
    "to": ["2025-04-02", "2016"],
    "kind": ["talk", "round_table,discussion"],
    "basis": ["implied", "stated"],
    "role": ["moderator", "speaker,panellist", "speaker&role=moderator"],
    "speaker": ["anna-schmit", "anna-schmit,zoe-eclair", "anna-schmit&speaker=kamel-amroune"],
    "organisation": ["list", "list&organisation=technoport"],
    "place": ["mairie", "nancy"],
    "room": ["gare.hall"],
    "topic": ["eau", "sante", "eau&topic=sante"],
    "source": ["journal"],
    "id": ["code0a,code4a,code7a", "code6a"],
}


# Of the same appearances; what each means, test_register.py says.
ORDERS = ["sort=-date", "sort=organisation", "group=person&sort=-count", "group=edition&sort=-role"]


def queries() -> list[str]:
    """Each filter alone, and with one or two others; the same at each run."""
    chance = random.Random(4)  # noqa: S311 - no secret
    alone = [f"{name}={value}" for name, values in OPTIONS.items()
             for value in (values if WHOLE else values[-1:])]  # fmt: skip
    mixed = []
    for number, name in enumerate(OPTIONS):
        others = chance.sample(sorted(set(OPTIONS) - {name}), 1 + number % 2)
        names = [name, *others]
        mixed.append("&".join(f"{name}={chance.choice(OPTIONS[name])}" for name in names))
    return [*alone, *mixed]


def slugs_by_uuid() -> dict[str, str]:
    return {str(uuid): slug for uuid, slug in Session.objects.values_list("uuid", "slug")}
