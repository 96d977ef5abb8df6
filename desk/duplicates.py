"""Who may be entered twice: pairs of records whose names are alike, with the evidence."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db.models import QuerySet
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
    """A record, or its id; each of its names, its folded words, and these in order as one text."""

    record: object
    names: list[tuple[str, list[str], str]]

    @classmethod
    def of(cls, record):
        return cls.called(record, [record.name, *(other.name for other in record.visible_names)])

    @classmethod
    def called(cls, record, names: list[str]):
        spelled = [(name, words(name)) for name in names]
        return cls(record, [(name, found, " ".join(sorted(found))) for name, found in spelled])


def probable(records: QuerySet, known_apart: set[frozenset[int]]) -> list[Pair]:
    """Pairs of `records` of a directory, likeliest first, but those told apart."""
    alike = []
    for one, other in candidates(list(named_in(records))):
        if frozenset((one.record, other.record)) not in known_apart:
            likeness, evidence = compare(one, other)
            if evidence:
                alike.append((one.record, other.record, evidence, likeness))
    there = records.in_bulk({pk for one, other, *_told in alike for pk in (one, other)})
    found = [Pair(there[one], there[other], *told) for one, other, *told in alike]
    return sorted(found, key=lambda pair: (-pair.likeness, str(pair.one), pair.one.pk))


def named_in(records: QuerySet) -> Iterator[Named]:
    """All of them, by id: of thousands only the names are read."""
    others = defaultdict(list)
    kind = records.model._meta.model_name
    for pk, name in records.other_names.visible().values_list(kind, "name"):
        others[pk].append(name)
    for pk, name in records.order_by("pk").values_list("pk", "name"):
        yield Named.called(pk, [name, *others[pk]])


def candidates(everybody: list[Named]) -> Iterator[tuple[Named, Named]]:
    """Each pair once that shares a word, or the beginnings of all."""
    sharing = defaultdict(dict)
    for at, named in enumerate(everybody):
        for _name, spelled, _sorted in named.names:
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
        (fuzz.ratio(mine[2], theirs[2], score_cutoff=ALIKE), mine, theirs)
        for mine in one.names
        for theirs in other.names
    )
    said = {"one": mine[0], "other": theirs[0]}
    if likeness < ALIKE:
        return 0, ""
    if mine[1] == theirs[1]:
        return likeness, _("le même nom : « %(one)s »") % said
    if mine[2] == theirs[2]:
        return likeness, _("les mêmes mots : « %(one)s », « %(other)s »") % said
    return likeness, _("presque le même nom : « %(one)s », « %(other)s »") % said
