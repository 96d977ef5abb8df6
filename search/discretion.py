"""What was printed, as the public may read it: a hidden name gives way to the present one.

The row keeps what was printed, and shows it again when the name is no longer hidden.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models.query import ModelIterable, QuerySet

from search.documents import PARTICLES
from search.normalise import WORD, spellings, words

# Between the words of one name: « Zanzibar, Anna », « Zanzibar-Schmit ».
WITHIN_NAME = re.compile(r"[ \u00a0\u202f-]|, ")
BESIDE = re.compile(r"[ \u00a0\u202f-]")
TITLES = frozenset(
    {"m", "mme", "mmes", "mlle", "mr", "mrs", "ms", "dr", "me", "prof", "herr", "frau"}
)
# Capital at the start of a sentence, and yet nobody's first name.
LINKS = frozenset(
    {"avec", "with", "mit", "et", "and", "und", "par", "by", "von", "pour", "for", "chez", "bei"}
)


@dataclass(frozen=True)
class Written:
    """A word of a text, where it stands there, and how it is compared."""

    match: re.Match
    pieces: set[str]

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    @property
    def is_capital(self) -> bool:
        return self.match.group()[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.match.group()) == 1 and self.is_capital

    def is_part_of(self, name: set[str]) -> bool:
        return self.is_initial or bool(self.pieces & name)

    @property
    def is_no_name(self) -> bool:
        return bool(self.pieces & (TITLES | LINKS))


def runs(prose: str, found: list[Written], name: set[str]) -> Iterator[range]:
    """Where words of the name, and initials, stand together: from the first to the last."""
    start = 0
    while start < len(found):
        stop = start + 1
        while stop < len(found) and WITHIN_NAME.fullmatch(between(prose, found, stop)):
            stop += 1
        yield from within(found, range(start, stop), name)
        start = stop


def within(found: list[Written], together: range, name: set[str]) -> Iterator[range]:
    """Of the words that stand together, those of the name: from its first to its last."""
    for belong, run in groupby(together, lambda at: found[at].is_part_of(name)):
        said = [at for at in run if belong]
        while said and not found[said[-1]].pieces & name:
            said.pop()
        while said and found[said[0]].pieces & PARTICLES and not found[said[0]].is_capital:
            said.pop(0)
        if said:
            yield range(said[0], said[-1] + 1)


def between(prose: str, found: list[Written], at: int) -> str:
    """The full stop of an initial ends no sentence."""
    gap = prose[found[at - 1].end : found[at].start]
    return gap.removeprefix(".") if found[at - 1].is_initial else gap


def neighbours(prose: str, found: list[Written], run: range) -> list[Written]:
    beside = []
    if run.start and BESIDE.fullmatch(between(prose, found, run.start)):
        beside.append(found[run.start - 1])
    if run.stop < len(found) and BESIDE.fullmatch(between(prose, found, run.stop)):
        beside.append(found[run.stop])
    return beside


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
        told = self.pieces - pieces(self.present) - PARTICLES
        return {word for word in told if len(word) > 1}

    @cached_property
    def initials(self) -> set[str]:
        return initials(self.telling) - initials(pieces(self.present))

    @cached_property
    def pieces(self) -> set[str]:
        return pieces(self.hidden)

    @property
    def is_present(self) -> bool:
        """What is a part of the present name hides nothing."""
        return run_of(self.words, words(self.present))

    def is_told_by(self, printed: str) -> bool:
        """In any order, also by a part of it or by an initial that is not one of the present."""
        found = pieces(printed)
        return bool(found & (self.telling | self.initials)) or run_of(self.words, words(printed))

    def out_of(self, prose: str) -> str:
        """`prose` with the present name where it tells this one, in any order, with initials.

        A word of it beside another name is another person's, and stays.
        """
        found = [Written(word, pieces(word.group())) for word in WORD.finditer(prose)]
        for run in reversed(list(runs(prose, found, self.pieces))):
            if self.is_meant(prose, found[run.start : run.stop], neighbours(prose, found, run)):
                start, end = found[run.start].start, found[run.stop - 1].end
                prose = prose[:start] + self.present + prose[end:]
        return replaced(prose, self.words, self.present)

    def stands_in(self, prose: str) -> bool:
        """More than one word of it together, in any order, or one with its initial before it."""
        if not self.telling & pieces(prose):
            return False
        found = [Written(word, pieces(word.group())) for word in WORD.finditer(prose)]
        return any(
            self.is_whole(found[run.start : run.stop])
            and self.is_telling(found[run.start : run.stop])
            for run in runs(prose, found, self.pieces)
        )

    def is_meant(self, prose: str, run: list[Written], beside: list[Written]) -> bool:
        if not self.is_telling(run):
            return False
        if run[0].is_initial or self.is_whole(run):
            return self.is_whole(run)
        return not any(word.is_capital and not word.is_no_name for word in beside)

    def is_telling(self, run: list[Written]) -> bool:
        return any(word.pieces & self.telling and word.is_capital for word in run)

    def is_whole(self, run: list[Written]) -> bool:
        if len([word for word in run if word.pieces & self.pieces]) > 1:
            return True
        return run[0].is_initial and bool(run[0].pieces & initials(self.pieces))


_known: ContextVar[dict | None] = ContextVar("known", default=None)


@dataclass
class Standing:
    """What stays known until anything changes: of the latest state of the data that was asked."""

    at: object = None
    found: dict = field(default_factory=dict)


_standing = Standing()


@contextmanager
def asking_once(at: object = None):
    """While one reader is answered, what is asked with each kind of row is looked up once.

    `at` tells states of the data apart: what is `standing` is known to the next reader, too.
    """
    global _standing
    if at is not None and _standing.at != at:
        _standing = Standing(at)
    token = _known.set({Standing: _standing if at is not None else Standing()})
    try:
        yield
    finally:
        _known.reset(token)


def known(kind: Callable, *about):
    """`kind(*about)`, from before where one asks once."""
    found = _known.get()
    if found is None:
        return kind(*about)
    if (kind, *about) not in found:
        found[kind, *about] = kind(*about)
    return found[kind, *about]


def standing(kind: Callable, *about):
    """As `known`, also from an earlier answer if nothing has changed since: for what is small."""
    asked = _known.get()
    if asked is None:
        return kind(*about)
    found = asked[Standing].found
    if (kind, *about) not in found:
        found[kind, *about] = kind(*about)
    return found[kind, *about]


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

    def out_of(self, prose: str, owner: int | None) -> str:
        """What somebody wrote about a person, who is named there in any way."""
        for name in self.of.get(owner, ()):
            prose = name.out_of(prose)
        return prose

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


def tells(hidden: list[HiddenName], text: str) -> bool:
    """Also behind an elided article: « d’Anna »."""
    readings = [f" {' '.join(words(read))} " for read in (text, text.replace("’", " "))]
    return any(f" {' '.join(name.words)} " in reading for name in hidden for reading in readings)


class DiscreetIterable(ModelIterable):
    def __iter__(self):
        model = self.queryset.model
        owner = model._meta.get_field(model.PRINTED_OF)
        hidden = standing(HiddenNames, owner.related_model)
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
