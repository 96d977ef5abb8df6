"""Each page says how to quote it, in three languages and for BibTeX, and of which day it is."""

import re
from datetime import UTC, datetime

import pytest

from events.formats.quoting import Work, bibtex, in_quotes, sentence
from events.models import Citation, Revision, Session
from events.quoting import changed_at
from organisations.models import Organisation
from sources.models import Source
from speakers.models import Speaker, SpeakerName
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
)

HOSTILE = "Tu \\ as {100 %} & #1_a ^ ~ $5 ?\n« L’eau » de “feu”"


@pytest.mark.parametrize(
    ("title", "french", "english", "german"),
    [
        ("De « l’eau »", "De “l’eau”", "De ‘l’eau’", "De ‚l’eau‘"),
        ("«un «deux» »", "“un “deux””", "‘un ‘deux’’", "‚un ‚deux‘‘"),
        ("« Un", "“Un", "‘Un", "‚Un"),
        ('Dit "oui', "Dit “oui", "Dit ‘oui", "Dit ‚oui"),
        ('("Oui")', "(“Oui”)", "(‘Oui’)", "(‚Oui‘)"),
        ("„Eins“ “two”", "“Eins” “two”", "‘Eins’ ‘two’", "‚Eins‘ ‚two‘"),
    ],
)
def test_a_quotation_inside_a_title_has_the_marks_of_the_language(title, french, english, german):
    assert in_quotes(title, "fr") == f"«\u202f{french}\u202f»"
    assert in_quotes(title, "en") == f"“{english}”"
    assert in_quotes(title, "de") == f"„{german}“"


def test_a_sentence_says_what_where_when():
    work = Work("Salon", "http://tableronde.test/x/", "état du 1er\u00a0avril\u00a02025")

    assert sentence(work, "fr") == (
        "«\u202fSalon\u202f», Tableronde, état du 1er\u00a0avril\u00a02025, http://tableronde.test/x/"
    )


def test_bibtex_of_a_hostile_title():
    address = "http://tableronde.test/appearances/?q=%C3%A9t%C3%A9"
    day = datetime(2025, 4, 1, tzinfo=UTC).date()

    entry = bibtex(Work(HOSTILE, address, "état du 1er avril 2025", day), "/appearances/ q=été}")

    assert entry.splitlines() == [
        "@misc{tableronde-appearances-q-t,",
        r"  title = {{Tu \textbackslash{} as \{100 \%\} \& \#1\_a \textasciicircum{} "
        r"\textasciitilde{} \$5 ? « L’eau » de “feu”}},",
        "  author = {{Tableronde}},",
        "  year = {2025},",
        "  month = {4},",
        "  day = {1},",
        "  note = {état du 1er avril 2025},",
        f"  url = {{{address}}},",
        "}",
    ]
    unescaped = re.sub(r"\\[{}]", "", entry)
    assert unescaped.count("{") == unescaped.count("}")


@pytest.fixture
def pages():
    """A page of each kind, of the data of one day."""
    edition = make_edition(slug="salon", title="Salon")
    first, second = make_day(edition), make_day(edition)
    table = make_session(first, slug="table", title="<b>L’eau</b>", kind="round_table")
    later = make_session(second, slug="feu")
    make_appearance(table, make_speaker("Anna Schmit"), [make_organisation("Commune")])
    make_appearance(later, make_speaker("Ben Weber"))
    cite(table, make_source(slug="gazette", publication="Gazette", title="L’eau"))
    cite(edition)
    Revision.objects.update(changed_at=datetime(2025, 3, 5, 23, 30, tzinfo=UTC))


# On the day after, here: in London it is half an hour before midnight.
SHOWN = {
    "/events/salon/sessions/table/": "«\u202f<b>L’eau</b>, Salon\u202f»",
    "/events/salon/2025-04-02/": "«\u202fSalon, Mercredi 2 avril 2025\u202f»",
    "/events/salon/": "«\u202fSalon\u202f»",
    "/speakers/anna-schmit/": "«\u202fAnna Schmit\u202f»",
    "/organisations/commune/": "«\u202fCommune\u202f»",
    "/appearances/": "«\u202fQui a parlé où\u202f»",
    "/appearances/?speaker=anna-schmit": "Qui a parlé où, Anna Schmit",
    "/sessions/": "«\u202fSéances\u202f»",
    "/sessions/?speaker=anna-schmit": "Séances, Anna Schmit",
    "/panels/?edition=salon": "Tables rondes et discussions, Salon",
    "/events/": "«\u202fÉvénements\u202f»",
    "/speakers/": "«\u202fPersonnes\u202f»",
    "/organisations/": "«\u202fOrganisations\u202f»",
    "/appearances/with/": "«\u202fAvec qui\u202f»",
    "/appearances/with/?edition=salon": "Avec qui, Salon",
    "/sources/": "«\u202fSources\u202f»",
    "/sources/?coverage=own": "Faits",
    "/sources/gazette/": "«\u202fFaits selon L’eau, Gazette\u202f»",
}


@pytest.mark.django_db
def test_every_page_is_quoted_with_the_date_of_the_data_as_shown(client, pages, parse_html):
    for address, title in SHOWN.items():
        french, english, german = parse_html(client.get(address)).query(".quote p[data-copy]")
        said = walk.said(french)

        assert title.replace("\u00a0", " ").replace("\u202f", " ") in said, address
        assert said.endswith(f"Tableronde, état du 6 mars 2025, http://tableronde.test{address}")
        assert re.search(r"as of \d March 2025, ", walk.said(english)), address
        assert re.search(r"Stand: \d\. März 2025, ", walk.said(german)), address
        [entry] = parse_html(client.get(f"/de{address}")).query(".quote pre")
        assert f"url = {{http://tableronde.test{address}}}" in entry.to_text(separator="")


@pytest.mark.django_db
def test_the_quoted_address_survives_a_new_name(client, pages, parse_html):
    page = "/events/salon/sessions/table/"
    assert f"http://tableronde.test{page}" in client.get(page).content.decode()

    Session.objects.filter(slug="table").update(slug="rebaptisee")

    assert client.get(page).status_code == 301


def rename_the_organisation():
    Organisation.objects.update(name="Commune libre")


def add_an_alias():
    SpeakerName.objects.create(speaker=Speaker.objects.first(), name="A. Schmit")


def lose_a_citation():
    Citation.objects.filter(session__isnull=False).delete()


def correct_the_sources_title():
    Source.objects.update(title="Le feu")


def withdraw_another_session():
    Session.objects.filter(slug="feu").update(status="draft")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        rename_the_organisation, add_an_alias, lose_a_citation, correct_the_sources_title,
        withdraw_another_session,
    ],
)  # fmt: skip
def test_no_page_is_quoted_as_of_a_day_before_its_last_change(pages, change):
    before = changed_at()

    change()

    assert changed_at() > before


@pytest.mark.django_db
def test_filters_are_quoted_in_each_language(client):
    make_appearance(make_session(kind="round_table"), role="moderator")
    page = client.get("/appearances/?kind=round_table,discussion&role=moderator").content.decode()
    assert "« Qui a parlé où, table ronde ou discussion, animation »" in page.replace("\u202f", " ")
    assert "“Who spoke where, round table or discussion, moderator”" in page
    assert "„Wer wo gesprochen hat, Rundtischgespräch oder Diskussion, Moderation“" in page
