"""The form of who has a hidden name leads to where it can still be read."""

import pytest

from desk.hidden import still_told
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
        (str(session.day.edition), "title"),
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

    assert told(telecom) == [(str(session), "as_printed")]


def test_its_form_leads_there(admin_client, session):
    anna = make_speaker("Anna Schmit")
    form = f"/admin/speakers/speaker/{anna.pk}/change/"
    assert "se lit encore" not in admin_client.get(form).content.decode()
    anna.names.create(name="Anna Zanzibar", kind="former", hidden=True)

    page = admin_client.get(form).content.decode()

    assert "se lit encore" in page
    assert f'href="/admin/events/session/{session.pk}/change/"' in page
