"""An organiser sees and edits the editions that are theirs; what others plan is not there."""

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from events.models import Edition, Session
from events.permissions import EDITORS, ORGANISERS
from tests.accounts import logged_in, make_member, superuser
from tests.events.admin_forms import address, fields
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
    make_session,
    make_speaker,
    make_venue,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return make_member("anne", ORGANISERS)


@pytest.fixture
def client(organiser):
    return logged_in(organiser)


def programme(**edition) -> list:
    """A record of each kind that belongs to an edition."""
    edition = make_edition(**edition)
    day = make_day(edition)
    session = make_session(day)
    appearance = make_appearance(session, make_speaker(f"Ada {edition.slug}"))
    involvement = make_involvement(session, make_organisation(f"Muster {edition.slug}"))
    return [edition, day, session, appearance, make_position(appearance, "Muster"), involvement]


def test_an_organiser_sees_and_edits_what_is_theirs(client, organiser):
    own, others = programme(), programme()
    own[0].organisers.add(organiser)

    for record, other in zip(own, others, strict=True):
        assert client.get(address(record)).status_code == 200, record
        for of in ("change", "delete", "history"):
            assert client.get(address(other, of)).status_code in (302, 403, 404), (other, of)
        listed = client.get(address(record).split(f"{record.pk}/change")[0])
        assert list(listed.context["cl"].queryset) == [record]


def test_who_organises_the_whole_organises_its_parts(client, organiser):
    whole = make_edition()
    whole.organisers.add(organiser)
    [part, *_rest] = programme(part_of=whole)

    assert client.get(address(part)).status_code == 200


def test_nothing_is_moved_into_somebody_elses_programme(client, organiser):
    [edition, _day, session, *_rest] = programme()
    edition.organisers.add(organiser)
    [_edition, elsewhere, *_rest] = programme()

    refused = client.post(
        address(session), fields(client, address(session)) | {"day": elsewhere.pk}
    )

    assert "day" in refused.context["adminform"].form.errors
    assert Session.objects.get(pk=session.pk).day == session.day


@pytest.mark.parametrize("taken", ["appearances", "appearances-0-positions", "involvements"])
def test_no_row_of_another_programme_is_had_by_its_id(client, organiser, taken):
    [edition, _day, session, *_rest] = programme()
    edition.organisers.add(organiser)
    [*_others, appearance, position, involvement] = programme()
    row = {"appearances": appearance, "involvements": involvement}.get(taken, position)
    before = model_to_dict(row)
    for delete in ({}, {f"{taken}-0-DELETE": "on"}):
        sent = fields(client, address(session)) | {f"{taken}-0-id": row.pk} | delete

        answer = client.post(address(session), sent)

        assert "celle d’une autre fiche" in answer.content.decode()
        assert model_to_dict(type(row).objects.get(pk=row.pk)) == before


def test_what_one_may_choose_from_is_ones_own(client, organiser):
    [edition, day, *_rest] = programme()
    edition.organisers.add(organiser)
    programme()

    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "events", "model_name": "session", "field_name": "day", "term": ""},
    ).json()

    assert [choice["id"] for choice in found["results"]] == [str(day.pk)]


def test_a_new_edition_is_of_who_made_it(client, organiser):
    add = reverse("admin:events_edition_add")
    form = fields(client, add) | {"title": "Nouvelle", "slug": "nouvelle", "kind": "week"}

    assert client.post(add, form).status_code == 302

    edition = Edition.objects.get(slug="nouvelle")
    assert list(edition.organisers.all()) == [organiser]
    assert "organisers" not in fields(client, address(edition))


def test_an_organiser_adds_to_the_directory_and_changes_nothing_in_it(client):
    person = make_speaker()

    assert client.get(reverse("admin:speakers_speaker_add")).status_code == 200
    assert client.get(address(person)).status_code == 200
    assert client.post(address(person), {"name": "Autre"}).status_code == 403
    assert client.get(address(person, "delete")).status_code == 403
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403


def test_an_editor_of_the_directory_edits_it_and_no_programme():
    client = logged_in(make_member("bert", EDITORS))
    [edition, *_rest] = programme()

    for record in (make_speaker("Bea Muster"), make_organisation(), make_venue("Gare")):
        form = fields(client, address(record))
        assert client.post(address(record), form).status_code == 302
    assert client.get(address(edition)).status_code == 403
    assert client.get(reverse("admin:events_session_changelist")).status_code == 403


def test_who_may_change_any_edition_sees_all():
    client = superuser()

    for record in programme():
        assert client.get(address(record)).status_code == 200
