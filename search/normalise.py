"""How words are compared: the same folding for what is stored and for what is asked.

Done in Python only, so that SQLite and PostgreSQL find and sort alike.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.db import models

# Letters that no Unicode decomposition splits.
UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
WORD = re.compile(r"[^\W_]+")
# As written: with its apostrophes, since « l’IA » is one word to fold, and « IA » another to find.
WRITTEN = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
ELISION = re.compile(r"['’ʼ`´]")
# The second spelling: folding "ue" to "u" as well would destroy letters that were typed.
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
     "Ø": "Oe", "Å": "Aa"}
)  # fmt: skip
LONGEST = 60


def fold(text: str) -> str:
    """`text` without case, accents and apostrophes: "Œuvre d’Élise" → "oeuvre delise"."""
    # Twice without case: "Acme™" decomposes into capitals.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate(UNDECOMPOSED).translate(APOSTROPHES)


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return WORD.findall(fold(text))


@dataclass(frozen=True)
class Word:
    """A word as written, and the folded spellings it is found by."""

    written: str
    spellings: tuple[str, ...]

    @property
    def folded(self) -> str:
        return self.spellings[0]


def written_words(text: str) -> list[Word]:
    """The words of `text` with their spellings: "Müller" is "muller" and "mueller"."""
    found = WRITTEN.findall(unicodedata.normalize("NFC", text))
    return [Word(written, spelled) for written in found if (spelled := spellings(written))]


# The same words stand in text after text.
@lru_cache(maxsize=20_000)
def spellings(written: str) -> tuple[str, ...]:
    """What a single word is found by."""
    variants = [written, written.translate(SPELLED_OUT), *ELISION.split(written)[1:]]
    spelled = dict.fromkeys("".join(words(variant))[:LONGEST] for variant in variants)
    return tuple(filter(None, spelled))


class FoldedField(models.CharField):
    """The folded words of another field of the row, kept beside it for sorting and matching.

    Written at every `save()` and `bulk_create()`; a fixture or `update()` gives it itself.
    """

    def __init__(self, *args, source: str, **kwargs):
        self.source = source
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        folded = " ".join(words(getattr(model_instance, self.source) or ""))
        setattr(model_instance, self.attname, folded)
        return folded
