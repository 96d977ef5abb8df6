"""Where a long word may be broken, with a hyphen.

Browsers know the words of some languages on some systems only; what is drawn knows none.
"""

import re
from functools import lru_cache
from itertools import pairwise
from math import ceil

from pyphen import LANGUAGES, Pyphen

SOFT = "\u00ad"
# At least so many letters stand together.
FEWEST = 3
# A name or an abbreviation that no pattern divides is cut into parts of at most so many.
PIECE = 8
WORD = re.compile(r"[^\W_]+")
OTHERWISE = "en"


def soft(text: str, most: int, language: str = "fr") -> str:
    """The text with soft hyphens in the words of more than `most` letters."""
    return WORD.sub(lambda word: softened(word[0], most, language), text)


def softened(word: str, most: int, language: str) -> str:
    return SOFT.join(pieces(word, language)) if len(word) > most else word


def cut(text: str, width: int, language: str = "fr") -> str:
    """The text with the words that are longer than `width` in parts, each with its hyphen."""
    return " ".join(" ".join(parts(word, width, language)) for word in text.split())


def parts(word: str, width: int, language: str) -> list[str]:
    """After hyphens of its own first."""
    if len(word) <= width:
        return [word]
    made = [""]
    for link in re.findall(r"[^-]*-|[^-]+", word):
        if len(made[-1]) + len(link) > width:
            made.append("")
        made[-1] += link
    return [part for link in filter(None, made) for part in divided_to(link, width, language)]


def divided_to(word: str, width: int, language: str) -> list[str]:
    if len(word) <= width:
        return [word]
    made = [""]
    for piece in pieces(word, language):
        if len(made[-1]) + len(piece) >= width:
            made.append("")
        made[-1] += piece
    return [f"{part}-" for part in made[:-1] if part] + made[-1:]


@lru_cache(maxsize=10_000)
def pieces(word: str, language: str) -> tuple[str, ...]:
    """What a hyphen may stand between."""
    made = divided(word, language)
    return tuple(part for piece in made for part in even(piece))


def divided(word: str, language: str) -> list[str]:
    edges = [0]
    for place in patterns(language).positions(word):
        if edges[-1] + FEWEST <= place <= len(word) - FEWEST:
            edges.append(place)
    return [word[start:end] for start, end in pairwise([*edges, len(word)])]


def even(piece: str) -> list[str]:
    """A piece too long for a narrow line in equal parts."""
    size = ceil(len(piece) / ceil(len(piece) / PIECE))
    return [piece[at : at + size] for at in range(0, len(piece), size)]


@lru_cache(maxsize=8)
def patterns(language: str) -> Pyphen:
    known = language if language in LANGUAGES else OTHERWISE
    return Pyphen(lang=known)
