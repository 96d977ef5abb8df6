"""With whom: who was on stage with whom, how often, in any filtered view.

On stage together are two people that the programme names, in one session that nobody called off,
each in another role than « présence ». The database pairs them; Python only reads the pairs shown.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse

from events.filters import Filter, Selection
from events.models import Appearance, Day, Edition, Session
from speakers.models import Speaker

# The join that leads from an appearance to all of the same session.
SEEN = "session__appearances"
OTHER = f"{SEEN}__speaker"
# Pairs on the page of a person or an organisation; the page of all pairs has the rest.
MOST = 12


@dataclass(frozen=True)
class Pair:
    """Two people, by name, and what they were in together; `query` opens just that."""

    one: Speaker
    other: Speaker
    sessions: list[Session]
    query: str

    @property
    def count(self) -> int:
        return len(self.sessions)

    @property
    def days(self) -> list[Day]:
        """The first and the last that have a date: one if they are the same, or none."""
        dated = [session.day for session in self.sessions if session.day.date]
        ends = {day.date: day for day in (*dated[:1], *dated[-1:])}
        return list(ends.values())

    @property
    def editions(self) -> list[Edition]:
        return list({s.day.edition_id: s.day.edition for s in self.sessions}.values())

    @property
    def address(self) -> str:
        return f"{reverse('events:session_list')}?{self.query}"

    def people(self, apart_from=None) -> list[Speaker]:
        return [person for person in (self.one, self.other) if person != apart_from]


class Pairs:
    """The pairs of a view, the most frequent first, then by name; read as far as is asked for.

    `of` narrows to pairs in which one of the two made one of these appearances.
    """

    def __init__(self, selection: Selection, of=None):
        self.selection = selection
        sessions = selection.sessions(Session.objects.all())
        if of is not None:
            sessions = sessions.filter(pk__in=of.values("session"))
        narrowed = of is not None or selection.names
        told = selection.named(Appearance.objects.all() if of is None else of)
        self.meetings = meetings(sessions, told if narrowed else None)

    @cached_property
    def found(self) -> list[tuple[int, int]]:
        """All of them by their ids: asked once, for the count and for every page."""
        counted = (
            self.meetings.values("speaker", OTHER)
            .annotate(count=Count("session", distinct=True))
            .order_by(
                "-count", "speaker__sort_key", "speaker__slug",
                f"{OTHER}__sort_key", f"{OTHER}__slug",
            )
        )  # fmt: skip
        return [(row["speaker"], row[OTHER]) for row in counted]

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, wanted: slice) -> list[Pair]:
        keys = self.found[wanted]
        return self.read(keys, self.meetings.filter(speaker__in={one for one, _other in keys}))

    def __iter__(self):
        return iter(self.read(self.found, self.meetings))

    def read(self, keys: list[tuple[int, int]], meetings) -> list[Pair]:
        people = Speaker.objects.in_bulk({pk for key in keys for pk in key})
        together: dict[tuple, list] = {key: [] for key in keys}
        shared = defaultdict(list)
        met = meetings.order_by().values_list("speaker", OTHER, "session").distinct()
        for one, other, session in met:
            if (one, other) in together:
                shared[session].append((one, other))
        for session in Session.objects.filter(pk__in=shared).in_order().with_place():
            for key in shared[session.pk]:
                together[key].append(session)
        return [self.pair(people[one], people[other], together[one, other]) for one, other in keys]

    def pair(self, one, other, sessions) -> Pair:
        return Pair(one, other, sessions, self.query(one, other))

    def query(self, one, other) -> str:
        """What the programme is asked for: both, and what was asked here of sessions."""
        both = [("speaker", one.slug), ("speaker", other.slug)]
        return urlencode([*conditions(self.selection.groups(Filter)), *both])


def conditions(groups: dict[str, list[list]]) -> list[tuple[str, str]]:
    """As they stand in an address."""
    return [
        (name, ",".join(str(value) for value in group))
        for name, of_name in groups.items()
        for group in of_name
    ]


@dataclass(frozen=True)
class Company:
    """The most frequent pairs around a person or an organisation; `query` opens all `total`."""

    pairs: list[Pair]
    total: int
    query: str


def company(selection: Selection, appearances, **owner: str) -> Company:
    """`owner` is whose appearances they are, as the filter says it."""
    pairs = Pairs(selection, of=appearances)
    query = urlencode([*conditions(selection.values), *owner.items()])
    return Company(pairs[:MOST], len(pairs), query)


def company_in(appearances: list[Appearance], speaker: Speaker) -> Company:
    """As `company`, of all appearances of a person, from what is loaded `with_company`."""
    together: dict[int, dict[int, Session]] = defaultdict(dict)
    people: dict[int, Speaker] = {}
    for own in appearances:
        for other in own.session.appearances.all() if is_on_stage(own) else ():
            if is_on_stage(other) and other.speaker_id != speaker.pk:
                people[other.speaker_id] = other.speaker
                together[other.speaker_id][own.session_id] = own.session
    pairs = []
    for pk, sessions in together.items():
        one, other = sorted((speaker, people[pk]), key=listed)
        query = urlencode([("speaker", one.slug), ("speaker", other.slug)])
        pairs.append(Pair(one, other, sorted(sessions.values(), key=in_order), query))
    pairs.sort(key=lambda pair: (-pair.count, listed(pair.one), listed(pair.other)))
    return Company(pairs[:MOST], len(pairs), urlencode({"speaker": speaker.slug}))


def is_on_stage(appearance: Appearance) -> bool:
    """As `Appearance.objects.on_stage`."""
    called_off = appearance.session.is_cancelled
    return (
        bool(appearance.speaker) and appearance.role != Appearance.Role.PRESENT and not called_off
    )


def listed(speaker: Speaker) -> tuple[str, str]:
    return speaker.sort_key, speaker.slug


def in_order(session: Session) -> tuple:
    """As `Session.objects.in_order`."""
    day = session.day
    return day.date or date.max, day.edition.slug, day.position, session.position


def meetings(sessions, told=None):
    """One row for each two people and session; one of the two made an appearance of `told`.

    The first is the one whom the directory lists first, so that no pair comes twice.
    """
    listed_after = Q(**{f"{OTHER}__sort_key__gt": F("speaker__sort_key")}) | Q(
        **{f"{OTHER}__sort_key": F("speaker__sort_key"), f"{OTHER}__slug__gt": F("speaker__slug")}
    )
    others = Appearance.objects.public().exclude(role=Appearance.Role.PRESENT)
    conditions = [listed_after, Q(**{f"{SEEN}__in": others.values("pk")})]
    if told is not None:
        told = told.values("pk")
        conditions.append(Q(pk__in=told) | Q(**{f"{SEEN}__in": told}))
    # One call: a further one would join the others of the session anew.
    return Appearance.objects.on_stage().filter(*conditions, session__in=sessions.values("pk"))
