"""Each kind of list, once: its records with all that any format says, and how each is written."""

from functools import partial

from django.conf import settings

from events.formats import atom, csv, ical, json
from events.models import Appearance, Edition
from events.responses import Listing
from organisations.models import Organisation
from sources.models import Source
from speakers.models import Speaker


def site(function):
    """`function` with the site's address, which pure builders take as an argument."""
    return partial(function, site=settings.SITE_URL)


def sessions(title: str, description: str, records, *, gone=(), busy=False) -> Listing:
    """`gone` are the tombstones that the calendar cancels; `busy` blocks one's time."""

    def events(found):
        live = [ical.event(s, settings.SITE_URL, busy=busy) for s in found.dated()]
        return live + [ical.tombstone_event(stone) for stone in gone if stone.date]

    return Listing(
        title,
        description,
        records.in_order().with_lineup(),
        row=site(json.session_row),
        columns=csv.SESSION_COLUMNS,
        entry=site(atom.session_entry),
        events=events,
    )


def appearances(title: str, description: str, records=None) -> Listing:
    records = Appearance.objects.public() if records is None else records
    return Listing(
        title,
        description,
        records.chronological().with_programme(),
        row=json.appearance_row,
        columns=csv.APPEARANCE_COLUMNS,
        entry=site(atom.appearance_entry),
    )


def editions(title: str, description: str) -> Listing:
    return Listing(
        title,
        description,
        Edition.objects.public().newest_first().with_row(),
        row=site(json.edition_row),
        columns=csv.EDITION_COLUMNS,
        entry=site(atom.edition_entry),
        events=lambda records: [
            ical.edition_event(edition, settings.SITE_URL) for edition in records.dated()
        ],
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


def sources(title: str, description: str) -> Listing:
    records = Source.objects.public().in_order().with_fact_count()
    return Listing(title, description, records, row=site(json.source_row))


def facts(title: str, description: str, records) -> Listing:
    return Listing(title, description, records, row=site(json.fact_row))


def hits(title: str, description: str, records) -> Listing:
    return Listing(title, description, records, row=site(json.search_row))
