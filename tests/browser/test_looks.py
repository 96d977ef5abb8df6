"""No page has a fault in its looks that a machine can see; `make screenshots` asks more pages."""

import pytest

from tests.events.conference import PAGE, make_conference, make_crowd
from tests.looks import faults
from tests.walk import load_eschtechweek

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
PAGES = [
    "/",
    "/events/",
    "/events/eschtechweek-2025/",
    "/events/eschtechweek-2025/2025-04-02/",
    "/events/eschtechweek-2025/sessions/les-talents-a-l-heure-de-l-ia/",
    "/speakers/",
    "/speakers/antonio-carlos-albuquerque/",
    "/organisations/ville-desch-sur-alzette/",
    "/appearances/",
    "/appearances/with/",
    "/sources/techsense-eschtechweek/",
    "/search/?q=esch",
    "/nowhere/",
    "/offline/",
]


@pytest.mark.parametrize("window", [NARROW, WIDE], ids=["narrow", "wide"])
def test_no_page_has_a_fault_that_a_machine_can_see(
    page, transactional_db, expected_complaints, window
):
    load_eschtechweek()
    expected_complaints.append("status of 404")
    page.set_viewport_size(window)
    found = {}
    for address in PAGES:
        page.goto(address)
        found[address] = faults(page)
    assert found == {address: [] for address in PAGES}


@pytest.mark.parametrize("window", [NARROW, WIDE], ids=["narrow", "wide"])
def test_a_crowd_has_no_fault_either(page, transactional_db, window):
    edition = make_conference(rooms=6, slots=8)
    table = make_crowd(edition)
    page.set_viewport_size(window)
    for address in (PAGE, table.get_absolute_url(), "/?now=2025-02-01T09:40"):
        page.goto(address)
        assert faults(page) == [], address
        if address == table.get_absolute_url():
            assert page.locator(".plan .in:visible").count() == 20
            assert page.locator(".plan .nm:visible").count() >= (20 if window == WIDE else 0)


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p>Une ligne</p>", None),
        ("<pre>" + "long " * 200 + "</pre>", "sideways"),
        ("<div class=cut><p>Coupé en deux</p></div>", "cut: Coupé en deux"),
        ("<p>Dessous</p><p class=up>Dessus</p>", "overlap: "),
        ("<p class=slim>Interopérabilité</p>", "broken: Interopérabilité"),
        ("<p class=slim>Inter\u00adopéra\u00adbilité</p>", None),
        ("<p>Dessous</p><svg class=up><circle r=40 cx=40 cy=40 /></svg>", "drawn over: Dessous"),
        ("<ul class=box></ul>", "empty: ul.box"),
        ("<ul class=box hidden></ul>", None),
        ("<svg><g class=none><text y=900>Caché</text></g></svg>", None),
    ],
)
def test_the_check_sees_what_it_should(browser, html, fault):
    page = browser.new_page()
    page.set_content(f"""<style>.cut {{ overflow: hidden; height: 8px }} .up {{ margin-top: -2em }}
        .slim {{ width: 4.5em; overflow-wrap: anywhere }} .box {{ border: 1px solid; height: 50px }}
        .none {{ display: none }}</style>
        <main>{html}</main>""")
    found = faults(page)
    page.close()
    assert bool(found) == bool(fault), found
    assert all(fault in one or "beyond the edge" in one for one in found), found
