"""Who may be entered twice: pairs of records whose names are alike, with the evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from search.normalise import words

# Of 100; « Jean-Luc Doucet » and « Jean Luc Doucett » are at 97.
ALIKE = 90
# A word that many share (« Luxembourg ») says nothing, and would make every pair a candidate.
TOO_COMMON = 40


@dataclass(frozen=True)
class Pair:
    one: object
    other: object
    evidence: str
    likeness: float


@dataclass(frozen=True)
class Named:
    """A record with the folded words of each of its names."""

    record: object
    names: list[tuple[str, list[str]]]

    @classmethod
    def of(cls, record):
        names = [record.name, *(other.name for other in record.visible_names)]
        return cls(record, [(name, words(name)) for name in names])


def probable(records: Iterable, known_apart: set[frozenset[int]]) -> list[Pair]:
    """Pairs of `records` (each with `visible_names`), likeliest first, but those told apart."""
    found = []
    for one, other in candidates([Named.of(record) for record in records]):
        if frozenset((one.record.pk, other.record.pk)) not in known_apart:
            likeness, evidence = compare(one, other)
            if evidence:
                found.append(Pair(one.record, other.record, evidence, likeness))
    return sorted(found, key=lambda pair: (-pair.likeness, str(pair.one), pair.one.pk))


def candidates(everybody: list[Named]) -> Iterator[tuple[Named, Named]]:
    """Each pair once that shares a word, or the beginnings of all."""
    sharing = defaultdict(dict)
    for at, named in enumerate(everybody):
        for _name, spelled in named.names:
            for key in (*spelled, tuple(sorted(word[:3] for word in spelled))):
                sharing[key][at] = named
    seen = set()
    for together in sharing.values():
        if len(together) <= TOO_COMMON:
            for (at, one), (there, other) in combinations(together.items(), 2):
                if (at, there) not in seen:
                    seen.add((at, there))
                    yield one, other


def compare(one: Named, other: Named) -> tuple[float, str]:
    """How alike the most alike of their names are, and what is alike; 0 and "" if nothing is."""
    likeness, mine, theirs = max(
        (fuzz.ratio(" ".join(sorted(mine[1])), " ".join(sorted(theirs[1]))), mine, theirs)
        for mine in one.names
        for theirs in other.names
    )
    said = {"one": mine[0], "other": theirs[0]}
    if likeness < ALIKE:
        return 0, ""
    if mine[1] == theirs[1]:
        return likeness, _("le même nom : « %(one)s »") % said
    if sorted(mine[1]) == sorted(theirs[1]):
        return likeness, _("les mêmes mots : « %(one)s », « %(other)s »") % said
    return likeness, _("presque le même nom : « %(one)s », « %(other)s »") % said
