"""A fact in the words a page shows it in, beside what a source says where it contradicts it."""

from events.models import Citation
from events.templatetags.programme import dates
from events.templatetags.typography import hour, long_date

Fact = Citation.Fact


def place_of(record) -> str:
    """Where a session, a day or an edition is held."""
    place = getattr(record, "place", None) or record.venue
    return place.full_name if place else ""


IN_WORDS = {
    Fact.DATES: dates,
    Fact.DATE: lambda day: long_date(day.date, day.date_basis),
    Fact.STARTS_AT: lambda session: hour(session.local_start),
    Fact.ENDS_AT: lambda session: hour(session.local_end),
    Fact.VENUE: place_of,
    Fact.ATTENDANCE: lambda edition: edition.attendance_as_printed,
    Fact.TITLE: lambda record: record.title,
    Fact.NUMBER: lambda record: str(record.number or ""),
    Fact.PART_OF: lambda edition: str(edition.public_whole or ""),
    Fact.KIND: lambda record: str(record.get_kind_display()),
    Fact.ROLE: lambda record: str(record.get_role_display()),
    Fact.ADMISSION: lambda edition: str(edition.get_admission_display()),
    Fact.PART_OF_DAY: lambda session: str(session.get_part_of_day_display()),
}


def shown(subject, fact: str) -> str:
    """What is published of this fact; of a person or an organisation, and in all, its name."""
    return IN_WORDS.get(fact, str)(subject)
