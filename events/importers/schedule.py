"""Writes a parsed programme into an edition: once, or again with what has changed since.

The file is the organiser's programme, so it wins in what it states: hours, rooms, titles, people,
cancelled or not. What it leaves empty (kind, language, track, summary) and what it has no word for
(topics, roles, positions, sources) stays as the organisers made it, and so do their own sessions.
A session keeps its slug, code and uuid for ever.
"""

from datetime import date

from django.db import transaction

from events.importers import editions
from events.importers.lineup import Lineups
from events.importers.parsed import Schedule
from events.importers.people import People
from events.importers.places import rooms_of, venue_of
from events.importers.plan import Programme, plan
from events.importers.report import Report
from events.importers.sessions import Sessions, refuse_sessions_of_others
from events.models import Edition


def import_schedule(
    *,
    parsed: Schedule,
    edition: str,
    timezone: str = "",
    series: str | None = None,
    title: str = "",
    language: str = "",
    venue: str = "",
    town: str = "",
    withdraw_vanished: bool = False,
    dry_run: bool = False,
    read_on: date,
) -> Report:
    """Imports into the edition of that slug, made where there is none; all of it or nothing."""
    told = editions.Told(edition, timezone, series, title, language, venue, town)
    editions.check(told, parsed)
    found = editions.find_edition(edition)
    zone = editions.zone_of(told, parsed, found)
    programme = plan(parsed, zone)
    refuse_sessions_of_others(edition, programme)
    report = Report(parsed_title(told, parsed, found), parsed.format, not found, dry_run)
    with transaction.atomic():
        record = found or editions.make_edition(told, parsed, zone)
        write(record, told, parsed, programme, zone, report, withdraw_vanished)
        editions.cite(record, parsed, read_on, changed=report.changed)
        transaction.set_rollback(dry_run)
    return report


def parsed_title(told, parsed: Schedule, found: Edition | None) -> str:
    return told.title or (found.title if found else parsed.title)


def write(record, told, parsed, programme: Programme, zone, report: Report, withdraw: bool) -> None:
    names = [planned.room for planned in programme.sessions]
    stated = told.venue or parsed.venue
    town = told.town or ("" if told.venue else parsed.town)
    venue = venue_of(record, stated, town, has_rooms=any(names))
    days = editions.days_of(record, programme.dates, venue if stated else None)
    report.warnings += editions.bring_up_to_date(record, told, zone, venue, days)
    rooms = rooms_of(venue, names)
    people = People(record, [p for planned in programme.sessions for p in planned.persons])
    report.people_created = len(people.new)
    sessions = Sessions(record, programme, days, rooms, people)
    lineups = Lineups(people)
    for planned, session in sessions.pairs:
        lineups.compare(planned, session)
    sessions.write(withdraw=withdraw)
    lineups.write()
    count(report, sessions, lineups)
    report.warnings += [*programme.warnings, *people.warnings]


def count(report: Report, sessions: Sessions, lineups: Lineups) -> None:
    changed = sessions.changed.keys() | lineups.re_peopled | lineups.relinked
    report.created = len(sessions.new)
    report.updated = len(changed)
    report.unchanged = len(sessions.pairs) - len(sessions.new) - len(changed)
    for name in ("moved", "re_roomed", "retitled", "reworded", "cancelled", "restored"):
        setattr(report, name, sum(name in how for how in sessions.changed.values()))
    report.re_peopled = len(lineups.re_peopled)
    report.relinked = len(lineups.relinked)
    report.vanished = len(sessions.vanished)
    report.vanished_titles = [session.title for session in sessions.vanished]
    report.withdrawn = len(sessions.withdrawn)
