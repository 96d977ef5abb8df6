"""vdirsyncer subscribes to a feed and keeps one file for each event.

It names a file by the event's content and replaces the UID by that name, so a changed event is a
file less and a file more, whoever serves it.
"""

import re
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.clients.conftest import FEEDS, run, skip_without_fosdem

pytestmark = pytest.mark.clients
SETTINGS = """\
[general]
status_path = "{folder}/status/"
[pair programme]
a = "site"
b = "here"
collections = null
[storage site]
type = "http"
url = "{address}"
[storage here]
type = "filesystem"
path = "{folder}/vdir"
fileext = ".ics"
"""


@pytest.fixture
def subscribe(vdirsyncer_program, site, tmp_path):
    """Subscribes to an address; gives what syncs it and returns {name of a file: its text}."""

    def subscribed(address):
        (tmp_path / "vdir").mkdir()
        settings = tmp_path / "settings"
        settings.write_text(SETTINGS.format(folder=tmp_path, address=site.address + address))
        run(vdirsyncer_program, "-c", settings, "discover")

        def sync():
            run(vdirsyncer_program, "-c", settings, "sync")
            return files(tmp_path / "vdir")

        return sync

    return subscribed


def files(folder: Path) -> dict[str, str]:
    return {file.name: file.read_bytes().decode() for file in folder.iterdir()}


def said(file: str) -> dict[str, str]:
    [event] = Calendar.from_ical(file).walk("VEVENT")
    return {name: event[name].to_ical().decode() for name in ("sequence", "summary", "status")}


def change(site, slug: str, values: str):
    site.run(
        "from datetime import timedelta\n"
        "from django.db.models import F\n"
        "from events.models import Session\n"
        f"assert Session.objects.filter(slug={slug!r}).update({values}) == 1"
    )


@pytest.mark.parametrize(
    "name", ["week", "eclor", "entretien", "spring", "fablab", "empty", "hostile", "fosdem"]
)
def test_every_event_is_a_file_and_syncing_again_changes_nothing(subscribe, feeds, name):
    skip_without_fosdem(name)
    sync = subscribe(FEEDS[name])
    first = sync()
    titles = re.findall(rb"\r\nSUMMARY:", feeds[name].read_bytes())
    assert len(first) == len(titles)
    assert sync() == first


def test_a_change_of_one_session_changes_its_file_alone(subscribe, site):
    sync = subscribe("/events/moving.ics")
    before = sync()
    for values, after_it in [
        ("starts_at=F('starts_at') + timedelta(hours=5)", ("1", "Séance 2", "CONFIRMED")),
        ("status='cancelled'", ("2", "Annulé : Séance 2", "CANCELLED")),
    ]:
        change(site, "moving-2", values)
        after = sync()
        [gone], [come] = before.keys() - after.keys(), after.keys() - before.keys()
        assert all(after[name] == before[name] for name in before.keys() & after.keys())
        assert tuple(said(after[come]).values()) == after_it
        assert int(said(before[gone])["sequence"]) == int(after_it[0]) - 1
        assert sync() == after
        before = after
    assert len(before) == 3
