"""What was tried of the site's accessibility, for the declaration at /accessibilite/.

`make accessibility` writes accessibility.json (tests/browser/accessibility/). The figures of the
declaration are only these, so that it says no more than was found.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

KEPT = Path(__file__).with_suffix(".json")

# Every kind of page that is looked at (tests/browser/accessibility/kinds.py), for visitors.
KINDS = {
    "home": _("accueil"),
    "editions": _("liste des événements"),
    "edition": _("édition"),
    "edition-part": _("édition qui fait partie d’une autre"),
    "edition-one-day": _("édition d’un seul jour"),
    "edition-undated": _("édition sans date"),
    "edition-empty": _("édition sans programme"),
    "edition-long": _("édition de neuf jours"),
    "changes": _("ce qui a changé d’une édition"),
    "day": _("jour"),
    "day-empty": _("jour sans séance"),
    "day-timed": _("jour avec des heures"),
    "day-rooms": _("jour en salles"),
    "edition-whole": _("édition sur une page"),
    "session": _("séance"),
    "panel": _("table ronde"),
    "sessions": _("toutes les séances"),
    "sessions-filtered": _("séances filtrées"),
    "sessions-own": _("mon programme"),
    "sessions-none": _("filtre sans résultat"),
    "panels": _("liste des tables rondes"),
    "speakers": _("liste des personnes"),
    "speaker": _("personne"),
    "organisations": _("liste des organisations"),
    "organisation": _("organisation"),
    "appearances": _("registre des interventions"),
    "appearances-filtered": _("registre filtré"),
    "appearances-grouped": _("registre groupé et trié"),
    "together": _("qui avec qui"),
    "sources": _("liste des sources"),
    "sources-coverage": _("faits et leurs sources"),
    "source": _("source"),
    "corrections": _("liste des corrections"),
    "search": _("recherche"),
    "search-found": _("recherche avec résultats"),
    "search-question": _("recherche avec une faute"),
    "search-nothing": _("recherche sans résultat"),
    "export": _("données à télécharger"),
    "accessibility": _("cette déclaration"),
    "offline": _("page sans réseau"),
    "refused": _("demande illisible (400)"),
    "missing": _("page qui n’existe pas (404)"),
    "gone": _("page retirée (410)"),
    "english": _("une page en anglais"),
    "german": _("une page en allemand"),
}


@dataclass(frozen=True)
class Trial:
    """One look at every kind of page by a program; a finding names its rule and where it is."""

    date: date
    axe: str
    browser: str
    kinds: list[str]
    widths: list[int]
    schemes: list[str]
    looks: int
    rules: int
    criteria: list[str]
    findings: list[dict]
    undecided: dict[str, int]

    @property
    def pages(self) -> list[str]:
        return [KINDS[kind] for kind in self.kinds]


def read_trial(text: str) -> Trial:
    kept = json.loads(text)
    return Trial(**kept | {"date": date.fromisoformat(kept["date"])})


@cache
def latest_trial() -> Trial:
    return read_trial(KEPT.read_text())
