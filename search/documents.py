"""What the other apps hand to the index, and the words that it is found by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from search.normalise import LONGEST, Word, words, written_words

# Between a first name and a last one; free to be left out, or glued to what follows.
PARTICLES = frozenset(
    {"af", "al", "av", "ben", "bin", "da", "das", "de", "del", "della", "den", "der", "des", "di",
     "do", "dos", "du", "el", "ibn", "la", "le", "les", "ten", "ter", "van", "vom", "von", "zu",
     "zum", "zur"}
)  # fmt: skip
# Before a name, and printed or not: free to be left out as well.
TITLES = frozenset(
    {"dr", "frau", "herr", "ing", "m", "maitre", "me", "mlle", "mme", "mr", "mrs", "ms", "pr",
     "prof"}
)  # fmt: skip
# In names of organisations and titles; no abbreviation counts them.
SMALL_WORDS = PARTICLES | {
    "a", "and", "at", "d", "en", "et", "for", "fur", "im", "in", "l", "of", "on", "pour", "sur",
    "the", "und",
}  # fmt: skip
HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑–.:][^\W_]+)+")
# Chinese, Japanese and Korean put no spaces between words: every end of a run is a beginning.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
GLUED_WHOLE = 3


@dataclass(frozen=True)
class Document:
    """A record as the index sees it: its names, the main one first; hidden ones are not there."""

    object_id: int
    forms: tuple[str, ...]
    weight: int = 0  # of two that answer equally well, the heavier comes first
    # A name is sometimes written as one word; a title never is.
    is_title: bool = False

    def tokens(self) -> set[str]:
        found = set().union(*map(tokens, self.forms))
        if not self.is_title:
            found |= {as_one_word(form) for form in self.forms}
        return {token[:LONGEST] for token in found} - {""}


@dataclass(frozen=True)
class Text:
    """What is said of a record, or by it: its words find it, below those that are named so."""

    object_id: int
    parts: tuple[str, ...]
    weight: int = 0
    # By which it may be found today; a name may be hidden tomorrow, what was said stays said.
    names: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        return folded(self.parts)

    @property
    def name_words(self) -> list[str]:
        return folded(self.names)


def folded(parts: tuple[str, ...]) -> list[str]:
    """Every folded word with all its spellings, in order."""
    return [word[:LONGEST] for part in parts for word in running_words(part)]


def running_words(part: str) -> Iterator[str]:
    found = written_words(part)
    yield from (spelling for word in found for spelling in word.spellings)
    yield from ("".join(words(run)) for run in HYPHENATED.findall(part))
    yield from ends_of_runs(found)


def tokens(form: str) -> set[str]:
    """Every folded word that finds the name `form`, by its beginning."""
    found = written_words(form)
    return {
        *(spelling for word in found for spelling in word.spellings),
        *("".join(words(run)) for run in HYPHENATED.findall(form)),
        *with_particles(found),
        *ends_of_runs(found),
    }


def as_one_word(form: str) -> str:
    """« Tech School » → "techschool"."""
    found = written_words(form)
    return "".join(word.folded for word in found) if len(found) <= GLUED_WHOLE else ""


def with_particles(found: list[Word]) -> Iterator[str]:
    """« Diego De Biasio » → "debiasio"; « Jean de la Fontaine » → "lafontaine", "delafontaine"."""
    glued = ""
    for word, after in reversed(list(pairwise(found))):
        if word.folded in PARTICLES:
            glued = word.folded + (glued or after.folded)
            yield glued
        else:
            glued = ""


def ends_of_runs(found: list[Word]) -> Iterator[str]:
    for word in found:
        if UNSPACED.search(word.folded):
            yield from (word.folded[at:] for at in range(1, len(word.folded)))


def abbreviation(name: str) -> str:
    """« Luxembourg Institute of Science and Technology » → "LIST"; "" for two words or fewer."""
    initials = [word.written[0] for word in written_words(name) if word.folded not in SMALL_WORDS]
    return "".join(initials).upper() if len(initials) > 2 else ""
