"""`make screenshots`: each kind of page, narrow and wide, light and dark, and in print.

The site is served as in production, with the programmes of the five articles; the pictures are
for looking at, in `screenshots/`, which git ignores. Ends with an error if a page has a fault that
a machine can see (tests/looks.py). Makes the README's two pictures too.
"""

import io
import os
import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

import django
import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.chromium import MISSING, find_chromium
from tests.looks import faults

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "screenshots"
WEEK = "/events/eschtechweek-2025/"
LONG_DAY = "/events/salon/2025-02-01/"
DAY = f"{WEEK}2025-04-02/"
PAGES = {
    "home": "/",
    "events": "/events/",
    "week": WEEK,
    "day": DAY,
    "day-empty": f"{WEEK}2025-04-05/",
    "session": f"{WEEK}sessions/l-ia-souveraine/",
    "panel": f"{WEEK}sessions/start-ups-accompagner-cooperer-grandir/",
    "panel-moderated": f"{WEEK}sessions/les-talents-a-l-heure-de-l-ia/",
    "corrections": "/corrections/",
    "people": "/speakers/",
    "person": "/speakers/diego-de-biasio/",
    "organisations": "/organisations/",
    "organisation": "/organisations/technoport/",
    "appearances": "/appearances/",
    "sessions": "/sessions/",
    "panels": "/panels/",
    "sources": "/sources/",
    "source": "/sources/techsense-eschtechweek/",
    "search": "/search/?q=esch",
    "nothing-found": "/search/?q=xyzzy",
    "no-session": "/sessions/?edition=eschtechweek-2025&kind=interview",
    "refused": "/sessions/?colour=red",
    "not-there": "/nowhere/",
    "offline": "/offline/",
    "day-german": f"/de{DAY}",
    "day-long": LONG_DAY,
    "changes": "/events/revue/changes/",
    "panel-of-twenty": "/events/salon/sessions/vingt/",
    "home-now": "/?now=2025-02-01T09:40",
}
# An invented conference: none of the articles has a day in many rooms, or changed.
CONFERENCE = """
from tests.browser.accessibility.kinds import make_changes
from tests.events.conference import make_conference, make_crowd
make_changes()
make_crowd(make_conference(rooms=18, slots=14))
"""
PRINTED = ["week", "day", "day-long", "panel-moderated", "person", "appearances"]
README = [("day", "light", 1280, "body"), ("panel-moderated", "dark", 390, ".record")]
SCHEMES = ["light", "dark"]
WIDTHS = {390: 844, 1280: 800}
A4 = {"format": "A4", "prefer_css_page_size": True}
CODES = "nodes => nodes.map(node => node.dataset.code).filter((_, at) => at % 4 === 1).join()"


def own_programme(page) -> str:
    page.goto(DAY)
    return f"/sessions/?id={page.locator('.stop .fav').evaluate_all(CODES)}"


def photograph(browser, address) -> list[str]:
    """Takes all pictures; returns the faults, each with the name of its picture."""
    found = []
    for scheme, (width, height) in product(SCHEMES, WIDTHS.items()):
        context = browser.new_context(
            base_url=address, locale="fr-FR", color_scheme=scheme, service_workers="block",
            viewport={"width": width, "height": height},
        )  # fmt: skip
        page = context.new_page()
        for name, path in {**PAGES, "own-programme": own_programme(page)}.items():
            page.goto(path, wait_until="networkidle")
            picture = f"{name}-{width}-{scheme}"
            page.screenshot(path=FOLDER / f"{picture}.png", full_page=True)
            found += [f"{picture}: {fault}" for fault in faults(page)]
        context.close()
    return found


def print_out(browser, address):
    page = browser.new_page(base_url=address, color_scheme="dark", locale="fr-FR")
    for name in PRINTED:
        page.goto(PAGES[name], wait_until="networkidle")
        for number, sheet in enumerate(pypdfium2.PdfDocument(page.pdf(**A4)), start=1):
            sheet.render(scale=1.5).to_pil().save(FOLDER / f"{name}-print-{number}.png")


def illustrate_readme(browser, address):
    """Two windows, in few enough colours to be small."""
    for name, scheme, width, seen in README:
        page = browser.new_page(
            base_url=address, locale="fr-FR", color_scheme=scheme, reduced_motion="reduce",
            viewport={"width": width, "height": WIDTHS[width]},
        )  # fmt: skip
        page.goto(PAGES[name], wait_until="networkidle")
        page.locator(seen).evaluate("node => node.scrollIntoView({block: 'start'})")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(160)
        picture.save(ROOT / "docs" / "screenshots" / f"{name}.png", optimize=True)


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.served import new_site

    chromium = find_chromium() or sys.exit(MISSING)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = new_site(Path(folder))
        site.manage("seed", "--verbosity=0")
        site.run(CONFERENCE)
        site.manage("collectstatic", "--noinput", "--verbosity=0", "--ignore=*admin")
        with site.served() as address:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            found = photograph(browser, address)
            print_out(browser, address)
            illustrate_readme(browser, address)
    taken = len(list(FOLDER.iterdir()))
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.stdout.write(f"{taken} pictures in {FOLDER.name}/, {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
