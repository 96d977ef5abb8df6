"""Fills the empty database of DATABASE_URL: `python -m bench.programme SESSIONS EDITIONS`.

Each edition of two days, with people who come again; or, with SCHEDULE=file, that programme (frab).
"""

import os
import random
import sys
from datetime import UTC, date, datetime, timedelta

from django.core.management import call_command

from bench.invented import JOBS, MARK, bulk, fill_once, organisations, people, position, word
from events.models import Appearance, Citation, Day, Edition, Room, Session, Topic, Venue
from sources.models import Source

ROOMS = 30
SLOT = timedelta(minutes=30)
PEOPLE = 0.625  # to a session: 7,500 to 12,000 over the years
WORDS = 60  # of a summary


def fill(rng: random.Random, sessions: int, editions: int) -> None:
    cast = people(rng, max(int(sessions * editions * PEOPLE), sessions), firsts=800, lasts=5000)
    houses = organisations(rng, max(sessions * editions // 4, 1))
    topics = [Topic(slug=f"{MARK}-{n}", name=f"{word(rng)} {word(rng)}") for n in range(40)]
    for records in (cast, houses, topics):
        bulk(records)
    venue = Venue.objects.create(slug=MARK, name="Bench", town="Esch-sur-Alzette")
    rooms = [Room(venue=venue, slug=f"{MARK}-{n}", name=f"Salle {n}") for n in range(ROOMS)]
    bulk(rooms)
    source = Source.objects.create(slug=MARK, publication="Bench")
    for number in range(editions):
        make_edition(rng, 2025 - number, sessions, venue, rooms, cast, houses, topics, source)


def make_edition(rng, year, count, venue, rooms, cast, houses, topics, source) -> None:
    first = date(year, 2, 1)
    edition = Edition.objects.create(
        slug=f"{MARK}-{year}", title=f"Bench {year}", kind=Edition.Kind.CONFERENCE,
        status=Edition.Status.CONFIRMED, venue=venue,
        starts_on=first, ends_on=first + timedelta(days=1),
    )  # fmt: skip
    made = []
    for rank in (1, 2):
        on = first + timedelta(days=rank - 1)
        day = Day.objects.create(edition=edition, position=rank, date=on)
        opens = datetime(year, 2, on.day, 8, tzinfo=UTC)
        share = count // 2 + (count % 2 if rank == 1 else 0)
        made += [
            session(rng, day, place, rooms[place % ROOMS], opens + place // ROOMS * SLOT)
            for place in range(share)
        ]
    bulk(made)
    tagged = Session.topics.through
    bulk(tagged(session=one, topic=rng.choice(topics)) for one in made)
    bulk(Citation(source=source, session=one) for one in made)
    on_stage = [Appearance(session=one, speaker=who, name_as_printed=who.name, order=1)
                for one, who in zip(made, rng.sample(cast, len(made)), strict=True)]  # fmt: skip
    bulk(on_stage)
    bulk(position(one, rng.choice(JOBS), rng.choice(houses)) for one in on_stage)


def session(rng, day: Day, place: int, room: Room, starts_at: datetime) -> Session:
    return Session(
        day=day, slug=f"{MARK}-{day.pk}-{place}", position=place + 1,
        status=Session.Status.PUBLISHED, kind=Session.Kind.TALK,
        title=" ".join(word(rng) for _ in range(rng.randint(3, 8))),
        summary=" ".join(word(rng).lower() for _ in range(rng.randint(10, 2 * WORDS))),
        room=room, starts_at=starts_at, ends_at=starts_at + SLOT,
    )  # fmt: skip


def main() -> None:
    if schedule := os.environ.get("SCHEDULE"):
        call_command("migrate", verbosity=0)
        call_command("seed", verbosity=0)
        call_command("import_schedule", schedule, edition=f"{MARK}-real", verbosity=0)
        return
    sessions, editions = map(int, sys.argv[1:])
    fill_once(lambda rng: fill(rng, sessions, editions))


if __name__ == "__main__":
    main()
