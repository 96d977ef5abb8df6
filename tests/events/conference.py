"""A large conference: rooms side by side, a session every half-hour, two people in each."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from events.models import Appearance, Edition, Room, Session
from speakers.models import Speaker
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_venue,
)

SATURDAY = date(2025, 2, 1)
PAGE = "/events/salon/2025-02-01/"
OPENS = datetime(2025, 2, 1, 9, tzinfo=ZoneInfo("Europe/Brussels"))
WORDS = [
    "réseaux", "noyau", "mémoire", "compilateur", "licence", "carte", "serveur", "langue",
    "police", "image", "radio", "calcul", "mesure", "énergie", "traduction", "archive",
    "protocole", "partage", "essai", "dépôt", "paquet", "index", "moteur", "lumière",
]  # fmt: skip
GIVEN = ["Anna", "Zoé", "Karim", "Milo", "Inès", "Paul", "Lou", "Nora", "Hugo", "Maud", "Théo"]
FAMILY = ["Schmit", "Amroune", "Éclair", "Weber", "Muller", "Costa", "Lang", "Roux", "Faber"]


def make_conference(rooms=35, slots=16) -> Edition:
    """`rooms` × `slots` sessions on one day, all by one source; the next day has one session."""
    edition = make_edition(slug="salon", title="Salon", kind="conference",
                           timezone="Europe/Brussels", venue=make_venue("Halles"))  # fmt: skip
    cite(edition, make_source(slug="programme", publication="Salon"))
    day = make_day(edition, date=SATURDAY, venue=edition.venue)
    halls = [make_room(edition.venue, f"Salle {number}") for number in range(1, rooms + 1)]
    sessions = Session.objects.bulk_create(
        make_talk(day, slot, hall, at)
        for slot in range(slots)
        for at, hall in enumerate(halls, start=slot * rooms + 1)
    )
    bill(sessions)
    sunday = make_day(edition, date=SATURDAY + timedelta(days=1))
    Session.objects.create(day=sunday, position=1, slug="adieu", title="Adieu", status="published")
    return edition


def make_crowd(edition: Edition) -> Session:
    """What a board and a picture have the least room for: brief talks, and a table of twenty."""
    day = edition.days.get(date=SATURDAY)
    room = Room.objects.get(venue=edition.venue, name="Salle 1")
    for minutes in (25, 27):
        starts = OPENS + timedelta(minutes=minutes)
        make_session(day, title=f"Multidisciplinarité et interopérabilité {minutes}", room=room,
                     starts_at=starts, ends_at=starts + timedelta(minutes=2))  # fmt: skip
    table = make_session(day, title="Vingt à table", slug="vingt", kind="round_table",
                         starts_at=OPENS, room=room)  # fmt: skip
    for number in range(20):
        role = Appearance.Role.PANELLIST if number else Appearance.Role.MODERATOR
        held = ["directrice générale adjointe, chargée de la transformation numérique"]
        make_appearance(table, make_speaker(name(number)), held if number % 3 else [], role=role)
    return table


def make_talk(day, slot: int, hall: Room, position: int) -> Session:
    starts = OPENS + timedelta(minutes=30 * slot)
    return Session(
        day=day, position=position, slug=f"expose-{position}", title=title(position), kind="talk",
        status="published", room=hall, starts_at=starts, ends_at=starts + timedelta(minutes=25),
        summary=f"De quoi il est question dans l’exposé {position}. " * 8,
    )  # fmt: skip


def title(number: int) -> str:
    said = [WORDS[number * step % len(WORDS)] for step in (1, 5, 7, 11)]
    return f"{' '.join(said)} {number}".capitalize()


def bill(sessions: list[Session]):
    people = Speaker.objects.bulk_create(
        Speaker(slug=f"personne-{number}", name=name(number), sort_name=name(number))
        for number in range(len(sessions))
    )
    Appearance.objects.bulk_create(
        Appearance(session=session, speaker=speaker, name_as_printed=speaker.name, order=order)
        for at, session in enumerate(sessions)
        for order, speaker in enumerate([people[at], people[at - 1]], start=1)
    )


def name(number: int) -> str:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number // len(GIVEN) % len(FAMILY)]
    return f"{given} {family}-{number}"
