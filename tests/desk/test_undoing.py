"""An act is undone as a whole: an import, a release; what was changed since stays as it is."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.models import Change
from events.models import Session, WorkingCopy
from events.permissions import EDITORS
from events.releases.preparing import prepare_changes
from events.releases.scheduling import release_due
from speakers.models import Speaker
from tests.accounts import logged_in, make_member, organiser_of
from tests.events.exchange.sheets import comma, exported
from tests.events.exchange.test_pages import keep, try_it
from tests.events.releases.programme import make_programme, of, page_of
from tests.events.releases.test_releasing import revise
from tests.factories import make_appearance, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_programme()


@pytest.fixture
def organiser(edition):
    return organiser_of(edition)


def public(*but: str) -> dict:
    """All that is public, but for the marks that say that something was written again."""
    lists = ("sessions", "appearances", "speakers", "organisations", "events", "sources")
    marks = {"sequence", "changed_at", *but}

    def without(pairs):
        return {key: value for key, value in pairs if key not in marks}

    answers = {name: Client().get(f"/{name}.json").content for name in lists}
    return {name: json.loads(said, object_pairs_hook=without) for name, said in answers.items()}


def acts(client, edition) -> list:
    return client.get(reverse("admin:events_edition_acts", args=[edition.pk])).context["acts"]


def undo(client, act):
    page = client.get(act.undo)
    return client.post(act.undo, {"version": page.context["version"]})


def programme_file(edition) -> bytes:
    [headings, *rows] = exported(edition)
    changed = [dict(zip(headings, row, strict=True)) for row in rows]
    for row in changed:
        if row["titre"] == "Table":
            row |= {"titre": "Table longue", "personnes": "Anna Schmit | Cléa Neu (Neuwerk)"}
        if row["titre"] == "Visite":
            row["rang"] = "2"
    changed.append({"titre": "Débat", "jour": "2025-04-03", "rang": "1", "état": "publiée",
                    "personnes": "Dora Neu"})  # fmt: skip
    return comma([headings, *([row.get(name, "") for name in headings] for row in changed)])


def import_programme(client, edition):
    assert (
        "Importé" in keep(client, try_it(client, edition, programme_file(edition))).content.decode()
    )


def test_an_import_is_one_act_and_undone_as_one(edition, organiser):
    before = public()
    import_programme(organiser, edition)
    assert Speaker.objects.filter(name__endswith="Neu").count() == 2

    [act] = acts(organiser, edition)
    assert act.change.made_by_name == "organiser"
    assert act.change.note.startswith("import de programme.csv")
    assert {"Table longue", "Débat"} <= {record.name for record in act.change.records.all()}
    shown = organiser.get(act.undo).context
    assert shown["counts"] == {"back": 2, "gone": 4, "kept": 0}  # with the source
    imported = public()
    assert undo(organiser, act).status_code == 302

    assert public() == before
    assert not Speaker.objects.filter(name__endswith="Neu").exists()

    # Undoing is an act, too.
    undone, _import = acts(organiser, edition)
    assert undone.change.verb == Change.Verb.UNDONE
    assert undo(organiser, undone).status_code == 302
    assert public() == imported


def test_what_was_changed_since_stays_and_who_is_needed_elsewhere(edition, organiser):
    import_programme(organiser, edition)
    [act] = acts(organiser, edition)
    Session.objects.filter(title="Table longue").update(title="Table ronde")
    make_appearance(of("ouverture"), Speaker.objects.get(name="Dora Neu"))

    seen = organiser.get(act.undo).context
    assert {(str(record), why) for record, why in seen["kept"]} == {
        ("Table longue", "a changé depuis"),
        ("Dora Neu", "sert aussi ailleurs"),
        ("Cléa Neu", "sert aussi ailleurs"),
        ("Programme de l’organisation, « Semaine »", "sert aussi ailleurs"),
    }
    Session.objects.filter(title="Débat").update(summary="Après.")
    late = organiser.post(act.undo, {"version": seen["version"]})
    assert "a changé depuis que vous avez vu" in late.context["reasons"][0]

    assert undo(organiser, act).status_code == 302

    assert set(Session.objects.values_list("title", flat=True)) >= {"Table ronde", "Débat"}
    assert "Visite" in str(list(organiser.get(act.undo).context["messages"]))
    assert Speaker.objects.filter(name="Dora Neu").exists()


def test_a_release_is_undone_and_that_is_told(edition, organiser):
    before = public()
    revise(prepare_changes(edition=edition))
    organiser.post(page_of(edition), {"do": "release"})
    after = public()
    assert after != before
    told = edition.releases.get().changes.count()

    [act] = acts(organiser, edition)
    assert undo(organiser, act).status_code == 302

    assert public() == before
    first, second = edition.releases.order_by("number")
    assert first.changes.exists()
    assert 0 < second.changes.count() <= told
    assert not WorkingCopy.objects.exists()
    assert Client().get("/events/semaine/changes/").status_code == 200

    undo(organiser, acts(organiser, edition)[0])
    assert public() == after


def test_a_release_that_was_due_is_in_the_history(edition, organiser):
    copy = prepare_changes(edition=edition)
    revise(copy)
    WorkingCopy.objects.update(release_at=timezone.now())
    release_due(now=timezone.now())

    [act] = acts(organiser, edition)

    assert (act.change.made_by, act.change.made_by_name) == (None, "au moment prévu")
    assert undo(organiser, act).status_code == 302
    assert of("table").title == "Table"


def test_another_organiser_undoes_nothing(edition, organiser):
    import_programme(organiser, edition)
    [act] = acts(organiser, edition)
    before = public()
    directory = logged_in(make_member("bert", EDITORS))

    for other in (organiser_of(name="other"), directory):
        for method in (other.get, other.post):
            assert method(act.undo, {"version": "x"}).status_code in (403, 404)
        there = reverse("admin:events_edition_acts", args=[edition.pk])
        assert other.get(there).status_code in (403, 404)
    assert public() == before


def test_a_merge_is_undone_where_merges_are(edition):
    editor = logged_in(make_member("bert", EDITORS))
    kept, merged = make_speaker("Ada Muster"), make_speaker("A. Muster")
    merge = reverse("admin:speakers_speaker_merge", args=[kept.pk, merged.pk])
    editor.post(merge, {"reason": "la même"})
    act = reverse("admin:speakers_speaker_undo", args=[Change.objects.get().pk])

    shown = editor.get(act)

    assert shown.context["reasons"] == ["Une fusion se défait sur la fiche gardée."]
    editor.post(act, {"version": shown.context["version"]})
    assert Speaker.objects.get(pk=merged.pk).merged_into == kept
