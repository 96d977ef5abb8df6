"""What the card of each page says: records with their relations loaded in, facts out.

A card is in the language of its page, and so is its address; French has no prefix there either.
"""

from dataclasses import dataclass, field
from html import unescape

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.formats.card import Card
from events.models import Appearance
from events.roundtable import Seat, initials
from events.templatetags.programme import bracketed, dates, headline, seated, weekday_date
from events.templatetags.typography import NO_BREAK, counted, hour, in_words, typo
from images.sizes import address
from sources.models import Basis, DateBasis

MOST_NAMES = 3
MOST_EDITIONS = 3
# How wide a face is on a card, at least.
FACE = 160


@dataclass(frozen=True)
class CardAt:
    """A card and its address, which tells the present one from all that it was before."""

    card: Card
    name: str
    args: tuple[str, ...]
    language: str = field(default_factory=translation.get_language)

    @property
    def path(self) -> str:
        prefix = [] if self.language == settings.LANGUAGE_CODE else [self.language]
        # Below no page's prefix: the address has its own.
        with translation.override(settings.LANGUAGE_CODE):
            args = [*prefix, *self.args, self.card.digest, "png"]
            return reverse(f"events:{self.name}", args=args)


def of_site() -> CardAt:
    statement = _("Qui a parlé où, quand, à quel titre, et comment on le sait.")
    facts = Card(plain(typo(statement)), where=_("Programmes et intervenants"))
    return CardAt(facts, "site_card", ())


def of_edition(edition) -> CardAt:
    cancelled = _("annulé") if edition.status == edition.Status.CANCELLED else ""
    facts = Card(
        title=plain(typo(edition.title)),
        in_latin=in_latin(edition.slug),
        kicker=joined(capfirst(edition.get_kind_display()), cancelled),
        when=dates(edition),
        where=capfirst(edition.venue.full_name) if edition.venue else _("lieu non précisé"),
    )
    return CardAt(facts, "edition_card", (edition.slug,))


def of_day(day) -> CardAt:
    title = headline(day) if day.title else typo(day.edition.title)
    year = bracketed(date_format(day.date, "F"), str(day.date.year), day.date_basis)
    inferred = day.date_basis == DateBasis.INFERRED
    number = in_words(day.date, pgettext("day of the month", "j"))
    facts = Card(
        title=plain(title),
        in_latin=in_latin(day.edition.slug),
        where=joined(day.edition.title if day.title else "", place(day.venue)),
        date=(
            date_format(day.date, "l"),
            f"[{number}]" if inferred else number,
            year,
        ),
    )
    return CardAt(facts, "day_card", (day.edition.slug, day.date.isoformat()))


def of_session(session) -> CardAt:
    kind = f"{capfirst(session.get_kind_display())} {session.number or ''}".rstrip()
    cancelled = _("annulée") if session.is_cancelled else ""
    lineup = session.appearances.all()
    facts = Card(
        title=plain(headline(session)),
        in_latin=in_latin(session.slug),
        kicker=joined(kind, cancelled),
        people=names([a for a in lineup if a.role != Appearance.Role.PRESENT]),
        when=when(session),
        where=joined(session.day.edition.title, place(session.place)),
        seats=tuple(seats(lineup)) if seated(session) else (),
        number=str(session.number or ""),
    )
    return CardAt(facts, "session_card", (session.code,))


def of_speaker(speaker, appearances) -> CardAt:
    """`appearances` are all that are public, the latest first."""
    editions = list(dict.fromkeys(a.session.day.edition.title for a in appearances))
    facts = Card(
        title=speaker.name,
        in_latin=in_latin(speaker.slug).title(),
        kicker=speaker.qualifier,
        when=counted(len(appearances), "intervention", "interventions"),
        where=abridged(editions, MOST_EDITIONS),
        initials=initials(speaker.name),
        portrait=address(speaker.portrait, FACE, "JPEG"),
    )
    return CardAt(facts, "speaker_card", (speaker.slug,))


def of_organisation(organisation, appearances) -> CardAt:
    kind = organisation.get_kind_display()
    facts = Card(
        title=plain(typo(organisation.name)),
        in_latin=in_latin(organisation.slug),
        kicker="" if organisation.kind == organisation.Kind.UNKNOWN else capfirst(kind),
        when=counted(len(appearances), "représentation", "représentations"),
        where=organisation.place,
    )
    return CardAt(facts, "organisation_card", (organisation.slug,))


def seats(appearances):
    for appearance in appearances:
        yield Seat(appearance.name_as_printed or None, is_moderator=appearance.is_moderator)


def when(session) -> str:
    day = weekday_date(session.day) if session.day.date else _("date non précisée")
    return joined(day, hours(session))


def hours(session) -> str:
    """« 9 h 45 – 10 h 30 », « à partir de 9 h 45 », « matin, heure non précisée »."""
    if not session.starts_at:
        part = session.get_part_of_day_display() if session.part_of_day else ""
        return joined(part, _("heure non précisée").replace(" ", NO_BREAK))
    start = hour(session.local_start)
    if session.start_basis == Basis.INFERRED:
        start = f"[{start}]"
    if session.ends_at:
        return f"{start} – {hour(session.local_end)}"
    return f"{_('à partir de')} {start}"


def names(appearances) -> str:
    return abridged([a.name_as_printed for a in appearances if a.name_as_printed], MOST_NAMES)


def abridged(said: list[str], most: int) -> str:
    """The first ones and how many more; one more is said by its name."""
    if len(said) <= most + 1:
        return ", ".join(said)
    others = _("et %(count)s autres") % {"count": len(said) - most}
    return f"{', '.join(said[:most])} {others.replace(' ', NO_BREAK)}"


def in_latin(slug: str) -> str:
    """For a title in letters that no face of a card has: what the address says of it, deduced."""
    said = slug.replace("-", " ")
    return f"[{capfirst(said)}]"


def place(venue) -> str:
    return capfirst(venue.full_name) if venue else ""


def joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def plain(said) -> str:
    """What was made for HTML, as text."""
    return unescape(str(said))
