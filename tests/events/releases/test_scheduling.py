"""Changes are released at the moment that was chosen: not before, and not against the site."""

from datetime import UTC, datetime, timedelta

import pytest

from events.clock import revision_at
from events.models import Session, WorkingCopy
from events.releases import scheduling
from events.releases.preparing import ReleaseError, prepare_changes
from events.releases.scheduling import schedule
from tests import walk
from tests.accounts import organiser_of
from tests.events.releases.programme import in_draft, of, page_of

pytestmark = pytest.mark.django_db

NOON = datetime(2125, 4, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def copy(edition):
    copy = prepare_changes(edition=edition)
    Session.objects.filter(pk=in_draft(copy, "table").pk).update(title="Table longue")
    return copy


def test_it_happens_at_its_moment(edition, copy):
    revision_at(NOON - timedelta(days=1))
    schedule(copy=copy, at=NOON, note="À midi.")

    before = revision_at(NOON - SECOND).value
    assert (of("table").title, edition.releases.count()) == ("Table", 0)
    after = revision_at(NOON + SECOND).value

    assert of("table").title == "Table longue"
    assert [(r.released_at, r.note) for r in edition.releases.all()] == [(NOON, "À midi.")]
    assert after > before
    assert "Table longue" in walk.visit("/events/semaine/").text


def test_what_the_site_contradicts_is_held_back(edition, copy):
    schedule(copy=copy, at=NOON)
    Session.objects.filter(slug="table").update(title="Table ronde")

    revision_at(NOON + SECOND)

    assert of("table").title == "Table ronde"
    copy.refresh_from_db()
    assert (copy.release_at, bool(copy.held_back)) == (None, True)
    page = organiser_of(edition).get(page_of(edition)).content.decode()
    assert copy.held_back in page
    with pytest.raises(ReleaseError):
        schedule(copy=copy, at=NOON)


def test_a_fault_in_it_is_in_nobody_s_way(edition, copy, monkeypatch):
    schedule(copy=copy, at=NOON)
    monkeypatch.setattr(scheduling, "release_changes", lambda **given: 1 / 0)

    assert revision_at(NOON + SECOND).next_change_at > NOON
    assert WorkingCopy.objects.get().held_back


def test_the_organiser_chooses_it_on_the_clock_of_the_edition(edition, copy):
    client, page = organiser_of(edition), page_of(edition)

    past = client.post(page, {"do": "release", "at": "2020-01-01T09:00"})
    client.post(page, {"do": "release", "at": "2125-04-02T14:00", "note": "À midi."})

    assert "at" in past.context["form"].errors
    copy.refresh_from_db()
    assert (copy.release_at, copy.note) == (NOON, "À midi.")
    assert "2 avril 2125, 14\u00a0h\u00a000" in client.get(page).content.decode()
    client.post(page, {"do": "unschedule"})
    copy.refresh_from_db()
    assert copy.release_at is None
    assert of("table").title == "Table"
