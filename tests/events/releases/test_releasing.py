"""Changes are prepared where nobody sees them, and released together, or not at all."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Change, Edition, Session, Tombstone
from events.planning import cancel, move_by_one, move_to_day
from events.releases.applying import ConflictError, Pending, as_released, prospect, release_changes
from events.releases.facts import programme_of
from events.releases.preparing import ReleaseError, drop_changes, prepare_changes
from events.releases.prevailing import let_draft_prevail
from events.releases.wording import sentence
from events.sourcing import cite_own_programme
from tests.events.releases.programme import NINE, in_draft, of
from tests.factories import make_appearance, make_session, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(edition):
    return prepare_changes(edition=edition)


def released(copy, **given):
    return release_changes(copy=copy, now=timezone.now(), **given)


def told(release) -> list[tuple]:
    return [(c.what, c.title or c.name_as_printed) for c in release.changes.order_by("order")]


def revise(copy):
    """A change of every kind."""
    opening, table, closing, visit = (
        in_draft(copy, slug) for slug in ("ouverture", "table", "cloture", "visite")
    )
    opening.starts_at, opening.ends_at = NINE - timedelta(hours=1), NINE
    opening.save()
    table.title = "Table longue"
    table.save()
    cite_own_programme(session=table, fields=["title"])
    table.appearances.get(name_as_printed="Anna Schmit").delete()
    table.appearances.update(role="moderator")
    make_appearance(table, make_speaker("Cleo Fictive"), ["chercheuse"])
    cancel(sessions=[closing], because="la salle est fermée")
    new = make_session(visit.day, slug="debat", title="Débat", position=1 + visit.position)
    move_by_one(session=new, down=False)


REVISED = [
    ("moved", "Ouverture"), ("renamed", "Table longue"), ("recast", "Table longue"),
    ("joined", "Table longue"), ("left", "Table longue"), ("cancelled", "Cloture"),
    ("added", "Débat"),
]  # fmt: skip


def test_a_release_is_what_the_draft_says(edition, copy):
    revise(copy)
    new, wanted = of("debat"), programme_of(copy.draft).facts()
    before = {
        s.slug: (s.uuid, s.code, s.stamp.sequence) for s in edition.days.first().sessions.all()
    }

    release = released(copy, note="Suite à des imprévus.")

    assert told(release) == REVISED
    assert (release.number, release.note) == (1, "Suite à des imprévus.")
    table = of("table")
    assert (table.title, table.title_key) == ("Table longue", "table longue")
    assert [(a.name_as_printed, a.role) for a in table.appearances.order_by("order", "pk")] == [
        ("Ben Weber", "moderator"), ("Cleo Fictive", "speaker"),
    ]  # fmt: skip
    assert [c.source.slug for c in table.citations.filter(field="title")] == ["programme-semaine"]
    # Their identity stays; each was written once.
    after = {
        s.slug: (s.uuid, s.code, s.stamp.sequence) for s in edition.days.first().sessions.all()
    }
    assert after == {slug: (*same, sequence + 1) for slug, (*same, sequence) in before.items()}
    second = edition.days.last().sessions.order_by("position")
    assert [(s.slug, s.pk == new.pk) for s in second] == [("debat", True), ("visite", False)]
    # Nothing else changed, and the draft is gone.
    facts = programme_of(edition).facts()
    for kind in ("appearance", "position", "citation", "session", "day"):
        assert len(facts[kind]) == len(wanted[kind]), kind
    assert list(Edition.objects.all()) == [edition]
    assert not Tombstone.objects.exists()


def test_what_only_looks_as_if_released_is_not(edition, copy):
    revise(copy)
    before = programme_of(edition).facts()

    with as_released(copy):
        assert of("table").title == "Table longue"
    rows = prospect(Pending(copy))

    assert [(row.what, row.title) for row in rows] == REVISED
    assert programme_of(edition).facts() == before
    assert not Change.objects.exists()


def test_what_is_removed_is_cancelled_in_calendars_with_its_people(edition, copy):
    in_draft(copy, "table").delete()
    copy.draft.days.last().delete()

    release = released(copy)

    assert told(release) == [("removed", "Table"), ("removed", "Visite")]
    assert {s.slug for s in Session.objects.all()} == {"ouverture", "cloture"}
    stone = Tombstone.objects.get(slug="table")
    assert stone.appearances.count() == 2
    assert Tombstone.objects.count() == 2


def test_days_and_ranks_change_hands(edition, copy):
    first, second = copy.draft.days.all()
    move_to_day(sessions=[in_draft(copy, "cloture")], day=second)
    move_by_one(session=in_draft(copy, "cloture"), down=False)
    move_by_one(session=in_draft(copy, "ouverture"), down=True)
    dates = first.date, second.date
    copy.draft.days.filter(pk=first.pk).update(date=None)
    copy.draft.days.filter(pk=second.pk).update(date=dates[0])
    copy.draft.days.filter(pk=first.pk).update(date=dates[1])

    released(copy)

    days = edition.days.order_by("position")
    assert [day.date for day in days] == [dates[1], dates[0]]
    assert [[s.slug for s in day.sessions.order_by("position")] for day in days] == [
        ["table", "ouverture"], ["cloture", "visite"],
    ]  # fmt: skip


def test_an_address_may_change(edition, copy, client):
    Session.objects.filter(pk=in_draft(copy, "table").pk).update(slug="grande-table")

    released(copy)

    moved = client.get("/events/semaine/sessions/table/")
    assert (moved.status_code, moved["Location"]) == (301, "/events/semaine/sessions/grande-table/")


def test_another_order_is_told_where_no_hour_tells_it(edition, copy):
    make_session(edition.days.last(), slug="repas", title="Repas")
    drop_changes(copy=copy)
    copy = prepare_changes(edition=edition)
    move_by_one(session=in_draft(copy, "repas"), down=False)

    assert [(c.what, c.now["date"]) for c in released(copy).changes.all()] == [
        ("reordered", edition.days.last().date.isoformat())
    ]


def test_what_changed_meanwhile_stays_where_the_draft_is_silent(edition, copy):
    """Other facts of the same session, another session, a further one between two."""
    table = in_draft(copy, "table")
    table.title = "Table longue"
    table.save()
    Session.objects.filter(slug="table").update(summary="De quoi parler.")
    Session.objects.filter(slug="cloture").delete()
    first = edition.days.first()
    make_session(first, slug="pause", title="Pause", position=10)
    move_by_one(session=of("pause"), down=False)

    release = released(copy)

    assert told(release) == [("renamed", "Table longue")]
    assert (of("table").title, of("table").summary) == ("Table longue", "De quoi parler.")
    assert [s.slug for s in first.sessions.order_by("position")] == ["ouverture", "pause", "table"]


def rename(copy, edition):
    Session.objects.filter(pk=in_draft(copy, "table").pk).update(title="Table longue")
    Session.objects.filter(slug="table").update(title="Table ronde")


def remove_what_changed(copy, edition):
    in_draft(copy, "table").delete()
    make_appearance(of("table"), make_speaker("Dan Inventé"))


def change_what_was_removed(copy, edition):
    make_appearance(in_draft(copy, "table"), make_speaker("Dan Inventé"))
    of("table").delete()


def order_otherwise(copy, edition):
    move_by_one(session=in_draft(copy, "ouverture"), down=True)
    move_by_one(session=of("cloture"), down=False)


def add_the_same(copy, edition):
    person = make_speaker("Dan Inventé")
    for session in (in_draft(copy, "table"), of("table")):
        make_appearance(session, person)


@pytest.mark.parametrize(
    "both", [rename, remove_what_changed, change_what_was_removed, order_otherwise, add_the_same]
)
def test_what_both_changed_is_refused_and_nothing_is_lost(edition, copy, both):
    both(copy, edition)
    before, draft = programme_of(edition).facts(), programme_of(copy.draft).facts()

    with pytest.raises(ReleaseError) as refused:
        released(copy)

    assert isinstance(refused.value, ConflictError) == (both is not add_the_same)
    assert programme_of(edition).facts() == before
    assert programme_of(copy.draft).facts() == draft


def test_the_same_change_on_both_sides_is_none(edition, copy):
    for session in (in_draft(copy, "table"), of("table")):
        Session.objects.filter(pk=session.pk).update(title="Table ronde")

    with pytest.raises(ReleaseError, match="ne change rien"):
        released(copy)


def test_there_is_one_draft_of_a_public_edition(edition, copy):
    with pytest.raises(ReleaseError):
        prepare_changes(edition=edition)
    with pytest.raises(ReleaseError):
        prepare_changes(edition=copy.draft)

    drop_changes(copy=copy)

    assert list(Edition.objects.all()) == [edition]
    assert Session.objects.count() == 4


def test_what_is_withdrawn_later_is_told_no_more(edition, copy):
    revise(copy)
    release = released(copy)
    of("debat").appearances.all()
    Session.objects.filter(slug="debat").update(status="draft")
    of("table").appearances.get(name_as_printed="Cleo Fictive").delete()
    [shown] = edition.releases.with_changes()

    assert [(c.what, c.title) for c in shown.told] == [
        row for row in REVISED if row[0] not in ("added", "joined")
    ]
    assert release.changes.count() == len(REVISED) - 1


def test_what_was_released_is_read_by_what_is_public_today(edition, copy):
    """Nobody can correct it by hand: a reason that is mended, a former title with a hidden name."""
    revise(copy)
    in_draft(copy, "visite").delete()
    released(copy)
    Session.objects.filter(slug="cloture").update(cancelled_because="pour raison de santé")
    Session.objects.filter(slug="table").update(title="Grande table")
    person = of("table").appearances.first().speaker
    for name in ("Table", "Visite"):
        person.names.create(name=name, hidden=True)

    [shown] = edition.releases.with_changes()

    told = [sentence(change, edition.zone) for change in shown.told]
    assert "Annulé : Cloture – pour raison de santé" in told
    assert "Nouveau titre : Grande table" in told
    assert told[-1].startswith("Retiré : Une séance – ")


def test_a_hidden_name_is_not_told(edition, copy):
    revise(copy)
    released(copy)
    cleo = of("table").appearances.get(name_as_printed="Cleo Fictive").speaker
    cleo.names.create(name="Cleo Fictive", hidden=True)
    type(cleo).objects.filter(pk=cleo.pk).update(name="Clara Fictive")

    [shown] = edition.releases.with_changes()

    assert [c.name_as_printed for c in shown.told if c.what == "joined"] == ["Clara Fictive"]


@pytest.mark.parametrize("both", [rename, remove_what_changed, order_otherwise])
def test_the_draft_may_prevail(edition, copy, both):
    both(copy, edition)

    let_draft_prevail(copy=copy)
    copy.refresh_from_db()
    wanted = [(s.title, s.appearances.count()) for s in copy.draft.days.first().sessions.all()]
    released(copy)

    sessions = edition.days.first().sessions.all()
    assert [(s.title, s.appearances.count()) for s in sessions] == wanted
