"""What a release changed is told to everybody; what is only prepared, to nobody."""

import json
from datetime import UTC, datetime

import pytest

from events.releases.applying import release_changes
from events.releases.preparing import prepare_changes
from tests import walk
from tests.events.releases.programme import in_draft, make_programme
from tests.events.releases.test_releasing import revise
from tests.events.test_atom import Feed

pytestmark = pytest.mark.django_db

PAGE = "/events/semaine/changes/"
# Every format that a change could be in (DESIGN §3), each with all that it lists.
EVERYWHERE = [
    "/", "/events/", "/events.json", "/events/semaine/", "/events/semaine/?view=all",
    "/events/semaine.ics", "/events/semaine.atom", "/events/semaine.json", "/events/semaine.csv",
    "/events/semaine/2025-04-02/", "/events/semaine/2025-04-02.ics", "/sessions/", "/sessions.ics",
    "/appearances/", "/appearances.json", "/speakers/", "/organisations/", "/sources/",
    "/search/?q=zanzibar", "/search/?q=brouillon", "/sitemap.xml",
    PAGE, f"{PAGE[:-1]}.atom", f"{PAGE[:-1]}.json",
]  # fmt: skip


def prepared():
    """A release in which everything new is named « Zanzibar »."""
    copy = prepare_changes(edition=make_programme())
    revise(copy)
    for slug in ("ouverture", "table"):
        session = in_draft(copy, slug)
        session.title = f"Zanzibar {slug}"
        session.summary = "Zanzibar."
        session.save()
        session.appearances.update(name_as_printed="Zanzibar")
    return copy


def tells() -> dict[str, bool]:
    """Of each address, whether it tells of what is new."""
    texts = {address: walk.visit(address).text.replace("\r\n ", "") for address in EVERYWHERE}
    assert not any("brouillon-" in text.lower() for text in texts.values())
    # What was asked is repeated in the answer: there, what was found counts.
    return {
        address: ("sessions/table/" if "?q=" in address else "zanzibar") in text.lower()
        for address, text in texts.items()
    }


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with walk.kept_out_of_the_database(django_db_blocker.unblock):
        copy = prepared()
        addresses = [in_draft(copy, slug) for slug in ("table", "visite")]
        addresses = [f"/events/{copy.draft.slug}/", *(s.get_absolute_url() for s in addresses)]
        hidden = {address: walk.visit(address).response.status_code for address in addresses}
        before = tells()
        at = datetime(2025, 3, 1, 13, 5, tzinfo=UTC)
        release_changes(copy=copy, now=at, note="La grande salle ouvre plus tôt.")
        after = tells()
        formats = ("/", ".atom", ".json")
        said = {fmt: walk.visit(f"{PAGE[:-1]}{fmt}") for fmt in formats}
        said |= {code: walk.visit(f"/{code}{PAGE}") for code in ("en", "de")}
        said |= {"week": walk.visit("/events/semaine/"), "map": walk.visit("/sitemap.xml")}
        yield before, after, hidden, said


def test_what_is_prepared_is_nowhere(site):
    before, _after, hidden, _said = site

    assert [address for address, told in before.items() if told] == []
    assert set(hidden.values()) == {404}


def test_what_is_released_is_everywhere(site):
    _before, after, _hidden, _said = site

    assert {address for address, told in after.items() if not told} == {
        # Neither a list of editions, people, organisations or sources names a session, nor …
        "/events/", "/events.json", "/speakers/", "/organisations/", "/sources/",
        # … does what is not renamed have another address.
        "/sitemap.xml", "/search/?q=brouillon",
    }  # fmt: skip


TOLD = [
    ("Nouveau titre", "Zanzibar ouverture", "auparavant « Ouverture »"),
    ("Déplacé", "Zanzibar ouverture", "8 h 00 – 9 h 00, au lieu de : 9 h 00 – 9 h 50"),
    ("Précisé", "Zanzibar ouverture", "présentation"),
    ("Nouveau titre", "Zanzibar table", "auparavant « Table »"),
    ("À un autre titre", "Zanzibar table", "Zanzibar (animation)"),
    ("Sur scène en plus", "Zanzibar table", "Zanzibar (intervention)"),
    ("N’est plus sur scène", "Zanzibar table", "Anna Schmit"),
    ("Précisé", "Zanzibar table", "présentation"),
    ("Annulé", "Cloture", "la salle est fermée"),
    ("Ajouté", "Débat", "jeudi 3 avril 2025, heure non précisée"),
]


def test_the_page_tells_what_changed(site):
    said = site[-1]
    page = said["/"]

    told = [
        tuple(
            walk.said(found.query(tag)[0])
            for found, tag in zip((row, about, row), ("dt", "h3", "dd"), strict=True)
        )
        for about in page.all(".change")
        for row in about.query("dl > div")
    ]
    assert told == TOLD
    assert page.texts("section.band > h2") == ["1er mars 2025, 14 h 05"]
    assert page.texts(".prose") == ["La grande salle ouvre plus tôt."]
    assert said["week"].one(f"a[href='{PAGE}']")
    assert f"<loc>http://tableronde.test{PAGE}</loc>" in said["map"].text
    for code, first in (("en", "New title"), ("de", "Neuer Titel")):
        assert said[code].texts("dt")[0] == first


def test_a_feed_and_json_tell_it_too(site):
    said = site[-1]
    feed = Feed(said[".atom"].response.content)
    [entry] = feed.entries
    [row] = json.loads(said[".json"].text)["results"]

    assert row["url"] == f"http://tableronde.test{PAGE}#n1"
    assert f'href="{row["url"]}"' in said[".atom"].text
    assert "Annulé : Cloture – la salle est fermée" in entry["summary"]
    assert entry["title"] == "Semaine : changements du 1er mars 2025, 14\u00a0h\u00a005"
    assert row["released_at"] == "2025-03-01T14:05:00+01:00"
    assert [change["what"] for change in row["changes"]][-2:] == ["cancelled", "added"]
    assert row["changes"][1]["was"]["starts_at"] == "2025-04-02T09:00:00+02:00"
