"""What a visitor's words may mean: as typed, and more forgiving only where that finds nothing.

The same for lists, which keep their own order, and for the search box, which puts the best first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from django.db.models import Q

from search.documents import PARTICLES, TITLES, UNSPACED
from search.index import TEXTS, refresh
from search.models import SearchEntry, SearchMark, SearchMention, SearchToken, SearchWord
from search.normalise import Word, written_words
from search.typos import after, corrections, is_known

# What anybody means fits; a longer question costs no more.
LONGEST = 200
MOST_WORDS = 10
# A shorter word with another first letter is another word.
SURE_FROM = 5
# Fewer letters begin half of all texts.
TEXT_FROM = 3


@dataclass(frozen=True)
class Terms:
    """The words of the index that answer: all that begin like one of `begin`, and `equal`."""

    begin: tuple[str, ...]
    equal: tuple[str, ...] = ()

    def where(self) -> Q:
        found = Q(text__in=self.equal) if self.equal else Q()
        for beginning in self.begin:
            found |= Q(text__gte=beginning, text__lt=after(beginning))
        return found

    def sql(self) -> tuple[str, list[str]]:
        """The same for `search/lookup.py`, with its parameters."""
        parts = ["text = %s"] * len(self.equal) + ["text >= %s AND text < %s"] * len(self.begin)
        ranges = [end for beginning in self.begin for end in (beginning, after(beginning))]
        return " OR ".join(parts), [*self.equal, *ranges]


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
    # No other word of the question is long enough to look for in texts.
    is_alone: bool = False

    @property
    def word(self) -> str:
        return self.spellings[0]

    @property
    def is_short(self) -> bool:
        return len(self.word) < TEXT_FROM and not UNSPACED.search(self.word)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """None that begins like another: one range is read faster than two."""
        found: list[str] = []
        for beginning in sorted((*self.spellings, *self.near)):
            if not found or not beginning.startswith(found[-1]):
                found.append(beginning)
        return tuple(found)

    def terms(self, kind: str) -> Terms:
        if kind in TEXTS:
            return self.in_texts()
        # People alone are known by initials; « à » in a title is none.
        initials = (self.initial,) if self.initial and kind == "speaker" else ()
        return Terms(self.beginnings, initials)

    def in_texts(self) -> Terms:
        if self.is_short and self.is_alone:
            return Terms((), self.spellings)
        return Terms(self.beginnings)

    def within(self, field: str) -> Q:
        """The same of a field of folded words: what is no record any more has no entry."""
        found = Q()
        for beginning in (*self.spellings, *self.near):
            found |= Q(**{f"{field}__startswith": beginning})
            found |= Q(**{f"{field}__contains": f" {beginning}"})
        return found

    def said_in(self, field: str) -> Q:
        """The same of the words of a text, each between spaces."""
        terms = self.in_texts()
        found = Q()
        for words in (*(f" {b}" for b in terms.begin), *(f" {word} " for word in terms.equal)):
            found |= Q(**{f"{field}__contains": words})
        return found

    def exactly(self) -> Terms:
        return Terms((), self.spellings)

    def ids(self, kind: str):
        """The ids of the records of a kind that answer, as a subquery."""
        where = self.terms(kind).where()
        if kind in TEXTS:
            words = SearchWord.objects.filter(where, kind=kind).values("pk")
            mentions = SearchMention.objects.filter(word__in=words).values("entry")
            return unmarked(SearchEntry.objects.filter(kind=kind, pk__in=mentions), kind)
        return unmarked(SearchToken.objects.filter(where, kind=kind), kind)


Reading = tuple[Asked, ...]


def unmarked(rows, kind: str):
    """Ids of entries that are up to date: a name that was hidden since is not found."""
    marked = SearchMark.objects.filter(kind=kind)
    return rows.exclude(object_id__in=marked.values("object_id")).values("object_id")


def question(q: str) -> list[Asked]:
    """The words of `q`, each with its spellings; one that was typed twice is one."""
    asked = list(dict.fromkeys(typed(word) for word in written_words(q[:LONGEST])[:MOST_WORDS]))
    is_alone = all(word.is_short for word in asked)
    return [replace(word, is_alone=is_alone) for word in asked]


def typed(word: Word) -> Asked:
    return Asked(word.spellings)


def readings(q: str, kinds) -> Iterator[Reading]:
    """What `q` may mean, the likeliest first; each is worth trying where none before answers."""
    asked = question(q)
    if asked:
        refresh()
        yield from chain.from_iterable(level(asked, kinds) for level in LEVELS)


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
    first = with_initials(forgiven)
    if first != wanted:
        yield tuple(first)
    last = with_initials(forgiven[::-1])[::-1]
    if last != first:
        yield tuple(last)


def with_initials(asked: list[Asked]) -> list[Asked]:
    """No letter stands for two words: « Emma Eyre » may be "E. Eyre", not whoever has an E."""
    if len(asked) == 1:
        return asked
    known: set[str] = set()
    found = []
    for word in asked:
        letter = word.word[0]
        if word.word.isalpha() and not word.is_free and letter not in known:
            known.add(letter)
            word = replace(word, initial=letter)
        found.append(word)
    return found


def glued(asked: list[Asked], kinds) -> Iterator[Reading]:
    """« techno port » for "Technoport", « esch tech week » for "EschTechWeek"."""
    for length in (2, 3):
        for at in range(len(asked) - length + 1):
            together = "".join(word.word for word in asked[at : at + length])
            if is_known(kinds, together):
                yield (*asked[:at], Asked((together,)), *asked[at + length :])


def initials_apart(asked: list[Asked], kinds) -> Iterator[Reading]:
    """« mh jobin » for Marie-Hélène Jobin."""
    found = [
        Asked((letter,))
        for word in asked
        for letter in (word.word if len(word.word) == 2 else [word.word])
    ]
    if len(asked) < len(found) < 2 * len(asked):
        yield tuple(found)


def with_typos_anywhere(asked: list[Asked], kinds) -> Iterator[Reading]:
    """In the first letter too, of words that nothing known begins like."""
    wanted = with_free_particles(asked)
    unknown = [
        word for word in wanted if len(word.word) >= SURE_FROM and not is_known(kinds, word.word)
    ]
    forgiven = [forgiving(word, kinds, "" if word in unknown else word.word[0]) for word in wanted]
    if unknown and forgiven != wanted:
        yield tuple(forgiven)


# Ever more forgiving.
LEVELS = (
    as_typed, without_particles, glued, with_typos, with_typos_anywhere, initials_apart,
)  # fmt: skip


def with_free_particles(asked: list[Asked]) -> list[Asked]:
    """« Dr Diego von Biasio » finds Diego De Biasio; particles alone are words like others."""
    free = PARTICLES | TITLES
    if all(word.word in free for word in asked):
        return asked
    return [replace(word, is_free=word.word in free) for word in asked]


def forgiving(asked: Asked, kinds, first: str) -> Asked:
    """With known words that a typing error may have made of it."""
    if asked.is_free or not asked.word.isalpha():
        return asked
    return replace(asked, near=corrections(kinds, asked.word, first))


def required(reading: Reading) -> Reading:
    return tuple(asked for asked in reading if not asked.is_free)


def all_of(reading: Reading, by: Callable[[Asked], Q]) -> Q:
    """Every word of the reading answers; `by` says what a word finds."""
    found = Q()
    for asked in required(reading):
        found &= by(asked)
    return found


def first_answer(records, q: str, kinds):
    """`records` that answer to `q`, as their `answering(reading)` says. No word: all."""
    if not question(q):
        return records
    for reading in readings(q, kinds):
        found = records.answering(reading)
        if found.exists():
            return found
    return records.none()
