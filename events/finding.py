"""The one search box: people, organisations, sessions and places that answer to some words."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.models import Appearance, Position, Session, Venue
from organisations.models import Organisation
from search.asking import LEVELS, question
from search.box import MOST as MOST_RATED
from search.box import Answer, best
from search.index import refresh
from search.rating import Rating
from speakers.models import Speaker

# Hits of a kind on the page; the rest is one link away.
MOST = 20


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


@dataclass(frozen=True)
class Group:
    """The hits of a kind, best first; with `is_cut` there are more than were counted."""

    type: str
    label: str
    count: int
    is_cut: bool
    hits: list[Hit]
    more: str  # the list that has them all
    answer: Answer = field(repr=False)


@dataclass(frozen=True)
class Results:
    groups: list[Group]
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
    """What is searched: `records` says what is public, `hits` what a line says."""

    type: str
    label: str
    records: QuerySet
    hits: Callable
    more: str

    def group(self, answer: Answer, most: int | None) -> Group:
        count = min(len(answer.found), MOST_RATED)
        hits = self.hits(self.records, answer.found[:most])
        return Group(self.type, self.label, count, answer.is_cut, hits, self.more, answer)


def kinds() -> list[Kind]:
    return [
        Kind("speaker", _("Personnes"), Speaker.objects.public(), speaker_hits,
             reverse("speakers:list")),
        Kind("organisation", _("Organisations"), Organisation.objects.public(),
             organisation_hits, reverse("organisations:list")),
        Kind("session", _("Séances"), Session.objects.published(), session_hits,
             reverse("events:session_list")),
        Kind("venue", _("Lieux"), Venue.objects.public(), venue_hits, ""),
    ]  # fmt: skip


def find(q: str, most: int | None) -> Results:
    """What answers to every word of `q`, at most `most` hits of a kind, None for all.

    The kind with the best hit comes first. All kinds are asked as typed before any is asked more
    forgivingly: a name that is there is no typing error.
    """
    asked = question(q)
    if not asked:
        return Results([])
    refresh()
    searched = kinds()
    if all(len(word.word) == 1 and word.word.isascii() for word in asked):
        # One letter begins half of all titles, and means none of them.
        searched = [kind for kind in searched if kind.type != "session"]
    for level in LEVELS:
        answers = [(kind, best(kind.records, asked, level)) for kind in searched]
        groups = [kind.group(answer, most) for kind, answer in answers if answer.found]
        if groups:
            groups.sort(key=lambda group: group.answer.first.rank)
            return Results(groups, meant_by(groups[0].answer.first))
    return Results([])


def meant_by(rating: Rating) -> str:
    """The question that should have been asked; "" if it was."""
    return " ".join(rating.meant) if rating.typos else ""


def in_rank(records, found) -> list:
    """The records of these hits, in their order, each with its hit."""
    ids = [hit.object_id for hit in found]
    by_id = {record.pk: record for record in records.filter(pk__in=ids)}
    return [(by_id[hit.object_id], hit) for hit in found]


def speaker_hits(speakers, found) -> list[Hit]:
    """Each person with the positions of the latest appearance: it tells namesakes apart."""
    ranked = in_rank(speakers.with_names(), found)
    shown = [speaker for speaker, _hit in ranked]
    appearances = Appearance.objects.public().filter(speaker__in=shown).chronological()
    shown_positions = Prefetch("positions", Position.objects.sourced())
    latest = {a.speaker_id: a for a in appearances.prefetch_related(shown_positions)}
    return [
        Hit("speaker", s.slug, str(s), positions(latest.get(s.pk)), s.get_absolute_url(),
            alias(s, hit))
        for s, hit in ranked
    ]  # fmt: skip


def positions(appearance) -> str:
    printed = [p.as_printed for p in appearance.positions.all()] if appearance else []
    return Truncator(", ".join(printed)).chars(120)


def alias(record, hit) -> str:
    names = [name.name for name in record.visible_names]
    return hit.rating.name if hit.rating.name in names else ""


def organisation_hits(organisations, found) -> list[Hit]:
    return [
        Hit("organisation", o.slug, o.name, o.get_kind_display(), o.get_absolute_url(),
            alias(o, hit))
        for o, hit in in_rank(organisations.with_names(), found)
    ]  # fmt: skip


def session_hits(sessions, found) -> list[Hit]:
    return [
        Hit("session", s.slug, s.title, f"{s.get_kind_display()}, {s.day.edition.title}",
            s.get_absolute_url())
        for s, _hit in in_rank(sessions.with_place(), found)
    ]  # fmt: skip


def venue_hits(venues, found) -> list[Hit]:
    sessions = reverse("events:session_list")
    return [
        Hit("venue", v.slug, v.name, v.town, f"{sessions}?place={v.slug}")
        for v, _hit in in_rank(venues, found)
    ]
