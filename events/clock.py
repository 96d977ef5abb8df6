"""What changes by the clock: embargoes end, releases are due, sessions begin, editions are past.

The moment of the next such change is kept beside the revision. Whoever reads past it raises the
revision, as any other change does: what is keyed by the revision is then made anew.
"""

import logging
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.formats.ical import DEFAULT_LENGTH, OTHER_LENGTH
from events.models import Day, Edition, Revision, Session, WorkingCopy
from events.releases.scheduling import release_due

logger = logging.getLogger(__name__)

NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def revision_at(now: datetime) -> Revision | None:
    """The revision, past every change that the clock has brought by `now`.

    None where the database cannot be written: what is due is then not public yet, and nobody may
    say since when nothing has changed.
    """
    revision = Revision.objects.get()
    if revision.next_change_at is None or revision.next_change_at <= now:
        try:
            with without_waiting():
                advance(now=now)
        except DatabaseError as error:
            logger.warning("the clock's changes cannot be written now: %s", error)
            return None
        revision.refresh_from_db()
    return revision


@contextmanager
def without_waiting():
    """A reader does not queue behind a writer: the next one may note what is due."""
    if connection.vendor != "sqlite":
        yield  # `nowait` does it
        return
    with connection.cursor() as cursor:
        [patience] = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")


@transaction.atomic
def advance(*, now: datetime) -> None:
    """Lifts or releases what is due, raises the revision if a moment has passed, notes the next."""
    revision = Revision.objects.select_for_update(nowait=connection.vendor != "sqlite").get()
    if revision.next_change_at and revision.next_change_at > now:
        return  # another reader was first
    for model in (Edition, Session):
        model.objects.filter(embargoed_until__lte=now).update(embargoed_until=None)
    release_due(now=now)
    if revision.next_change_at:
        Revision.objects.update(value=F("value") + 1, changed_at=now)
    Revision.objects.update(next_change_at=next_change(now))


def next_change(now: datetime) -> datetime:
    """The first moment after `now` at which a page may read otherwise without any edit."""
    public = Session.objects.published()
    moments = [
        first(Edition.objects, "embargoed_until", now),
        first(Session.objects, "embargoed_until", now),
        first(WorkingCopy.objects, "release_at", now),
        first(public, "starts_at", now),
        first(public, "ends_at", now),
        *presumed_ends(public.filter(ends_at=None), now),
        *days_change(timezone.localdate(now)),
        *midnights(now),
    ]
    return min((moment for moment in moments if moment), default=NEVER)


def first(records, column: str, now: datetime) -> datetime | None:
    return records.filter(**{f"{column}__gt": now}).aggregate(first=Min(column))["first"]


def presumed_ends(public, now: datetime) -> list[datetime]:
    """When the length runs out at which an unknown end is put (`events/now.py`)."""
    lengths = {f"m{length.seconds}": length for length in (*DEFAULT_LENGTH.values(), OTHER_LENGTH)}
    begun = public.aggregate(
        **{
            name: Min("starts_at", filter=Q(starts_at__gt=now - length))
            for name, length in lengths.items()
        }
    )
    return [start + lengths[name] for name, start in begun.items() if start]


def midnights(now: datetime) -> list[datetime]:
    """The beginnings of the next days that have a programme, each in its edition's zone."""
    days = Day.objects.public().filter(date__gte=timezone.localdate(now) - timedelta(days=1))
    known = days.order_by("date").values_list("date", "edition__timezone").distinct()[:100]
    begins = [datetime.combine(day, time.min, ZoneInfo(zone)) for day, zone in known]
    return [moment for moment in begins if moment > now]


def days_change(today: date) -> list[datetime]:
    """The midnights, in the site's zone, at which the next edition begins and one is past."""
    editions = Edition.objects.public().annotate(last=Coalesce("ends_on", "starts_on"))
    days = editions.aggregate(
        begins=Min("starts_on", filter=Q(starts_on__gt=today)),
        ends=Min("last", filter=Q(last__gte=today)),
    )
    known = [days["begins"], days["ends"] and days["ends"] + timedelta(days=1)]
    return [timezone.make_aware(datetime.combine(day, time.min)) for day in known if day]
