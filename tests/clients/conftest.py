"""The served site, its feeds, and the programs that read them; `make clients` installs those.

A test skips, loudly, where its program is not on the machine.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.served import Site, new_site

HERE = Path(__file__).parent
# Beside the repository: they name real people and are not ours to keep.
FOSDEM = Path(settings.BASE_DIR).parent / "shared" / "schedules" / "fosdem-2025.xml"
WEEK = "/events/eschtechweek-2025"
FEEDS = {
    "eclor": "/events/eclor-2019.ics",
    "entretien": "/events/entretien-lorntech.ics",  # nothing of it has a date
    "week": f"{WEEK}.ics",
    "teens": "/events/tnteens-2025.ics",
    "spring": "/events/ict-spring-2019.ics",
    "neighbours": "/events/get2know-your-neighbours-2019.ics",
    "fablab": "/events/inauguration-fablab-2016.ics",
    "day": f"{WEEK}/2025-04-02.ics",
    "session": f"{WEEK}/sessions/accueil.ics",
    "person": "/speakers/diego-de-biasio.ics",
    "organisation": "/organisations/technoport.ics",
    "panels": "/panels.ics",
    "editions": "/events.ics",
    "filtered": "/sessions.ics?topic=start-ups&kind=round_table",
    "empty": "/sessions.ics?topic=start-ups&role=moderator",
    "favourites": "/sessions.ics?id=r4jcph",
    "nights": "/sessions.ics?edition=nights-0,nights-1,nights-2,nights-3",
    "hostile": "/events/hostile.ics",
    "fosdem": "/events/fosdem-2025.ics",
    "all": "/sessions.ics",
}


def here(name: str) -> bool:
    """Whether this feed can be had: FOSDEM's programme is not in the repository."""
    return FOSDEM.exists() or name != "fosdem"


def skip_without_fosdem(name: str):
    if not here(name):
        pytest.skip(f"FOSDEM's programme is not here: {FOSDEM.name} beside the repository")


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    """A served site with all that the articles say, FOSDEM 2025, and what is unusual."""
    site = new_site(tmp_path_factory.mktemp("served"))
    site.manage("seed", "--verbosity=0")
    if FOSDEM.exists():
        site.manage("import_schedule", FOSDEM, "--edition=fosdem-2025", "--verbosity=0")
    site.run("from tests.clients.unusual import make; make()")
    with site.served():
        yield site


@pytest.fixture(scope="session")
def feeds(site, tmp_path_factory) -> dict[str, Path]:
    """Each feed as it came over HTTP, in a file."""
    folder = tmp_path_factory.mktemp("feeds")
    files = {name: folder / f"{name}.ics" for name in FEEDS if here(name)}
    for name, file in files.items():
        with urlopen(site.address + FEEDS[name], timeout=60) as answer:  # noqa: S310 - our own
            assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
            file.write_bytes(answer.read())
    return files


def run(*command, folder=HERE) -> str:
    """What the program prints; it must succeed."""
    done = subprocess.run(  # noqa: S603 - programs we chose, on files we wrote
        list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=120,
        stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def beside_python(name: str) -> Path:
    program = Path(sys.executable).parent / name
    if not program.exists():
        pytest.skip(f"{name} is not installed (make clients)")
    return program


@pytest.fixture(scope="session")
def khal_program():
    return beside_python("khal")


@pytest.fixture(scope="session")
def vdirsyncer_program():
    return beside_python("vdirsyncer")


@pytest.fixture(scope="session")
def libical_program():
    """Debian's Python: what makes libical known to it is not on PyPI."""
    python = "/usr/bin/python3"
    load = "import gi; gi.require_version('ICalGLib', '3.0')"
    if (
        not shutil.which(python)
        or subprocess.run(  # noqa: S603 - fixed above
            [python, "-c", load], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("libical is not installed (Debian: apt install gir1.2-ical-3.0 python3-gi)")
    return (python, HERE / "read_with_libical.py")


@pytest.fixture(scope="session")
def ical_js_program():
    node = shutil.which("node") or shutil.which("nodejs")
    if not node or not (HERE / "node_modules" / "ical.js").is_dir():
        pytest.skip("ical.js is not installed (make clients; Debian: apt install nodejs npm)")
    return (node, HERE / "read_with_ical_js.mjs")


def read_all(program, feeds) -> dict[str, dict]:
    told = json.loads(run(*program, *feeds.values()))
    return {name: told[str(file)] for name, file in feeds.items()}


@pytest.fixture(scope="session")
def libical(libical_program, feeds):
    """{feed: its errors and events} as libical reads them."""
    return read_all(libical_program, feeds)


@pytest.fixture(scope="session")
def ical_js(ical_js_program, feeds):
    return read_all(ical_js_program, feeds)
