"""`make bench-phone`: how soon a programme is there on a slow telephone, as Chromium tells.

Served as in production; CPU 4 times slower, 1.6 Mbit/s, 150 ms to and fro, nothing kept from
before. With SCHEDULE=… (a frab file) also the longest day of that programme. The middle one of
five visits; figures in milliseconds and octets on the wire, and as JSON on the last line.
"""

import json
import os
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

import django
from playwright.sync_api import sync_playwright

from tests.chromium import MISSING, find_chromium

CPU_SLOWER, LATENCY, DOWN, UP = 4, 150, 1_600_000 / 8, 750_000 / 8
SETTLED = 2000  # a new window of Chromium loads menus of its own, which a telephone has long done
VISITS = 5
DAY = "/events/eschtechweek-2025/2025-04-02/"
OBSERVE = """
window.seen = {lcp: 0, cls: 0};
const observe = (type, tell) =>
  new PerformanceObserver(list => list.getEntries().forEach(tell)).observe({type, buffered: true});
observe("largest-contentful-paint", entry => { window.seen.lcp = entry.startTime; });
observe("layout-shift", entry => { if (!entry.hadRecentInput) window.seen.cls += entry.value; });
"""


def visit(browser, address) -> dict:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True
    )
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    octets: dict[str, int] = {}
    protocol.on(
        "Network.loadingFinished", lambda e: octets.update({e["requestId"]: e["encodedDataLength"]})
    )
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP,
    })  # fmt: skip
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
    page.add_init_script(OBSERVE)
    page.wait_for_timeout(SETTLED)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(1500)
    seen = page.evaluate("window.seen")
    waited = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    context.close()
    return {
        "lcp": seen["lcp"], "cls": seen["cls"], "first_byte": waited,
        "octets": sum(octets.values()), "requests": len(octets),
    }  # fmt: skip


def measure(browser, address) -> dict:
    visits = [visit(browser, address) for _ in range(VISITS)]
    return {name: round(statistics.median(v[name] for v in visits), 3) for name in visits[0]}


def longest_day(base) -> str:
    sessions, address = [], f"{base}/sessions.json?edition=long"
    while address:
        with urlopen(address) as answer:  # noqa: S310 - our own server
            document = json.load(answer)
        sessions += document["results"]
        address = document["next"]
    [(date, _count)] = Counter(session["day"]["date"] for session in sessions).most_common(1)
    return f"/events/long/{date}/"


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.served import new_site

    schedule = os.environ.get("SCHEDULE")
    chromium = find_chromium() or sys.exit(MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = new_site(Path(folder))
        site.manage("seed", "--verbosity=0")
        site.manage("collectstatic", "--noinput", "--verbosity=0", "--ignore=*admin")
        if schedule:
            site.manage("import_schedule", schedule, "--edition", "long", "--verbosity=0")
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        with site.served() as base:
            days = [DAY, *([longest_day(base)] if schedule else [])]
            figures = {day: measure(browser, base + day) for day in days}
        browser.close()
    for day, told in figures.items():
        sys.stdout.write(f"{day}\n" + "".join(f"  {n:12}{v:>12}\n" for n, v in told.items()))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
