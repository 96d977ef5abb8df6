"""Verbs of a day in the making: put in order, moved, shifted, published, called off."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from events.models import Day, Edition, Room, Session
from events.moving import reschedule
from events.sourcing import cite_own_programme


class PlanningError(ValueError):
    """Why it cannot be done; its message is for the organiser."""


# An edition of more days than that is no week: its days are entered one by one.
LONGEST = 31


@transaction.atomic
def make_days(*, edition: Edition) -> int:
    """A day for each date of a new edition, from its first to its last; how many were made."""
    first, last = edition.starts_on, edition.ends_on or edition.starts_on
    if not first or edition.days.exists() or (last - first).days >= LONGEST:
        return 0
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for rank, date in enumerate(dates, start=1):
        edition.days.create(position=rank, date=date, date_basis=edition.date_basis)
    return len(dates)


@transaction.atomic
def put_in_order(*, day: Day, sessions: list[int]) -> None:
    """Gives the sessions of a day, named by their ids, the ranks 1, 2, 3 …"""
    there = set(day.sessions.values_list("pk", flat=True))
    if there != set(sessions) or len(there) != len(sessions):
        raise PlanningError(_("Le jour a changé entre-temps : rechargez la page."))
    give_ranks(day=day, ranks={pk: rank for rank, pk in enumerate(sessions, start=1)})


def give_ranks(*, day: Day, ranks: dict[int, int]) -> None:
    """Other ranks for some sessions of a day, by their ids; those that have theirs stay untouched.

    Each change of a session with no hour is one more in calendars.
    """
    there = dict(day.sessions.filter(pk__in=ranks).values_list("pk", "position"))
    changed = {pk: rank for pk, rank in ranks.items() if there[pk] != rank}
    # Beyond the others first, since no two may be at one rank.
    beyond = (day.sessions.aggregate(last=Max("position"))["last"] or 0) + len(ranks)
    Session.objects.filter(pk__in=changed).update(position=F("position") + beyond)
    moved = [Session(pk=pk, position=rank) for pk, rank in changed.items()]
    Session.objects.bulk_update(moved, ["position"], batch_size=200)


@transaction.atomic
def arrange(*, session: Session, day: Day, order: list[int]) -> None:
    """The order of a day, by ids, once a session, of this day or another, has its place in it."""
    if session.day_id != day.pk:
        move_to_day(sessions=[session], day=day)
    put_in_order(day=day, sessions=order)


@transaction.atomic
def move_by_one(*, session: Session, down: bool) -> None:
    """Changes places with the next or the one before; the first and the last stay."""
    ids = list(session.day.sessions.order_by("position").values_list("pk", flat=True))
    at = ids.index(session.pk)
    there = at + (1 if down else -1)
    if 0 <= there < len(ids):
        ids[at], ids[there] = ids[there], ids[at]
        put_in_order(day=session.day, sessions=ids)


@transaction.atomic
def move_to_day(*, sessions: list[Session], day: Day) -> None:
    """To the end of another day of the programme, at the same hours on the clock."""
    last = day.sessions.aggregate(last=Max("position"))["last"] or 0
    for rank, session in enumerate(sessions, start=last + 1):
        if session.starts_at and not day.date:
            raise PlanningError(_("« %s » a une heure : il lui faut un jour daté.") % session)
        if session.starts_at:
            later = day.date - session.day.date
            one = Session.objects.filter(pk=session.pk)
            reschedule(one, session.day.edition.zone, day.edition.zone, later)
        Session.objects.filter(pk=session.pk).update(day=day, position=rank)


@transaction.atomic
def shift(*, sessions: list[Session], by: timedelta) -> int:
    """Later, or earlier, on the clock; how many had an hour to shift."""
    timed = [session for session in sessions if session.starts_at]
    for session in timed:
        zone = session.day.edition.zone
        reschedule(Session.objects.filter(pk=session.pk), zone, zone, by)
        known = {"start": session.starts_at, "end": session.ends_at}
        cite_own_programme(session=session, fields=[name for name in known if known[name]])
    return len(timed)


@transaction.atomic
def set_room(*, sessions: list[Session], room: Room | None) -> None:
    Session.objects.filter(pk__in=[s.pk for s in sessions]).update(room=room)
    for session in sessions:
        cite_own_programme(session=session, fields=["room"])


@transaction.atomic
def set_status(*, sessions: list[Session], status: str) -> None:
    """What has no source at all is not published: nobody could say how it is known."""
    chosen = Session.objects.filter(pk__in=[s.pk for s in sessions])
    if status == Session.Status.PUBLISHED:
        bare = chosen.filter(citations=None, day__citations=None, day__edition__citations=None)
        if titles := [str(session) for session in bare.in_order()[:5]]:
            raise PlanningError(
                _("Sans aucune source, rien ne se publie : citez-en une dans la fiche de %s.")
                % ", ".join(f"« {title} »" for title in titles)
            )
    chosen.update(status=status)


@transaction.atomic
def cancel(*, sessions: list[Session], because: str) -> None:
    """They stay in the programme and in calendars, as cancelled; why is public too."""
    Session.objects.filter(pk__in=[s.pk for s in sessions]).update(
        status=Session.Status.CANCELLED, cancelled_because=because
    )
