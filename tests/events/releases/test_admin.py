"""The organiser's page of changes: what would be released, what stands against it."""

import pytest
from django.urls import reverse

from desk.models import Change
from events.models import Edition, Session, WorkingCopy
from events.releases.preparing import prepare_changes
from tests.accounts import organiser_of
from tests.events.admin_forms import address, fields
from tests.events.releases.programme import in_draft, of, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(edition):
    return organiser_of(edition)


def listed(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_prepared_edited_and_released(organiser, edition):
    page = page_of(edition)
    prepared = organiser.post(page, {"do": "prepare"})
    copy = WorkingCopy.objects.get(edition=edition)
    programme = reverse("admin:events_edition_programme", args=[copy.draft_id])
    assert (prepared["Location"], copy.made_by.username) == (programme, "organiser")
    assert "rien de ce qui suit n’est public" in organiser.get(programme).content.decode()

    form = address(in_draft(copy, "table"))
    changed = fields(organiser, form) | {"title": "Table longue", "start": "11:00", "end": "12:00"}
    assert organiser.post(form, changed).status_code == 302
    shown = organiser.get(page)
    assert [told.replace("\u00a0", " ") for told in shown.context["changes"]] == [
        "Nouveau titre : Table longue – auparavant « Table »",
        "Déplacé : Table longue – 11 h 00 – 12 h 00, au lieu de : 10 h 00 – 10 h 50",
    ]
    assert of("table").title == "Table"

    released = organiser.post(page, {"do": "release", "note": "Plus de temps."}, follow=True)

    assert listed(released) == ["Les changements sont publiés."]
    assert of("table").title == "Table longue"
    assert edition.releases.get().note == "Plus de temps."
    assert organiser.get(programme).status_code == 404
    [act] = Change.objects.filter(note="Les changements sont publiés.")
    assert {record.name for record in act.records.all()} == {"Semaine", "Table longue"}


def test_a_contradiction_is_told_and_the_draft_may_prevail(organiser, edition):
    copy = prepare_changes(edition=edition)
    for session, title in ((in_draft(copy, "table"), "Table A"), (of("table"), "Table B")):
        Session.objects.filter(pk=session.pk).update(title=title)
    page = page_of(edition)

    refused = organiser.post(page, {"do": "release"})

    assert listed(refused) == ["L’édition publique a changé entre-temps."]
    assert refused.context["obstacles"] == [
        "séance « Table B » : titre (sur le site : Table B ; dans le brouillon : Table A)."
    ]
    organiser.post(page, {"do": "prevail"})
    organiser.post(page, {"do": "release"})
    assert of("table").title == "Table A"


def test_what_is_dropped_leaves_nothing(organiser, edition):
    prepare_changes(edition=edition)

    organiser.post(page_of(edition), {"do": "drop"})
    assert Edition.objects.count() == 2
    organiser.post(page_of(edition), {"do": "drop", "sure": "on"})

    assert list(Edition.objects.all()) == [edition]


def test_another_organiser_sees_and_does_nothing(edition):
    copy = prepare_changes(edition=edition)
    other = organiser_of(name="other")

    for there in (page_of(edition), page_of(copy.draft), address(copy.draft)):
        assert other.get(there).status_code in (302, 403, 404), there
        assert other.post(there, {"do": "drop", "sure": "on"}).status_code in (302, 403, 404), there
    assert other.get(page_of(edition)).status_code == 404
    assert WorkingCopy.objects.filter(edition=edition).exists()


def test_a_draft_stays_apart_and_is_published_by_no_form(organiser, edition):
    copy = prepare_changes(edition=edition)
    session = in_draft(copy, "table")
    form = fields(organiser, address(session)) | {"day": edition.days.first().pk}
    refused = organiser.post(address(session), form)
    published = fields(organiser, address(copy.draft)) | {"status": "confirmed", "slug": "neu"}
    organiser.post(address(copy.draft), published)

    assert "day" in refused.context["adminform"].form.errors
    copy.draft.refresh_from_db()
    assert (copy.draft.status, copy.draft.slug[:9]) == ("draft", "brouillon")
    # What is there twice is no conflict with itself.
    programme = organiser.get(reverse("admin:events_edition_programme", args=[edition.pk]))
    assert programme.context["conflicts"] == []


def test_lists_show_originals_until_drafts_are_asked_for(organiser, edition):
    copy = prepare_changes(edition=edition)

    def listed_in(model: str, **asked) -> set[str]:
        there = reverse(f"admin:events_{model}_changelist")
        return {str(row.pk) for row in organiser.get(there, asked).context["cl"].queryset}

    of_draft = {
        str(pk)
        for pk in Session.objects.filter(day__edition=copy.draft).values_list("pk", flat=True)
    }
    assert listed_in("edition") == {str(edition.pk)}
    assert listed_in("edition", drafts="only") == {str(copy.draft_id)}
    assert listed_in("session").isdisjoint(of_draft)
    assert listed_in("session", drafts="only") == of_draft
    assert listed_in("session", drafts="with") == listed_in("session") | of_draft
