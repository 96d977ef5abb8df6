"""What cannot be as it stands in an edition's programme, and what is missing from it.

Only what is known speaks: a session without a stated hour is nowhere twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from events.models import Appearance, Edition, Session, WorkingCopy

# Two breaks of one name are no mistake.
OFTEN = {Session.Kind.BREAK, Session.Kind.SOCIAL, Session.Kind.WELCOME, Session.Kind.CLOSING,
         Session.Kind.OPENING}  # fmt: skip
# Where one expects to be told who.
WITH_PEOPLE = {Session.Kind.TALK, Session.Kind.INTERVIEW, *Session.PANEL_KINDS}


@dataclass(frozen=True)
class Note:
    """One thing to look at, in a sentence; `field` is where in the session's form it is mended."""

    field: str
    text: str


@dataclass
class Notes:
    """By session id; and the sessions that were looked at, with all that it took."""

    sessions: list[Session]
    conflicts: dict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))
    missing: dict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))


def notes_on(edition: Edition) -> Notes:
    """Everything about the programme of an edition and its parts, drafts included."""
    return notes_of(Session.objects.of(edition))


def notes_beside(session: Session) -> Notes:
    """What is to be said of one session in its form: of the others, those of its day count."""
    return notes_of(Session.objects.on(session.day))


def notes_of(sessions) -> Notes:
    sessions = list(
        # Days and rooms are few, and shared by many.
        sessions.in_order().prefetch_related(
            "day__edition__part_of", "room__parts", "room__venue", "venue", "stands_for",
            with_people(), "citations", "day__citations", "day__edition__citations",
        )
    )  # fmt: skip
    notes = Notes(sessions)
    held = [s for s in sessions if s.status != Session.Status.CANCELLED]
    for session, note in conflicts(held, elsewhere(held)):
        notes.conflicts[session.pk].append(note)
    for session in held:
        notes.missing[session.pk].extend(missing(session))
    return notes


def with_people() -> Prefetch:
    """Joined: asked for by their ids, a thousand people are more than SQLite takes at once."""
    return Prefetch("appearances", Appearance.objects.select_related("speaker"))


def elsewhere(sessions: list[Session]) -> list[Session]:
    """Other sessions during these, with the same people or in the same rooms."""
    timed = [s for s in sessions if s.starts_at]
    if not timed:
        return []
    first, last = min(s.starts_at for s in timed), max(s.ends_at or s.starts_at for s in timed)
    others = Session.objects.exclude(pk__in=[s.pk for s in sessions]).timed()
    others = others.exclude(
        day__edition__in=WorkingCopy.objects.beside({s.day.edition_id for s in sessions})
    )
    others = others.exclude(status=Session.Status.CANCELLED).filter(starts_at__range=(first, last))
    shared = Q(appearances__speaker__appearances__session__in=sessions)
    shared |= Q(room__venue__rooms__sessions__in=sessions)
    others = Session.objects.filter(pk__in=others.filter(shared).values("pk"))
    others = others.annotate(
        is_secret=~Exists(Session.objects.published().filter(pk=OuterRef("pk")))
    )
    return list(
        others.select_related("day__edition", "room", "stands_for").prefetch_related(
            with_people(), "room__parts"
        )
    )


def conflicts(sessions: list[Session], others: list[Session] = ()) -> Iterator[tuple]:
    """(session, note) of `sessions`; of `others` only who and what is in use there counts."""
    own = {session.pk for session in sessions}
    for whose, what, keys in (
        (_("%(who)s est aussi dans %(there)s, à la même heure."), "appearances", people),
        (_("%(who)s sert aussi à %(there)s, à la même heure."), "room", rooms),
    ):
        for one, other, who in at_once([*sessions, *others], keys):
            for here, there in ((one, other), (other, one)):
                if here.pk in own:
                    yield here, Note(what, whose % {"who": who, "there": named(there)})
    yield from out_of_order(sessions)
    yield from outside(sessions)
    yield from named_alike(sessions)


def named(session: Session) -> str:
    """What somebody else plans is known by its hour alone."""
    if getattr(session, "is_secret", False):
        return _("une séance d’une autre édition, pas encore publique")
    return f"« {session.title} »"


def people(session: Session) -> dict:
    return {
        ("person", a.speaker_id): a.speaker
        for a in session.appearances.all()
        if a.speaker and a.role != Appearance.Role.PRESENT
    }


def rooms(session: Session) -> dict:
    """Its room; a joined hall is in use with all its parts."""
    if not session.room:
        return {}
    return {("room", r.pk): r for r in (session.room, *session.room.parts.all())}


def at_once(sessions: Iterable[Session], keys) -> Iterator[tuple]:
    """Pairs of sessions that overlap and share one of `keys`, with what they share."""
    timed = sorted((s for s in sessions if s.starts_at), key=lambda s: (s.starts_at, s.pk))
    running: dict = defaultdict(list)
    for session in timed:
        for key, shared in keys(session).items():
            running[key] = [s for s in running[key] if overlap(s, session)]
            for earlier in running[key]:
                if not same_item(earlier, session):
                    yield earlier, session, shared
            running[key].append(session)


def overlap(earlier: Session, later: Session) -> bool:
    """Of two by start; one whose end is unknown is only known to be on at its beginning."""
    return earlier.starts_at == later.starts_at or (
        earlier.ends_at is not None and later.starts_at < earlier.ends_at
    )


def same_item(one: Session, other: Session) -> bool:
    """An item that is an edition contains that edition's sessions."""
    return one.stands_for_id == other.day.edition_id or other.stands_for_id == one.day.edition_id


def out_of_order(sessions: list[Session]) -> Iterator[tuple]:
    by_day = defaultdict(list)
    for session in sessions:
        by_day[session.day_id].append(session)
    for of_day in by_day.values():
        latest = None
        for session in sorted(of_day, key=lambda s: s.position):
            if not session.starts_at:
                continue
            if latest and session.starts_at < latest.starts_at:
                text = _("Commence avant « %s », qui est plus haut dans l’ordre du jour.")
                yield session, Note("position", text % latest.title)
            else:
                latest = session


def outside(sessions: list[Session]) -> Iterator[tuple]:
    for session in sessions:
        edition, date = session.day.edition, session.day.date
        first, last = edition.starts_on, edition.ends_on or edition.starts_on
        if date and first and not first <= date <= last:
            yield session, Note("day", _("Ce jour est en dehors des dates de l’édition."))


def named_alike(sessions: list[Session]) -> Iterator[tuple]:
    by_title = defaultdict(list)
    for session in sessions:
        if session.kind not in OFTEN and not session.stands_for_id:
            by_title[session.title_key].append(session)
    for alike in by_title.values():
        for session in alike[1:]:
            yield session, Note("title", _("Une autre séance porte ce titre."))


def missing(session: Session) -> Iterator[Note]:
    if not session.starts_at and not session.stands_for_id:
        yield Note("start", _("sans heure"))
    if session.kind in WITH_PEOPLE and not session.appearances.all():
        yield Note("appearances", _("personne sur scène"))
    cited = (session, session.day, session.day.edition)
    if not any(above.citations.all() for above in cited):
        yield Note("citations", _("sans source"))
