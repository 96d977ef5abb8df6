"""What is wrong with a page's looks as far as a machine can tell: see looks.js.

Text that overlaps, is cut or leaves the page, a sideways scroll, a box with nothing in it.
"""

from pathlib import Path

FAULTS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")


def faults(page) -> list[str]:
    """Of the page as it stands in its window, from top to bottom."""
    return page.evaluate(FAULTS)
