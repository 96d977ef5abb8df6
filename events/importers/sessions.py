"""The sessions of an import: which are new, which changed and how, which are gone; their order."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from django.db.models import F
from django.utils.text import slugify

from events.importers.batches import batched_in, in_batches
from events.importers.parsed import ScheduleError
from events.importers.people import People
from events.importers.plan import TITLE, UNDETERMINED, PlannedSession, Programme
from events.importers.text import shortened
from events.models import Day, Edition, Room, Session
from events.models.session import new_code
from search.normalise import fold

# Greater ones are Tableronde's own (`events/formats/frab.py`).
GREATEST_NUMBER = 999_999_999
# Where positions wait while others take theirs; twice this is still a small integer.
ASIDE = 16_000
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
WRITTEN = [
    "external_id", "external_number", "day", "position", "kind", "title", "title_key", "summary",
    "language", "track", "room", "status", "imported_status", "starts_at", "ends_at",
]  # fmt: skip
# What a change of these fields is called in the report. A cancellation is in the printed title.
CALLED = {
    "kind": "reworded", "language": "reworded", "track": "reworded", "summary": "reworded",
    "day_id": "moved", "starts_at": "moved", "ends_at": "moved", "room_id": "re_roomed",
    "title": "retitled",
}  # fmt: skip


def refuse_sessions_of_others(edition: str, programme: Programme) -> None:
    """A guid is one session in the world: a file goes into the edition it went into before."""
    guids = [planned.guid for planned in programme.sessions if planned.guid]
    others = Session.objects.exclude(day__edition__slug=edition).select_related("day__edition")
    if other := next(batched_in(others, "uuid", guids), None):
        raise ScheduleError(
            f"« {other.title} » est déjà une séance de l’édition « {other.day.edition.slug} » : "
            f"est-ce --edition {other.day.edition.slug} qu’il fallait écrire ?"
        )


class Sessions:
    """Compares the programme with the edition's sessions; nothing is written before `write`."""

    def __init__(
        self, edition: Edition, programme: Programme, days, rooms: dict[str, Room], people: People
    ):
        self.edition = edition
        self.people = people
        self.days: dict[date, Day] = days
        self.rooms = rooms
        self.room_names = {room.pk: room.name for room in rooms.values()}
        self.new: list[Session] = []
        # How a session changed, by its pk.
        self.changed: dict[int, set[str]] = {}
        self.to_order: set[int] = set()
        self.withdrawn: list[Session] = []
        self.existing = list(
            Session.objects.filter(day__edition=edition)
            .select_related("room")
            .prefetch_related("appearances", "links")
            .order_by("pk")
        )
        self.before = {s.pk: (s.day_id, s.position) for s in self.existing}
        self.pairs = list(self.match(programme.sessions))
        ours = {session.pk for _, session in self.pairs}
        self.vanished = [
            session
            for session in self.existing
            if session.external_id and session.pk not in ours
            and session.status != Session.Status.DRAFT
        ]  # fmt: skip

    def match(self, programme: Iterable[PlannedSession]) -> Iterator[tuple]:
        by_uuid = {session.uuid: session for session in self.existing}
        by_key = {s.external_id: s for s in self.existing if s.external_id}
        taken = set()
        for planned in programme:
            # By its id too: a file that had no guids may come back with them.
            found = by_uuid.get(planned.guid) or by_key.get(planned.key) or by_key.get(planned.id)
            if found is None or found.pk in taken:
                yield planned, self.make(planned)
            else:
                taken.add(found.pk)
                self.compare(planned, found)
                yield planned, found

    def wanted(self, planned: PlannedSession) -> dict:
        """What the file states of a session; what it leaves empty is not in it."""
        room = self.rooms.get(planned.room)
        optional = {
            "kind": planned.kind, "language": planned.language, "track": planned.track,
            "external_number": number_of(planned.id),
            "summary": self.people.discreet(planned.summary, planned.persons),
        }  # fmt: skip
        return {
            "external_id": planned.key,
            "day_id": self.days[planned.on].pk,
            "title": shortened(self.people.discreet(planned.title, planned.persons), TITLE),
            "status": planned.status,
            "starts_at": planned.starts_at,
            "ends_at": planned.ends_at,
            "room_id": room and room.pk,
        } | {name: value for name, value in optional.items() if value}

    def make(self, planned: PlannedSession) -> Session:
        language = self.edition.language or UNDETERMINED
        session = Session(**{"language": language} | self.wanted(planned))
        session.imported_status = planned.status
        if planned.guid:
            session.uuid = planned.guid
        # Until `name_sessions` looks what is free.
        session.code, session.slug = planned.code, planned.slug
        self.new.append(session)
        self.to_order.add(session.day_id)
        return session

    def compare(self, planned: PlannedSession, session: Session) -> None:
        wanted = self.wanted(planned)
        if session.imported_status == planned.status:
            del wanted["status"]
        if session.external_number:  # once given, for ever
            wanted.pop("external_number", None)
        different = {n: value for n, value in wanted.items() if getattr(session, n) != value}
        if not different:
            return
        how = {CALLED.get(name, name) for name in different}
        if different.keys() & {"day_id", "starts_at"}:
            self.to_order |= {session.day_id, wanted["day_id"]}
        if "status" in different:
            how |= called_by_status(session.status, wanted["status"])
            session.imported_status = wanted["status"]
        for name, value in different.items():
            setattr(session, name, value)
        session._meta.get_field("title_key").pre_save(session, add=False)
        self.changed[session.pk] = how

    def write(self, *, withdraw: bool) -> None:
        self.name_new()
        self.order()
        if withdraw:
            self.withdrawn = self.vanished
            for session in self.withdrawn:
                session.status = session.imported_status = Session.Status.DRAFT
        # Together, so that a session that moved and was renamed changed once.
        whole = self.changed.keys() | {session.pk for session in self.withdrawn}
        moved = [s for s in self.existing if self.before[s.pk] != (s.day_id, s.position)]
        for batch in in_batches(session.pk for session in moved):
            Session.objects.filter(pk__in=batch).update(position=F("position") + ASIDE)
        Session.objects.bulk_update([s for s in self.existing if s.pk in whole], WRITTEN)
        Session.objects.bulk_update([s for s in moved if s.pk not in whole], ["position"])
        Session.objects.bulk_create(self.new)

    def order(self) -> None:
        """Numbers the days that gained or lost a session or where one moved; no others."""
        by_day: dict[int, list[Session]] = {pk: [] for pk in self.to_order}
        for session in [*self.existing, *self.new]:
            if session.day_id in by_day:
                by_day[session.day_id].append(session)
        for sessions in by_day.values():
            for position, session in enumerate(self.running_order(sessions), start=1):
                session.position = position

    def running_order(self, sessions: list[Session]) -> list[Session]:
        """By start, room and title; one without an hour stays behind the one it followed."""
        keys = {}
        after = FIRST
        known = sorted((s for s in sessions if s.pk), key=lambda session: session.position)
        for session in [*known, *(s for s in sessions if not s.pk)]:
            if session.starts_at:
                after = session.starts_at
                keys[id(session)] = (after, 0, 0, self.room_name(session), session.title)
            elif session.pk:
                keys[id(session)] = (after, 1, session.position, "", "")
            else:
                keys[id(session)] = (LAST, 1, 0, self.room_name(session), session.title)
        return sorted(sessions, key=lambda session: (*keys[id(session)], session.external_id))

    def room_name(self, session: Session) -> str:
        if session.room_id in self.room_names:
            return self.room_names[session.room_id]
        return session.room.name if session.room_id else ""

    def name_new(self) -> None:
        name_sessions(self.new)


def name_sessions(sessions: list[Session]) -> None:
    """Slugs are the title's, with the code behind where that is taken; codes are unused.

    A session that has a slug or a code already keeps what of it is free.
    """
    bases = [s.slug or slugify(fold(s.title))[:100].strip("-") for s in sessions]
    taken = set(batched_in(Session.objects.values_list("slug", flat=True), "slug", bases))
    stated = [s.code for s in sessions if s.code]
    used = set(batched_in(Session.objects.values_list("code", flat=True), "code", stated))
    for session, base, code in zip(sessions, bases, unused_codes(len(bases)), strict=True):
        session.code = code if session.code in {"", *used} else session.code
        session.slug = base if base and base not in taken else f"{base or 'seance'}-{session.code}"
        taken.add(session.slug)
        used.add(session.code)


def number_of(ident: str) -> int | None:
    """A file's id as frab's readers compare it, where it is such a number."""
    known = ident.isascii() and ident.isdigit() and 0 < int(ident[:10]) <= GREATEST_NUMBER
    return int(ident) if known and len(ident) < 10 else None


def called_by_status(before: str, after: str) -> set[str]:
    cancelled = Session.Status.CANCELLED
    if after == cancelled:
        return {"cancelled", "retitled"}
    return {"restored"} | ({"retitled"} if before == cancelled else set())


def unused_codes(number: int) -> list[str]:
    codes: dict[str, None] = {}
    while len(codes) < number:
        tried = {new_code() for _ in range(number - len(codes))} - codes.keys()
        known = set(batched_in(Session.objects.values_list("code", flat=True), "code", tried))
        codes |= dict.fromkeys(tried - known)
    return list(codes)
