"""How the values of the filters are read: what is none of them is an error that says why."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from events.addresses import GoneError, find
from events.models import Known, Room, Session, Tombstone, Venue
from events.models.session_queries import NAMED
from search.asking import Reading, readings
from search.normalise import words


class FilterError(ValueError):
    """A filter that cannot be applied; its message is for the visitor."""


def possible(values) -> str:
    return _("valeurs possibles : %s") % ", ".join(filter(None, values))


def choice(choices) -> Callable:
    values = getattr(choices, "values", choices)

    def parse(value):
        if value not in values:
            raise FilterError(possible(values))
        return value

    return parse


def by_slug(queryset) -> Callable:
    """A record of what the public sees; a former slug redirects, what is gone selects nothing."""

    def parse(value):
        try:
            find(queryset(), value)
        except Http404:
            raise FilterError(_("rien ne porte cette adresse")) from None
        except GoneError:
            return value
        return value

    return parse


def place(value):
    """The slug of a venue or of a town."""
    seen = Q(pk__in=Venue.objects.public().values("pk")) | Q(pk__in=Known.objects.ids("venue"))
    if Venue.objects.at(value).filter(seen).exists():
        return value
    return by_slug(Venue.objects.public)(value)


class Question:
    """Words to look for, and what they mean: asked of the index once, whatever is listed."""

    def __init__(self, q: str):
        self.q = q

    def __str__(self):
        return self.q

    @cached_property
    def reading(self) -> Reading | None:
        """The first that anything answers to: what was withdrawn may answer too."""
        asked = Session.objects.published(), Tombstone.objects
        for reading in readings(self.q, NAMED):
            if any(records.answering(reading).exists() for records in asked):
                return reading
        return None

    def ids(self, records):
        if self.reading is None:
            return records.none().values("pk")
        return records.answering(self.reading).values("pk")


def text(value):
    """Signs alone would select everything."""
    if not words(value):
        raise FilterError(_("il n’y a pas de mot à chercher"))
    return Question(value)


def room(value):
    """A venue's slug, a point, a room's slug there."""
    if not Room.objects.at([value]).exists():
        raise FilterError(_("rien ne porte cette adresse"))
    return value


def code(value):
    """A session's public code; one that is no longer public is skipped, or cancelled."""
    known = Session.objects.published().filter(code=value).exists()
    if not known and not Tombstone.objects.filter(code=value).exists():
        raise FilterError(_("aucune séance ne porte ce code"))
    return value


def iso_date(value):
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:  # 20250402, 2025-W14-3
        raise FilterError(_("une date s’écrit 2025-04-02"))
    return found


def first_of(value):
    """The date, or the first day of the year."""
    return date(year(value), 1, 1) if value.isdigit() else iso_date(value)


def last_of(value):
    """The date, or the last day of the year."""
    return date(year(value), 12, 31) if value.isdigit() else iso_date(value)


def year(value):
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 9999):
        raise FilterError(_("une année s’écrit 2025"))
    return int(value)
