"""/export/ and its files as they go over the wire."""

import pytest

from events.exports.derived import QUERIES, VIEWS
from events.exports.kit import SQLITE, current_kit
from events.exports.tables import TABLES
from tests.factories import make_session
from tests.walk import said, visit, whole

pytestmark = pytest.mark.django_db

FILE = "/export/tableronde.sqlite"


def whole_of(client, address, **given):
    return whole(client.get(address, **given))


def test_the_page_says_what_is_in_the_files():
    make_session()
    page, kit = visit("/export/"), current_kit()

    rows = {
        said(row.query_one("th code")): said(row.query_one(".num"))
        for row in page.all("[aria-labelledby=h-tables] tbody tr")
    }
    assert rows == {name: str(count) for name, count in kit.counts.items()} | {
        view.name: "vue" for view in VIEWS
    }
    assert [a.attrs["href"] for a in page.all(".acts a")] == [FILE, "/export/tableronde.zip"]
    assert f"révision {kit.revision}" in page.texts(".when span")
    assert [node.to_text(strip=False) for node in page.all("pre")] == [q.sql for q in QUERIES]
    for table in [*TABLES, *VIEWS]:
        told = page.texts(f"[aria-labelledby={table.name}] dt")
        assert told == [column.name for column in table.columns]


@pytest.mark.parametrize(
    ("language", "title", "meaning"),
    [("en", "All the data", "Events that recur."),
     ("de", "Alle Daten", "Veranstaltungen, die wiederkehren.")],
)  # fmt: skip
def test_it_is_documented_in_the_visitors_language(language, title, meaning):
    page = visit(f"/{language}/export/")

    assert page.texts("h1") == [title]
    assert page.texts("[aria-labelledby=series] .prose") == [meaning]
    assert page.all(".acts a")[0].attrs["href"] == FILE
    assert visit(f"/{language}{FILE}").response.status_code == 404


def test_the_licence_is_the_operators_to_give(settings):
    assert "n’a pas indiqué" in visit("/export/").one("[aria-labelledby=h-citer]").to_text()
    settings.DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

    link = visit("/export/").one("[aria-labelledby=h-citer] a[href]")
    assert link.attrs["href"] == settings.DATA_LICENCE


@pytest.mark.parametrize("address", ["/", "/sources/", "/appearances/"])
def test_one_finds_it(address):
    assert "/export/" in visit(address).links()


def test_a_file_comes_under_a_name_that_says_of_when_it_is(client):
    kit = current_kit()
    response = whole_of(client, FILE)

    name = f"tableronde-{kit.moment:%Y-%m-%d}-r{kit.revision}.sqlite"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Length"] == str(kit.sizes[SQLITE])
    assert response.content == (kit.folder / SQLITE).read_bytes()
    head = client.head(FILE)
    assert (head.content, head.headers) == (b"", response.headers)


def test_who_has_it_is_told_so_and_after_a_change_gets_the_next(client):
    etag = client.head(FILE)["ETag"]
    known = whole_of(client, FILE, headers={"If-None-Match": etag})
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", etag)

    make_session()

    again = whole_of(client, FILE, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert again["ETag"] != etag


@pytest.mark.parametrize(
    ("asked", "status", "part", "told"),
    [
        ("bytes=0-15", 206, slice(0, 16), "bytes 0-15/{size}"),
        ("bytes=4096-", 206, slice(4096, None), "bytes 4096-{last}/{size}"),
        ("bytes=-100", 206, slice(-100, None), "bytes {before}-{last}/{size}"),
        ("bytes=99999999-", 416, slice(0, 0), "bytes */{size}"),
        ("bytes=0-1,5-6", 200, slice(None), None),
        ("bytes=5-2", 200, slice(None), None),
        ("lines=1-2", 200, slice(None), None),
    ],
)
def test_a_broken_download_goes_on(client, asked, status, part, told):
    kit = current_kit()
    body, size = (kit.folder / SQLITE).read_bytes(), kit.sizes[SQLITE]

    response = whole_of(client, FILE, headers={"Range": asked})

    received = response.content
    numbers = {"size": size, "last": size - 1, "before": size - 100}
    assert (response.status_code, received) == (status, body[part])
    assert response.get("Content-Range") == (told and told.format(**numbers))
    assert response["Content-Length"] == str(len(received))


def test_a_part_of_an_older_one_is_the_whole_of_the_new(client):
    response = whole_of(client, FILE, headers={"Range": "bytes=0-15", "If-Range": '"older"'})

    assert response.status_code == 200
    assert len(response.content) == current_kit().sizes[SQLITE]


@pytest.mark.parametrize("address", ["/export/?q=a", f"{FILE}?q=a"])
def test_it_is_not_filtered(client, address):
    assert whole_of(client, address).status_code == 400
