import pytest

from events.models import Edition, Session
from organisations.models import Organisation
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft_edition():
    return make_edition(status=Edition.Status.DRAFT)


def test_public_organisations_are_named_by_something_public(draft_edition):
    day = make_day()
    spoke, took_part, draft, in_draft, part_of_draft, _nowhere = [
        make_organisation(f"Organisation {letter}") for letter in "ABCDEF"
    ]
    make_appearance(make_session(day), positions=[spoke, "PDG"])
    make_involvement(day.edition, took_part)
    make_appearance(make_session(day, status=Session.Status.DRAFT), positions=[draft])
    make_appearance(make_session(make_day(draft_edition)), positions=[in_draft])
    make_involvement(draft_edition, part_of_draft)

    assert list(Organisation.objects.public().in_order()) == [spoke, took_part]


def test_the_count_is_of_public_appearances_each_once(draft_edition):
    day, organisation = make_day(), make_organisation()
    make_appearance(make_session(day), positions=[organisation, organisation])
    make_appearance(make_session(day), positions=[organisation, make_organisation("LIST")])
    make_appearance(make_session(day, status=Session.Status.DRAFT), positions=[organisation])
    make_appearance(make_session(make_day(draft_edition)), positions=[organisation])
    make_involvement(day.edition, organisation)

    counted = Organisation.objects.with_appearance_count().in_order()
    assert [(o.name, o.appearance_count) for o in counted] == [("LIST", 1), ("Technoport", 2)]
