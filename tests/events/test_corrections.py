"""What was put right in public: marked in a form, told with its reason, and no more than that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Correction, Reply, Session
from speakers.models import Speaker
from tests.accounts import organiser_of, superuser
from tests.events.admin_forms import address, fields
from tests.factories import (
    cite,
    make_appearance,
    make_organisation,
    make_position,
    make_session,
    make_speaker,
)
from tests.walk import visit

pytestmark = pytest.mark.django_db

REASON = "Le programme imprimé disait autre chose."


@pytest.fixture
def anne():
    return superuser("anne")


@pytest.fixture
def session():
    session = make_session(title="Ouverture", slug="ouverture")
    make_position(make_appearance(session, make_speaker("Ada Muster")), "CEO")
    cite(session)
    return session


def correct(client, record, reason=REASON, **typed):
    form = fields(client, address(record))
    return client.post(
        address(record), form | {"correction": "on", "correction_reason": reason} | typed
    )


def made(record, **fact) -> Correction:
    """A correction of one fact, as a form makes it."""
    fact = {"who": None, "before": None, "after": None} | fact
    name, people = record._meta.model_name, Speaker.objects.values_list("pk", flat=True)
    return Correction.objects.create(
        **{name: record}, reason=REASON, facts=[fact], named={"speaker": list(people)}
    )


def told(record) -> list[tuple[str, str, str]]:
    """The facts on the page of all corrections."""
    rows = visit("/corrections.json").response.json()["results"]
    assert {row["url"] for row in rows} <= {f"http://tableronde.test{record.get_absolute_url()}"}
    return [(f["fact"], f["before"], f["after"]) for row in rows for f in row["facts"]]


def test_a_marked_change_is_told_with_its_reason(anne, session):
    typed = {"title": "Accueil", "start": "09:45", "appearances-0-role": "moderator"}
    assert correct(anne, session, **typed).status_code == 302

    assert told(session) == [
        ("titre", "Ouverture", "Accueil"),
        ("début", None, "mercredi\u00a02\u00a0avril\u00a02025, 9\u00a0h\u00a045"),
        ("rôle (Ada Muster)", "intervention", "animation"),
    ]
    for page in ("/corrections/", session.get_absolute_url(), "/corrections.atom"):
        said = anne.get(page).content.decode()
        assert REASON[:20] in said, page
        assert "Accueil" in said, page
    assert "Role (Ada Muster)" in anne.get("/en/corrections/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"correction": "on", "correction_reason": ""}, "correction_reason"),
        ({"correction": "", "correction_reason": REASON}, "correction"),
    ],
)
def test_a_mark_and_a_reason_go_together(anne, session, typed, field):
    form = fields(anne, address(session)) | {"title": "Accueil"} | typed
    refused = anne.post(
        address(session), {k: v for k, v in form.items() if v != "" or k != "correction"}
    )

    assert field in refused.context["adminform"].form.errors
    assert not Correction.objects.exists()


def test_what_is_not_public_has_nothing_to_correct(anne, session):
    session.status = "draft"
    session.save()

    assert "correction" not in fields(anne, address(session))
    assert "correction_reason" not in fields(anne, address(session))


def test_no_public_fact_no_correction(anne, session):
    correct(anne, session, embargoed_until_0="", language="de")

    assert not Correction.objects.exists()


def test_it_is_shown_as_long_as_its_record_is_and_nobody_took_it_back(anne, session):
    correction = made(session, of="events.session", fact="title",
                      before={"value": "A"}, after={"value": "B"})  # fmt: skip
    assert told(session) == [("titre", "A", "B")]

    type(session).objects.filter(pk=session.pk).update(status="draft")
    assert told(session) == []
    type(session).objects.filter(pk=session.pk).update(status="published")
    form = fields(anne, address(correction))
    del form["shown"]
    assert anne.post(address(correction), form).status_code == 302

    assert told(session) == []
    assert REASON not in visit(session.get_absolute_url()).text


def test_a_name_that_is_hidden_by_now_is_read_nowhere(session):
    ada = session.appearances.get().speaker
    who = {"text": "Ada Alt", "speaker": ada.pk}
    kind = "events.appearance"
    made(session, of=kind, fact="role", who=who, before={"value": "speaker"},
         after={"value": "moderator"})  # fmt: skip
    made(session, of=kind, fact="", who=who, before={"text": "Ada Alt", "speaker": ada.pk})
    made(session, of="events.session", fact="summary", before={"value": "Avec Ada Alt."},
         after={"value": "Avec d’autres."})  # fmt: skip
    made(session, of=kind, fact="name_as_printed", who=who, before={"value": "Ada Alt"},
         after={"value": "Ada Muster"})  # fmt: skip
    Correction.objects.update(reason="Ada Alt n’y était pas.")
    session.appearances.all().delete()
    ada.names.create(name="Ada Alt", hidden=True)

    assert told(session) == [
        ("résumé", "Avec Ada Muster.", "Avec d’autres."),
        ("personne", "Ada Muster", None),
        ("rôle (Ada Muster)", "intervention", "animation"),
    ]
    for page in ("/corrections/", "/corrections.json", "/corrections.atom"):
        assert "Alt" not in visit(page).text, page

    ada.delete()
    assert [fact for fact in told(session) if "Ada" in str(fact[1]) and fact[0] != "résumé"] == []


def test_a_person_and_an_organisation_have_theirs(anne, session):
    ada = session.appearances.get().speaker
    body = make_organisation("Musterwerk")
    make_position(session.appearances.get(), "Musterwerk", organisation=body, order=2)
    correct(anne, ada, name="Ada Mustermann", qualifier="élue à Nancy")
    correct(anne, body, place="Nancy")

    assert "élue à Nancy" in visit(ada.get_absolute_url()).text
    assert "Nancy" in visit(body.get_absolute_url()).text
    ada.names.create(name="Ada Muster", hidden=True)
    rows = visit("/corrections.json").response.json()["results"]
    assert [row["facts"] for row in rows] == [
        [{"fact": "lieu", "before": None, "after": "Nancy"}],
        [{"fact": "précision", "before": None, "after": "élue à Nancy"}],
    ]


def test_a_reply_stands_on_the_record_and_among_the_corrections(anne, session):
    added = anne.post(reverse("admin:events_reply_add"), {
        "session": session.pk, "name": "Bea Beispiel", "received_on": "2025-05-02",
        "text": "Das habe ich nie gesagt.", "language": "de", "shown": "on",
    })  # fmt: skip
    assert added.status_code == 302, added.context["errors"]

    for page in (session.get_absolute_url(), "/corrections/"):
        quote = visit(page).one("blockquote")
        assert quote.attrs["lang"] == "de"
        assert "nie gesagt" in quote.to_text()
    Reply.objects.update(shown=False)
    assert visit("/corrections/").all("blockquote") == []


def test_an_organiser_says_nothing_of_others(anne, session):
    mine, theirs = made(session, of="x", fact="y"), made(make_session(), of="x", fact="y")
    bert = organiser_of(session.day.edition)

    assert bert.get(address(mine)).status_code == 200
    assert bert.get(address(theirs)).status_code == 302  # as if it were not there
    reply = {"name": "Bea", "received_on": "2025-05-02", "text": "Non.", "language": "fr"}
    for field, pk in (("session", theirs.session_id), ("speaker", make_speaker("Cleo").pk)):
        refused = bert.post(reverse("admin:events_reply_add"), reply | {field: pk})
        assert field in refused.context["adminform"].form.errors
    assert not Reply.objects.exists()


def test_the_page_asks_the_same_number_of_questions(session):
    asked = []
    for wanted in (2, 5):
        while Correction.objects.count() < wanted:
            made(session, of="events.session", fact="title", before={"value": "A"})
        visit("/corrections/")  # the first reader after a change asks the clock, too
        with CaptureQueriesContext(connection) as queries:
            assert len(visit("/corrections/").all("article")) == wanted
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 6


def test_a_change_that_is_saved_already_is_marked_late(anne, session):
    form = fields(anne, address(session))
    anne.post(address(session), form | {"title": "Accueil"})
    history = address(session, "history")
    [way] = [e.correct for e in anne.get(history).context["entries"] if e.correct]

    assert "Une correction dit pourquoi" in anne.post(way).content.decode()
    assert not Correction.objects.exists()
    assert anne.post(way, {"reason": REASON})["Location"] == history

    assert told(session) == [("titre", "Ouverture", "Accueil")]
    assert anne.get(history).context["entries"][0].record.change.note == (
        f"correction publiée : {REASON}"
    )
    anne.post(way, {"reason": "encore"})
    assert Correction.objects.count() == 1
    assert organiser_of(name="other").post(way, {"reason": "x"}).status_code == 404
    Session.objects.update(status="draft")  # what nobody could read was wrong to nobody
    assert anne.post(way, {"reason": "x"}).status_code == 404
