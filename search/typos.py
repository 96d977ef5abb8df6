"""Words of the index that may have been meant, and how far two words are apart."""

from rapidfuzz import process
from rapidfuzz.distance import OSA  # two letters swapped are one typo

from search.models import SearchWord

# One typo in four letters: fewer letters allow none.
SHORTEST = 4
TWO_TYPOS_FROM = 8
MOST = 24


def allowed(word: str) -> int:
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= TWO_TYPOS_FROM else 1


def heads(word: str, of: str) -> tuple[str, ...]:
    """`word`, and its beginnings that somebody who is still typing `of` may have meant."""
    return (word, *(word[:end] for end in (len(of), len(of) + 1) if end < len(word)))


def typos(asked: str, word: str) -> int | None:
    """The typos between what was asked and `word`, or a beginning of it; None for too many."""
    most = allowed(asked)
    distance = min(OSA.distance(asked, head, score_cutoff=most) for head in heads(word, asked))
    return distance if distance <= most else None


def corrections(kinds, asked: str, first: str) -> tuple[str, ...]:
    """Beginnings of known words at an allowed distance, the nearest first.

    `first` is what the words begin with; the fewer letters, the longer it takes.
    """
    most = allowed(asked)
    if not most:
        return ()
    known = SearchWord.objects.filter(kind__in=kinds)
    if first:
        known = known.filter(text__gte=first, text__lt=after(first))
    shortest = len(asked) - most
    words = [word for word in known.values_list("text", flat=True) if len(word) >= shortest]
    choices = {word for word in words if len(word) <= len(asked) + most}
    # Beginnings as in `heads`, for whom is still typing.
    for end in (len(asked), len(asked) + 1):
        choices |= {word[:end] for word in words}
    found = process.extract(asked, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
    nearest = sorted((distance, word) for word, distance, _ in found)
    return tuple(word for _, word in nearest[:MOST])


def is_known(kinds, beginning: str) -> bool:
    known = SearchWord.objects.filter(kind__in=kinds)
    return known.filter(text__gte=beginning, text__lt=after(beginning)).exists()


def after(beginning: str) -> str:
    """The end of the range of all texts that begin like this."""
    return beginning + "\U0010ffff"
