"""Programmes for tests: the examples beside this, one written by the test, the shared ones."""

from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from django.conf import settings

from events.importers.frab import parse
from events.importers.schedule import import_schedule

EXAMPLES = Path(__file__).parent / "examples"
SHARED = Path(settings.BASE_DIR).parent / "shared" / "schedules"
TODAY = date(2025, 6, 1)


def example(name: str) -> bytes:
    return (EXAMPLES / name).read_bytes()


def shared(name: str) -> bytes:
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return (SHARED / name).read_bytes()


def element(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"


def event(id="1", persons=(), guid="", **said) -> str:
    """An event; a person is a name, or (name, id), or (name, id, guid)."""
    said = {"title": f"Talk {id}", "start": "10:00", "duration": "00:30", "room": "Ada"} | said
    people = ""
    for person in persons:
        name, ident, its_guid = (*([person] if isinstance(person, str) else person), "", "")[:3]
        people += (
            f"<person id={quoteattr(ident)} guid={quoteattr(its_guid)}>{escape(name)}</person>"
        )
    return (
        f"<event id={quoteattr(id)} guid={quoteattr(guid)}>"
        + "".join(element(tag, text) for tag, text in said.items())
        + f"<persons>{people}</persons></event>"
    )


def day(*events: str, date="2025-06-02", **attributes) -> str:
    said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f'<day date="{date}"{said}><room name="Ada">{"".join(events)}</room></day>'


def schedule(*days: str, title="Essai", zone="Europe/Luxembourg", **conference) -> bytes:
    said = {"title": title, "time_zone_name": zone} | conference
    stated = "".join(element(tag, text) for tag, text in said.items())
    return f"<schedule><conference>{stated}</conference>{''.join(days)}</schedule>".encode()


def imported(data: bytes, edition="essai-2025", **told):
    return import_schedule(parsed=parse(data), edition=edition, read_on=TODAY, **told)
