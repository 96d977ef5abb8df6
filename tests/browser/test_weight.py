"""What a first visit costs: the real server, with static files hashed and compressed."""

import pytest

from tests.served import new_site
from tests.walk import FIXTURE, WEDNESDAY, WEEK

KILOBYTE = 1000


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a real server with a database and static files of its own."""
    site = new_site(tmp_path_factory.mktemp("served"))
    site.manage("loaddata", FIXTURE, "--verbosity=0")
    # The public pages have nothing of the admin's, which is most of what there is.
    site.manage(
        "collectstatic", "--noinput", "--verbosity=0", "--ignore=admin", "--ignore=nested_admin"
    )
    with site.served() as address:
        yield address


@pytest.fixture
def site(served):
    """What counts as one's own site in these tests (conftest.py)."""
    return served


def first_visit(page, address):
    """(address, octets over the wire, media type) of all that a browser without a cache loads."""
    received, octets = {}, {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on("Network.responseReceived", lambda event: received.update({event["requestId"]: event}))
    wire.on("Network.loadingFinished", lambda event: octets.update(
        {event["requestId"]: event["encodedDataLength"]}))  # fmt: skip
    page.goto(address, wait_until="networkidle")
    return [
        (event["response"]["url"], octets[key], event["type"]) for key, event in received.items()
    ]


@pytest.mark.parametrize("address", ["/", WEEK, WEDNESDAY, "/speakers/diego-de-biasio/"])
def test_a_first_view_is_light(page, served, address):
    loaded = first_visit(page, served + address)
    assert len(loaded) <= 6, loaded
    assert sum(octets for _, octets, _ in loaded) <= 60 * KILOBYTE, loaded
    assert sum(octets for _, octets, kind in loaded if kind == "Script") <= 20 * KILOBYTE, loaded
    assert [kind for _, _, kind in loaded].count("Document") == 1


def test_all_that_a_page_loads_is_compressed_and_kept_for_good(page, served):
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(served + WEDNESDAY, wait_until="networkidle")
    assert answers[0].headers["content-encoding"] == "br"
    static = [answer for answer in answers if "/static/" in answer.url]
    assert {answer.request.resource_type for answer in static} >= {"stylesheet", "script", "font"}
    for answer in static:
        assert "immutable" in answer.headers["cache-control"], answer.url
        if answer.request.resource_type in {"stylesheet", "script"}:
            assert answer.headers["content-encoding"] in {"br", "gzip"}, answer.url
