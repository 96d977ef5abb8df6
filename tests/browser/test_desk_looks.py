"""The organiser's pages: nothing sideways, and nothing serious that axe sees in what is ours."""

import pytest
from django.urls import reverse

from events.models import Edition, Session
from speakers.models import Speaker
from tests.accounts import organiser_of, superuser
from tests.browser.accessibility.conftest import AXE
from tests.events.admin_forms import address, fields
from tests.events.releases.programme import make_programme
from tests.factories import make_speaker

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Select2 is Django's; so is the column of a row's own name.
SERIOUS = """async (rules) => {
  const found = await axe.run({exclude: [[".select2-container"]]},
    {runOnly: rules, resultTypes: ["violations"]});
  return found.violations.filter(({impact}) => ["serious", "critical"].includes(impact))
    .map(({id, nodes}) => [id, nodes[0].html.slice(0, 200)]);
}"""


def pages(edition: Edition, session: Session, pair: list[Speaker]) -> dict[str, str]:
    def of(page: str, *args) -> str:
        return reverse(f"admin:events_edition_{page}", args=args or [edition.pk])

    return {
        of("programme"): 390,
        of("board"): 1280,
        of("acts"): 390,
        of("changes"): 1280,
        of("import"): 390,
        address(session): 1280,
        address(session, "history"): 390,
        reverse("admin:speakers_speaker_merge", args=[one.pk for one in pair]): 1280,
    }


@pytest.mark.django_db(transaction=True)
def test_pages_of_the_desk(page, site, expected_complaints):
    # Of axe itself, which tries style sheets out.
    expected_complaints += ["Applying inline style", "Couldn't load preload assets"]
    script = AXE / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is not installed (make clients)")
    edition = make_programme()
    session = Session.objects.get(slug="table")
    anne = organiser_of(edition, name="anne")
    anne.post(address(session), fields(anne, address(session)) | {"title": "Table longue"})
    pair = [make_speaker(name) for name in ("Ada Muster", "Ada Mustter")]
    cookie = superuser().cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])

    found = {}
    for path, width in pages(edition, session, pair).items():
        page.set_viewport_size({"width": width, "height": 800})
        assert page.goto(path).status == 200
        page.evaluate(script.read_text())
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        if serious := page.evaluate(SERIOUS, RULES):
            found[path] = serious
    assert found == {}
