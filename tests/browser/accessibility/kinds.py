"""One page of every kind that a visitor may meet, and what no article tells so that all exist."""

from datetime import UTC, date, datetime, timedelta

from events.planning import cancel
from events.releases.applying import release_changes
from events.releases.preparing import prepare_changes
from tests.factories import (
    make_appearance,
    make_correction,
    make_day,
    make_edition,
    make_reply,
    make_room,
    make_session,
    make_speaker,
    make_venue,
)
from tests.walk import WEDNESDAY, WEEK

PANEL = f"{WEEK}sessions/les-quartiers-a-potentiel-technologique/"
LONG = "/events/longue/"
FIRST_OF_LONG = "/events/longue/2025-06-01/"

# The keys are those of events/accessibility.py, which names them to visitors.
KINDS = {
    "home": "/",
    "editions": "/events/",
    "edition": WEEK,
    "edition-part": "/events/tnteens-2025/",
    "edition-one-day": "/events/inauguration-fablab-2016/",
    "edition-undated": "/events/entretien-lorntech/",
    "edition-empty": "/events/sans-programme/",
    "edition-long": LONG,
    "changes": "/events/revue/changes/",
    "day": WEDNESDAY,
    "day-empty": f"{WEEK}2025-04-05/",
    "day-timed": FIRST_OF_LONG,
    "day-rooms": "/events/salles/2025-06-20/?now=2025-06-20T10:10",
    "edition-whole": "/events/salles/?view=all",
    "session": f"{WEEK}sessions/l-ia-souveraine/",
    "panel": PANEL,
    "sessions": "/sessions/",
    "sessions-filtered": "/sessions/?topic=start-ups",
    "sessions-own": "/sessions/?id=longue,cancel",
    "sessions-none": "/sessions/?topic=start-ups&role=moderator",
    "panels": "/panels/",
    "speakers": "/speakers/",
    "speaker": "/speakers/antonio-carlos-albuquerque/",
    "organisations": "/organisations/",
    "organisation": "/organisations/ville-desch-sur-alzette/",
    "appearances": "/appearances/",
    "appearances-filtered": "/appearances/?role=moderator",
    "appearances-grouped": "/appearances/?group=organisation&sort=-count",
    "together": "/appearances/with/",
    "sources": "/sources/",
    "sources-coverage": "/sources/?coverage=inferred",
    "source": "/sources/techsense-eschtechweek/",
    "corrections": "/corrections/",
    "search": "/search/",
    "search-found": "/search/?q=esch",
    "search-question": "/search/?q=luxinovattion",
    "search-nothing": "/search/?q=zzzzqq",
    "export": "/export/",
    "accessibility": "/accessibilite/",
    "offline": "/offline/",
    "refused": "/sessions/?colour=red",
    "missing": "/nowhere/",
    "gone": "/events/longue/sessions/retiree/",
    "english": f"/en{WEEK}",
    "german": f"/de{WEDNESDAY}",
}
STATUS = {"refused": 400, "missing": 404, "gone": 410}
# What the browser says of the pages that are errors.
ERRORS = [f"status of {status}" for status in STATUS.values()]


def make():
    """Runs within the served site."""
    make_edition(slug="sans-programme", title="Édition sans programme")
    long = make_edition(slug="longue", title="Congrès imaginaire", language="en")
    for number in range(9):
        day = make_day(long, date=date(2025, 6, 1) + timedelta(days=number))
        for title in ("A short title", "Donaudampfschifffahrtsgesellschaftskapitänsmütze " * 6):
            make_session(day, title=title.strip(), language="en")
    first = long.days.first()
    starts = datetime(2025, 6, 1, 8, tzinfo=UTC)
    room = make_room(make_venue("Palais imaginaire"))
    panel = make_session(
        first, slug="panel", code="longue", kind="round_table", number=1, room=room,
        starts_at=starts, ends_at=starts + timedelta(minutes=50), language="en",
        title="Who answers for a machine?", summary="Five people at one table.",
    )  # fmt: skip
    for number, name in enumerate(["Ada Exemple", "Bo Modèle", "Cleo Fictive", "Dan Inventé", ""]):
        speaker = make_speaker(name) if name else None
        role = "panellist" if number else "moderator"
        make_appearance(panel, speaker, positions=[f"Head of {number}"], role=role)
    make_session(
        first, code="cancel", title="Called off", status="cancelled", language="en",
        starts_at=starts, ends_at=starts + timedelta(hours=1),
    )  # fmt: skip
    make_session(first, slug="retiree").delete()
    make_correction(
        panel, fact={"before": {"value": "Who answers?"}, "after": {"value": panel.title}}
    )
    make_reply(panel, language="en", text="That is not what was asked.", url="https://example.org/")
    make_rooms()
    make_changes()


def make_changes():
    """A release that has something of every kind to tell."""
    day = make_day(make_edition(slug="revue", title="Revue imaginaire"))
    for title in ("Une table", "Un exposé", "Une visite"):
        make_session(day, title=title)
    copy = prepare_changes(edition=day.edition)
    table, talk, visit = copy.draft.days.get().sessions.order_by("position")
    table.title = "Une table plus longue"
    table.save()
    make_appearance(table, make_speaker("Fay Prétendue"))
    cancel(sessions=[talk], because="l’intervenante est souffrante")
    visit.delete()
    released_at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    release_changes(copy=copy, now=released_at, note="La salle 2 est en travaux.")


def make_rooms():
    """A day too long to be told in full: five rooms, nine sessions in each, one without an hour."""
    day = make_day(make_edition(slug="salles", title="Salles imaginaires"), date=date(2025, 6, 20))
    venue, speaker = make_venue("Halles imaginaires"), make_speaker("Eve Supposée")
    for number in range(5):
        room = make_room(venue, f"Salle {number}")
        for hour in range(9):
            starts = datetime(2025, 6, 20, 6 + hour, 10 * number, tzinfo=UTC)
            ends = starts + timedelta(minutes=15 if number else 75)
            session = make_session(
                day, room=room, starts_at=starts, ends_at=ends, title=f"Exposé {number} de {hour} h"
            )
            make_appearance(session, speaker if hour else None, positions=["chercheuse"])
    make_session(day, title="Sans heure")
