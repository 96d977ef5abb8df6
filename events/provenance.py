"""How we know: which citations support a fact (DESIGN §1, "sources are found per field")."""

import re
from dataclasses import dataclass, field

from sources.models import Basis, Source


def parent(subject):
    """The record whose sources a record without its own goes by; None above an edition."""
    match subject._meta.model_name:
        case "position":
            return subject.appearance
        case "appearance":
            return subject.session
        case "session" | "panel":
            return subject.day
        case "day":
            return subject.edition
        case "involvement":
            return subject.subject
    return None


def home_of(subject):
    """The record whose page shows a fact about `subject`."""
    while subject._meta.model_name in ("position", "appearance", "involvement"):
        subject = parent(subject)
    return subject


def citations_for(subject, fact: str = "") -> list:
    """The fact's own citations, else the record's own, else its parent's.

    Records loaded as `cited()` are asked together.
    """
    for name in (fact, ""):
        if found := [c for c in subject.cited if c.field == name]:
            return found
    above = parent(subject)
    return citations_for(above) if above else []


def natural(text: str) -> list:
    """A sort key in which §9 comes before §10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", text)]


def disputed(*subjects) -> list:
    """The records' own citations that contradict what is published of one of their fields."""
    return [
        citation
        for subject in subjects
        for citation in subject.cited
        if citation.field and citation.differing_reading
    ]


def is_inferred(subject, fact: str = "") -> bool:
    """No source writes it: it follows from what one writes."""
    citations = citations_for(subject, fact)
    return bool(citations) and all(c.basis == Basis.INFERRED for c in citations)


def facts_of(source) -> list:
    """The public citations of a source, in the order of its paragraphs."""
    citations = source.citations.public().with_subject()
    return sorted(citations, key=lambda citation: (natural(citation.locator), citation.pk))


@dataclass(frozen=True)
class Mark:
    """A figure at a fact: the number of its note, and the paragraph.

    Where the source contradicts the fact, its own reading, in its language.
    """

    number: int
    locator: str
    differing_reading: str = ""
    language: str = ""


@dataclass
class Note:
    """What the margin says: one source, one way of knowing, all paragraphs that go by it."""

    number: int
    source: Source
    basis: str
    reasoning: str
    differing_reading: str
    locators: list[str] = field(default_factory=list)
    # Of a differing reading: the record and the fact that are published, and who says so.
    disputed: tuple = ()
    upheld_by: list[Mark] = field(default_factory=list)

    @property
    def paragraphs(self) -> str:
        """ "§3, §8", in the order of the source."""
        return ", ".join(sorted(filter(None, self.locators), key=natural))

    @property
    def basis_label(self) -> str:
        return "" if self.basis == Basis.STATED else Basis(self.basis).label


class Footnotes:
    """The notes of one page, numbered in the order in which its facts call for them."""

    def __init__(self):
        self.notes: dict[tuple, Note] = {}
        self.shown = 0

    def marks(self, subject, fact: str = "") -> list[Mark]:
        citations = citations_for(subject, fact)
        marks = [self.mark(citation) for citation in citations]
        for citation in citations:
            if citation.differing_reading and not (note := self.note_of(citation)).disputed:
                note.disputed = (subject, fact)
                note.upheld_by = self.upheld(subject, fact)
        return marks

    def differing(self, subject, fact: str) -> list[Mark]:
        """Only the figures of sources that contradict this very fact, not the record as a whole."""
        if all(citation.field != fact for citation in subject.cited):
            return []
        return [mark for mark in self.marks(subject, fact) if mark.differing_reading]

    def upheld(self, subject, fact: str) -> list[Mark]:
        """Who says what is published: of the fact, else of the whole record."""
        for name in (fact, ""):
            said = [c for c in citations_for(subject, name) if not c.differing_reading]
            if said:
                return [self.mark(citation) for citation in said]
        return []

    def note_of(self, citation) -> Note:
        return self.notes[self.key(citation)]

    @staticmethod
    def key(citation) -> tuple:
        return (citation.source_id, citation.basis, citation.note, citation.differing_reading)

    def mark(self, citation) -> Mark:
        key = self.key(citation)
        if key not in self.notes:
            self.notes[key] = Note(
                len(self.notes) + 1,
                citation.source,
                citation.basis,
                citation.note,
                citation.differing_reading,
            )
        note = self.notes[key]
        if citation.locator not in note.locators:
            note.locators.append(citation.locator)
        language = citation.source.language if citation.differing_reading else ""
        return Mark(note.number, citation.locator, citation.differing_reading, language)

    def take(self) -> list[Note]:
        """The notes called for since the last take: a section prints its own."""
        new = list(self.notes.values())[self.shown :]
        self.shown = len(self.notes)
        return new
