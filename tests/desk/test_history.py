"""Who changed what, when; back to an earlier state; what was deleted comes back as it was."""

import json

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from desk.journal import Journal
from desk.models import Change, ChangedRecord
from events.models import (
    Appearance,
    Citation,
    Day,
    Edition,
    FormerSlug,
    PreviewKey,
    Release,
    Session,
    SessionStamp,
    Tombstone,
    WorkingCopy,
)
from events.permissions import EDITORS
from events.releases import previewing
from events.releases.preparing import prepare_changes
from speakers.models import Speaker
from tests.accounts import logged_in, make_member, organiser_of, superuser
from tests.articles import FIXTURES
from tests.events.admin_forms import address, fields
from tests.factories import (
    cite,
    make_appearance,
    make_correction,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
    make_reply,
    make_session,
    make_source,
    make_speaker,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne():
    return superuser("anne")


@pytest.fixture
def session():
    session = make_session(title="Ouverture", slug="ouverture")
    ada = make_appearance(session, make_speaker("Ada Muster"), role=Appearance.Role.MODERATOR)
    cite(make_position(ada, "Musterwerk, CEO", organisation=make_organisation("Musterwerk")))
    make_appearance(session, make_speaker("Bea Beispiel"))
    cite(make_involvement(session, make_organisation("Beispiel SA")), locator="§2")
    session.topics.add(make_topic("Quantique"))
    session.links.create(url="https://example.org/")
    make_reply(session)
    cite(session)
    return session


def save(client, record, **typed):
    form = fields(client, address(record))
    response = client.post(address(record), form | typed)
    assert response.status_code == 302, response.context["errors"]


def act(record, **values):
    """As a form would that changes just that."""
    journal = Journal(get_user_model().objects.get(username="anne"))
    journal.about([record])
    for name, value in values.items():
        setattr(record, name, value)
    record.save()
    journal.write(Change.Verb.CHANGED)


def delete(client, record):
    assert client.post(address(record, "delete"), {"post": "yes"}).status_code == 302


def told(client, record) -> list[list[tuple[str, str, str]]]:
    """What the history page says, act by act."""
    entries = client.get(address(record, "history")).context["entries"]
    return [[(line.label, line.before, line.after) for line in e.lines] for e in entries]


def ways_back(client, record) -> list[str]:
    return [e.revert for e in client.get(address(record, "history")).context["entries"] if e.revert]


def go_back(client, way):
    page = client.get(way)
    return client.post(way, {"version": page.context["version"]})


def restore(client, record):
    """By the link on the page of what was deleted; `record` says of which kind."""
    meta = record._meta
    page = client.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_deleted"))
    [deletion] = page.context["deletions"]
    return client.post(deletion.restore)


def everything(but=()) -> dict:
    """Each content row, as the fixtures would have it."""
    models = [m for app in ("sources", "organisations", "speakers", "events")
              for m in apps.get_app_config(app).get_models() if not m._meta.proxy]  # fmt: skip
    traces = {"sessionstamp", "editionstamp", "known", "formerslug", "revision", *but}
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in models
        if model._meta.model_name not in traces
    }


def test_a_save_is_told_fact_by_fact_with_the_lineup(anne, session):
    form = fields(anne, address(session))
    bea = next(name for name, value in form.items() if value == "Bea Beispiel")
    save(anne, session, title="Accueil", start="09:45",
         **{bea: "B. Beispiel", "appearances-0-role": "speaker"})  # fmt: skip

    [change] = Change.objects.all()
    assert (change.verb, change.made_by_name) == ("changed", "anne")
    [newest, _before] = told(anne, session)
    assert ("titre", "Ouverture", "Accueil") in newest
    assert ("début", "", "2 avril 2025 09:45") in newest
    assert ("intervention « Ada Muster », rôle", "animation", "intervention") in newest
    assert ("intervention « B. Beispiel », nom tel qu’imprimé", "Bea Beispiel", "B. Beispiel") in (
        newest
    )


def test_what_did_not_go_through_a_form_is_told_between_two_acts(anne, session):
    act(session, title="Accueil")
    Session.objects.filter(pk=session.pk).update(title="Bienvenue")
    session.refresh_from_db()
    act(session, summary="Mot d’accueil.")
    session.appearances.last().delete()

    latest, last, between, _first, _start = told(anne, session)

    assert latest == [("intervention", "Bea Beispiel ; ordre : 2", "")]
    assert last == [("résumé", "", "Mot d’accueil.")]
    assert between == [("titre", "Accueil", "Bienvenue")]


def test_history_outlives_its_users(anne, session):
    act(session, title="Accueil")
    get_user_model().objects.all().delete()
    other = superuser("chris")

    page = other.get(address(session, "history"))

    assert page.context["entries"][0].record.change.made_by_name == "anne"


def test_back_to_a_state_with_its_lineup(anne, session):
    act(session, title="Accueil")
    before = everything(but={"source"})
    form = fields(anne, address(session))
    form |= {"title": "Clôture", "appearances-0-DELETE": "on", "appearances-1-order": "7"}
    assert anne.post(address(session), form).status_code == 302
    Appearance.objects.filter(name_as_printed="Bea Beispiel").update(role="host")
    way = [w for w in ways_back(anne, session) if "after" in w][-1]
    stamp = SessionStamp.objects.get(session=session).sequence

    assert go_back(anne, way).status_code == 302

    assert everything(but={"source"}) == before  # the own programme’s stays
    assert SessionStamp.objects.get(session=session).sequence > stamp
    assert told(anne, session)[0][0] == ("titre", "Clôture", "Accueil")


def test_swapped_positions_swap_back(anne, session):
    """Two rows that may not have the same rank at any moment."""
    ada = session.appearances.first()
    cite(make_position(ada, "Vorsitzende"))
    act(session, title="Accueil")
    make_correction(session)  # what was said in public since stays
    before = everything()
    first, second = ada.positions.order_by("order")
    for position, order in ((first, 9), (second, 1), (first, 2)):
        type(position).objects.filter(pk=position.pk).update(order=order)

    # What was outside the forms is undone, too.
    found = ChangedRecord.objects.of(session).get()
    way = reverse("admin:events_session_revert", args=[session.pk, found.pk, "after"])
    assert go_back(anne, way).status_code == 302

    assert everything() == before


def test_who_saw_an_older_preview_is_told(anne, session):
    act(session, title="Accueil")
    way = ways_back(anne, session)[0]
    seen = anne.get(way).context["version"]
    Session.objects.filter(pk=session.pk).update(title="Bienvenue")

    refused = anne.post(way, {"version": seen})

    assert refused.status_code == 200
    assert "a changé" in refused.context["reasons"][0]
    assert Session.objects.get().title == "Bienvenue"


def test_a_deleted_session_comes_back_as_it_was(anne, session):
    before, calendar = everything(), anne.get(f"/sessions.ics?id={session.code}").content
    sequence = SessionStamp.objects.get().sequence
    delete(anne, session)
    assert Tombstone.objects.exists()
    assert not Appearance.objects.exists()

    assert restore(anne, session).status_code == 302

    assert everything() == before
    assert not Tombstone.objects.exists()
    assert not FormerSlug.objects.filter(kind="session").exists()
    assert SessionStamp.objects.get().sequence > sequence + 1
    assert b"STATUS:CANCELLED" not in anne.get(f"/sessions.ics?id={session.code}").content
    assert calendar.count(b"UID:") == 1


def test_a_whole_edition_comes_back_in_one(anne):
    call_command("loaddata", *FIXTURES, verbosity=0)
    edition = Edition.objects.get(slug="eschtechweek-2025")
    Edition.objects.filter(part_of=edition).update(part_of=None)
    other = make_session(stands_for=edition)
    before = everything()
    pages = ("/sessions.json", "/appearances.json?role=moderator", "/speakers.json", "/events.json")
    said = [clean(anne.get(page).json()) for page in pages]
    delete(anne, edition)
    assert other.pk == Session.objects.get(pk=other.pk, stands_for=None).pk

    assert restore(anne, edition).status_code == 302

    assert everything() == before
    assert [clean(anne.get(page).json()) for page in pages] == said
    assert ChangedRecord.objects.filter(change__verb="restored").count() > 20


def clean(answer) -> str:
    for row in answer["results"]:
        row.pop("sequence", None), row.pop("changed_at", None)
        row.get("session", {}).pop("sequence", None)
    return json.dumps(answer)


def test_what_comes_back_without_a_source_is_not_published(anne):
    day = make_day()
    cite(day)
    session = make_session(day)
    delete(anne, session)
    Citation.objects.all().delete()

    restore(anne, session)

    assert Session.objects.get().unsourced
    assert not Session.objects.published().exists()


@pytest.mark.parametrize(
    ("meanwhile", "reason"),
    [
        pytest.param(lambda s: make_session(slug=s.slug), "L’adresse « ouverture » est prise",
                     id="address"),
        pytest.param(lambda s: Speaker.objects.filter(name="Ada Muster").delete(),
                     "« Ada Muster » (personne) n’existe plus", id="person"),
        pytest.param(lambda s: s.day.delete(), "(jour) n’existe plus", id="day"),
    ],
)  # fmt: skip
def test_restoring_says_what_stands_against_it(anne, session, meanwhile, reason):
    delete(anne, session)
    meanwhile(session)

    refused = restore(anne, session)

    assert refused.status_code == 200
    assert any(reason in said for said in refused.context["reasons"])
    assert not Appearance.objects.exists()


def test_where_the_rank_is_taken_it_goes_to_the_end(anne, session):
    delete(anne, session)
    make_session(session.day, position=session.position)

    page = restore(anne, session)

    assert page.status_code == 302
    assert Session.objects.get(pk=session.pk).position == 2


def test_a_person_comes_back_with_names_and_a_row_of_a_form_with_its_day(anne):
    speaker = make_speaker("Ada Muster", aliases=["A. Muster"], hidden=["Ada Alt"])
    speaker.identities.create(scheme="guid", value="x")
    before = everything()
    delete(anne, speaker)
    restore(anne, speaker)
    assert everything() == before

    edition = make_edition()
    day = make_day(edition)
    cite(day)
    make_session(day)
    before = everything()
    save(anne, edition, **{"days-0-DELETE": "on"})
    assert not Day.objects.exists()
    assert restore(anne, day).status_code == 302
    assert everything() == before


def test_a_merge_is_no_state_to_go_back_to(anne):
    kept, merged = make_speaker("Ada Muster"), make_speaker("A. Muster")
    make_appearance(speaker=merged)
    act(kept, qualifier="élue")
    merge = reverse("admin:speakers_speaker_merge", args=[kept.pk, merged.pk])
    assert anne.post(merge, {"reason": "la même"}).status_code == 302

    go_back(anne, ways_back(anne, kept)[-1])

    merged.refresh_from_db()
    kept.refresh_from_db()
    assert (kept.qualifier, merged.merged_into) == ("", kept)


def test_an_organiser_reaches_the_history_of_their_own(anne, session):
    act(session, title="Accueil")
    elsewhere = make_session()
    act(elsewhere, title="Ailleurs")
    bert = organiser_of(session.day.edition, name="bert")

    way, foreign = ways_back(anne, session)[0], ways_back(anne, elsewhere)[0]
    assert bert.get(address(session, "history")).status_code == 200
    assert bert.get(address(elsewhere, "history")).status_code == 404
    assert bert.get(foreign).status_code == 404
    assert go_back(bert, way).status_code == 302

    delete(anne, elsewhere)
    there = reverse("admin:events_session_deleted")
    assert list(bert.get(there).context["deletions"]) == []
    [deletion] = anne.get(there).context["deletions"]
    assert bert.post(deletion.restore).status_code == 404
    delete(bert, session)
    assert restore(bert, session).status_code == 302


def test_an_organiser_takes_no_session_to_somebody_elses_edition(anne, session):
    foreign = session.day
    mine = make_day(make_edition())
    act(session, day=mine)
    bert = organiser_of(mine.edition, name="bert")

    assert go_back(bert, ways_back(bert, session)[-1]).status_code == 403

    session.refresh_from_db()
    assert session.day == mine != foreign

    mine.edition.part_of = foreign.edition
    mine.edition.save()
    act(mine.edition, part_of=None)
    refused = go_back(bert, ways_back(bert, mine.edition)[-1])
    assert "n’est pas une de vos éditions" in refused.context["reasons"][0]


def test_what_the_programme_page_does_is_told(anne, session):
    programme = reverse("admin:events_edition_programme", args=[session.day.edition_id])
    anne.post(programme, {"chosen": [session.pk], "do": "cancel", "because": "souffrante"})

    assert ("état", "publiée", "annulée") in told(anne, session)[0]


def test_the_number_of_questions_does_not_grow(anne, session, django_assert_max_num_queries):
    for number in range(4):
        appearance = make_appearance(session, make_speaker(f"Person {number}"))
        cite(make_position(appearance, "Musterwerk"), make_source())
    for title in ("Un", "Deux", "Trois", "Quatre"):
        act(session, title=title)

    with django_assert_max_num_queries(35):
        told(anne, session)


def test_an_editor_of_the_directory_sees_no_programme_that_was_deleted(anne, session):
    scope = session.day.edition_id
    delete(anne, session)
    editor = logged_in(make_member("bert", EDITORS))

    there = editor.get(reverse("admin:speakers_speaker_deleted"), {"scope": scope})

    assert there.context["deletions"] == []


def test_a_session_comes_back_that_a_release_had_told_of(anne, session):
    release = Release.objects.create(
        edition=session.day.edition, number=1, released_at=timezone.now()
    )
    ada = session.appearances.first()
    release.changes.create(
        order=1, what="joined", session=session, appearance=ada, speaker=ada.speaker
    )
    before = everything()
    delete(anne, session)

    assert restore(anne, session).status_code == 302

    assert everything() == before


def test_no_state_of_an_edition_ends_its_draft_its_releases_or_a_revoked_link(anne):
    edition = make_edition()
    previewing.token_for(edition=edition, until=timezone.now())
    act(edition, summary="Un mot.")
    copy = prepare_changes(edition=edition)
    Release.objects.create(edition=edition, number=1, released_at=timezone.now())
    previewing.revoke(edition=edition)

    assert go_back(anne, ways_back(anne, edition)[-1]).status_code == 302

    edition.refresh_from_db()
    assert edition.summary == ""
    assert WorkingCopy.objects.get() == copy
    assert edition.releases.exists()
    assert not PreviewKey.objects.exists()
