"""How long a keystroke in the search box takes with 50,000 people: `make bench-search`.

Fills the database of DATABASE_URL, which must be empty or its own, with invented people, the same
ones every time; types their names letter by letter, right and wrong, and what they speak of;
prints p50 and p95.
"""

import os
import random
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - after the settings
from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.urls import resolve  # noqa: E402

from events import triggers  # noqa: E402
from events.models import Appearance, Day, Edition, Position, Session, Topic  # noqa: E402
from organisations.models import Organisation  # noqa: E402
from search.index import rebuild, settle  # noqa: E402
from speakers.models import Speaker, SpeakerName  # noqa: E402

PEOPLE, SESSIONS, ORGANISATIONS, TOPICS = 50_000, 20_000, 3_000, 150
# A text has words of its own, and a few that are everywhere.
VOCABULARY, SUMMARY = 12_000, 28
# Typed: names, and parts of titles and positions.
TYPED, TYPED_TEXTS = 60, 15
SYLLABLES = [
    "ba", "be", "bi", "ca", "che", "da", "del", "di", "el", "fa", "fer", "ga", "gi", "ha", "hel",
    "in", "ja", "jo", "ka", "kel", "la", "len", "li", "lo", "ma", "mer", "mi", "na", "nel", "no",
    "ol", "pa", "per", "ra", "ri", "ro", "sa", "sch", "si", "ta", "ter", "ti", "tho", "va", "vi",
    "wa", "wil", "xa", "ya", "zé", "mü", "lö", "çe", "é",
]  # fmt: skip
PARTICLES = ["", "", "", "", "", "", "de ", "van ", "von ", "De "]
JOBS = [
    "CEO", "CTO", "CIO", "Directrice", "Directeur général", "Chargée de mission", "Bourgmestre",
    "Professeure", "Chercheur", "Ingénieure logiciel", "Responsable innovation", "Fondateur",
    "Présidente", "Échevin", "Developer advocate", "Head of data", "Doctorante", "Consultant",
]  # fmt: skip
MARK = "bench"


def word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.choice([2, 2, 3, 3, 4]))).capitalize()


def fill(rng: random.Random) -> None:
    # Few first names, many last ones, as with people.
    firsts = [word(rng) for _ in range(1500)]
    lasts = [word(rng) for _ in range(15_000)]
    speakers = []
    for n in range(PEOPLE):
        first, last = rng.choice(firsts), rng.choice(PARTICLES) + rng.choice(lasts)
        speakers.append(
            Speaker(slug=f"{MARK}-{n}", name=f"{first} {last}", sort_name=f"{last}, {first}")
        )
    bulk(speakers)
    bulk(SpeakerName(speaker=s, name=word(rng)) for s in speakers[::20])
    houses = [
        Organisation(slug=f"{MARK}-{n}", name=f"{word(rng)} {word(rng)} {rng.choice(lasts)}")
        for n in range(ORGANISATIONS)
    ]
    bulk(houses)
    edition = Edition.objects.create(
        slug=MARK, title="Bench", kind=Edition.Kind.WEEK, status=Edition.Status.CONFIRMED
    )
    day = Day.objects.create(edition=edition, position=1)
    vocabulary = [word(rng).lower() for _ in range(VOCABULARY)]
    commonness = [1 / (n + 10) for n in range(VOCABULARY)]
    sessions = [
        Session(
            day=day, slug=f"{MARK}-{n}", position=n + 1, status=Session.Status.PUBLISHED,
            code=f"{n:06}", title=" ".join(word(rng) for _ in range(rng.randint(3, 8))),
            summary=" ".join(rng.choices(vocabulary, commonness, k=rng.randint(0, 2 * SUMMARY))),
        )
        for n in range(SESSIONS)
    ]  # fmt: skip
    bulk(sessions)
    topics = [Topic(slug=f"{MARK}-{n}", name=f"{word(rng)} {word(rng)}") for n in range(TOPICS)]
    bulk(topics)
    bulk(
        Session.topics.through(session=session, topic=topic)
        for session in sessions
        for topic in rng.sample(topics, rng.randint(0, 2))
    )
    appearances = [
        Appearance(session=sessions[n % SESSIONS], speaker=speaker, name_as_printed=speaker.name)
        for n, speaker in enumerate(speakers)
    ]
    bulk(appearances)
    bulk(
        position(appearance, rng.choice(JOBS), houses[n % ORGANISATIONS])
        for n, appearance in enumerate(appearances)
    )


def position(appearance: Appearance, title: str, house: Organisation) -> Position:
    printed = f"{title}, {house.name}"
    return Position(appearance=appearance, as_printed=printed, title=title, organisation=house)


def bulk(records) -> None:
    records = list(records)
    type(records[0]).objects.bulk_create(records, batch_size=2000)


def questions(rng: random.Random) -> list[str]:
    """Names typed letter by letter: as they are, turned round, and with a wrong letter."""

    def some(texts, each: int) -> list[str]:
        return list(texts.order_by("pk")[::each])

    names = some(Speaker.objects.values_list("name", flat=True), PEOPLE // TYPED)
    titles = some(Session.objects.values_list("title", flat=True), SESSIONS // TYPED_TEXTS)
    texts = some(Session.objects.values_list("summary", flat=True), SESSIONS // TYPED_TEXTS)
    printed = some(Position.objects.values_list("as_printed", flat=True), PEOPLE // TYPED_TEXTS)
    typed = []
    for text in (*titles, *texts, *printed):
        beginning = " ".join(text.split()[:2])
        typed += [beginning[:end] for end in range(1, len(beginning) + 1)]
    for n, name in enumerate(names):
        if n % 3 == 1:
            name = " ".join(reversed(name.split()))
        if n % 3 == 2:
            at = rng.randrange(2, len(name))
            name = name[:at] + "q" + name[at + 1 :]
        typed += [name[:end] for end in range(1, len(name) + 1)]
    return typed


def keystrokes(typed: list[str]) -> list[float]:
    """Milliseconds of each, the whole view with its page."""
    search = resolve("/search/").func
    took = []
    for q in typed:
        request = RequestFactory().get("/search/", {"q": q})
        start = time.perf_counter()
        response = search(request)
        took.append((time.perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{q!r}: {response.status_code}")
    return took


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Speaker.objects.exists():
        # Nothing here was ever public: there is nothing to trace, row by row.
        triggers.drop(connection.alias)
        fill(random.Random(1))  # noqa: S311 - the same people every time
        triggers.install(connection.alias)
        start = time.perf_counter()
        count = rebuild()
        say(f"{count} records indexed in {time.perf_counter() - start:.0f} s")
    elif not Edition.objects.filter(slug=MARK).exists():
        raise SystemExit("This database has programmes in it: give another DATABASE_URL.")
    settle()
    typed = questions(random.Random(2))  # noqa: S311
    keystrokes(typed[:20])
    took = sorted(keystrokes(typed))
    p50, p95 = took[len(took) // 2], took[len(took) * 95 // 100]
    say(f"{connection.vendor}: {len(took)} keystrokes, p50 {p50:.0f} ms, p95 {p95:.0f} ms,"
        f" slowest {took[-1]:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
