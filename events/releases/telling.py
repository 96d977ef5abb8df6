"""What the public saw of an edition before and after, and what that means in its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch

from events.models import Appearance, Change, Edition, Involvement, Position, Session
from events.releases.facts import plain

What = Change.What
# Of a session, that these differ is told in one row, by their names.
SAID = ("kind", "number", "summary", "language", "track")
DETAILS = (*SAID, "topics", "links", "organisations")


@dataclass(frozen=True)
class Person:
    appearance: int
    speaker: int | None
    name: str
    role: str
    held: tuple[str, ...]

    @property
    def key(self):
        return self.speaker or self.name


@dataclass(frozen=True)
class SeenSession:
    pk: int
    day: int
    title: str
    where: dict
    status: str
    because: str
    people: tuple[Person, ...]
    details: dict


@dataclass
class Seen:
    """An edition as the public sees it."""

    edition: dict
    days: dict[int, dict] = field(default_factory=dict)
    sessions: dict[int, SeenSession] = field(default_factory=dict)


def seen(edition: Edition) -> Seen:
    sessions = Session.objects.published().filter(day__edition=edition).in_order()
    positions = Position.objects.sourced().order_by("order")
    appearances = Appearance.objects.sourced().order_by("order", "pk")
    sessions = sessions.select_related("day", "venue", "room__venue").prefetch_related(
        Prefetch("appearances", appearances.prefetch_related(Prefetch("positions", positions))),
        Prefetch("involvements", Involvement.objects.sourced()), "topics", "links", "citations",
    )  # fmt: skip
    days = edition.days.sourced().order_by("position").values("pk", "date", "title")
    told = ("title", "starts_on", "ends_on", "venue", "admission", "summary")
    return Seen(
        {name: getattr(edition, name) for name in told},
        {day["pk"]: {"title": day["title"], "date": plain(day["date"])} for day in days},
        {session.pk: seen_session(session) for session in sessions},
    )


def seen_session(session: Session) -> SeenSession:
    place = [session.room and session.room.name, session.place and session.place.name]
    where = {
        "date": plain(session.day.date), "starts_at": plain(session.starts_at),
        "ends_at": plain(session.ends_at), "part_of_day": session.part_of_day,
        "place": ", ".join(filter(None, place)),
    }  # fmt: skip
    people = tuple(
        Person(a.pk, a.speaker_id, a.name_as_printed, a.role,
               tuple(position.as_printed for position in a.positions.all()))
        for a in session.appearances.all()
    )  # fmt: skip
    details = {name: getattr(session, name) for name in SAID} | {
        "topics": {topic.pk for topic in session.topics.all()},
        "links": [(link.url, link.label) for link in session.links.all()],
        "organisations": {(i.organisation_id, i.role) for i in session.involvements.all()},
        "sources": {(c.source_id, c.locator, c.field) for c in session.citations.all()},
    }
    return SeenSession(
        session.pk, session.day_id, session.title, where, session.status,
        session.cancelled_because, people, details,
    )  # fmt: skip


def changes(before: Seen, after: Seen) -> Iterator[Change]:
    """In the order of the programme as it is now; what is gone last."""
    yield from of_edition(before, after)
    for pk, session in after.sessions.items():
        if pk in before.sessions:
            yield from of_session(before.sessions[pk], session)
        else:
            yield Change(what=What.ADDED, session_id=pk, title=session.title, now=session.where)
    for pk, session in before.sessions.items():
        if pk not in after.sessions:
            yield Change(what=What.REMOVED, title=session.title, was=session.where)


def of_edition(before: Seen, after: Seen) -> Iterator[Change]:
    was, now = before.edition, after.edition
    if was["title"] != now["title"]:
        yield Change(what=What.RENAMED, was={"title": was["title"]}, now={"title": now["title"]})
    if other := [name for name in now if name != "title" and now[name] != was[name]]:
        yield Change(what=What.DETAILED, now={"facts": other})
    for pk, day in after.days.items():
        if before.days.get(pk, day)["title"] != day["title"]:
            old = before.days[pk]
            yield Change(what=What.RENAMED, title=day["title"], was=old, now=day)
        if reordered(pk, before, after):
            yield Change(what=What.REORDERED, title=day["title"], now={"date": day["date"]})


def reordered(day: int, before: Seen, after: Seen) -> bool:
    """Has the order changed of sessions whose hours have not?"""
    stayed = {
        pk
        for pk, session in after.sessions.items()
        if pk in before.sessions and before.sessions[pk].where == session.where
    }
    old, new = (
        [pk for pk, s in state.sessions.items() if s.day == day and pk in stayed]
        for state in (before, after)
    )
    return old != new


def of_session(was: SeenSession, now: SeenSession) -> Iterator[Change]:
    told = list(told_of(was, now))
    facts = [name for name in DETAILS if was.details[name] != now.details[name]]
    if not told and not facts and was.details["sources"] != now.details["sources"]:
        facts = ["sources"]  # beside another change, its sources are no news
    if facts:
        told.append(Change(what=What.DETAILED, now={"facts": facts}))
    for change in told:
        change.session_id, change.title = now.pk, now.title
        yield change


def told_of(was: SeenSession, now: SeenSession) -> Iterator[Change]:
    if was.title != now.title:
        yield Change(what=What.RENAMED, was={"title": was.title}, now={"title": now.title})
    if was.where != now.where:
        yield Change(what=What.MOVED, was=was.where, now=now.where)
    if was.status != now.status:
        cancelled = now.status == Session.Status.CANCELLED
        what = What.CANCELLED if cancelled else What.REINSTATED
        yield Change(what=what, now={"because": now.because} if cancelled else {})
    yield from of_people(was.people, now.people)


def of_people(was: tuple[Person, ...], now: tuple[Person, ...]) -> Iterator[Change]:
    """Who is there twice, in two roles, is compared by both."""
    old, new = by_person(was), by_person(now)
    for key, parts in new.items():
        first = parts[0]
        named = {"speaker_id": first.speaker, "name_as_printed": first.name}
        if key not in old:
            yield Change(what=What.JOINED, appearance_id=first.appearance, **named,
                         now={"roles": [part.role for part in parts]})  # fmt: skip
        elif as_what(old[key]) != as_what(parts):
            yield Change(what=What.RECAST, appearance_id=first.appearance, **named,
                         was={"roles": [part.role for part in old[key]]},
                         now={"roles": [part.role for part in parts]})  # fmt: skip
    for key, parts in old.items():
        if key not in new:
            yield Change(what=What.LEFT, speaker_id=parts[0].speaker, name_as_printed=parts[0].name,
                         was={"roles": [part.role for part in parts]})  # fmt: skip


def by_person(people: tuple[Person, ...]) -> dict:
    found: dict = {}
    for person in people:
        found.setdefault(person.key, []).append(person)
    return found


def as_what(parts: list[Person]) -> list[tuple]:
    return sorted((part.role, part.held) for part in parts)
