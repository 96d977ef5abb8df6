"""Where a name answers to what was asked: the parts that a page marks."""

from search.asking import Asked, Reading
from search.normalise import ELISION, SPELLED_OUT, WRITTEN, fold, written_words
from search.rating import likeness


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


def answering(asked: Asked, written: str) -> tuple[int, int] | None:
    """The letters of a word that somebody typed; all of them where there is a typo."""
    for start in (0, *(elided.end() for elided in ELISION.finditer(written))):
        for typed in asked.spellings:
            if letters := beginning(written[start:], typed):
                return start, start + letters
    if len(asked.word) > 1 and any(
        likeness(asked, spelling) for word in written_words(written) for spelling in word.spellings
    ):
        return 0, len(written)
    return None


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
