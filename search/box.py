"""The search box asks the index: the best hits of a kind, best first."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from search.asking import Asked, Reading, required, unmarked
from search.models import SearchEntry, SearchToken
from search.rating import Rating, rate

# Of more that answer, the heaviest are rated, and those that have the very words.
MOST = 200


@dataclass(frozen=True)
class Found:
    object_id: int
    weight: int
    rating: Rating

    @property
    def rank(self) -> tuple:
        """The name, so that namesakes and equals have one order; the id tells those apart."""
        return (*self.rating.rank, -self.weight, self.rating.name, self.object_id)


@dataclass(frozen=True)
class Answer:
    """The best hits, best first; `is_cut` says that there may be more than were looked at."""

    found: tuple[Found, ...] = ()
    is_cut: bool = False
    reading: Reading = ()

    @property
    def first(self) -> Rating:
        return self.found[0].rating


def best(records, asked: list[Asked], level) -> Answer:
    """Those of `records` (a queryset: it says what is public) that answer at a level."""
    kind = records.model._meta.model_name
    for reading in level(asked, (kind,)):
        entries = candidates(kind, reading)
        public = set(records.filter(pk__in=entries).values_list("pk", flat=True) if entries else ())
        found = [
            Found(object_id, weight, rate(reading, forms))
            for object_id, (weight, forms) in entries.items()
            if object_id in public
        ]
        if found:
            ranked = sorted(found, key=lambda hit: hit.rank)
            return Answer(tuple(ranked), len(entries) >= MOST, reading)
    return Answer()


def candidates(kind: str, reading: Reading) -> dict[int, tuple]:
    """Weight and names by id of the record."""
    wanted = required(reading)
    found = having(kind, wanted, [asked.answers(kind) for asked in wanted])
    if len(found) == MOST:
        found |= having(kind, wanted, [asked.is_exactly() for asked in wanted])
    return found


def having(kind: str, wanted: Reading, conditions: list) -> dict[int, tuple]:
    """The heaviest entries that have a token for each condition."""
    tokens = SearchToken.objects.filter(kind=kind)
    # The longest word has the fewest answers: each of them is asked for the others.
    order = sorted(range(len(wanted)), key=lambda at: -len(wanted[at].word))
    first, *others = [conditions[at] for at in order]
    own = tokens.filter(object_id=OuterRef("object_id"))
    entries = (
        SearchEntry.objects.filter(kind=kind, object_id__in=unmarked(tokens.filter(first), kind))
        .filter(*(Exists(own.filter(condition)) for condition in others))
        .order_by("-weight", "object_id")
        .values_list("object_id", "weight", "forms")[:MOST]
    )
    return {object_id: (weight, forms) for object_id, weight, forms in entries}
