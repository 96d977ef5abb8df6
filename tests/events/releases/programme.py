"""A public edition of two days, with what changes may be about: hours, rooms, people, sources."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse

from events.models import Edition, Session
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
)

NINE = datetime(2025, 4, 2, 7, tzinfo=UTC)


def make_programme() -> Edition:
    """« ouverture », « table » and « clôture » on the first day, « visite » on the second."""
    edition = make_edition(slug="semaine", title="Semaine", timezone="Europe/Luxembourg")
    cite(edition, make_source(slug="journal"))
    first, second = make_day(edition), make_day(edition)
    room = make_room(name="Grande salle")
    for hour, slug in enumerate(("ouverture", "table", "cloture")):
        starts = NINE + timedelta(hours=hour)
        make_session(first, slug=slug, title=slug.capitalize(), starts_at=starts, room=room,
                     ends_at=starts + timedelta(minutes=50))  # fmt: skip
    make_session(second, slug="visite", title="Visite")
    table = of("table")
    table.topics.add(make_topic())
    cite(table)
    cite(table, field="title")
    commune = make_organisation("Commune")
    for name in ("Anna Schmit", "Ben Weber"):
        make_appearance(table, make_speaker(name), [commune], role="panellist")
    return edition


def of(slug: str) -> Session:
    return Session.objects.select_related("day__edition").get(slug=slug)


def in_draft(copy, slug: str) -> Session:
    """The draft's copy of a public session."""
    found = Session.objects.select_related("day__edition__draft_of")
    return found.get(day__edition=copy.draft, slug=f"brouillon-{of(slug).code}")


def page_of(edition) -> str:
    """Of its changes, in the admin."""
    return reverse("admin:events_edition_changes", args=[edition.pk])
