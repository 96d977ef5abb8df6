"""Two organisers have the same form open; the second to save is told, and loses nothing."""

import pytest

from events.models import Appearance, Session
from tests.accounts import superuser
from tests.events.admin_forms import address, fields, fields_of
from tests.factories import (
    cite,
    make_appearance,
    make_organisation,
    make_position,
    make_session,
    make_speaker,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne():
    return superuser("anne")


@pytest.fixture
def bert():
    return superuser("bert")


@pytest.fixture
def session():
    session = make_session(title="Ouverture", summary="Avant.")
    make_position(make_appearance(session, make_speaker("Ada Muster")), "Musterwerk")
    cite(session)
    return session


def save(client, record, form, **typed):
    return client.post(address(record), form | typed)


def told(response) -> bool:
    return response.status_code == 200 and "newer_version" in {
        error.code for error in response.context["adminform"].form.non_field_errors().as_data()
    }


def lines(response) -> list[tuple[str, str, str]]:
    return [(d.label, d.theirs, d.yours) for d in response.context["differences"]]


def test_the_second_to_save_is_told_and_keeps_what_was_typed(anne, bert, session):
    hers, his = fields(anne, address(session)), fields(bert, address(session))
    assert save(anne, session, hers, title="Accueil").status_code == 302

    refused = save(bert, session, his, title="Bienvenue", summary="Après.")

    assert told(refused)
    session.refresh_from_db()
    assert (session.title, session.summary) == ("Accueil", "Avant.")
    assert lines(refused) == [
        ("Titre", "Accueil", "Bienvenue"),
        ("Résumé", "Avant.", "Après."),
        ("citation : source entière", "ajouté", ""),  # what anne wrote is of her programme
    ]
    assert "anne" in refused.context["last_change"]
    assert fields_of(refused)["title"] == "Bienvenue"


def test_saving_again_after_having_seen_both_is_meant(anne, bert, session):
    hers, his = fields(anne, address(session)), fields(bert, address(session))
    save(anne, session, hers, title="Accueil")

    refused = save(bert, session, his, title="Bienvenue")

    assert save(bert, session, fields_of(refused)).status_code == 302
    session.refresh_from_db()
    assert session.title == "Bienvenue"


def test_who_saves_alone_is_never_told(anne, session):
    for title in ("Accueil", "Bienvenue"):
        assert save(anne, session, fields(anne, address(session)), title=title).status_code == 302


@pytest.mark.parametrize(
    ("meanwhile", "line"),
    [
        pytest.param(
            lambda session: make_appearance(session, make_speaker("Bea Muster")),
            ("intervention : Bea Muster", "ajouté", ""), id="added",
        ),
        pytest.param(
            lambda session: session.appearances.update(role=Appearance.Role.MODERATOR),
            ("intervention : Ada Muster, Rôle", "animation", "intervention"), id="changed",
        ),
        pytest.param(
            lambda session: make_position(
                session.appearances.get(), "Beispiel", organisation=make_organisation("Beispiel")
            ),
            ("position : Beispiel", "ajouté", ""), id="below-below",
        ),
        pytest.param(
            lambda session: session.appearances.get().delete(),
            ("intervention : Ada Muster", "supprimé", "dans votre formulaire"), id="removed",
        ),
        pytest.param(
            lambda session: session.topics.add(make_topic("Quantique")),
            ("Sujets", "Quantique", ""), id="many-to-many",
        ),
    ],
)  # fmt: skip
def test_what_somebody_changed_below_the_record_counts(anne, session, meanwhile, line):
    form = fields(anne, address(session))
    meanwhile(session)

    refused = save(anne, session, form, title="Bienvenue")

    assert told(refused)
    assert line in lines(refused)
    assert Session.objects.get(pk=session.pk).title == "Ouverture"


def test_a_form_from_elsewhere_says_what_it_was_opened_with(anne, session):
    form = fields(anne, address(session))
    del form["_version"]

    assert told(save(anne, session, form, title="Bienvenue"))


@pytest.mark.parametrize("make", [make_speaker, make_organisation, make_topic])
def test_the_directory_too(anne, make):
    record = make()
    form = fields(anne, address(record))
    type(record).objects.update(slug="ailleurs")

    assert told(save(anne, record, form))


def test_a_form_asks_the_same_number_of_questions_for_its_version(
    anne, session, django_assert_max_num_queries
):
    from desk.versions import version
    from events.admin.programme import SessionAdmin

    for number in range(5):
        make_position(make_appearance(session, make_speaker(f"Person {number}")), "Musterwerk")

    with django_assert_max_num_queries(16):
        version(session, SessionAdmin.inlines)
