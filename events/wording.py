"""The filters in the visitor's words: what each is called, and what its values are called.

The address keeps the short names that programs rely on; no visitor should have to read them.
"""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.filters import WHOLE, Selection
from events.models import Appearance, Edition, Room, Series, Session, Topic, Venue
from events.templatetags.typography import long_date
from organisations.models import Organisation
from sources.models import Basis, Source
from speakers.models import Speaker

LABELS = {
    "q": gettext_lazy("Texte"),
    "series": gettext_lazy("Série"),
    "edition": gettext_lazy("Événement"),
    "day": gettext_lazy("Jour"),
    "year": gettext_lazy("Année"),
    "from": gettext_lazy("Depuis"),
    "to": gettext_lazy("Jusqu’à"),
    "kind": gettext_lazy("Sorte"),
    "place": gettext_lazy("Lieu"),
    "room": gettext_lazy("Salle"),
    "topic": gettext_lazy("Sujet"),
    "source": gettext_lazy("Source"),
    "id": gettext_lazy("Séance"),
    "role": gettext_lazy("Rôle"),
    "basis": gettext_lazy("Connue"),
    "speaker": gettext_lazy("Personne"),
    "organisation": gettext_lazy("Organisation"),
}
CHOICES = {"kind": Session.Kind, "role": Appearance.Role, "basis": Basis}
# What was withdrawn may still be asked for, but is not named.
RECORDS = {
    "series": Series.objects.all,
    "edition": Edition.objects.public,
    "topic": Topic.objects.all,
    "source": Source.objects.all,
    "speaker": Speaker.objects.public,
    "organisation": Organisation.objects.public,
}
DATES = ("day", "from", "to")


@dataclass(frozen=True)
class Condition:
    """One condition of the address in words, and the address's query without it."""

    name: str
    label: str
    values: tuple
    without: str

    @property
    def value(self) -> str:
        """In the language that is active: « table ronde ou débat »; a comma is any of."""
        return _(" ou ").join(map(in_words, self.values))


def conditions(selection: Selection, query: QueryDict) -> list[Condition]:
    return [
        Condition(name, LABELS[name], asked(name, value), without)
        for name, value, without in selection.active(query)
    ]


def said(name: str, values: str) -> str:
    return _(" ou ").join(map(in_words, asked(name, values)))


def asked(name: str, values: str) -> tuple:
    if name in WHOLE:
        return (values,)
    return tuple(asked_one(name, value) for value in values.split(",") if value)


def in_words(value) -> str:
    return long_date(value) if isinstance(value, date) else str(value)


def asked_one(name: str, value: str):
    """Words, in whatever language they are read, or a date."""
    if name in CHOICES:
        return CHOICES[name](value).label
    if name in DATES and not value.isdigit():  # from and to may be years
        return date.fromisoformat(value)
    if name in RECORDS:
        found = RECORDS[name]().filter(slug=value).first()
    elif name == "id":
        found = Session.objects.published().filter(code=value).first()
    elif name == "room":
        found = Room.objects.at([value]).first()
    elif name == "place":
        return said_place(value)
    else:
        found = None
    return str(found) if found else value


def said_place(slug: str) -> str:
    """The venue's name, or that of the town."""
    found = Venue.objects.at(slug).order_by("pk").first()
    if not found:
        return slug
    return found.name if found.slug == slug else found.town
