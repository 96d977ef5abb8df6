"""Words of the index that may have been meant, and how far two words are apart."""

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA  # two letters swapped are one typo

from search.index import TEXTS
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
    if not allowed(asked):
        return ()
    names, texts = ([k for k in kinds if (k in TEXTS) is said] for said in (False, True))
    of_names = vocabulary(names, first)
    # Apart: the many words of texts must not crowd out those of names.
    found = {*nearest(asked, of_names), *nearest(asked, vocabulary(texts, first) - of_names)}
    return tuple(word for _, word in sorted(found))


def vocabulary(kinds, first: str) -> set[str]:
    """The known words that begin like this, in one row: thousands take longer to fetch."""
    together = {"sqlite": "group_concat", "postgresql": "string_agg"}[connection.vendor]
    sql = (
        f"SELECT {together}(text, ' ') FROM search_searchword "  # noqa: S608 - one of two names
        f"WHERE text >= %s AND text < %s AND kind IN ({', '.join(['%s'] * len(kinds))})"
    )
    if not kinds:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, after(first), *kinds])
        [words] = cursor.fetchone()
    return set(words.split(" ")) if words else set()


def nearest(asked: str, words: set[str]) -> list[tuple[int, str]]:
    """Each with its distance."""
    most = allowed(asked)
    shortest, longest = len(asked) - most, len(asked) + most
    words = [word for word in words if len(word) >= shortest]
    choices = {word for word in words if len(word) <= longest}
    # Beginnings as in `heads`, for whom is still typing.
    for end in (len(asked), len(asked) + 1):
        choices |= {word[:end] for word in words}
    found = process.extract(asked, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted((distance, word) for word, distance, _ in found)[:MOST]


def is_known(kinds, beginning: str) -> bool:
    known = SearchWord.objects.filter(kind__in=kinds)
    return known.filter(text__gte=beginning, text__lt=after(beginning)).exists()


def is_named(kinds, words: list[str]) -> bool:
    """Is one of them, as it is, a word of a name?"""
    return SearchWord.objects.filter(kind__in=kinds, text__in=words).exists()


def after(beginning: str) -> str:
    """The end of the range of all texts that begin like this."""
    return beginning + "\U0010ffff"
