"""A hidden name gives way in what organisers wrote, or its owner's form leads there."""

import pytest

from desk.models import Change
from events.hiding import still_told
from events.models import Tombstone
from tests.events.admin_forms import address, fields
from tests.factories import make_appearance, make_day, make_organisation, make_session, make_speaker

pytestmark = pytest.mark.django_db


def told(owner) -> list[tuple[str, str]]:
    return [(str(record), field.name) for record, field in still_told(owner)]


@pytest.fixture
def session():
    return make_session(
        make_day(title="Le jour d’ANNA-ZANZIBAR"), slug="anna-zanzibar-raconte",
        title="Anna Zanzibar raconte", summary="Avec Anna, qui a vu Zanzibar.",
    )  # fmt: skip


def test_where_a_hidden_name_is_read_is_listed(session):
    anna = make_speaker("Anna Schmit", slug="anna-zanzibar")
    assert told(anna) == []
    anna.names.create(name="Anna Zanzibar", kind="former", hidden=True)

    assert told(anna) == [
        (str(session.day), "title"),
        (str(session), "title"),
        (str(session), "slug"),
        ("Anna Schmit", "slug"),
    ]


def test_a_body_s_own_positions_give_way_by_themselves(session):
    telecom, other = make_organisation("Nordwind"), make_organisation("Chambre")
    telecom.names.create(name="Zanzibar Telecom", kind="former", hidden=True)
    appearance = make_appearance(session)
    appearance.positions.create(as_printed="directrice de Zanzibar Telecom", organisation=telecom)
    assert told(telecom) == []

    appearance.positions.create(as_printed="ex-Zanzibar Telecom", organisation=other, order=2)

    assert told(telecom) == [("ex-Zanzibar Telecom", "as_printed")]


def test_its_form_leads_there(admin_client, session):
    anna = make_speaker("Anna Schmit")
    form = f"/admin/speakers/speaker/{anna.pk}/change/"
    assert "se lit encore" not in admin_client.get(form).content.decode()
    anna.names.create(name="Anna Zanzibar", kind="former", hidden=True)

    page = admin_client.get(form).content.decode()

    assert "se lit encore" in page
    assert f'href="/admin/events/session/{session.pk}/change/"' in page


@pytest.fixture
def anna(session):
    anna = make_speaker("Anna Schmit", slug="anna-zanzibar")
    make_appearance(session, anna, ["veuve d’Anna Zanzibar"], name_as_printed="Anna Zanzibar")
    return anna


def hide(client, person):
    """Ticks « masqué » beside a former name, in the form."""
    person.names.create(name="Anna Zanzibar", kind="former")
    hidden = {"names-0-hidden": "on"}
    saved = client.post(address(person), fields(client, address(person)) | hidden, follow=True)
    assert saved.redirect_chain
    return saved.content.decode()


def test_hidden_it_gives_way_wherever_its_owner_is(admin_client, session, anna):
    elsewhere = make_session(make_day(title="Autre"), title="Anna Zanzibar, la comédie")
    withdrawn = make_session(session.day, title="Débat avec Anna Zanzibar")
    make_appearance(withdrawn, anna)
    withdrawn.delete()

    said = hide(admin_client, anna)

    session.refresh_from_db()
    assert session.title == "Anna Schmit raconte"
    assert session.slug == "anna-schmit-raconte"
    session.day.refresh_from_db()
    assert session.day.title == "Le jour d’Anna Schmit"
    anna.refresh_from_db()
    assert anna.slug == "anna-schmit"
    assert Tombstone.objects.get().title == "Débat avec Anna Schmit"
    assert "a fait place au nom actuel ici" in said
    # Nobody says that this is she.
    assert told(anna) == [(str(elsewhere), "title")]
    for page in (session.get_absolute_url(), anna.get_absolute_url(), "/sessions.json"):
        shown = admin_client.get(page).content.decode()
        assert "Schmit" in shown
        assert "Anna Zanzibar" not in shown.replace("Anna Zanzibar, la comédie", ""), page


def test_what_gave_way_is_one_act_that_history_undoes(admin_client, session, anna):
    hide(admin_client, anna)

    [change] = Change.objects.all()
    assert {str(record.kind) for record in change.records.all()} >= {
        "events.session", "speakers.speaker"
    }  # fmt: skip
    before = change.records.get(kind="events.session").before
    assert before["rows"][0]["values"]["title"] == "Anna Zanzibar raconte"


def test_a_part_of_it_gives_way_where_its_owner_is_on_stage(admin_client):
    anna = make_speaker("Ruth Schmit")
    anna.names.create(name="Anna M. Zanzibar", kind="former")
    session = make_session(slug="anna-explique", title="Anna explique", summary="Avec Anna et Eric")
    make_appearance(session, anna)
    link = session.links.create(url="https://example.org/", label="Planches d’A. Zanzibar")
    other = make_session(session.day, title="Anna et les autres", summary="ZANZIBAR Anna, citée")

    saved = fields(admin_client, address(anna)) | {"names-0-hidden": "on"}
    admin_client.post(address(anna), saved)

    session.refresh_from_db()
    link.refresh_from_db()
    assert (session.title, session.slug) == ("Ruth Schmit explique", "ruth-schmit-explique")
    assert session.summary == "Avec Ruth Schmit et Eric"
    assert link.label == "Planches d’Ruth Schmit"
    assert told(anna) == [(str(other), "summary")]


def test_it_gives_way_beside_its_owner_s_portrait(admin_client, anna):
    type(anna).objects.filter(pk=anna.pk).update(
        portrait_alt="Anna Zanzibar au micro", portrait_credit="Anna Zanzibar, CC BY 4.0"
    )
    hide(admin_client, anna)
    anna.refresh_from_db()
    assert anna.portrait_alt == "Anna Schmit au micro"
    assert anna.portrait_credit == "Anna Schmit, CC BY 4.0"
