"""Which of the records that answer is meant: fewer typos first, then the nearer name.

In Python, from what the index holds, so that every database gives the same order.
"""

from dataclasses import dataclass, replace
from itertools import pairwise, permutations

from search.asking import Asked, Reading
from search.documents import PARTICLES, UNSPACED
from search.typos import typos

INITIAL = 0.7
BEGUN = 0.9
TYPO = 0.2
# The words come from several names.
SCATTERED = 0.3
PER_UNUSED_WORD = 0.02
OUT_OF_ORDER = 0.02
OTHER_NAME = 0.01
# The words of the question stand side by side.
TOGETHER = 0.05


@dataclass(frozen=True)
class Rating:
    """How well a name answers: `name` is the one that does, `meant` its words, as written."""

    typos: int
    score: float
    name: str
    meant: tuple[str, ...]

    @property
    def rank(self) -> tuple:
        return (self.typos, -round(self.score, 3))


@dataclass(frozen=True)
class Match:
    """Words of a name, at these places, that one word of the question means."""

    typos: int
    score: float
    at: tuple[int, ...]
    meant: str

    @property
    def rank(self) -> tuple:
        return (self.typos, -self.score, self.at)


def rate(reading: Reading, forms: list) -> Rating | None:
    """The best of the names `forms`, as `SearchEntry.forms` keeps them.

    None where two words of the question found the same word: « Anna A. » is not every Anna.
    """
    rated = [rate_form(reading, name, words) for name, words in forms]
    found = [better(rating, -OTHER_NAME * bool(at)) for at, rating in enumerate(rated) if rating]
    if found:
        best = min(found, key=lambda rating: rating.rank)
        # Where the main name answers as well, it stands for itself.
        first = rated[0] if rated[0] and rated[0].typos == best.typos else best
        return replace(best, name=first.name)
    name, every = forms[0][0], [word for _, words in forms for word in words]
    together = rate_form(reading, name, every)
    return better(together, -SCATTERED) if together else None


def rate_text(reading: Reading, words: list[str]) -> Rating | None:
    """How well the folded `words` of a text answer; None where a short word does not."""
    text = f" {' '.join(words)} "
    found = [said_in(text, asked) for asked in reading]
    if any(not like and not asked.is_free for like, asked in zip(found, reading, strict=True)):
        return None
    if any(answer_once(text, *two) for two in permutations(reading, 2)):
        return None
    likes = [like for like in found if like]
    score = sum(score for _, score in likes) / len(likes)
    phrase = " ".join(asked.word for asked in reading)
    score += TOGETHER * (len(reading) > 1 and f" {phrase}" in text)
    return Rating(sum(typos for typos, _ in likes), score, "", ())


def answer_once(text: str, short: Asked, long: Asked) -> bool:
    """Is « Jan » of « Jan Jansen » in the text only where « Jansen » is?"""
    begins = short.word != long.word and long.word.startswith(short.word)
    return begins and text.count(f" {short.word}") == text.count(f" {long.word}")


def said_in(text: str, asked: Asked) -> tuple[int, float] | None:
    """As `likeness`, of the word of a text that is nearest."""
    for spelling in asked.spellings:
        if f" {spelling} " in text:
            return 0, 1.0
    for spelling in asked.spellings:
        if f" {spelling}" in text:
            return 0, BEGUN
    for near in asked.near:  # the nearest first
        if f" {near}" in text:
            return typos(asked.word, near) or 1, BEGUN - TYPO
    return None


def better(rating: Rating, by: float) -> Rating:
    return replace(rating, score=rating.score + by)


def rate_form(reading: Reading, name: str, words: list) -> Rating | None:
    """Each word of the name answers once; a particle that none answers is free."""
    free = dict(enumerate(words))
    matches: dict[int, Match] = {}
    # The longest first: a single letter takes what is left.
    for place, asked in sorted(enumerate(reading), key=lambda item: (-len(item[1].word), item[0])):
        if match := best_match(asked, free):
            matches[place] = match
            for at in match.at:
                free.pop(at)
        elif not asked.is_free:
            return None
    if not matches:
        return None
    in_order = [matches[place] for place in sorted(matches)]
    unused = sum(1 for word in free.values() if word[1] not in PARTICLES)
    score = sum(match.score for match in in_order) / len(in_order)
    score -= PER_UNUSED_WORD * min(unused, 5)
    score -= OUT_OF_ORDER * any(one.at > other.at for one, other in pairwise(in_order))
    return Rating(
        sum(match.typos for match in in_order), score, name, tuple(m.meant for m in in_order)
    )


def best_match(asked: Asked, free: dict[int, list]) -> Match | None:
    single = matches_of(asked, (((at,), word) for at, word in free.items()))
    found = single or matches_of(asked, neighbours_glued(asked, free))
    return min(found, key=lambda match: match.rank, default=None)


def matches_of(asked: Asked, words) -> list[Match]:
    return [
        Match(*like, at, written)
        for at, (written, *spellings) in words
        for spelling in spellings
        if (like := likeness(asked, spelling))
    ]


def neighbours_glued(asked: Asked, free: dict[int, list]):
    """« De Biasio » is "debiasio" as well."""
    for at, word in free.items():
        if word[1][0] != asked.word[0] and not asked.near:
            continue
        for end in (at + 2, at + 3):
            places = tuple(range(at, end))
            if all(place in free for place in places):
                run = [free[place] for place in places]
                yield places, [" ".join(w[0] for w in run), "".join(w[1] for w in run)]


def likeness(asked: Asked, spelling: str) -> tuple[int, float] | None:
    """(typos, score) of a word of a name that may be what was asked."""
    if spelling.startswith(asked.spellings):
        typed = max((typed for typed in asked.spellings if spelling.startswith(typed)), key=len)
        share = len(typed) / len(spelling)
        return 0, INITIAL if len(typed) == 1 < len(spelling) else BEGUN + (1 - BEGUN) * share
    if not asked.word.isascii() and asked.word in spelling and UNSPACED.search(spelling):
        return 0, INITIAL
    if spelling == asked.initial:
        return 1, INITIAL
    # Nothing is forgiven where something answers to what was typed.
    mistakes = typos(asked.word, spelling) if asked.near else None
    if mistakes is None:
        return None
    whole = abs(len(spelling) - len(asked.word)) <= mistakes
    return mistakes, (1.0 if whole else BEGUN) - TYPO * mistakes
