"""The pages of the admin: a file, its columns, a trial, a report; one's own editions only."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from justhtml import JustHTML
from openpyxl import load_workbook

from events.models import ProgrammeFile, Revision, Session
from events.permissions import ORGANISERS
from speakers.models import Speaker
from tests.accounts import logged_in, make_member
from tests.events.exchange.sheets import comma, exported
from tests.events.importers.files import example
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_member("organiser", ORGANISERS)


@pytest.fixture
def client(organiser):
    return logged_in(organiser)


@pytest.fixture
def edition(organiser):
    edition = make_edition(slug="salon", title="Salon")
    edition.organisers.add(organiser)
    make_session(make_day(edition), code="aaaaaa", title="=Ouverture")
    return edition


def to(page: str, *args) -> str:
    return reverse(f"admin:events_edition_{page}", args=args)


def upload(client, edition, data: bytes, name="programme.csv"):
    return client.post(
        to("import", edition.pk), {"file": SimpleUploadedFile(name, data)}, follow=True
    )


def sent(response) -> dict[str, str]:
    """What the form of a page would send."""
    page = JustHTML(response.content.decode(), sanitize=False)
    found = {}
    for control in page.query("#content-main form select, #content-main form input[type=hidden]"):
        if control.name == "select":
            chosen = [o.attrs["value"] for o in control.query("option[selected]")]
            found[control.attrs["name"]] = chosen[0] if chosen else ""
        else:
            found[control.attrs["name"]] = control.attrs["value"]
    return found


def said(response) -> str:
    page = JustHTML(response.content.decode(), sanitize=False)
    return " ".join(page.query("#main")[0].to_text().split())


def try_it(client, edition, data: bytes, **chosen):
    """The page of the trial."""
    columns = upload(client, edition, data)
    address = columns.request["PATH_INFO"]
    return client.post(address, sent(columns) | chosen, follow=True)


def keep(client, trial, **chosen):
    address = trial.request["PATH_INFO"]
    return client.post(address, sent(trial) | {"keep": "Importer"} | chosen, follow=True)


def changed(edition, **cells) -> bytes:
    rows = exported(edition)
    for heading, text in cells.items():
        rows[1][rows[0].index(heading)] = text
    return comma(rows)


def test_the_export_is_a_file_for_a_spreadsheet(client, edition):
    table = client.get(to("export", edition.pk, "csv"))
    book = client.get(to("export", edition.pk, "xlsx"))

    assert table["Content-Disposition"] == 'attachment; filename="salon.csv"'
    [headings, row] = csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";")
    assert dict(zip(headings, row, strict=True))["titre"] == "'=Ouverture"
    cells = [c.value or "" for c in load_workbook(io.BytesIO(book.content)).active[2]]
    assert cells == [cell.removeprefix("'") for cell in row]


def test_a_file_its_columns_a_trial_a_report(client, edition, organiser):
    revision = Revision.objects.get().value

    trial = try_it(client, edition, changed(edition, titre="Accueil", début="9:00"))
    assert "1 à modifier" in said(trial)
    assert "titre =Ouverture → Accueil" in said(trial)
    assert Revision.objects.get().value == revision

    report = keep(client, trial)

    assert "0 créée 1 modifiée 0 telle quelle 0 refusée" in said(report)
    assert "titre =Ouverture → Accueil" in said(report)
    session = Session.objects.get(code="aaaaaa")
    assert (session.title, session.local_start.hour) == ("Accueil", 9)
    assert list(session.citations.values_list("source__kind", flat=True)) == ["programme"]
    file = ProgrammeFile.objects.get()
    assert (bytes(file.content), file.uploaded_by) == (b"", organiser)
    assert "Accueil" in said(client.get(to("import_trial", edition.pk, file.pk)))


def test_columns_are_remembered_for_the_same_headings(client, edition):
    source = make_source()
    rows = comma([["Quand", "Quoi"], ["2025-04-02", "Neuve"]])
    given = {"column-0": "day", "column-1": "title", "source": source.pk}
    assert "1 à créer" in said(try_it(client, edition, rows, **given))

    again = upload(client, edition, rows)

    assert sent(again)["column-0"] == "day"
    assert sent(again)["source"] == str(source.pk)
    assert sent(upload(client, edition, comma([["Quoi", "Quand"], ["a", "b"]])))["column-0"] == ""


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"column-0": "", "column-1": "day"}, "Dites quelle colonne est le titre"),
        ({"column-0": "title", "column-1": "title"}, "Une autre colonne est déjà celle-ci"),
    ],
)
def test_columns_that_cannot_be(client, edition, columns, why):
    assert why in said(try_it(client, edition, comma([["titre", "titre"], ["a", "b"]]), **columns))


def test_a_file_that_is_none_is_refused_where_it_was_chosen(client, edition):
    assert "Le fichier est une image" in said(upload(client, edition, b"\x89PNG\r\n\x1a\n"))
    assert "que sa ligne d’en-tête" in said(upload(client, edition, b"titre;jour"))
    assert "Choisissez un fichier" in said(client.post(to("import", edition.pk)))
    assert not ProgrammeFile.objects.exists()


def test_what_changed_since_the_trial_is_shown_again_and_nothing_is_lost(client, edition):
    trial = try_it(client, edition, changed(edition, titre="Accueil"))
    Session.objects.update(title="Autre")

    again = keep(client, trial)

    assert "Rien n’est importé : l’édition" in said(again)
    assert "titre Autre → Accueil" in said(again)
    assert Session.objects.get().title == "Autre"
    assert "Importé" in said(keep(client, again))
    assert Session.objects.get().title == "Accueil"


def test_who_is_meant_is_chosen_in_the_trial(client, edition):
    for slug in ("jean-un", "jean-deux"):
        make_speaker("Jean Muster", slug=slug)
    trial = try_it(client, edition, changed(edition, personnes="Jean Muster"))
    assert "1 refusée" in said(trial)

    chosen = keep(client, trial, **{"who:jean muster": "jean-deux"})
    assert "Rien n’est importé" in said(chosen), "what was shown was another thing"
    keep(client, chosen)

    assert Session.objects.get().appearances.get().speaker.slug == "jean-deux"


def test_frab_by_the_same_pages(client, edition):
    trial = upload(client, edition, example("frab.xml"), "schedule.xml")
    assert "=Ouverture" in said(trial), "stays, and that is said"
    assert Session.objects.count() == 1

    keep(client, trial)

    made = Session.objects.filter(day__edition=edition).count() - 1
    assert f"{made} à créer" in said(trial)
    assert Speaker.objects.exists()
    again = upload(client, edition, example("frab.xml"), "schedule.xml")
    assert f"{made} telles quelles" in said(again)
    assert "Il n’y a rien à importer" in said(again)


def test_a_frab_file_of_another_edition_is_refused_without_telling_of_it(client, edition):
    [guid] = re.findall(rb'guid="([^"]+)"', example("frab.xml"))[:1]
    other = make_session(make_day(make_edition()), uuid=guid.decode(), title="Secret")

    refused = upload(client, edition, example("frab.xml"), "schedule.xml")

    assert "sont déjà d’une autre édition" in said(refused)
    assert other.title not in said(refused)


def test_another_organisers_edition_is_not_there(client, edition):
    other = make_edition(slug="ailleurs")
    make_session(make_day(other))
    file = ProgrammeFile.objects.create(edition=other, name="x", content=b"titre\na")
    mine = ProgrammeFile.objects.create(edition=edition, name="x", content=b"titre\na")

    for address in (
        to("export", other.pk, "csv"), to("export", other.pk, "xlsx"), to("import", other.pk),
        to("import_columns", other.pk, file.pk), to("import_trial", other.pk, file.pk),
        to("import_trial", other.pk, mine.pk), to("import_trial", edition.pk, file.pk),
        to("import_columns", edition.pk, file.pk),
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"keep": "1"}).status_code == 404, address


def test_who_may_not_bring_in_people_may_not_import(edition):
    client = logged_in(make_member("viewer", editions=[edition]))

    assert client.get(to("export", edition.pk, "csv")).status_code == 403
    assert client.get(to("import", edition.pk)).status_code == 403


def test_an_export_asks_no_more_for_more_sessions(client, edition):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(to("export", edition.pk, "csv")).status_code == 200
        return len(queries)

    day, counts = edition.days.get(), []
    for name in ("Ada", "Bea", "Cléa"):
        session = make_session(day, room=make_room(make_venue(f"Gare {name}")))
        session.topics.add(make_topic(name))
        make_appearance(session, make_speaker(f"{name} Muster"), ["CIO", "CTO"])
        make_involvement(session, make_organisation(name))
        counts.append(asked())
    assert counts[1] == counts[2]
