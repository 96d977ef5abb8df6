"""How long a keystroke in the search box takes with 50,000 people: `make bench-search`.

Fills the database of DATABASE_URL, which must be empty or its own, with invented people, the same
ones every time; types their names letter by letter, right and wrong, and what they speak of;
prints p50 and p95.
"""

import random
import time

from django.db import connection
from django.test import RequestFactory
from django.urls import resolve

from bench.invented import JOBS, MARK, bulk, fill_once, organisations, people, position, say, word
from events.models import Appearance, Day, Edition, Position, Session, Topic
from speakers.models import Speaker, SpeakerName

PEOPLE, SESSIONS, ORGANISATIONS, TOPICS = 50_000, 20_000, 3_000, 150
# A text has words of its own, and a few that are everywhere.
VOCABULARY, SUMMARY = 12_000, 28
# Typed: names, and parts of titles and positions.
TYPED, TYPED_TEXTS = 60, 15


def fill(rng: random.Random) -> None:
    speakers = people(rng, PEOPLE, firsts=1500, lasts=15_000)
    bulk(speakers)
    bulk(SpeakerName(speaker=s, name=word(rng)) for s in speakers[::20])
    houses = organisations(rng, ORGANISATIONS)
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


def main() -> None:
    start = time.perf_counter()
    if count := fill_once(fill):
        say(f"{count} records made and indexed in {time.perf_counter() - start:.0f} s")
    typed = questions(random.Random(2))  # noqa: S311
    keystrokes(typed[:20])
    took = sorted(keystrokes(typed))
    p50, p95 = took[len(took) // 2], took[len(took) * 95 // 100]
    say(f"{connection.vendor}: {len(took)} keystrokes, p50 {p50:.0f} ms, p95 {p95:.0f} ms,"
        f" slowest {took[-1]:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
