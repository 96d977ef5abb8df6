"""The search box asks the index: the best hits of each kind, best first."""

from collections.abc import Callable
from dataclasses import dataclass

from search import lookup
from search.asking import Reading
from search.rating import Rating, rate, rate_text

# Texts are asked only where names give less than a page.
FEW = 12


@dataclass(frozen=True)
class Found:
    object_id: int
    weight: int
    rating: Rating
    # The text that answers, where no name does: of the record itself, or of another kind.
    text_id: int | None = None

    @property
    def rank(self) -> tuple:
        """How good it is among all kinds; by the name last, so that equals have one order."""
        rating = self.rating
        in_text = self.text_id is not None
        return (rating.typos, in_text, -round(rating.score, 3), -self.weight, rating.name)


@dataclass(frozen=True)
class Searched:
    """A kind of records: which of some ids are public, and where texts speak of them.

    `said_of` gives, of ids of texts, those that are public, each with the id of its record.
    """

    kind: str
    public: Callable[[list[int]], set[int]]
    text: str = ""
    said_of: Callable[[list[int]], dict[int, int]] = dict


@dataclass(frozen=True)
class Answer:
    """The best hits, best first; `is_cut` says that there may be more than were looked at."""

    found: tuple[Found, ...] = ()
    is_cut: bool = False


def best(searched: list[Searched], reading: Reading) -> dict[str, Answer]:
    """By kind, what answers to a reading: by its name, or below that by what is said of it."""
    answers = {}
    entries = lookup.names([each.kind for each in searched], reading)
    for each in searched:
        found = named(each, entries[each.kind], reading)
        answers[each.kind] = Answer(tuple(found), len(entries[each.kind]) >= lookup.MOST)
    lacking = [e for e in searched if e.text and len(answers[e.kind].found) < FEW]
    entries = lookup.texts([each.text for each in lacking], reading)
    for each in lacking:
        by_name = answers[each.kind].found
        found = said(each, entries[each.text], reading, {hit.object_id for hit in by_name})
        is_cut = answers[each.kind].is_cut or len(entries[each.text]) >= lookup.MOST
        answers[each.kind] = Answer((*by_name, *found), is_cut)
    return answers


def named(searched: Searched, entries: lookup.Entries, reading: Reading) -> list[Found]:
    public = searched.public(list(entries)) if entries else ()
    found = [
        Found(object_id, weight, rating)
        for object_id, (weight, forms, _words) in entries.items()
        if object_id in public and (rating := rate(reading, forms))
    ]
    return sorted(found, key=lambda hit: (hit.rank, hit.object_id))


def said(searched: Searched, entries: lookup.Entries, reading: Reading, known: set) -> list[Found]:
    """One hit of a record that no name found: the text that answers best."""
    of = searched.said_of(list(entries)) if entries else {}
    found = [
        Found(of[text_id], weight, rating, text_id)
        for text_id, (weight, names, words) in entries.items()
        if of.get(text_id) not in known | {None} and (rating := rate_text(reading, [*names, words]))
    ]
    best_of: dict[int, Found] = {}
    for hit in sorted(found, key=lambda hit: (hit.rank, hit.object_id, hit.text_id)):
        best_of.setdefault(hit.object_id, hit)
    return list(best_of.values())
