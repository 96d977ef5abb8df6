"""Each kind of list, once: its records with all that any format says, and how each is written."""

from functools import partial
from heapq import merge

from django.conf import settings

from events.corrections import Reader
from events.formats import atom, csv, ical, json
from events.models import Correction, Edition, EditionTombstone, Session, Tombstone
from events.responses import Listing
from organisations.models import Organisation
from sources.models import Source
from speakers.models import Speaker


def site(function):
    """`function` with the site's address, which pure builders take as an argument."""
    return partial(function, site=settings.SITE_URL)


def sessions(
    title: str, description: str, records, *, gone=(), busy=False, newest_first=False
) -> Listing:
    """`gone` are the tombstones that the calendar cancels; `busy` blocks one's time."""

    def event(record):
        if isinstance(record, Tombstone):
            return ical.tombstone_event(record)
        return ical.event(record, settings.SITE_URL, busy=busy)

    ordered = records.newest_first() if newest_first else records.in_order()

    def events(_found):
        rank = partial(in_calendar, newest_first=newest_first)
        stones = sorted((stone for stone in gone if stone.date), key=rank)
        found = ordered.in_calendars().with_entry()
        return [event(record) for record in merge(found, stones, key=rank)]

    return Listing(
        title,
        description,
        ordered.with_lineup().with_links(),
        row=site(json.session_row),
        columns=csv.SESSION_COLUMNS,
        entry=site(atom.session_entry),
        events=events,
    )


def calendar_of(name: str, records, gone) -> Listing:
    """The sessions of one person or organisation, the latest first as on the page."""
    return sessions(name, name, records, gone=gone, newest_first=True)


def in_calendar(record: Session | Tombstone, *, newest_first: bool) -> tuple:
    """The place of a session, or of what remains of one, in a list of sessions."""
    if isinstance(record, Tombstone):
        day, place = record.date, (record.edition_slug, record.day_position)
    else:
        day = record.day.date or record.stamp.was_on
        place = (record.day.edition.slug, record.day.position)
    return (-day.toordinal() if newest_first else day.toordinal(), *place, record.position)


def appearances(title: str, description: str, records, *, newest_first=False) -> Listing:
    ordered = records.newest_first() if newest_first else records.chronological()
    return table(title, description, ordered)


def table(title: str, description: str, rows) -> Listing:
    """Appearances in an order of their own."""
    return Listing(
        title,
        description,
        rows.with_programme(),
        row=json.appearance_row,
        columns=csv.APPEARANCE_COLUMNS,
        entry=site(atom.appearance_entry),
    )


def pairs(title: str, description: str, records) -> Listing:
    return Listing(title, description, records, row=site(json.pair_row), columns=csv.PAIR_COLUMNS)


def editions(title: str, description: str) -> Listing:
    def events(records):
        gone = EditionTombstone.objects.filter(starts_on__isnull=False).order_by("-starts_on", "pk")
        return [
            *(ical.edition_event(edition, settings.SITE_URL) for edition in records.dated()),
            *(ical.edition_tombstone_event(stone) for stone in gone),
        ]

    return Listing(
        title,
        description,
        Edition.objects.public().newest_first().with_row(),
        row=site(json.edition_row),
        columns=csv.EDITION_COLUMNS,
        entry=site(atom.edition_entry),
        events=events,
    )


def releases(title: str, edition: Edition) -> Listing:
    """What was changed of the edition after it was published, the latest first."""
    records = edition.releases.newest_first().with_changes()
    return Listing(
        title,
        title,
        records,
        row=site(json.release_row),
        entry=site(atom.release_entry),
    )


def speakers(title: str, description: str, q: str = "") -> Listing:
    records = Speaker.objects.public().matching(q).in_order()
    records = records.with_appearance_count().with_names()
    row, columns = site(json.speaker_row), csv.SPEAKER_COLUMNS
    return Listing(title, description, records, row=row, columns=columns)


def organisations(title: str, description: str, q: str = "") -> Listing:
    records = Organisation.objects.public().matching(q).in_order()
    records = records.with_appearance_count().with_names()
    row, columns = site(json.organisation_row), csv.ORGANISATION_COLUMNS
    return Listing(title, description, records, row=row, columns=columns)


def sources(title: str, description: str, coverage) -> Listing:
    """Beside the rows, the coverage by edition."""
    records = Source.objects.public().in_order().with_fact_count()
    extra = {"coverage": [json.coverage_row(row) for row in coverage]}
    return Listing(title, description, records, row=site(json.source_row), extra=extra)


def covered(title: str, records) -> Listing:
    return Listing(title, title, records, row=site(json.covered_row))


def facts(title: str, description: str, records) -> Listing:
    return Listing(title, description, records, row=site(json.fact_row))


def corrections(title: str, description: str) -> Listing:
    records = Correction.objects.public().with_subject().newest_first()
    told = Reader(records)
    return Listing(
        title, description, told.corrections(told.records),
        row=site(json.correction_row), entry=site(atom.correction_entry),
    )  # fmt: skip


def hits(title: str, description: str, records) -> Listing:
    return Listing(title, description, records, row=site(json.search_row))
