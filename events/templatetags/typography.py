"""French typography for what the sources and the editors wrote; dates that do not break.

Only spaces that are there are changed: a title is the source's, and one in another language keeps
its own rules. Dates, hours and signs of the interface follow the language of the page.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext

from search.asking import Reading
from search.marking import marked_parts

register = template.Library()

NO_BREAK = "\u00a0"
NARROW = "\u202f"
JOINER = "\u2060"

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
UNTOUCHED = re.compile(r"(<[^>]*>|\b(?:https?://|www\.)\S+|\S+@\S+\.\w+)")
GUILLEMETS = re.compile(r"«\s*([^«»]*?)\s*»")
RULES = [
    (re.compile(r"(?<=\w)'(?=[\w«<])"), "’"),
    (re.compile(r"\s+(?=[;!?])"), NARROW),
    (re.compile(r"\s+:(?!\S)"), f"{NO_BREAK}:"),
    (re.compile(r"\b([01]?\d|2[0-4])\s*h\s*([0-5]\d)\b"), rf"\1{NO_BREAK}h{NO_BREAK}\2"),
    (re.compile(r"\b([01]?\d|2[0-4])\s+h\b"), rf"\1{NO_BREAK}h"),
    (re.compile(r"(§+)\s*(?=\d)"), rf"\1{NO_BREAK}"),
    (re.compile(rf"(§{NO_BREAK}\d+){JOINER}?([–-]){JOINER}?(?=\d)"), rf"\1{JOINER}\2{JOINER}"),
    (re.compile(rf"\b(\d{{1,2}}|1er)\s+(?=(?:{MONTHS})\b)"), rf"\1{NO_BREAK}"),
    (re.compile(rf"\b({MONTHS})\s+(?=\[?\d{{4}}\b)"), rf"\1{NO_BREAK}"),
]

SPACE_BEFORE = {":": NO_BREAK, ";": NARROW}

KEPT_WITH_NEXT = frozenset(
    ["«", "à", "au", "aux", "de", "des", "du", "en", "et", "la", "le", "les"]
)
KEPT_WITH_PREVIOUS = frozenset("»:;!?")
MOST_POSTER_LINES = 3
MOST_KEPT = 200  # letters


@register.filter
def typo(value: object) -> SafeString:
    """No-break spaces and curly apostrophes; markup and addresses stay as they are.

    Escapes what is not marked safe.
    """
    text = spaced(str(value))
    if isinstance(value, SafeData):
        return mark_safe(text)  # noqa: S308, it was safe, and the rules add neither tags nor entities
    return conditional_escape(text)


def spaced(text: str) -> str:
    """Titles and names come again, on this page and on others: once is enough for those."""
    return _spaced_once(text) if len(text) <= MOST_KEPT else _spaced(text)


def _spaced(text: str) -> str:
    parts = UNTOUCHED.split(GUILLEMETS.sub(rf"«{NARROW}\1{NARROW}»", text))
    parts[::2] = [_french(part) for part in parts[::2]]
    return "".join(parts)


_spaced_once = lru_cache(maxsize=8192)(_spaced)


@register.filter
def marked(text: str, reading: Reading) -> SafeString:
    """`typo`, with what answers to a search marked."""
    parts = ((escape(part), hit) for part, hit in marked_parts(spaced(text), reading))
    marked = "".join(f"<mark>{part}</mark>" if hit else part for part, hit in parts)
    return mark_safe(marked)  # noqa: S308, each part is escaped


@register.simple_tag
def lang(language=settings.LANGUAGE_CODE) -> str:
    """The `lang` of what stands in another language than the page; editors write in French."""
    return format_html(' lang="{}"', language) if language != get_language() else ""


@register.simple_tag
def sign(mark: str) -> str:
    """A colon or semicolon between two parts, with the space that French puts before it."""
    return SPACE_BEFORE[mark] + mark if get_language() == "fr" else mark


@register.simple_tag(name="plural")
def counted(count: int, one: str, many: str) -> str:
    """`{% plural n "séance" "séances" %}` → « 3 séances », « 0 séance »."""
    # The source's language has no catalogue, and without one zero is many, as in English.
    said = one if count == 0 and get_language() == "fr" else ngettext(one, many, count)
    return f"{count}{NO_BREAK}{said}"


@register.filter
def hour(moment) -> str:
    """« 9 h 45 », unbreakable; the moment is already in its edition's zone."""
    if not moment:
        return ""
    said = pgettext("hour and minutes", "%(hour)d h %(minute)02d")
    return (said % {"hour": moment.hour, "minute": moment.minute}).replace(" ", NO_BREAK)


def hour_alone(number: int) -> str:
    """« 9 h »"""
    return (pgettext("hour alone", "%d h") % number).replace(" ", NO_BREAK)


@register.filter
def ordinal_date(value: date | None) -> str:
    """« mercredi 2 avril 2025 », « mardi 1er avril 2025 »; "" for no date."""
    return long_date(value)


@register.filter
def long_date(value: date | None, basis: str = "stated") -> str:
    """The date in words, with what is inferred in square brackets.

    For `year_inferred` that is the year, and the whole date for any other basis than `stated`, so
    that nothing is shown as read by mistake.
    """
    if not value:
        return ""
    day, year = _day_and_month(value), date_format(value, "Y")
    if basis == "stated":
        return f"{day}{NO_BREAK}{year}"
    if basis == "year_inferred":
        return f"{day}{NO_BREAK}[{year}]"
    return f"[{day}{NO_BREAK}{year}]"


@register.filter
def frdate_html(value: date | None, basis: str = "stated") -> SafeString:
    """`long_date` with a raised « er »."""
    return raised(long_date(value, basis))


def raised(said: str) -> SafeString:
    parts = said.split("1er")
    return format_html_join(mark_safe("1<sup>er</sup>"), "{}", ((part,) for part in parts))


@register.filter
def day_number(value: date) -> SafeString:
    """The day apart from its month: « 2 », « 1ᵉʳ », "2." in German."""
    return raised(in_words(value, pgettext("day of the month", "j")))


def day_month(value: date) -> str:
    return in_words(value, pgettext("day and month", "j F"))


def in_words(value: date, pattern: str) -> str:
    """The date by one of Django's patterns; in French the first of a month is « 1er »."""
    if value.day == 1 and get_language() == "fr":
        pattern = pattern.replace("j", r"j\e\r")
    return date_format(value, pattern, use_l10n=False)


@dataclass(frozen=True, slots=True)
class PosterTitle:
    """A title in large type: its lines, and the class of the size in which the longest one fits."""

    lines: tuple[str, ...]
    size: str


@register.filter
def poster(title: str) -> PosterTitle:
    """The title over at most three lines, the longest as short as possible.

    Articles and prepositions stay with their noun.
    """
    words = _words_for_lines(title)
    candidates = [
        _joined(words, breaks)
        for count in range(min(MOST_POSTER_LINES, len(words)))
        for breaks in combinations(range(1, len(words)), count)
    ]
    lines = min(candidates, key=lambda lines: (max(map(len, lines)), len(lines)), default=())
    return PosterTitle(lines=lines, size=_poster_size(max(map(len, lines), default=0)))


def _french(text: str) -> str:
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def _day_and_month(value: date) -> str:
    return in_words(value, pgettext("weekday, day and month", "l j F")).replace(" ", NO_BREAK)


def _words_for_lines(title: str) -> list[str]:
    words: list[str] = []
    for word in title.split():
        previous = words[-1].split()[-1].lower() if words else ""
        if words and (previous in KEPT_WITH_NEXT or word in KEPT_WITH_PREVIOUS):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def _joined(words: list[str], breaks: tuple[int, ...]) -> tuple[str, ...]:
    edges = [0, *breaks, len(words)]
    return tuple(" ".join(words[start:end]) for start, end in pairwise(edges))


def _poster_size(longest: int) -> str:
    if longest <= 9:
        return "size-1"
    if longest <= 12:
        return "size-2"
    if longest <= 16:
        return "size-3"
    return "size-4"
