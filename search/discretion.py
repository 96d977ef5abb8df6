"""What was printed, as the public may read it: a hidden name gives way to the present one.

The row keeps what was printed, and shows it again when the name is no longer hidden.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models.query import ModelIterable, QuerySet

from search.documents import PARTICLES
from search.normalise import WORD, spellings, words


@dataclass(frozen=True)
class HiddenName:
    hidden: str
    present: str

    @cached_property
    def words(self) -> list[str]:
        return words(self.hidden)

    @cached_property
    def telling(self) -> set[str]:
        """The words that tell it: those that the present name has not."""
        told = pieces(self.hidden) - pieces(self.present) - PARTICLES
        return {word for word in told if len(word) > 1}

    @cached_property
    def initials(self) -> set[str]:
        return initials(self.telling) - initials(pieces(self.present))

    @property
    def is_present(self) -> bool:
        """What is a part of the present name hides nothing."""
        return run_of(self.words, words(self.present))

    def is_told_by(self, printed: str) -> bool:
        """In any order, also by a part of it or by an initial that is not one of the present."""
        found = pieces(printed)
        return bool(found & (self.telling | self.initials)) or run_of(self.words, words(printed))


class HiddenNames:
    """The hidden names of people, or of organisations, and what they are called today."""

    def __init__(self, model):
        hidden = model.names.rel.related_model.objects.filter(hidden=True)
        owner = model.names.field.attname
        present = f"{model.names.field.name}__name"
        self.of: dict[int, list[HiddenName]] = {}
        for pk, *name in hidden.values_list(owner, "name", present):
            if not (found := HiddenName(*name)).is_present:
                self.of.setdefault(pk, []).append(found)

    def of_person(self, printed: str, owner: int | None) -> str:
        """A person's printed name, whole, or the present one: a mixture was never printed."""
        for name in self.of.get(owner, ()):
            if name.is_told_by(printed):
                return name.present
        return printed

    def without(self, text: str, owner: int | None) -> str:
        """`text` with the present name in place of every hidden one of `owner`."""
        for name in self.of.get(owner, ()):
            text = replaced(text, name.words, name.present)
        return text


def pieces(text: str) -> set[str]:
    """The folded words of `text` in all spellings, also those between its apostrophes."""
    apart = {spelled for word in WORD.findall(text) for spelled in spellings(word)}
    return apart | set(words(text))


def initials(found: set[str]) -> set[str]:
    return {word[0] for word in found}


def run_of(part: list[str], whole: list[str]) -> bool:
    """Do the words stand in this order, one after the other, in `whole`?"""
    return any(part == whole[at : at + len(part)] for at in range(len(whole) - len(part) + 1))


def replaced(text: str, hidden: list[str], present: str) -> str:
    """Without regard to case, accents and signs, as names are compared everywhere."""
    found = [(word, folded) for word in WORD.finditer(text) for folded in words(word.group())]
    for at in range(len(found) - len(hidden), -1, -1):
        run = found[at : at + len(hidden)]
        if hidden and [folded for _word, folded in run] == hidden:
            text = text[: run[0][0].start()] + present + text[run[-1][0].end() :]
            return replaced(text[: run[0][0].start()], hidden, present) + text[run[0][0].start() :]
    return text


class DiscreetIterable(ModelIterable):
    def __iter__(self):
        model = self.queryset.model
        owner = model._meta.get_field(model.PRINTED_OF)
        hidden = HiddenNames(owner.related_model)
        for row in super().__iter__():
            for name, read in model.PRINTED.items() if hidden.of else ():
                setattr(row, name, read(hidden, getattr(row, name), getattr(row, owner.attname)))
            yield row


class DiscreetQuerySet(QuerySet):
    """Of a model with texts that may name its `PRINTED_OF`: `PRINTED` says how each is read."""

    def discreet(self):
        """For reading, never for saving."""
        found = self._chain()
        found._iterable_class = DiscreetIterable
        return found
