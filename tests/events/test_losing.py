"""What lost its last source is not public any more, by whichever statement it was lost."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import ProtectedError
from icalendar import Calendar

from events.models import (
    Appearance,
    Citation,
    Day,
    Edition,
    Involvement,
    Position,
    Session,
    SessionStamp,
    Tombstone,
)
from events.provenance import citations_for
from organisations.models import Organisation
from speakers.models import Speaker
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

pytestmark = pytest.mark.django_db


def by_record(citations):
    for citation in citations:
        citation.delete()


def by_queryset(citations):
    citations.delete()


def by_sql(citations):
    ids = [(pk,) for pk in citations.values_list("pk", flat=True)]
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM events_citation WHERE id = %s", ids)


def by_naming_another_fact(citations):
    citations.update(field=Citation.Fact.TITLE)


WAYS = [by_record, by_queryset, by_sql]


class Programme:
    """An edition that one citation covers; a session and an appearance have their own besides."""

    def __init__(self):
        self.source = make_source(slug="journal")
        self.edition = make_edition(slug="semaine")
        self.day = make_day(self.edition)
        self.inherits = make_session(self.day, slug="herite")
        self.has_own = make_session(self.day, slug="en-propre")
        self.speaker = make_speaker("Anna Schmit")
        self.organisation = make_organisation("Commune")
        self.appearance = make_appearance(self.inherits, self.speaker, [self.organisation])
        self.involvement = make_involvement(self.inherits, make_organisation("Chambre"))
        self.of_all = cite(self.edition, self.source)
        self.of_dates = cite(self.edition, make_source(), field="dates")
        self.own = cite(self.has_own, make_source())


@pytest.fixture
def programme():
    return Programme()


def public() -> set[str]:
    """What the public sees, of every kind that can be cited."""
    shown = [
        *Edition.objects.public(), *Day.objects.public(), *Session.objects.published(),
        *Appearance.objects.public(), *Position.objects.public(), *Involvement.objects.public(),
        *Speaker.objects.public(), *Organisation.objects.public(),
    ]  # fmt: skip
    return {f"{record._meta.model_name}:{getattr(record, 'slug', '')}" for record in shown}


EVERYTHING = {
    "edition:semaine", "day:", "session:herite", "session:en-propre", "appearance:", "position:",
    "involvement:", "speaker:anna-schmit", "organisation:commune", "organisation:chambre",
}  # fmt: skip


def test_what_inherited_its_only_source_goes_with_it(programme):
    assert public() == EVERYTHING

    by_naming_another_fact(Citation.objects.filter(source=programme.source))

    # The edition's title still has one; the day, which had only the edition's, has none.
    assert public() == {"edition:semaine"}


@pytest.mark.parametrize("lose", WAYS)
def test_a_source_of_one_fact_keeps_no_other(programme, lose):
    assert public() == EVERYTHING

    # The dates of the edition still have a source, and it does not tell what had those dates.
    lose(Citation.objects.filter(source=programme.source))

    assert public() == set()
    cite(programme.edition, field="dates")
    assert public() == set()
    cite(programme.edition, field="title")
    assert public() == {"edition:semaine"}


def test_what_only_ever_had_a_source_of_one_fact_goes_with_the_last():
    session = make_session()
    dated, timed = (cite(session, field=field) for field in ("kind", "starts_at"))

    dated.delete()
    assert list(Session.objects.published()) == [session]
    timed.delete()
    assert not Session.objects.published().exists()


def statuses(client, address) -> dict[str, str]:
    events = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    return {str(event["SUMMARY"]).removeprefix("Annulé : "): event["STATUS"] for event in events}


@pytest.mark.parametrize("lose", WAYS)
def test_a_session_is_withdrawn_like_any_other_and_comes_back(client, lose):
    day, followed = make_day(make_edition(slug="semaine")), make_source(slug="journal")
    session, _other = make_session(day, slug="table"), make_session(day)
    make_appearance(session, make_speaker("Anna Schmit"))
    cite(_other)
    cite(session, followed)
    page = "/events/semaine/sessions/table/"
    assert client.get(page).status_code == 200
    sequence = session.stamp.sequence

    lose(Citation.objects.filter(session=session))

    assert client.get(page).status_code == 410
    assert [row["slug"] for row in rows(client, "/sessions.json")] == [_other.slug]
    for address in (
        "/events/semaine.ics", "/sessions.ics", "/sessions.ics?source=journal",
        "/speakers/anna-schmit.ics",
    ):  # fmt: skip
        assert statuses(client, address)[session.title] == "CANCELLED", address
    session.save()  # read before: takes nothing back
    assert client.get(page).status_code == 410

    cite(session, followed)

    assert client.get(page).status_code == 200
    assert statuses(client, "/speakers/anna-schmit.ics") == {session.title: "CONFIRMED"}
    assert not Tombstone.objects.exists()
    assert SessionStamp.objects.get(session=session).sequence > sequence


def rows(client, address) -> list:
    return client.get(address).json()["results"]


@pytest.fixture
def table():
    """A session with a source as to its title: what stands in it has only sources of its own."""
    session = make_session(make_day(make_edition(slug="semaine"), venue=None), slug="table")
    for subject in (session.day.edition, session.day, session):
        cite(subject, field="title")
    lost = make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("Commune")])
    kept = make_appearance(session, make_speaker("Ben Weber"), [make_organisation("Chambre")])
    involved = make_involvement(session, make_organisation("Banque"))
    for appearance in (lost, kept):
        cite(appearance.positions.get(), make_source())
    for subject in (lost, involved):
        cite(subject, make_source())
    cite(kept, field="role")
    make_involvement(session.day.edition, make_organisation("Mairie"))
    cite(session.day.edition.involvements.get())
    return session


EVERYWHERE = [
    "/events/semaine/", "/events/semaine/?view=all", "/events/semaine/2025-04-02/",
    "/events/semaine/sessions/table/", "/events/semaine.ics", "/events/semaine.atom",
    "/events/semaine.json", "/events/semaine.csv", "/sessions.json", "/sessions/", "/panels.json",
    "/appearances/", "/appearances.json", "/appearances.csv", "/appearances.atom", "/speakers/",
    "/speakers.json", "/organisations/", "/organisations.json", "/sources/", "/",
    "/speakers/ben-weber/", "/speakers/ben-weber.json",
    "/search/?q=weber", "/events/semaine/schedule.xml", "/events/semaine/schedule.json",
    "/sitemap.xml",
]  # fmt: skip


def unfolded(response) -> str:
    """Its text; a calendar's lines are of 75 octets, and a name may stand in two of them."""
    return response.content.decode().replace("\r\n ", "")


LOST = {
    Appearance: ({"speaker__slug": "anna-schmit"}, ["Schmit", "schmit", "ommune"]),
    Position: ({"organisation__slug": "chambre"}, ["hambre"]),
    Involvement: ({"organisation__slug": "banque"}, ["anque"]),
}


def test_what_lost_its_source_stands_nowhere(client, table):
    names = ["Weber", *(name for _which, found in LOST.values() for name in found), "airie"]

    def found():
        texts = {address: unfolded(client.get(address)) for address in EVERYWHERE}
        return {name: [a for a, text in texts.items() if name in text] for name in names}

    before = found()
    for model, (which, _names) in LOST.items():
        by_sql(Citation.objects.filter(**{model._meta.model_name: model.objects.get(**which)}))
    after = found()

    assert all(before.values())
    assert [name for name in names if after[name]] == ["Weber", "airie"]
    # Who is found tells of the appearance that is left.
    assert set(after["Weber"]) == {*before["Weber"], "/search/?q=weber"}
    for gone in ("speakers/anna-schmit", "organisations/commune", "organisations/chambre"):
        assert client.get(f"/{gone}/").status_code == 410


def test_a_value_whose_sources_are_gone_goes_by_its_records():
    session = make_session()
    whole, of_title = cite(session), cite(session, field="title")

    of_title.delete()

    assert citations_for(session, "title") == [whole]
    assert Session.objects.published().get() == session


def test_what_never_had_a_source_has_lost_none():
    session, other = make_session(), make_session()
    citation = cite(other)

    citation.delete()

    assert list(Session.objects.published()) == [session]


def test_what_is_put_elsewhere_goes_by_the_sources_there():
    sourced, bare = make_day(), make_day()
    cite(sourced.edition)
    session = make_session(sourced)
    appearance = make_appearance(session)

    Session.objects.update(day=bare, position=5)
    assert not Session.objects.published().exists()
    assert not Appearance.objects.sourced().exists()

    Session.objects.update(day=sourced)
    assert list(Appearance.objects.public()) == [appearance]

    Day.objects.filter(pk=sourced.pk).update(edition=make_edition())
    assert not Session.objects.published().exists()


def test_a_source_that_something_rests_on_is_not_deleted(programme):
    with pytest.raises(ProtectedError):
        programme.source.delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_citation")
        cursor.execute("DELETE FROM sources_source")

    assert public() == set()


def test_the_admin_says_what_is_not_published_and_why(admin_client):
    session, kept = make_session(), make_session()
    cite(kept)
    cite(session).delete()
    changes = "/admin/events/session/"

    listed = admin_client.get(changes).content.decode()
    found = admin_client.get(f"{changes}?unsourced=1").content.decode()
    form = admin_client.get(f"{changes}{session.pk}/change/").content.decode()

    assert "1 fiche n’est pas publiée" in listed
    assert '<a href="?unsourced=1">' in listed
    assert (session.title in found, kept.title in found) == (True, False)
    assert "Sans source, donc non publié" in form
    cite(session)
    assert "n’est pas publiée" not in admin_client.get(changes).content.decode()


def test_the_admin_names_the_facts_that_no_source_says(admin_client):
    edition = make_edition(admission="Entrée libre", starts_on=date(2025, 4, 2))
    cite(edition, field="title")
    cite(edition, field="dates")
    lost = cite(edition, field="admission")
    form = f"/admin/events/edition/{edition.pk}/change/"
    warning = "Publié sans qu’aucune source le dise : "
    assert warning not in admin_client.get(form).content.decode()

    by_sql(Citation.objects.filter(pk=lost.pk))

    assert f"{warning}entrée." in admin_client.get(form).content.decode()
