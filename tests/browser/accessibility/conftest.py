"""The served site with a page of every kind (kinds.py), and axe-core (`make clients`)."""

import json
import os
from pathlib import Path

import pytest

from tests.browser.accessibility.kinds import ERRORS
from tests.browser.accessibility.results import Results
from tests.served import new_site

AXE = Path(__file__).parent / "node_modules" / "axe-core"


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory):
    """Its address: a server with every article's programme and what `make` adds."""
    site = new_site(tmp_path_factory.mktemp("whole"))
    site.manage("seed", "--verbosity=0")
    site.run("from tests.browser.accessibility.kinds import make; make()")
    site.manage(
        "collectstatic", "--noinput", "--verbosity=0", "--ignore=admin", "--ignore=nested_admin"
    )
    # A hundred visitors, none of whom leaves with a copy of the programme.
    with site.served(OFFLINE_COPIES="0") as address:
        yield address


@pytest.fixture
def site(whole_site):
    """What counts as one's own site in these tests (../conftest.py)."""
    return whole_site


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, whole_site):
    """Where `page.goto("/")` leads; other browser tests of this run have another site."""
    return {**browser_context_args, "base_url": whole_site}


@pytest.fixture
def expected_complaints():
    """The pages that are errors are visited too."""
    return list(ERRORS)


@pytest.fixture(scope="session")
def axe() -> str:
    """The script that looks at a page."""
    script = AXE / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is not installed (make clients; Debian: apt install nodejs npm)")
    return script.read_text()


@pytest.fixture(scope="session")
def results(axe, browser):
    """What axe says; `make accessibility` keeps it for visitors, good or bad."""
    results = Results()
    yield results
    if path := os.environ.get("KEEP_RESULTS"):
        version = json.loads((AXE / "package.json").read_text())["version"]
        results.keep(path, axe=version, browser=f"Chromium {browser.version.partition('.')[0]}")
