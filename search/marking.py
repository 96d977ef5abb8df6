"""Where a name or a text answers to what was asked: the parts that a page marks."""

import re

from search.asking import Asked, Reading
from search.documents import HYPHENATED
from search.normalise import ELISION, SPELLED_OUT, WRITTEN, fold, spellings, words
from search.rating import likeness

# Of a text as much is quoted, with as much before the word that answers.
QUOTED, BEFORE = 150, 50
SPACES = re.compile(r"\s+")


def marked_parts(text: str, reading: Reading) -> list[tuple[str, bool]]:
    """`text` in parts, each with whether it answers."""
    parts, end = [], 0
    for found in WRITTEN.finditer(text):
        spans = [span for asked in reading if (span := answering(asked, found.group()))]
        if spans:
            start, stop = max(spans, key=lambda span: span[1] - span[0])
            start, stop = found.start() + start, found.start() + stop
            parts += [(text[end:start], False), (text[start:stop], True)]
            end = stop
    return [part for part in (*parts, (text[end:], False)) if part[0]]


def excerpt(texts: list[str], reading: Reading) -> str:
    """Of the text that most words of the question are in, what stands around the longest."""
    best, rarest = "", None
    for text in texts:
        said = {asked: at for asked in reading if (at := place_of(asked, text)) is not None}
        if said and (rarest is None or len(said) > rarest[0]):
            rarest = len(said), said[max(said, key=lambda asked: len(asked.word))]
            best = text
    return around(best, rarest[1]) if rarest else ""


def place_of(asked: Asked, text: str) -> int | None:
    for found in WRITTEN.finditer(text):
        if is_like(asked, found.group()):
            return found.start()
    for found in HYPHENATED.finditer(text):
        if "".join(words(found.group())).startswith(asked.spellings):
            return found.start()
    return None


def around(text: str, at: int) -> str:
    """As much of `text` as is quoted, cut between words."""
    start = 0
    if at > BEFORE and len(text) > QUOTED:
        start = at - BEFORE
        start += re.match(r"\S*\s*", text[start:at]).end()
    quoted = text[start : start + QUOTED]
    if start + QUOTED < len(text):
        quoted = quoted.rpartition(" ")[0] or quoted
    cut = "… " if start else "", " …" if start + len(quoted) < len(text) else ""
    return cut[0] + SPACES.sub(" ", quoted).strip() + cut[1]


def words_meant(text: str, reading: Reading) -> list[str]:
    """Of each word of the question, the one of `text` that it was found to mean, as written."""
    return [
        next((word for word in WRITTEN.findall(text) if is_like(asked, word)), asked.word)
        for asked in reading
    ]


def answering(asked: Asked, written: str) -> tuple[int, int] | None:
    """The letters of a word that somebody typed; all of them where there is a typo."""
    if not is_like(asked, written):
        return None
    for start in (0, *(elided.end() for elided in ELISION.finditer(written))):
        for typed in asked.spellings:
            if letters := beginning(written[start:], typed):
                return start, start + letters
    return (0, len(written)) if len(asked.word) > 1 else None


def is_like(asked: Asked, written: str) -> bool:
    return any(likeness(asked, spelling) for spelling in spellings(written))


def beginning(written: str, typed: str) -> int:
    """How many letters of `written` fold to `typed`, whole ones: "œ" is two; 0 for none."""
    for spelled in (written, written.translate(SPELLED_OUT)):
        if fold(spelled).startswith(typed):
            break
    else:
        return 0
    out = spelled is not written
    for letters in range(1, len(written)):
        part = written[:letters]
        if len(fold(part.translate(SPELLED_OUT) if out else part)) >= len(typed):
            return letters
    return len(written)
