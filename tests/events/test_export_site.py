"""The site as files: every page and feed of it, and every link within it, without a server."""

import gzip
import json
import re
from collections import deque
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import brotli
import pytest
from django.core.management import CommandError, call_command
from justhtml import JustHTML

from events import responses
from events.frozen.copying import copy_site
from events.frozen.folder import held, replacing
from events.frozen.links import file_of
from events.models import Edition
from events.views import lists
from tests import walk
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_source,
    make_speaker,
    make_topic,
)
from tests.walk import SECRET

SITE = "http://tableronde.test"
NINE = datetime(2025, 4, 2, 7, tzinfo=UTC)
ADDRESSES = {"href", "src", "srcset", "poster", "action", "xlink:href"}
# What a page says of itself to those who come from the web.
OF_ITSELF = {"canonical", "alternate"}


class Written:
    """A file of a copy, read as a browser would that has no server."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.name = folder, name

    @cached_property
    def text(self) -> str:
        return (self.folder / self.name).read_text()

    @cached_property
    def html(self) -> JustHTML:
        return JustHTML(self.text, strict=True, sanitize=False)

    @cached_property
    def ids(self) -> set[str]:
        return {node.attrs["id"] for node in self.html.query("[id]")}

    def addresses(self) -> list[str]:
        if self.name.endswith(".css"):
            return re.findall(r"url\(\"?([^\")]+)", self.text)
        found = []
        for node in self.html.query("*"):
            if node.name == "link" and node.attrs.get("rel") in OF_ITSELF:
                continue
            for name in ADDRESSES & node.attrs.keys():
                told = node.attrs[name]
                found += [one.split()[0] for one in told.split(",")] if name == "srcset" else [told]
        return found

    def links(self) -> list[tuple[str, str]]:
        """(file, fragment) of each address that is not of the web."""
        base = f"file:///{self.name}"
        joined = [urldefrag(urljoin(base, address)) for address in self.addresses()]
        own = [(url.removeprefix("file:///"), place) for url, place in joined if url[:5] == "file:"]
        return [(unquote(name), unquote(place)) for name, place in own]


def opened(folder: Path, start="index.html") -> tuple[dict[str, Written], list[str]]:
    """What can be reached from the index over the file system, and which links lead nowhere."""
    files, dead, waiting, places = {}, [], deque([start]), []
    while waiting:
        name = waiting.popleft()
        if name in files:
            continue
        files[name] = file = Written(folder, name)
        if not (folder / name).is_file():
            dead.append(name)
        elif name.endswith((".html", ".css")):
            links = file.links()
            waiting.extend(target for target, _place in links)
            places += [(target, place, name) for target, place in links if place]
    dead += [
        f"{name} → {target}#{place}"
        for target, place, name in places
        if target not in dead and place not in files[target].ids
    ]
    return files, dead


def fill():
    """An edition, another one, and what nobody should see."""
    fair = make_edition(slug="foire", title="Foire", starts_on="2025-04-02")
    cite(fair, make_source(slug="journal"))
    day = make_day(fair)
    anna = make_speaker("Anna Schmit", hidden=[SECRET])
    table = make_session(day, slug="table", title="Grandir", kind="round_table", starts_at=NINE)
    table.topics.add(make_topic("Villes"))
    make_appearance(table, anna, [make_organisation("LIST")], name_as_printed=SECRET)
    make_appearance(table, make_speaker("Ben Weber"), role="moderator")
    make_session(day, slug="suite", title="Suite")
    make_session(day, slug="brouillon", title=SECRET, status="draft")
    other = make_session(make_day(make_edition(slug="salon", title="Salon")), slug="ailleurs")
    make_appearance(other, anna)


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """With lists that are longer than a page of theirs."""
    with (
        walk.kept_out_of_the_database(django_db_blocker.unblock),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(responses, "ROWS_A_PAGE", 2)
        patch.setattr(lists, "ROWS_A_WEB_PAGE", 2)
        fill()
        yield


@pytest.fixture(scope="module")
def folder(filled, tmp_path_factory):
    place = tmp_path_factory.mktemp("whole") / "copie"
    call_command("export_site", place, verbosity=0)
    return place


@pytest.fixture(scope="module")
def of_edition(filled, tmp_path_factory):
    place = tmp_path_factory.mktemp("edition") / "copie"
    call_command("export_site", place, edition="foire", verbosity=0)
    return place


def names(folder: Path) -> set[str]:
    """What is written, without the compressed copies."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)) for p in files if p.suffix not in {".gz", ".br"}}


def pages(folder: Path) -> dict[str, str]:
    return {name: (folder / name).read_text() for name in names(folder) if name[-5:] == ".html"}


def test_every_link_is_to_a_file_or_to_the_web(folder, of_edition):
    for copy in (folder, of_edition):
        files, dead = opened(copy)

        assert dead == []
        assert len(files) > 40


def test_every_page_and_feed_that_the_site_names_is_there_in_three_languages(folder):
    sitemap = (folder / "sitemap.xml").read_text()
    named = set(re.findall(rf'(?:<loc>|href="){SITE}(/[^<"]*)', sitemap))
    linked = {
        address
        for text in pages(folder).values()
        for address in re.findall(rf'(?:href|content)="{SITE}(/[^"?#]*)"', text)
    }

    assert {address[:4] for address in named} >= {"/en/", "/de/"}
    assert {file_of(address) for address in named | linked} - names(folder) == set()


def test_a_copy_of_an_edition_has_whom_it_names_and_the_rest_is_on_the_web(of_edition):
    written = names(of_edition)
    records = {name.partition("/index")[0] for name in written if name[:3] in {"spe", "org", "sou"}}

    assert {name for name in records if "." not in name} == {
        "speakers/anna-schmit", "speakers/ben-weber", "organisations/list", "sources/journal",
    }  # fmt: skip
    assert {"events/foire/schedule.xml", "events/foire.ics", "en/events/foire/index.html"} < written
    assert not {name for name in written if "salon" in name or name.startswith("export/")}
    anna = (of_edition / "speakers/anna-schmit/index.html").read_text()
    assert f'href="{SITE}/events/salon/sessions/ailleurs/"' in anna
    assert 'content="0; url=events/foire/index.html"' in (of_edition / "index.html").read_text()


def test_it_says_of_when_it_is_and_offers_nothing_that_needs_a_server(folder):
    for name, text in pages(folder).items():
        html = Written(folder, name).html
        assert html.query("form, script:not([type='application/ld+json']), [hx-get]") == [], name
        assert len(html.query("p.offline")) == 1, name
        assert "?" not in "".join(a.attrs["href"] for a in html.query("a[href^='.']")), name
        assert "webcal:" not in text
    assert "Copie arrêtée au" in (folder / "index.html").read_text()
    assert "En ce moment" not in (folder / "index.html").read_text()


def test_what_is_hidden_or_not_public_is_in_no_file(folder):
    found = (folder / name for name in names(folder) if name[-4:] not in {".png", "off2"})

    assert [path for path in found if SECRET.lower().encode() in path.read_bytes().lower()] == []


def test_a_long_list_goes_on_in_further_files(folder):
    first = json.loads((folder / "sessions.json").read_text())
    second = json.loads((folder / "sessions.page-2.json").read_text())
    html = Written(folder, "sessions/index.html").html

    assert first["next"] == f"{SITE}/sessions.page-2.json"
    assert (len(first["results"]), len(second["results"]), second["next"]) == (2, 1, None)
    assert html.query_one("a[rel=next]").attrs["href"] == "page-2/index.html"


def test_compressed_copies_say_the_same_and_calendars_have_none(folder):
    page = folder / "events/foire/index.html"

    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert (folder / "events/foire.ics").is_file()
    assert not (folder / "events/foire.ics.gz").exists()


def test_a_change_while_it_is_made_begins_it_again(db, tmp_path):
    edition = make_edition(title="Avant")
    told = []

    def tell(files):
        told.append(files.files)
        if told == [1]:
            Edition.objects.update(title="Après")

    copy_site(folder=tmp_path / "copie", edition=edition, tell=tell)

    assert told.count(1) == 2
    assert "Après" in (tmp_path / "copie" / file_of(edition.get_absolute_url())).read_text()


def test_an_edition_that_is_not_public_has_no_copy(db, tmp_path):
    make_edition(slug="foire", status="draft")

    with pytest.raises(CommandError, match="« foire »"):
        call_command("export_site", tmp_path / "copie", edition="foire")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_left_alone(db, tmp_path):
    (tmp_path / "lettre.txt").write_text("à garder")

    with pytest.raises(CommandError, match="contient autre chose"):
        call_command("export_site", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lettre.txt"]


def write(place: Path, text: str):
    with replacing(place, {}) as files:
        files.write("a/index.html", [text.encode()], compress=False)


def test_a_new_copy_replaces_the_former_whole(tmp_path):
    place = tmp_path / "copie"
    write(place, "un")
    (place / "vieux.html").touch()
    write(place, "deux")

    assert (place / "a/index.html").read_text() == "deux"
    assert names(place) == {"a/index.html", "tableronde-export.json"}
    assert list(tmp_path.iterdir()) == [place]


def test_one_that_fails_leaves_what_was_there(tmp_path):
    place = tmp_path / "copie"
    write(place, "un")

    def parts():
        yield b"deux"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), replacing(place, {}) as files:
        files.write("a/index.html", parts(), compress=False)

    assert (place / "a/index.html").read_text() == "un"
    assert list(tmp_path.iterdir()) == [place]


def test_what_a_killed_one_left_is_swept_and_one_at_work_is_not(tmp_path):
    place = tmp_path / "copie"
    left, at_work = (tmp_path / f".copie-unfinished-{name}" for name in ("left", "working"))
    left.mkdir()
    at_work.mkdir()

    with held(at_work):
        write(place, "un")

    assert sorted(tmp_path.iterdir()) == [at_work, place]
