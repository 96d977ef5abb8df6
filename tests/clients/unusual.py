"""What hardly any real programme has; made in the served site's own database (conftest.py)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from events.formats.vtimezone import changes
from tests.factories import make_day, make_edition, make_session

ZONES = ["Europe/Luxembourg", "Europe/Lisbon", "America/New_York", "Africa/Casablanca"]
TITLES = [
    "Un\r\nDeux\nTrois\rQuatre",
    'a;b,c\\d\\n:"e"',
    "👩🏽‍🚀🇱🇺é" * 24,
    "x" * 500,
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:y",
    "=1+1",
]


def make():
    for number, zone in enumerate(ZONES):
        nights(f"nights-{number}", zone)
    hostile = make_edition(slug="hostile", title="Titres; hostiles, \\ tous")
    day = make_day(hostile)
    for title in TITLES:
        make_session(day, title=title)
    moving = make_day(make_edition(slug="moving", title="Ce qui bouge"), date=date(2025, 4, 2))
    for number, hour in enumerate((8, 9, 10), start=1):
        starts = datetime(2025, 4, 2, hour, tzinfo=UTC)
        make_session(moving, slug=f"moving-{number}", title=f"Séance {number}", starts_at=starts)


def nights(slug: str, zone: str):
    """Sessions around each change of the clock in 2025."""
    edition = make_edition(slug=slug, title=zone, timezone=zone)
    for change in changes(ZoneInfo(zone)):
        if change.moment.year != 2025:
            continue
        day = make_day(edition, date=change.moment.astimezone(ZoneInfo(zone)).date())
        for minutes in (-150, -90, -30, 0, 30, 90, 24 * 60):
            starts = change.moment + timedelta(minutes=minutes)
            make_session(day, starts_at=starts, ends_at=starts + timedelta(minutes=45))
