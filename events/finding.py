"""The one search box: people, organisations, sessions and places that answer to some words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from events.models import Appearance, Position, Session, Venue
from organisations.models import Organisation
from search.asking import Reading, readings
from search.box import Answer, Found, Searched, best
from search.marking import excerpt, words_meant
from search.normalise import fold
from search.typos import is_named
from speakers.models import Speaker

# Hits of a kind on the page; the rest is one link away.
MOST = 12


@dataclass(frozen=True)
class Hit:
    """One line of the results; `path` leads to its page."""

    type: str
    slug: str
    name: str
    context: str
    path: str
    # The other name that answers, where the one it goes by does not.
    alias: str = ""
    # What is said there that answers, where no name does, and its language.
    excerpt: str = ""
    language: str = ""

    @property
    def said(self) -> str:
        """All of it that may answer."""
        return " ".join((self.name, self.alias, self.context, self.excerpt))


@dataclass(frozen=True)
class Group:
    """The hits of a kind, best first; with `is_cut` there are more than were counted."""

    type: str
    label: str
    count: int
    is_cut: bool
    hits: list[Hit]
    more: str  # the list that has them all


@dataclass(frozen=True)
class Results:
    groups: list[Group]
    # What the words of the question were found to mean, for the page to mark.
    reading: Reading = ()
    # What was probably meant, where something else was typed.
    meant: str = ""

    @property
    def hits(self) -> list[Hit]:
        return [hit for group in self.groups for hit in group.hits]

    @property
    def count(self) -> int:
        return sum(group.count for group in self.groups)

    @property
    def is_cut(self) -> bool:
        return any(group.is_cut for group in self.groups)


@dataclass(frozen=True)
class Kind:
    """What is searched: `records` says what is public, `hits` what a line says.

    `texts` are what is said of the records, each by the id in its field `of`.
    """

    type: str
    label: str
    records: Callable[[], QuerySet]
    hits: Callable
    more: str = ""
    text: str = ""
    texts: Callable[[], QuerySet] | None = None
    of: str = ""

    @property
    def searched(self) -> Searched:
        return Searched(self.type, self.public, self.text, self.said_of)

    def public(self, ids) -> set[int]:
        return set(self.records().order_by().filter(pk__in=ids).values_list("pk", flat=True))

    def said_of(self, ids) -> dict[int, int]:
        return dict(self.texts().order_by().filter(pk__in=ids).values_list("pk", self.of))

    def group(self, answer: Answer, reading: Reading, most: int | None) -> Group:
        more = reverse(self.more) if self.more else ""
        hits = self.hits(answer.found[:most], reading)
        return Group(self.type, str(self.label), len(answer.found), answer.is_cut, hits, more)


def find(q: str, most: int | None) -> Results:
    """What answers to every word of `q`, at most `most` hits of a kind, None for all.

    The kind with the best hit comes first. All kinds are asked as typed before any is asked more
    forgivingly: a name that is there is no typing error.
    """
    for reading in readings(q, NAMED):
        searched = kinds(reading)
        answers = best([kind.searched for kind in searched], reading)
        found = [(answer, kind) for kind in searched if (answer := answers[kind.type]).found]
        if found:
            found.sort(key=lambda pair: pair[0].found[0].rank)
            groups = [kind.group(answer, reading, most) for answer, kind in found]
            return Results(groups, reading, meant_by(found[0][0].found[0], groups[0], reading))
    return Results([])


def kinds(reading: Reading) -> list[Kind]:
    if all(len(asked.word) == 1 and asked.word.isascii() for asked in reading):
        # One letter begins half of all titles, and means none of them.
        return [kind for kind in KINDS if kind.type != "session"]
    return KINDS


def meant_by(best: Found, group: Group, reading: Reading) -> str:
    """The question that should have been asked; "" if it was.

    What a text says is nobody's name: no word of a name was meant to be another one.
    """
    if not best.rating.typos:
        return ""
    if best.rating.meant:
        return " ".join(best.rating.meant)
    meant = words_meant(group.hits[0].said, reading)
    replaced = [
        asked.word
        for asked, word in zip(reading, meant, strict=True)
        if not fold(word).startswith(asked.spellings)
    ]
    return "" if not replaced or is_named(NAMES, replaced) else " ".join(meant)


def in_rank(records, found) -> list:
    """The records of these hits, in their order, each with its hit."""
    by_id = records.in_bulk([hit.object_id for hit in found])
    return [(by_id[hit.object_id], hit) for hit in found]


def speaker_hits(found, reading) -> list[Hit]:
    """Each person as of the appearance that answers, or else of the latest: it tells namesakes
    apart."""
    ranked = in_rank(Speaker.objects.order_by().with_names(), found)
    latest = latest_appearances([hit.object_id for hit in found if hit.text_id is None])
    said = appearances_with_positions().in_bulk([hit.text_id for hit in found if hit.text_id])
    return [
        Hit("speaker", s.slug, str(s), positions(said.get(hit.text_id) or latest.get(s.pk)),
            s.get_absolute_url(), alias(s, hit))
        for s, hit in ranked
    ]  # fmt: skip


def appearances_with_positions():
    positions = Position.objects.sourced().discreet().order_by("order")
    appearances = Appearance.objects.order_by().select_related("session__day__edition")
    return appearances.prefetch_related(Prefetch("positions", positions))


def latest_appearances(speakers) -> dict[int, Appearance]:
    """By person; what is earlier, or has no date, is not even loaded where there is a later one."""
    public = Appearance.objects.public().filter(speaker__in=speakers).datable()
    ids = dict(public.values_list("speaker", "pk"))
    found = appearances_with_positions().in_bulk(list(ids.values()))
    return {speaker: found[pk] for speaker, pk in ids.items()}


def positions(appearance) -> str:
    """As what; where no position was printed, at what event."""
    if not appearance:
        return ""
    printed = [position.as_printed for position in appearance.positions.all()]
    return Truncator(", ".join(printed) or appearance.session.day.edition.title).chars(120)


def alias(record, hit) -> str:
    names = [name.name for name in record.visible_names]
    return hit.rating.name if hit.rating.name in names else ""


def organisation_hits(found, reading) -> list[Hit]:
    return [
        Hit("organisation", o.slug, o.name, str(Organisation.Kind(o.kind).label),
            o.get_absolute_url(), alias(o, hit))
        for o, hit in in_rank(Organisation.objects.order_by().with_names(), found)
    ]  # fmt: skip


def session_hits(found, reading) -> list[Hit]:
    sessions = Session.objects.order_by().select_related("day__edition")
    return [
        Hit("session", s.slug, s.title, f"{Session.Kind(s.kind).label}, {s.day.edition.title}",
            s.get_absolute_url(), excerpt=said_by(s, reading) if hit.text_id else "",
            language=s.language)
        for s, hit in in_rank(sessions.prefetch_related("topics"), found)
    ]  # fmt: skip


def said_by(session, reading) -> str:
    topics = ", ".join(topic.name for topic in session.topics.all())
    return excerpt([topics, session.track, session.summary], reading)


def venue_hits(found, reading) -> list[Hit]:
    sessions = reverse("events:session_list")
    return [
        Hit("venue", v.slug, v.name, v.town, f"{sessions}?place={v.slug}")
        for v, _hit in in_rank(Venue.objects.order_by(), found)
    ]


KINDS = [
    Kind("speaker", _("Personnes"), Speaker.objects.public, speaker_hits,
         "speakers:list", "appearance", Appearance.objects.public, "speaker"),
    Kind("organisation", _("Organisations"), Organisation.objects.public,
         organisation_hits, "organisations:list"),
    Kind("session", _("Séances"), Session.objects.published, session_hits,
         "events:session_list", "session_text", Session.objects.published, "pk"),
    Kind("venue", _("Lieux"), Venue.objects.public, venue_hits),
]  # fmt: skip
# Whose names are typed as they are, not as a text has it.
NAMES = ["speaker", "organisation"]
# Whose words may have been meant.
NAMED = [name for kind in KINDS for name in (kind.type, kind.text) if name]
