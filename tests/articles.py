"""The texts that fixtures are taken from, and what a fixture is compared with in them."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FIXTURES = sorted((ROOT / "fixtures").glob("*.json"))
# Beside the repository: the texts are under copyright and not ours to keep.
FOLDER = ROOT.parent / "shared" / "sources"
FILES = {
    "techsense-eschtechweek": "000_862581a4efbd6538.txt",
    "paperjam-ict-spring": "001_664bd0ec73c74672.txt",
    "itnation-fablab": "002_c4bbe185006da6c3.txt",
    "actu88-lorntech": "003_6f7fb17fdf79fc3b.txt",
    "institut-gr-eclor": "004_c75cfb803bf26b6d.txt",
}

needed = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the articles are not here: {FOLDER} does not exist"
)


def plain(text: str) -> str:
    """`text` with one kind of apostrophe and single plain spaces."""
    return " ".join(text.replace("’", "'").split())


@cache
def paragraphs(slug: str) -> dict[int, str]:
    """The non-blank lines of an article, counted from 1."""
    lines = (FOLDER / FILES[slug]).read_text(encoding="utf-8").split("\n")
    return dict(enumerate((plain(line) for line in lines if line.strip()), start=1))


def cited_numbers(locator: str) -> list[int]:
    """ "§4, §6–8" → 4, 6, 7, 8."""
    numbers = []
    for first, last in re.findall(r"(\d+)(?:\s*[-–]\s*§?(\d+))?", locator):
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def whole(slug: str) -> str:
    return " ".join(paragraphs(slug).values())


def cited_texts(citations) -> list[str]:
    """What the citations point at: paragraphs, or a whole article where no place is named."""
    texts = []
    for citation in citations:
        slug = citation.source.slug
        numbers = cited_numbers(citation.locator)
        texts += [paragraphs(slug)[number] for number in numbers] or [whole(slug)]
    return texts


def cited_articles(citations) -> list[str]:
    return [whole(slug) for slug in {citation.source.slug for citation in citations}]
