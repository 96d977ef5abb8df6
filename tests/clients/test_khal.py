"""khal, a calendar in the terminal: imports a feed and lists it."""

import json
import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.clients.conftest import run, skip_without_fosdem

pytestmark = pytest.mark.clients
SETTINGS = """\
[calendars]
[[programme]]
path = {folder}/vdir
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/Luxembourg
default_timezone = Europe/Luxembourg
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
HERE = ZoneInfo("Europe/Luxembourg")
FIELDS = ("start", "end", "all-day", "title")


@pytest.fixture
def folder():
    """In memory where there is such a folder: khal waits for the disk after each event."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    made = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def khal(khal_program, folder):
    (folder / "vdir").mkdir()
    (folder / "settings").write_text(SETTINGS.format(folder=folder))
    return lambda *command: run(khal_program, "-c", folder / "settings", *command)


def listed(khal, first: date, days: int) -> list[tuple]:
    """(start, end, whole day, title) of each event; khal prints one list a day."""
    fields = [part for field in FIELDS for part in ("--json", field)]
    lines = khal("list", "--once", *fields, first, f"{days}d").splitlines()
    return sorted(
        tuple(one[field] for field in FIELDS) for line in lines for one in json.loads(line)
    )


def expected(body: bytes) -> list[tuple]:
    events = Calendar.from_ical(body).walk("VEVENT")
    return sorted((*shown(event), str(event["summary"])) for event in events)


def shown(event) -> tuple:
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    if isinstance(start, datetime):
        hours = (f"{moment.astimezone(HERE):%Y-%m-%d %H:%M}" for moment in (start, end))
        return *hours, "False"
    # The last day, not the one after it.
    return str(start), str(end - timedelta(days=1)), "True"


@pytest.mark.parametrize(
    ("name", "first", "days"),
    [
        ("week", date(2025, 3, 31), 6),
        ("eclor", date(2019, 10, 9), 1),
        ("fablab", date(2016, 6, 15), 1),
        ("hostile", date(2025, 4, 2), 1),
        ("empty", date(2025, 4, 2), 1),
        ("fosdem", date(2025, 2, 1), 2),
    ],
)
def test_an_imported_feed_is_listed_as_it_is_meant(khal, folder, feeds, name, first, days):
    skip_without_fosdem(name)
    khal("import", "--batch", "--include-calendar", "programme", feeds[name])
    assert listed(khal, first, days) == expected(feeds[name].read_bytes())


def test_an_hour_that_is_not_known_is_no_midnight(khal, feeds):
    khal("import", "--batch", "--include-calendar", "programme", feeds["day"])
    text = khal("list", "--format", "{start-time}|{title}", "2025-04-02", "1d")
    assert "|Déjeuner" in text.splitlines()
    assert "09:00|Accueil" in text.splitlines()
    assert "00:00" not in text


def test_importing_the_feed_again_doubles_nothing(khal, folder, feeds):
    for _ in range(2):
        khal("import", "--batch", "--include-calendar", "programme", feeds["week"])
    assert len(list((folder / "vdir").glob("*.ics"))) == 19
