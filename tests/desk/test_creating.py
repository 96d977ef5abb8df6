"""In a session's form, who nobody has entered yet is made by naming them."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from events.models import Session
from organisations.models import Organisation
from speakers.models import Speaker
from tests.accounts import logged_in, make_member, organiser_of, superuser
from tests.events.admin_forms import address, fields
from tests.factories import make_organisation, make_session, make_speaker

pytestmark = pytest.mark.django_db

PERSON = {"app_label": "events", "model_name": "appearance", "field_name": "speaker"}


@pytest.fixture
def anne():
    """An organiser, who adds to the directory and changes nothing in it."""
    return organiser_of(name="anne")


def choices(client, term: str) -> list[tuple[str, str]]:
    answer = client.get(reverse("admin:speakers_speaker_choices"), PERSON | {"term": term})
    return [(choice["id"], choice["text"]) for choice in answer.json()["results"]]


def create(client, name: str, model="speakers_speaker"):
    return client.post(reverse(f"admin:{model}_named"), {"name": name})


def test_a_name_that_nobody_has_is_the_last_choice(anne):
    ada = make_speaker("Ada Muster")
    make_speaker("Bea Beispiel")

    assert choices(anne, "ada") == [(str(ada.pk), "Ada Muster"), ("new:ada", "Créer « ada »")]
    assert choices(anne, "ad") == [(str(ada.pk), "Ada Muster")]
    assert choices(anne, " Zoé  Exemple ") == [("new:Zoé Exemple", "Créer « Zoé Exemple »")]


def test_who_has_nearly_that_name_is_shown_before(anne):
    ada = make_speaker("Ada Musterfrau")

    [(near, told), (new, _text)] = choices(anne, "Ada Mustterfrau")

    assert (near, new) == (str(ada.pk), "new:Ada Mustterfrau")
    assert told.startswith("Ada Musterfrau : presque le même nom")


def test_the_person_is_made_with_an_address_and_a_place_in_lists(anne):
    make_speaker("Ada De Biasio")

    made = create(anne, " Ada  De Biasio ").json()

    new = Speaker.objects.get(pk=made["id"])
    assert (new.name, new.slug, new.sort_name) == (
        "Ada De Biasio", "ada-de-biasio-2", "De Biasio, Ada",
    )  # fmt: skip
    assert made["text"] == "Ada De Biasio"


def test_an_organisation_too(anne):
    make_organisation("Musterwerk")

    made = create(anne, "Musterwerk", "organisations_organisation").json()

    assert Organisation.objects.get(pk=made["id"]).slug == "musterwerk-2"


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_no_name_is_nobody(anne, name):
    assert create(anne, name).status_code == 400
    assert anne.get(reverse("admin:speakers_speaker_named")).status_code == 400
    assert not Speaker.objects.exists()


def test_only_by_who_may_add_people():
    ada = make_speaker("Ada Muster")
    guest = logged_in(make_member("guest"))

    assert create(guest, "Zoé Exemple").status_code == 403
    assert guest.get(reverse("admin:speakers_speaker_choices"), PERSON).status_code == 403
    assert choices(superuser(), "ada")[0] == (str(ada.pk), "Ada Muster")


def test_who_is_entered_without_more_was_printed_under_their_name(anne):
    session, ada = make_session(), make_speaker("Ada Muster")
    session.day.edition.organisers.set(get_user_model().objects.all())
    form = fields(anne, address(session)) | {
        "appearances-TOTAL_FORMS": 1, "appearances-0-order": 1, "appearances-0-speaker": ada.pk,
        "appearances-0-role": "speaker", "appearances-0-basis": "stated",
        "appearances-0-session": session.pk,
    }  # fmt: skip
    for below in ("positions", "citations"):
        form |= {f"appearances-0-{below}-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}

    assert anne.post(address(session), form).status_code == 302

    [appearance] = Session.objects.get(pk=session.pk).appearances.all()
    assert appearance.name_as_printed == "Ada Muster"
