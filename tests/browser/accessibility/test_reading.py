"""Every page as people set it up for themselves: larger, wider set, narrower, calmer, in their own
colours (WCAG 1.4.4, 1.4.10, 1.4.12, 2.3.3)."""

import pytest

from tests.browser.accessibility.kinds import KINDS
from tests.matrix import WHOLE
from tests.walk import WEDNESDAY

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Texts larger than the box that clips them; the drawn table is cropped on purpose.
CUT = """() => [...document.querySelectorAll("body *")].filter((node) => {
  const {display, overflowX, overflowY} = getComputedStyle(node);
  if (!node.innerText || display === "inline" || node.matches(":has(> svg.plan)")) return false;
  if (node.closest(".vh, svg, [aria-hidden=true]")) return false;
  return overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1
    || overflowY !== "visible" && node.scrollHeight > node.clientHeight + 1;
}).map((node) => node.className || node.localName)"""
# Lines of different texts that lie over one another by more than the slant of a letter.
OVERLAPS = """() => {
  const skipped = ".vh, .skip, svg, option, [aria-hidden=true]";
  const blocks = "h1, h2, h3, p, li, dt, dd, td, th";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || parent.closest(skipped) || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      const said = text.data.trim().slice(0, 40);
      lines.push({said, block: parent.closest(blocks) || parent, box});
    }
  }
  const over = (a, b) => a.block !== b.block
    && Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 3
    && Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 5;
  return lines.flatMap((one, at) => lines.slice(at + 1).filter((other) => over(one, other))
    .map((other) => `${one.said} / ${other.said}`));
}"""
# As a reader's own style sheet: all the spacing that WCAG asks a page to bear.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""


def faults(page):
    """What one would not see, or not see well, of the page as it stands."""
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true })")
    sideways, cut = page.evaluate(SIDEWAYS), page.evaluate(CUT)
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = false })")
    return [sideways, cut, page.evaluate(OVERLAPS)]


@pytest.fixture
def set_type(page):
    """Sets the size of type as a reader does in the browser: it is 16 by default."""
    chromium = page.context.new_cdp_session(page)
    return lambda size: chromium.send("Page.setFontSizes", {"fontSizes": {"standard": size}})


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_or_covered(page, set_type, kind):
    page.goto(KINDS[kind])
    found = {}

    def note(how, *widths):
        for width in widths if WHOLE else widths[:1]:
            page.set_viewport_size({"width": width, "height": 800})
            found[how, width] = faults(page)

    note("plain", 320, 640, 1280)  # 640: a window of 1280 at 200 %
    set_type(32)
    note("large text", 390, 1280)
    set_type(16)
    page.evaluate(SPACED)
    note("spaced text", 320, 1280)
    assert {where: said for where, said in found.items() if said != [0, [], []]} == {}


def test_what_is_cut_or_covered_is_seen(page):
    page.goto("/nowhere/")
    page.evaluate("""() => {
      const [code, text] = document.querySelectorAll(".errpage .code, .errpage div > p");
      Object.assign(code.style, {position: "absolute", insetInlineStart: "300px"});
      Object.assign(document.querySelector("h1").style, {blockSize: "10px", overflow: "hidden"});
      text.style.marginBlockEnd = "-6rem";
    }""")
    page.set_viewport_size({"width": 320, "height": 800})
    sideways, cut, covered = faults(page)
    assert sideways > 100
    assert cut == ["h1"]
    assert any("L’adresse" in pair for pair in covered)


def test_less_motion_is_less_motion(page):
    moving = """() => [...document.querySelectorAll("*")].map((node) => getComputedStyle(node))
      .filter((style) => style.scrollBehavior === "smooth"
        || parseFloat(style.transitionDuration) || parseFloat(style.animationDuration)).length"""
    page.goto(WEDNESDAY)
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(moving) == 1  # jumps within the page glide
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0


def test_imposed_colours_leave_every_sign(page):
    """Shadows and grounds are gone then: what they said is said otherwise."""
    ground = "node => getComputedStyle(node, {part}).backgroundColor"
    page.emulate_media(forced_colors="active")
    page.goto(WEDNESDAY)
    for current in page.locator("nav [aria-current]").all():
        assert current.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"
    known, unknown = (
        page.locator(stop).first.evaluate(ground.format(part="'::after'"))
        for stop in (".stop.known", ".stop:not(.known)")
    )
    assert known != unknown
    page.locator(".subscribe summary").click()
    assert page.locator(".qr").evaluate(ground.format(part="null")) == "rgb(255, 255, 255)"
