"""What the fixtures say was printed stands in the article, at the paragraph that is cited."""

import pytest
from django.core.management import call_command

from events.models import Appearance, Citation, Day, Edition, Involvement, Position, Session
from events.provenance import citations_for
from organisations.models import OrganisationName
from sources.models import Basis, Source
from speakers.models import SpeakerName
from tests.articles import (
    FIXTURES,
    cited_articles,
    cited_numbers,
    cited_texts,
    needed,
    paragraphs,
    plain,
    whole,
)
from tests.factories import cite, make_session
from tests.walk import kept_out_of_the_database

pytestmark = [pytest.mark.django_db, needed]


@pytest.fixture(scope="module", autouse=True)
def articles(django_db_setup, django_db_blocker):
    """All fixtures, loaded once for the tests of this file."""
    with kept_out_of_the_database(django_db_blocker.unblock):
        call_command("loaddata", *FIXTURES, verbosity=0)
        django_db_blocker.block()
        yield
        django_db_blocker.restore()


def not_found(records, printed, places) -> list[tuple]:
    """(record, text) of each record whose text stands at none of its places.

    `printed` and `places` give the text of a record, and the texts it was taken from.
    """
    return [
        (record, printed(record))
        for record in records
        if not any(plain(printed(record)) in place for place in places(record))
    ]


def field(name, fact=None):
    """The text of a field, and the paragraphs cited for it."""
    return (
        lambda record: getattr(record, name),
        lambda record: cited_texts(citations_for(record, fact or name)),
    )


def articles_naming(organisation):
    """The articles an organisation is known from; another name has no citation of its own."""
    parts = [*organisation.positions.all(), *organisation.involvements.all()]
    return cited_articles([citation for part in parts for citation in citations_for(part)])


def articles_on(speaker):
    appearances = speaker.appearances.all()
    return cited_articles([citation for a in appearances for citation in citations_for(a)])


@pytest.mark.parametrize(
    ("records", "printed", "places"),
    [
        pytest.param(
            lambda: Appearance.objects.exclude(name_as_printed=""),
            *field("name_as_printed"), id="names",
        ),
        pytest.param(Position.objects.all, *field("as_printed"), id="positions"),
        pytest.param(
            lambda: Position.objects.exclude(title=""), *field("title"), id="titles-of-people",
        ),
        pytest.param(
            lambda: Session.objects.filter(title_basis=Basis.STATED),
            *field("title"), id="stated-titles-of-sessions",
        ),
        pytest.param(
            lambda: Day.objects.filter(title_basis=Basis.STATED).exclude(title=""),
            *field("title"), id="stated-titles-of-days",
        ),
        pytest.param(
            lambda: Involvement.objects.exclude(as_printed=""),
            *field("as_printed"), id="involvements",
        ),
        pytest.param(
            lambda: Edition.objects.exclude(attendance_as_printed=""),
            *field("attendance_as_printed", fact="attendance"), id="attendance",
        ),
        pytest.param(
            OrganisationName.objects.all, lambda alias: alias.name,
            lambda alias: articles_naming(alias.organisation), id="names-of-organisations",
        ),
        pytest.param(
            SpeakerName.objects.all, lambda alias: alias.name,
            lambda alias: articles_on(alias.speaker), id="names-of-people",
        ),
    ],
)  # fmt: skip
def test_what_was_printed_stands_where_it_is_cited(records, printed, places):
    assert not_found(records(), printed, places) == []


@pytest.mark.parametrize("name", ["author", "date_as_printed"])
def test_what_a_source_says_of_itself_stands_in_it(name):
    sources = Source.objects.exclude(**{name: ""})

    assert not_found(sources, lambda s: getattr(s, name), lambda s: [whole(s.slug)]) == []


def test_every_cited_paragraph_exists():
    cited = {
        (citation.source.slug, number)
        for citation in Citation.objects.select_related("source")
        for number in cited_numbers(citation.locator)
    }

    assert [(slug, number) for slug, number in cited if number not in paragraphs(slug)] == []


def test_every_fact_of_the_articles_has_a_source():
    models = (Edition, Day, Session, Appearance, Position, Involvement)

    unsourced = [r for model in models for r in model.objects.all() if not citations_for(r)]
    assert unsourced == []


def test_the_check_sees_what_is_not_there():
    source = Source.objects.get(slug="techsense-eschtechweek")
    session = make_session(title="La matinée a débuté")
    cite(session, source, locator="§3")

    assert not_found([session], *field("title")) == [(session, "La matinée a débuté")]
    cite(session, source, locator="§4")
    assert not_found([Session.objects.get(pk=session.pk)], *field("title")) == []


@pytest.mark.parametrize(
    ("locator", "numbers"),
    [("§4", [4]), ("§4, §6–8", [4, 6, 7, 8]), ("§3-§5", [3, 4, 5]), ("", [])],
)
def test_locators(locator, numbers):
    assert cited_numbers(locator) == numbers
