"""Feeds as libical reads them (Evolution, GNOME Calendar), as JSON: run by the system's Python.

usage: read_with_libical.py FILE…
"""

import json
import sys
from pathlib import Path

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib as ICal  # noqa: E402 - its version is named first


def errors(component) -> list:
    """What the parser did not understand: it leaves a property X-LIC-ERROR where it was."""
    found = []
    prop = component.get_first_property(ICal.PropertyKind.XLICERROR_PROPERTY)
    while prop:
        found.append(prop.as_ical_string())
        prop = component.get_next_property(ICal.PropertyKind.XLICERROR_PROPERTY)
    for child in children(component, ICal.ComponentKind.ANY_COMPONENT):
        found += errors(child)
    return found


def children(component, kind):
    child = component.get_first_component(kind)
    while child:
        yield child
        child = component.get_next_component(kind)


def moment(time):
    """A date, or a Unix time by the feed's own VTIMEZONE."""
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    return time.as_timet_with_zone(time.get_timezone())


def event(component) -> dict:
    return {
        "uid": component.get_uid(),
        "starts": moment(component.get_dtstart()),
        "ends": moment(component.get_dtend()),
        "title": component.get_summary(),
        "sequence": component.get_sequence(),
        "cancelled": component.get_status() == ICal.PropertyStatus.CANCELLED,
    }


def feed(path: str) -> dict:
    calendar = ICal.Component.new_from_string(Path(path).read_bytes().decode())
    events = children(calendar, ICal.ComponentKind.VEVENT_COMPONENT)
    return {"errors": errors(calendar), "events": [event(one) for one in events]}


print(json.dumps({path: feed(path) for path in sys.argv[1:]}))  # noqa: T201 - the answer
