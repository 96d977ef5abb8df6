"""What a visitor's words may mean: as typed, and more forgiving only where that finds nothing.

The same for lists, which keep their own order, and for the search box, which puts the best first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from django.db.models import Q

from search.documents import PARTICLES
from search.index import refresh
from search.models import SearchMark, SearchToken
from search.normalise import Word, written_words
from search.typos import after, corrections, is_known

# What anybody means fits; a longer question costs no more.
LONGEST = 200
MOST_WORDS = 10
# A shorter word with another first letter is another word.
SURE_FROM = 5


@dataclass(frozen=True)
class Asked:
    """One word of a question, and what answers to it.

    Words that begin like one of its `spellings`, or like a `near` word that may have been meant;
    or its `initial` alone.
    """

    spellings: tuple[str, ...]
    near: tuple[str, ...] = ()
    initial: str = ""
    is_free: bool = False  # may be left out

    @property
    def word(self) -> str:
        return self.spellings[0]

    def answers(self, kind: str) -> Q:
        # People alone are known by initials; « à » in a title is none.
        found = Q(text=self.initial) if self.initial and kind == "speaker" else Q()
        for beginning in (*self.spellings, *self.near):
            found |= Q(text__gte=beginning, text__lt=after(beginning))
        return found

    def within(self, field: str) -> Q:
        """The same of a field of folded words: what is no record any more has no entry."""
        found = Q()
        for beginning in (*self.spellings, *self.near):
            found |= Q(**{f"{field}__startswith": beginning})
            found |= Q(**{f"{field}__contains": f" {beginning}"})
        return found

    def is_exactly(self) -> Q:
        return Q(text__in=self.spellings)

    def ids(self, kind: str):
        """The ids of the records of a kind that answer, as a subquery."""
        return unmarked(SearchToken.objects.filter(self.answers(kind), kind=kind), kind)


Reading = tuple[Asked, ...]


def unmarked(rows, kind: str):
    """Ids of entries that are up to date: a name that was hidden since is not found."""
    marked = SearchMark.objects.filter(kind=kind)
    return rows.exclude(object_id__in=marked.values("object_id")).values("object_id")


def question(q: str) -> list[Asked]:
    """The words of `q`, each with its spellings."""
    return [typed(word) for word in written_words(q[:LONGEST])[:MOST_WORDS]]


def typed(word: Word) -> Asked:
    return Asked(word.spellings)


def as_typed(asked: list[Asked], kinds) -> Iterator[Reading]:
    yield tuple(asked)


def without_particles(asked: list[Asked], kinds) -> Iterator[Reading]:
    wanted = with_free_particles(asked)
    if wanted != asked:
        yield tuple(wanted)


def with_typos(asked: list[Asked], kinds) -> Iterator[Reading]:
    """Errors are rarely in the first letter; and a first name may be known by its initial only."""
    wanted = with_free_particles(asked)
    forgiven = [forgiving(word, kinds, word.word[0]) for word in wanted]
    if len(wanted) > 1:
        forgiven = [
            replace(word, initial=word.word[0]) if word.word.isalpha() else word
            for word in forgiven
        ]
    if forgiven != wanted:
        yield tuple(forgiven)


def glued(asked: list[Asked], kinds) -> Iterator[Reading]:
    """« tech school » for "techschool"."""
    for at, (word, neighbour) in enumerate(pairwise(asked)):
        together = Asked((word.word + neighbour.word,))
        yield (*asked[:at], together, *asked[at + 2 :])


def with_typos_anywhere(asked: list[Asked], kinds) -> Iterator[Reading]:
    """In the first letter too, of words that nothing known begins like."""
    wanted = with_free_particles(asked)
    unknown = [
        word for word in wanted if len(word.word) >= SURE_FROM and not is_known(kinds, word.word)
    ]
    forgiven = [forgiving(word, kinds, "" if word in unknown else word.word[0]) for word in wanted]
    if unknown and forgiven != wanted:
        yield tuple(forgiven)


# Ever more forgiving; each is worth trying only where those before find nothing.
LEVELS = (as_typed, without_particles, with_typos, glued, with_typos_anywhere)


def with_free_particles(asked: list[Asked]) -> list[Asked]:
    """« Diego von Biasio » finds Diego De Biasio; particles alone are words like others."""
    if all(word.word in PARTICLES for word in asked):
        return asked
    return [replace(word, is_free=word.word in PARTICLES) for word in asked]


def forgiving(asked: Asked, kinds, first: str) -> Asked:
    """With known words that a typing error may have made of it."""
    if asked.is_free or not asked.word.isalpha():
        return asked
    return replace(asked, near=corrections(kinds, asked.word, first))


def required(reading: Reading) -> Reading:
    return tuple(asked for asked in reading if not asked.is_free)


def first_answer(records, q: str, kinds, by: Callable[[Asked], Q]):
    """`records` that every word of `q` finds; `by` says what a word finds. No word: all."""
    words = question(q)
    if not words:
        return records
    refresh()
    for reading in chain.from_iterable(level(words, kinds) for level in LEVELS):
        found = records
        for asked in required(reading):
            found = found.filter(by(asked))
        if found.exists():
            return found
    return records.none()
