"""A lineup written as on a poster, a line for each person."""

import pytest

from events.models import Session
from speakers.models import Speaker
from tests.accounts import superuser
from tests.events.admin_forms import address, fields
from tests.factories import make_appearance, make_organisation, make_session, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session(kind=Session.Kind.ROUND_TABLE)


@pytest.fixture
def write(session):
    """Sends the session's form with these lines; what the form has against them."""
    client = superuser()

    def send(*lines, **more):
        form = fields(client, address(session)) | {"on_stage": "\r\n".join(lines)} | more
        answer = client.post(address(session), form)
        if answer.status_code == 302:
            return None
        assert answer.context["adminform"].form["on_stage"].value() == "\r\n".join(lines)
        return answer.context["adminform"].form.errors["on_stage"]

    return send


def lineup(session) -> list[tuple]:
    return [
        (
            a.speaker.name,
            a.role,
            [(p.as_printed, p.title, p.organisation) for p in a.positions.all()],
        )
        for a in session.appearances.order_by("order")
    ]


def test_who_is_known_and_who_is_new(session, write):
    make_appearance(session, make_speaker("Emil Exemple"), role="panellist")
    ada, house = make_speaker("Ada Muster"), make_organisation("Musterwerk")

    lines = ("Ada Muster, CTO, Musterwerk (animation)", "", " Zoé  De Biasio , maire", "Bo Nord")
    assert write(*lines) is None

    assert lineup(session) == [
        ("Emil Exemple", "panellist", []),
        ("Ada Muster", "moderator", [("CTO, Musterwerk", "CTO", house)]),
        ("Zoé De Biasio", "panellist", [("maire", "", None)]),
        ("Bo Nord", "panellist", []),
    ]
    assert session.appearances.filter(speaker=ada, name_as_printed="Ada Muster").exists()
    assert Speaker.objects.get(slug="zoe-de-biasio").sort_name == "De Biasio, Zoé"


def test_who_is_there_is_not_there_twice(session, write):
    write("Ada Muster")
    write("Ada Muster")

    assert lineup(session) == [("Ada Muster", "panellist", [])]


def test_a_name_that_is_like_another_is_asked_about(session, write):
    make_speaker("Ada Musterfrau")

    [asked] = write("Ada Mustterfrau")

    assert asked.startswith("Est-ce « Ada Musterfrau » ? Presque le même nom")
    assert lineup(session) == []
    assert write("Ada Mustterfrau", anyway="on") is None
    assert Speaker.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "against"),
    [
        ("Ada Muster (chef)", "n’est pas un rôle"),
        (", CTO", "écrivez"),
        ("Ada (animation) Muster", "écrivez"),
        ("Bea Muster", "Plusieurs s’appellent"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays(session, write, line, against):
    make_speaker("Bea Muster"), make_speaker("Bea Muster", slug="bea-2")

    [error] = write("Zoé Exemple", line)

    assert against in error
    assert lineup(session) == []
    assert Speaker.objects.count() == 2
