"""A session put somewhere on the board of a day: when, in which room; and back again."""

from dataclasses import dataclass
from datetime import datetime

from django.core import serializers
from django.db import transaction
from django.utils.dateparse import parse_datetime

from desk.versions import digest
from events.models import Citation, Day, Session
from events.planning import give_ranks
from events.sourcing import cite_own_programme
from sources.models import Basis

FIELD = {"starts_at": "start", "ends_at": "end", "room_id": "room"}
PLACED = ("day_id", "room_id", "starts_at", "ends_at", "start_basis")


@dataclass(frozen=True)
class Place:
    day: Day
    room_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None


def seen(session: Session) -> str:
    """The digest of what a board says of it; its rank is not: others change it by being moved."""
    shown = (session.title, session.kind, session.status, session.day_id, session.room_id)
    return digest([(*shown, session.starts_at, session.ends_at)])[:16]


def at_hand(session: Session) -> Session:
    """The session as it is now; who places it at the same time waits."""
    return Session.objects.select_for_update().get(pk=session.pk)


@transaction.atomic
def place(*, session: Session, at: Place) -> dict:
    """Puts it there, at the rank that its hour asks for; returns what `take_back` needs.

    The others keep their order. Where it is now is the organiser's word, and has their source.
    """
    before = {name: getattr(session, name) for name in PLACED}
    before["index"] = session.day.sessions.filter(position__lt=session.position).count()
    cited = {citation.pk: citation for citation in session.citations.all()}
    session.room_id, session.starts_at, session.ends_at = at.room_id, at.starts_at, at.ends_at
    changed = [field for name, field in FIELD.items() if before[name] != getattr(session, name)]
    if "start" in changed:
        session.start_basis = Basis.STATED
    move(session, at.day, index_at(session, at.day))
    session.save(update_fields=["room", "starts_at", "ends_at", "start_basis"])
    if changed:
        cite_own_programme(session=session, fields=changed)
    now = set(session.citations.values_list("pk", flat=True))
    gone = [citation for pk, citation in cited.items() if pk not in now]
    return {
        "session": session.pk, "title": session.title, "seen": seen(session),
        "before": {**before, **{name: told(before[name]) for name in ("starts_at", "ends_at")}},
        "cited": sorted(now - set(cited)), "uncited": serializers.serialize("json", gone),
    }  # fmt: skip


def told(moment: datetime | None) -> str | None:
    return moment and moment.isoformat()


@transaction.atomic
def take_back(*, placed: dict) -> bool:
    """Puts a session back where it was; not one that somebody has changed since."""
    session = Session.objects.select_for_update().filter(pk=placed["session"]).first()
    if session is None or seen(session) != placed["seen"]:
        return False
    before = placed["before"]
    move(session, Day.objects.get(pk=before["day_id"]), before["index"])
    session.room_id, session.start_basis = before["room_id"], before["start_basis"]
    session.starts_at = before["starts_at"] and parse_datetime(before["starts_at"])
    session.ends_at = before["ends_at"] and parse_datetime(before["ends_at"])
    session.save(update_fields=["room", "starts_at", "ends_at", "start_basis"])
    Citation.objects.filter(pk__in=placed["cited"]).delete()
    for uncited in serializers.deserialize("json", placed["uncited"]):
        uncited.save()
    return True


def index_at(session: Session, day: Day) -> int:
    """How many stand before it: as now while that agrees with their hours; else by its hour."""
    others = list(others_of(session, day))
    if session.day_id == day.pk:
        index = sum(1 for other in others if other.position < session.position)
        if agrees(index, session.starts_at, others):
            return index
    if session.starts_at is None:
        return len(others)
    later = (n for n, o in enumerate(others) if o.starts_at and o.starts_at > session.starts_at)
    return next(later, len(others))


def agrees(index: int, start: datetime | None, others: list[Session]) -> bool:
    timed = [(n, other.starts_at) for n, other in enumerate(others) if other.starts_at and start]
    return all(begins <= start if n < index else begins >= start for n, begins in timed)


def others_of(session: Session, day: Day):
    others = day.sessions.exclude(pk=session.pk).order_by("position")
    return others.only("day", "position", "starts_at")


def move(session: Session, day: Day, index: int) -> None:
    """To a day, behind the first `index` of it; the others make room only where there is none."""
    others = list(others_of(session, day))
    ids, ranks = [other.pk for other in others], [other.position for other in others]
    if session.day_id == day.pk:
        ranks = sorted([*ranks, session.position])
    else:
        last = ranks[-1] if ranks else 0
        Session.objects.filter(pk=session.pk).update(day=day, position=last + len(ids) + 1)
        free = ranks[index - 1] + 1 if index else 1
        ranks = sorted([*ranks, last + 1 if free in ranks else free])
    ids.insert(index, session.pk)
    give_ranks(day=day, ranks=dict(zip(ids, ranks, strict=True)))
    session.refresh_from_db(fields=["day", "position"])
