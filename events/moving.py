"""Verbs that move a programme and keep its hours on the clock."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from events.models import Day, Edition, Session


@transaction.atomic
def move_day(*, day: Day, to: date) -> None:
    """Gives a dated day another date; its sessions keep their local hours."""
    days = to - day.date
    on_day = day.sessions.timed()
    reschedule(on_day, day.edition.zone, day.edition.zone, days)
    day.date = to
    day.save(update_fields=["date"])


@transaction.atomic
def correct_zone(*, edition: Edition, to: str) -> None:
    """Gives an edition another time zone; 9:45 stays 9:45."""
    of_edition = Session.objects.filter(day__edition=edition).timed()
    reschedule(of_edition, edition.zone, ZoneInfo(to))
    edition.timezone = to
    edition.save(update_fields=["timezone"])


def reschedule(sessions, old: ZoneInfo, new: ZoneInfo, later: timedelta = timedelta()) -> None:
    """Moves hours told in `old` to the same hours in `new`, some days later."""
    moved = list(sessions)
    for session in moved:
        for name in ("starts_at", "ends_at"):
            if moment := getattr(session, name):
                clock = moment.astimezone(old).replace(tzinfo=None) + later
                setattr(session, name, clock.replace(tzinfo=new).astimezone(UTC))
    Session.objects.bulk_update(moved, ["starts_at", "ends_at"], batch_size=200)
