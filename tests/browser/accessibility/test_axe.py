"""axe-core before one page of every kind, in light and dark, at the widths people have."""

import pytest

from tests.browser.accessibility.kinds import KINDS, STATUS
from tests.matrix import WHOLE

LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (320, 390, 768, 1280)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (rules) => {
  const resultTypes = ["violations", "incomplete"];
  const found = await axe.run(document, {runOnly: rules, resultTypes});
  const short = (results) => results.map(({id, help, tags, nodes}) => (
    {rule: id, help, tags, nodes: nodes.map((node) => node.html.slice(0, 200))}));
  return {violations: short(found.violations), incomplete: short(found.incomplete),
    passes: found.passes.map(({id, tags}) => ({rule: id, tags}))};
}"""


def look(page):
    """What axe says of the page as it stands."""
    return page.evaluate(LOOK, RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(page, axe, results, kind):
    assert page.goto(KINDS[kind]).status == STATUS.get(kind, 200)
    page.evaluate(axe)
    # In `make test` each page is seen in one of the ways, the next one in the next.
    turn = list(KINDS).index(kind) % len(LOOKS)
    for scheme, width in LOOKS if WHOLE else [LOOKS[turn]]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        results.add(kind, width, scheme, look(page))
    assert results.findings_of(kind) == []


def test_axe_sees_what_is_wrong(page, axe):
    page.goto("/")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=data:,>')")
    page.evaluate(axe)
    assert [finding["rule"] for finding in look(page)["violations"]] == ["image-alt"]
