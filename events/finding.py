"""The one search box: people, organisations, sessions and places that answer to some words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from events.models import Appearance, Session, Venue
from organisations.models import Organisation
from search.normalise import words
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


@dataclass(frozen=True)
class Group:
    type: str
    label: str
    count: int
    hits: list[Hit]
    more: str  # the list that has them all


def find(q: str, most: int | None) -> list[Group]:
    """The groups that answer to every word of `q`; at most `most` hits each, None for all."""
    if not words(q):
        return []
    kinds = [
        ("speaker", _("Personnes"), Speaker.objects.public().in_order(), speaker_hits,
         reverse("speakers:list")),
        ("organisation", _("Organisations"), Organisation.objects.public().in_order(),
         organisation_hits, reverse("organisations:list")),
        ("session", _("Séances"), Session.objects.published().in_order().with_place(),
         session_hits, reverse("events:session_list")),
        ("venue", _("Lieux"), Venue.objects.public(), venue_hits, ""),
    ]  # fmt: skip
    groups = []
    for kind, label, records, hits, more in kinds:
        found = records.matching(q)
        groups.append(Group(kind, label, found.count(), hits(found[:most]), more))
    return [group for group in groups if group.count]


def speaker_hits(speakers) -> list[Hit]:
    """Each person with the positions of the latest appearance: it tells namesakes apart."""
    speakers = list(speakers)
    appearances = Appearance.objects.public().filter(speaker__in=speakers).chronological()
    latest = {a.speaker_id: a for a in appearances.prefetch_related("positions")}
    return [
        Hit("speaker", s.slug, str(s), positions(latest.get(s.pk)), s.get_absolute_url())
        for s in speakers
    ]


def positions(appearance) -> str:
    printed = [p.as_printed for p in appearance.positions.all()] if appearance else []
    return Truncator(", ".join(printed)).chars(120)


def organisation_hits(organisations) -> list[Hit]:
    return [
        Hit("organisation", o.slug, o.name, o.get_kind_display(), o.get_absolute_url())
        for o in organisations
    ]


def session_hits(sessions) -> list[Hit]:
    return [
        Hit("session", s.slug, s.title, f"{s.get_kind_display()}, {s.day.edition.title}",
            s.get_absolute_url())
        for s in sessions
    ]  # fmt: skip


def venue_hits(venues) -> list[Hit]:
    sessions = reverse("events:session_list")
    return [Hit("venue", v.slug, v.name, v.town, f"{sessions}?place={v.slug}") for v in venues]
