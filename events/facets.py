"""The fields of the filter form above the register: what one can choose, and what is chosen."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from events.models import Appearance, Edition, Session
from organisations.models import Organisation
from sources.models import Source


@dataclass(frozen=True)
class Facet:
    """A drop-down: its parameter, its label, the word for no choice, (value, label) pairs."""

    name: str
    label: str
    any: str
    options: list[tuple[str, str]]
    chosen: str


def facets(query: QueryDict) -> list[Facet]:
    years = Session.objects.published().years()
    offered = [
        ("edition", _("Événement"), _("tous"), pairs(Edition.objects.public().newest_first())),
        ("organisation", _("Organisation"), _("toutes"), pairs(organisations())),
        ("role", _("Rôle"), _("tous"), Appearance.Role.choices),
        ("year", _("Année"), _("toutes"), [(str(year), str(year)) for year in years]),
        ("source", _("Source"), _("toutes"), pairs(Source.objects.public().in_order())),
    ]
    return [Facet(*facet, query.get(facet[0], "")) for facet in offered]


def organisations():
    """The organisations somebody appeared for."""
    return Organisation.objects.represented().in_order()


def pairs(records) -> list[tuple[str, str]]:
    return [(record.slug, str(record)) for record in records]
