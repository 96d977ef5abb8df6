"""How a page is quoted: in the manner of three languages, and for BibTeX. Pure: words in, text out.

The date is that of what is shown, never that of the reader: two readers quote the same.
"""

import re
from dataclasses import dataclass
from datetime import date

NARROW, NO_BREAK = "\u202f", "\u00a0"
HOUSE = "Tableronde"
# What stands around a title, and around a quotation inside it.
OUTER = {"fr": (f"«{NARROW}", f"{NARROW}»"), "en": ("“", "”"), "de": ("„", "“")}
INNER = {"fr": ("“", "”"), "en": ("‘", "’"), "de": ("‚", "‘")}
MARK = re.compile(r"«\s*|\s*»|[“”„\"]")
SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
NOT_IN_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Work:
    """What is quoted. `state` says in words of which day what is shown is, or is ""."""

    title: str
    address: str
    state: str
    changed_on: date | None = None


def sentence(work: Work, language: str) -> str:
    """« Titre », Tableronde, état du 5 avril 2025, https://…"""
    told = [in_quotes(work.title, language), HOUSE, work.state, work.address]
    return ", ".join(filter(None, told))


def in_quotes(title: str, language: str) -> str:
    """Each mark by itself: what is opened inside another quotation, or never closed, is too."""
    start, end = OUTER[language]
    return start + MARK.sub(lambda match: INNER[language][closes(match)], one_line(title)) + end


def closes(match: re.Match) -> bool:
    before, mark = match.string[: match.start()], match[0].strip()
    if mark == "“":  # ends what the low mark of German begins, else begins
        return before.count("„") > before.count("“")
    if mark == '"':
        return bool(before) and not before[-1].isspace() and before[-1] not in "([«“„"
    return mark in "»”"


def bibtex(work: Work, path: str) -> str:
    """An entry whose key is the page's own path: it stays when the title is corrected."""
    fields = {"title": f"{{{escaped(work.title)}}}", "author": f"{{{HOUSE}}}"}
    if work.changed_on:
        fields["year"] = f"{work.changed_on:%Y}"
        fields["month"] = str(work.changed_on.month)
        fields["day"] = str(work.changed_on.day)
    fields["note"] = escaped(work.state)
    # Read word for word: what an address may not hold is written in per cent.
    fields["url"] = work.address.replace("{", "%7B").replace("}", "%7D")
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key(path)},", *lines, "}"])


def key(path: str) -> str:
    return "-".join(filter(None, [HOUSE.lower(), NOT_IN_KEY.sub("-", path.lower()).strip("-")]))


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split(" "))


def escaped(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in one_line(text))
