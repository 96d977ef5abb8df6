"""Names and texts of nobody, and the database that is filled with them once."""

import random
import sys
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection

from events import triggers
from events.models import Appearance, Edition, Position
from organisations.models import Organisation
from search.index import rebuild, settle
from speakers.models import Speaker

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


def fill_once(fill: Callable[[random.Random], None]) -> int:
    """Has `fill` write into the empty database of DATABASE_URL, once and for all, always the same.

    Returns how many records were indexed: 0 where it was full. SystemExit where it holds others.
    """
    call_command("migrate", verbosity=0)
    count = 0
    if not Speaker.objects.exists():
        # Nothing here was ever public: there is nothing to trace, row by row.
        triggers.drop(connection.alias)
        fill(random.Random(1))  # noqa: S311 - the same ones every time
        triggers.install(connection.alias)
        count = rebuild()
    elif not Edition.objects.filter(slug__startswith=MARK).exists():
        raise SystemExit("This database has programmes in it: give another DATABASE_URL.")
    settle()
    return count


def word(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.choice([2, 2, 3, 3, 4]))).capitalize()


def people(rng: random.Random, count: int, firsts: int, lasts: int) -> list[Speaker]:
    """Few first names, many last ones, as with people."""
    first_names = [word(rng) for _ in range(firsts)]
    last_names = [word(rng) for _ in range(lasts)]
    made = []
    for n in range(count):
        first, last = rng.choice(first_names), rng.choice(PARTICLES) + rng.choice(last_names)
        made.append(
            Speaker(slug=f"{MARK}-{n}", name=f"{first} {last}", sort_name=f"{last}, {first}")
        )
    return made


def organisations(rng: random.Random, count: int) -> list[Organisation]:
    return [
        Organisation(slug=f"{MARK}-{n}", name=f"{word(rng)} {word(rng)} {word(rng)}")
        for n in range(count)
    ]


def position(appearance: Appearance, title: str, house: Organisation) -> Position:
    printed = f"{title}, {house.name}"
    return Position(appearance=appearance, as_printed=printed, title=title, organisation=house)


def bulk(records) -> None:
    records = list(records)
    type(records[0]).objects.bulk_create(records, batch_size=2000)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
