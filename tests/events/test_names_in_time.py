"""A new name changes nothing that was printed; a hidden one is read nowhere, by any address."""

from urllib.parse import urlsplit

import pytest

from events.exports import rows
from events.languages import PREFIXED, in_language
from events.models import Appearance
from search.discretion import HiddenName, replaced
from search.normalise import words
from tests.events.test_xlsx import sheet
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_session,
    make_source,
    make_speaker,
)
from tests.walk import visit, walk

OLD, OLD_BODY = "Anna Zanzibar", "Zanzibar Telecom"


@pytest.fixture
def printed(db):
    """A round table whose programme prints a former name of a person and of an organisation."""
    anna, telecom = make_speaker("Anna Schmit"), make_organisation("Nordwind")
    edition = make_edition(slug="fair", starts_on="2016-04-02", ends_on="2016-04-02")
    session = make_session(make_day(edition, date="2016-04-02"), slug="table", kind="round_table")
    appearance = make_appearance(
        session, anna, role="moderator", name_as_printed=f"Mme {OLD.upper()}"
    )
    position = appearance.positions.create(
        as_printed=f"directrice de {OLD_BODY}", title="directrice", organisation=telecom
    )
    make_appearance(session, make_speaker("Eric Lux"), role="panellist")
    host = make_involvement(session, telecom, role="host", as_printed=OLD_BODY)
    partner = make_involvement(edition, telecom, as_printed=OLD_BODY)
    source = make_source(slug="journal")
    for subject in (edition, session, appearance, position, host, partner):
        cite(subject, source)
    return anna, telecom


# Where both names are read while they are not hidden.
TOLD = [
    "/events/fair/sessions/table/", "/en/events/fair/sessions/table/", "/speakers/anna-schmit/",
    "/de/organisations/nordwind/", "/events/fair/", "/appearances.json", "/appearances.csv",
    "/appearances.xlsx", "/appearances.atom", "/sessions.json", "/sessions.atom",
    "/events/fair/sessions/table.ics", "/sources/journal/", "/sources/journal.json",
]  # fmt: skip
SHARED = ["/events/fair/sessions/table/", "/speakers/anna-schmit/", "/organisations/nordwind/"]


def text(page) -> str:
    if urlsplit(page.address).path.endswith(".xlsx"):
        return str(list(sheet(page.response.content).iter_rows(values_only=True)))
    return page.text.replace("\r\n ", "")  # a calendar breaks its lines anywhere


def everything() -> dict[str, str]:
    """What stands at every public address: pages in three languages, and all formats."""
    pages = walk()
    whole = [a for a, page in pages.items() if page.is_html and "?" not in a]
    translated = [in_language(address, code) for address in whole for code in PREFIXED]
    return {page.address: text(page) for page in [*pages.values(), *map(visit, translated)]}


def cards() -> list[str]:
    """A card's address is made of what it says."""
    return [visit(a).one("meta[property='og:image']").attrs["content"] for a in SHARED]


def test_a_hidden_name_is_read_at_no_address(printed):
    anna, telecom = printed
    assert [a for a in TOLD if "zanzibar" not in text(visit(a)).lower()] == []

    anna.names.create(name=OLD, kind="former", hidden=True)
    telecom.names.create(name=OLD_BODY, kind="former", hidden=True)
    found = everything()

    assert set(TOLD) <= set(found)
    assert [address for address, said in found.items() if "zanzibar" in said.lower()] == []
    # The row has kept it, and what stands beside the name is still told.
    assert Appearance.objects.filter(name_as_printed=f"Mme {OLD.upper()}").exists()
    assert "Anna Schmit" in found["/events/fair/sessions/table/"]
    assert "directrice de Nordwind" in found["/appearances.json"]
    assert visit("/search.json?q=zanzibar").response.json()["count"] == 0


def test_a_hidden_name_is_on_no_card(printed):
    anna, _telecom = printed
    anna.names.create(name=OLD, kind="former", hidden=True)
    hidden = cards()
    Appearance.objects.filter(speaker=anna).update(name_as_printed="Anna Schmit")
    assert hidden == cards()


def exported() -> str:
    found = (rows.appearances, rows.positions, rows.involvements, rows.citations)
    return str([list(told()) for told in (*found, rows.speaker_names, rows.organisation_names)])


def test_a_hidden_name_is_not_exported(printed):
    anna, telecom = printed
    assert exported().lower().count("zanzibar") == 4
    anna.names.create(name=OLD, kind="former", hidden=True)
    telecom.names.create(name=OLD_BODY, kind="former", hidden=True)
    assert "zanzibar" not in exported().lower()


def test_a_hidden_name_is_read_in_no_reasoning_and_no_differing_reading(printed):
    anna, telecom = printed
    appearance = anna.appearances.get()
    note = f"Nommée {OLD} au §2, Zanzibar au §3 ; {OLD_BODY} l’emploie."
    said = {"source": appearance.citations.get().source, "note": note, "basis": "inferred"}
    appearance.citations.create(field="role", differing_reading=f"{OLD}, experte", **said)
    appearance.citations.create(field="speaker", differing_reading="ZANZIBAR Anna", **said)
    for subject in (appearance.positions.get(), appearance.session, appearance.session.day):
        subject.citations.create(
            field="title", differing_reading=f"{OLD_BODY} (A. Zanzibar)", **said
        )
    appearance.session.day.edition.citations.create(field="dates", **said)
    telecom.involvements.first().citations.create(field="role", **{**said, "note": OLD_BODY})
    told = ["/sources/journal/", "/sources/journal.json", "/events.json", "/speakers/anna-schmit/"]
    assert [a for a in told if "Nommée Anna Zanzibar" not in text(visit(a))] == []

    anna.names.create(name=OLD, kind="former", hidden=True)
    telecom.names.create(name=OLD_BODY, kind="former", hidden=True)

    assert [a for a in [*TOLD, *told] if "zanzibar" in text(visit(a)).lower()] == []
    assert "zanzibar" not in exported().lower()
    rows = visit("/sources/journal.json").response.json()["results"]
    [role] = [r for r in rows if (r["subject"], r["fact"]) == ("appearance", "role")]
    assert role["note"] == "Nommée Anna Schmit au §2, Anna Schmit au §3 ; Nordwind l’emploie."
    assert role["differing_reading"] == "Anna Schmit, experte"
    [speaker] = [r for r in rows if r["fact"] == "speaker"]
    assert speaker["differing_reading"] is None


def test_what_is_not_hidden_any_more_is_printed_again(printed):
    anna, _telecom = printed
    anna.names.create(name=OLD, kind="former", hidden=True)
    anna.names.update(hidden=False)
    assert f"Mme {OLD.upper()}" in visit("/events/fair/sessions/table/").text


def test_the_address_of_a_hidden_name_leads_to_the_present_one(printed, client):
    anna, _telecom = printed
    anna.slug = "anna-zanzibar"
    anna.save()
    anna.slug = "anna-s"
    anna.save()
    anna.names.create(name=OLD, kind="former", hidden=True)
    response = client.get("/speakers/anna-zanzibar/")
    assert (response.status_code, response["Location"]) == (301, "/speakers/anna-s/")
    assert b"anzibar" not in response.content


def test_a_new_name_changes_nothing_that_was_printed(printed):
    anna, telecom = printed
    addresses = ["/events/fair/sessions/table/", "/appearances/", "/events/fair/"]
    selectors = ".who, .register tbody tr, .facts"
    before = {address: visit(address).texts(selectors) for address in addresses}
    assert any("ANNA ZANZIBAR" in text for texts in before.values() for text in texts)

    anna.name = anna.sort_name = "Anna Nova"
    anna.save()
    telecom.name = "Südwind"
    telecom.save()

    assert {address: visit(address).texts(selectors) for address in addresses} == before
    [row] = visit("/appearances.json?speaker=anna-schmit").response.json()["results"]
    assert (row["name_as_printed"], row["speaker"]["name"]) == ("Mme ANNA ZANZIBAR", "Anna Nova")
    [held] = row["positions"]
    assert (held["as_printed"], held["organisation"]["name"]) == (
        f"directrice de {OLD_BODY}", "Südwind"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mme Anna WEBER (LIST)", "Mme Anna Schmit (LIST)"),
        ("Ánna-Wéber", "Anna Schmit"),
        ("Anna Weber et Anna Weber", "Anna Schmit et Anna Schmit"),
        ("Anna Weberin", "Anna Weberin"),
        ("Weber, Anna", "Weber, Anna"),
        ("", ""),
    ],
)
def test_only_the_whole_hidden_name_gives_way(text, shown):
    assert replaced(text, words("Anna Weber"), "Anna Schmit") == shown


@pytest.mark.parametrize(
    ("printed", "hidden", "shown"),
    [
        ("ZANZIBAR Anna", "Anna Zanzibar", "Anna Maria Schmit"),
        ("A. Zanzibar", "Anna Zanzibar", "Anna Maria Schmit"),
        ("M. Karl Schmit", "Karl Schmit", "Anna Maria Schmit"),
        ("K. Schmit", "Karl Schmit", "Anna Maria Schmit"),
        ("Jürgen Muller", "Müller", "Anna Maria Schmit"),
        ("Anna Mueller", "Anna Müller", "Anna Maria Schmit"),
        ("Anne O’Neil", "Anne ONeil", "Anna Maria Schmit"),
        ("Dr Anna von Schmit", "Anna von Zanzibar", "Dr Anna von Schmit"),
        ("A. Schmit", "Anna Zanzibar", "A. Schmit"),
    ],
)
def test_a_printed_name_that_tells_a_hidden_one_gives_way_as_a_whole(printed, hidden, shown, db):
    anna = make_speaker("Anna Maria Schmit", hidden=[hidden])
    appearance = make_appearance(speaker=anna, name_as_printed=printed)
    assert Appearance.objects.discreet().get().name_as_printed == shown
    [[billed]] = Appearance.objects.billing([appearance.session]).values()
    assert billed.name_as_printed == shown


@pytest.mark.parametrize(
    ("prose", "shown"),
    [
        ("Nommée Karen Sandler au §2.", "Nommée Karen Roth au §2."),
        ("SANDLER Karen, puis K. M. Sandler", "Karen Roth, puis Karen Roth"),
        ("Sandler, Karen ; Mme Sandler", "Karen Roth ; Mme Karen Roth"),
        ("L’hôte est d’après Sandler. Karen anime.", "L’hôte est d’après Karen Roth. Karen anime."),
        ("Le mari, Paul Sandler, et A. Sandler", "Le mari, Paul Sandler, et A. Sandler"),
        ("Rue Sandler-Meyer, un sandler", "Rue Sandler-Meyer, un sandler"),
        ("Karen Roth", "Karen Roth"),
        ("", ""),
    ],
)
def test_prose_names_a_person_as_she_is_called_today(prose, shown):
    assert HiddenName("Karen Sandler", "Karen Roth").out_of(prose) == shown


def test_a_hidden_part_of_the_present_name_hides_nothing(db):
    anna = make_speaker("Anna Weber-Schmit", hidden=["Anna Weber"])
    make_appearance(speaker=anna, name_as_printed="Anna Weber-Schmit")
    assert visit("/speakers/anna-weber-schmit/").texts("h1") == ["Anna Weber-Schmit"]
    assert "Imprimé" not in visit("/speakers/anna-weber-schmit/").text
