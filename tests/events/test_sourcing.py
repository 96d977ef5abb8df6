"""What an organiser writes is not put in an article's mouth, and is not lost."""

import pytest
from django.core.management import call_command

from events.models import Citation, Edition, Session
from events.provenance import citations_for
from events.sourcing import cite_own_programme
from tests.factories import make_session, make_source

pytestmark = pytest.mark.django_db


def sources_of(session, fact) -> list[str]:
    return [citation.source.slug for citation in citations_for(session, fact)]


@pytest.fixture
def session():
    session = make_session()
    article = make_source(slug="article")
    Citation.objects.create(source=article, session=session, locator="§8")
    Citation.objects.create(source=article, session=session, locator="§3", field="starts_at")
    return session


def test_an_hour_of_an_organisers_leads_to_the_own_programme(session):
    own = f"programme-{session.day.edition.slug}"

    cite_own_programme(session=session, fields=["start", "summary"])
    cite_own_programme(session=session, fields=["start"])

    assert sources_of(session, "starts_at") == [own]
    assert sources_of(session, "title") == ["article"]
    assert session.citations.count() == 2


def test_a_session_without_a_source_gets_one_as_a_whole():
    session = make_session()

    cite_own_programme(session=session, fields=["title", "start"])

    assert [c.field for c in session.citations.all()] == [""]
    assert sources_of(session, "starts_at") == [f"programme-{session.day.edition.slug}"]


def test_seeding_again_keeps_what_organisers_wrote():
    call_command("seed", verbosity=0)
    Session.objects.filter(slug="l-ia-souveraine").update(title="Autre titre")
    Edition.objects.get(slug="entretien-lorntech").delete()

    call_command("seed", verbosity=0)

    assert Session.objects.get(slug="l-ia-souveraine").title == "Autre titre"
    assert not Edition.objects.filter(slug="entretien-lorntech").exists()

    call_command("seed", overwrite=True, verbosity=0)

    assert Session.objects.get(slug="l-ia-souveraine").title == "L’IA souveraine"
