"""How long the organiser's pages take with 12,000 sessions and 8,000 people: `make bench-desk`.

Fills the database of DATABASE_URL, which must be empty or its own, with invented programmes, the
same ones every time; opens the lists and forms of the admin; prints milliseconds (the middle one of
five), queries and kilobytes of each.
"""

import random
import statistics
import time
from datetime import UTC, date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.invented import JOBS, MARK, bulk, fill_once, organisations, people, position, say, word
from events.models import Appearance, Citation, Day, Edition, Room, Session, Topic, Venue
from sources.models import Source
from speakers.models import Speaker

EDITIONS, DAYS, ON_A_DAY, ROOMS = 24, 2, 250, 25  # 12,000 sessions
PEOPLE, ORGANISATIONS, TOPICS = 8_000, 3_000, 150
SLOT = timedelta(minutes=45)
TIMES = 5
SLOW = 500  # milliseconds


def fill(rng: random.Random) -> None:
    cast = people(rng, PEOPLE, firsts=800, lasts=5000)
    houses = organisations(rng, ORGANISATIONS)
    topics = [Topic(slug=f"{MARK}-{n}", name=f"{word(rng)} {word(rng)}") for n in range(TOPICS)]
    for records in (cast, houses, topics):
        bulk(records)
    venue = Venue.objects.create(slug=MARK, name="Bench")
    rooms = [Room(venue=venue, slug=f"{MARK}-{n}", name=f"Salle {n}") for n in range(ROOMS)]
    bulk(rooms)
    source = Source.objects.create(slug=MARK, publication="Bench")
    for number in range(EDITIONS):
        make_edition(rng, number, venue, rooms, cast, houses, source)


def make_edition(rng, number, venue, rooms, cast, houses, source) -> None:
    first = date(2003 + number, 4, 2)
    edition = Edition.objects.create(
        slug=f"{MARK}-{number}", title=f"Bench {first.year}", kind=Edition.Kind.CONFERENCE,
        status=Edition.Status.CONFIRMED, venue=venue,
        starts_on=first, ends_on=first + timedelta(days=DAYS - 1),
    )  # fmt: skip
    sessions = []
    for rank in range(1, DAYS + 1):
        on = first + timedelta(days=rank - 1)
        day = Day.objects.create(edition=edition, position=rank, date=on)
        opens = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
        sessions += [
            session(rng, day, place, rooms[place % ROOMS], opens + place // ROOMS * SLOT)
            for place in range(ON_A_DAY)
        ]
    bulk(sessions)
    on_stage = iter(rng.sample(cast, 2 * len(sessions)))
    appearances = [
        Appearance(session=s, speaker=who, name_as_printed=who.name, order=order)
        for s in sessions
        for order, who in ((1, next(on_stage)), (2, next(on_stage)))
    ]
    bulk(appearances)
    bulk(position(one, rng.choice(JOBS), rng.choice(houses)) for one in appearances)
    bulk(Citation(source=source, session=one) for one in sessions)


def session(rng, day: Day, place: int, room: Room, starts_at: datetime) -> Session:
    slug = f"{MARK}-{day.pk}-{place}"
    title = " ".join(word(rng) for _ in range(rng.randint(3, 8)))
    return Session(
        day=day, slug=slug, position=place + 1, status=Session.Status.PUBLISHED, title=title,
        kind=rng.choice([Session.Kind.TALK, Session.Kind.ROUND_TABLE]), room=room,
        starts_at=starts_at, ends_at=starts_at + SLOT,
    )  # fmt: skip


def pages() -> dict[str, str]:
    def of(model: str, page="changelist", *args) -> str:
        return reverse(f"admin:{model}_{page}", args=args)

    edition, last = Edition.objects.order_by("pk")[0], Session.objects.order_by("pk").last()
    person = Speaker.objects.order_by("pk")[0]
    name = person.name.split()[0]
    choose = {"app_label": "events", "model_name": "appearance", "field_name": "speaker"}
    asked = "&".join(f"{key}={value}" for key, value in choose.items())
    return {
        "sessions": of("events_session"),
        "sessions, found": of("events_session") + f"?q={last.title.split()[0]}",
        "sessions, last page": of("events_session") + "?p=100",
        "panels": of("events_panel"),
        "appearances": of("events_appearance"),
        "appearances, found": of("events_appearance") + f"?q={name}",
        "positions": of("events_position"),
        "participations": of("events_involvement"),
        "editions": of("events_edition"),
        "days": of("events_day"),
        "people": of("speakers_speaker"),
        "people, found": of("speakers_speaker") + f"?q={name}",
        "organisations": of("organisations_organisation"),
        "sources": of("sources_source"),
        "probable duplicates": of("speakers_speaker", "duplicates"),
        "programme of 500": of("events_edition", "programme", edition.pk),
        "board of 250": of("events_edition", "board", edition.pk),
        "edition's form": of("events_edition", "change", edition.pk),
        "day's form": of("events_day", "change", edition.days.all()[0].pk),
        "session's form": of("events_session", "change", last.pk),
        "person's form": of("speakers_speaker", "change", person.pk),
        "choice of a person": of("speakers_speaker", "choices") + f"?term={name}&{asked}",
        "choice of a new person": of("speakers_speaker", "choices") + f"?term=Zoé+Muster&{asked}",
        "choice of a session": f"{reverse('admin:autocomplete')}?term=ba&app_label=events"
        "&model_name=appearance&field_name=session",
    }


def opened(client: Client, path: str) -> tuple[float, int, int]:
    """Milliseconds, queries and bytes."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    asked, took = len(queries), []  # the next request forgets them
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took), asked, len(answer.content)


def main() -> None:
    fill_once(fill)
    user, _made = get_user_model().objects.get_or_create(
        username=MARK, is_staff=True, is_superuser=True
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    say(
        f"{connection.vendor}: {Session.objects.count()} sessions, {Speaker.objects.count()} people"
    )
    say(f"{'page':<24}{'ms':>7}{'queries':>9}{'kB':>6}")
    for name, path in pages().items():
        took, queries, size = opened(client, path)
        slow = "  slow" if took > SLOW else ""
        say(f"{name:<24}{took:>7.0f}{queries:>9}{size / 1000:>6.0f}{slow}")


if __name__ == "__main__":
    main()
