"""A person's name as lists sort it."""

import re

from search.normalise import fold

BEFORE_NAMES = (
    "af al ben bin d da das de degli del dela della den der des di do dos du e el ibn la las le "
    "li lo los mac ni o san st ten ter van vande vom von y zu zum zur"
)
PARTICLES = frozenset(BEFORE_NAMES.split())
ASIDE = re.compile(r"\s*[(\[].*?[)\]]\s*")


def sort_name(name: str) -> str:
    """ "De Biasio, Diego": the last word with the particles before it, then the rest."""
    parts = ASIDE.sub(" ", name).partition(",")[0].split()
    if len(parts) < 2:
        return name
    start = len(parts) - 1
    while start > 1 and fold(parts[start - 1]) in PARTICLES:
        start -= 1
    return f"{' '.join(parts[start:])}, {' '.join(parts[:start])}"
