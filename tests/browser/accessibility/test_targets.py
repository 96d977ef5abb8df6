"""What a thumb goes for on a phone is 44 px high (DESIGN); axe sees to the 24 px of the rest."""

import pytest

from tests.browser.accessibility.kinds import KINDS

TARGETS = {
    "home": ".masthead nav a, .find:not([hidden]), .langs a, .wordmark, .search button, .days6 a",
    "edition": ".map a, .fold summary, .subscribe summary, .formats ul a, .bday li",
    "day": ".daytabs a, .subscribe summary, .fav, .stop h3 a:first-child, .turn a",
    "panel": ".daytabs a, .subscribe summary, .fav, .seats li, .turn a",
    "appearances-filtered": ".filters p > input, .filters button, .active a, .chips a, summary",
    "search-found": ".search button, .hits a",
    "missing": ".action",
}
LOW = """(wanted) => [...document.querySelectorAll(wanted)].filter((node) => node.checkVisibility())
  .map((node) => [node.className || node.localName, Math.max(
    ...[...node.getClientRects()].map((box) => Math.round(box.height)))])
  .filter(([name, height]) => height < 44)"""


@pytest.mark.parametrize("kind", TARGETS)
def test_what_thumbs_go_for_is_high_enough(page, kind):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(KINDS[kind])
    for target in TARGETS[kind].split(", "):
        assert page.locator(target).count() > 0, target
    assert page.evaluate(LOW, TARGETS[kind]) == []
