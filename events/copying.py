"""Next year's edition, begun as a copy of the last: its days, its items, its hours; all drafts."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.text import slugify

from events.models import Day, Edition, Session
from events.moving import reschedule
from events.sourcing import vouch_for


@transaction.atomic
def copy_edition(*, edition: Edition, title: str, slug: str, starts_on: date) -> Edition:
    """A draft with the same days and items, as many days later as it starts.

    Hours stay on the clock. People, sources, numbers printed and what parts hold are of the old
    edition only: nobody has said them of the new one.
    """
    first = (
        edition.starts_on or edition.days.order_by("date").values_list("date", flat=True).first()
    )
    later = starts_on - first if first else timedelta()
    copy = Edition.objects.create(
        slug=slug, title=title, series=edition.series, kind=edition.kind,
        number=edition.number and edition.number + 1, part_of=None, timezone=edition.timezone,
        language=edition.language, admission=edition.admission, venue=edition.venue,
        starts_on=starts_on, ends_on=edition.ends_on and edition.ends_on + later,
    )  # fmt: skip
    copy.organisers.set(edition.organisers.all())
    vouch_for(copy)
    for day in edition.days.order_by("position"):
        copy_day(day, copy, later)
    return copy


def copy_day(day: Day, edition: Edition, later: timedelta) -> None:
    copy = Day.objects.create(
        edition=edition, position=day.position, date=day.date and day.date + later,
        title=day.title, title_basis=day.title_basis, venue=day.venue,
    )  # fmt: skip
    for session in day.sessions.order_by("position").prefetch_related("topics"):
        made = Session.objects.create(
            day=copy, position=session.position, kind=session.kind, title=session.title,
            title_basis=session.title_basis, slug=free_slug(session, edition),
            language=session.language, track=session.track, venue=session.venue,
            room=session.room, part_of_day=session.part_of_day,
            starts_at=session.starts_at, ends_at=session.ends_at,
        )  # fmt: skip
        made.topics.set(session.topics.all())
    reschedule(copy.sessions.timed(), edition.zone, edition.zone, later)


def free_slug(session: Session, edition: Edition) -> str:
    """The old address with the new year, or a further mark where that is taken."""
    stem = slugify(session.title)[:100] or session.code
    marks = [str(edition.year or ""), edition.slug[:15], *map(str, range(2, 1000))]
    slugs = (f"{stem}-{mark}"[:120] for mark in marks if mark)
    return next(slug for slug in slugs if not Session.objects.filter(slug=slug).exists())
