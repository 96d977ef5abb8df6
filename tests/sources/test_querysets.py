from datetime import date

import pytest

from events.models import Edition, Session
from sources.models import Source
from tests.factories import cite, make_appearance, make_day, make_edition, make_session, make_source

pytestmark = pytest.mark.django_db


def test_public_sources_support_something_public_and_count_that_alone():
    shown, hidden, _unused = make_source(), make_source(), make_source()
    session = make_session()
    for subject in (session, make_appearance(session), session.day):
        cite(subject, shown)
    draft = make_session(session.day, status=Session.Status.DRAFT)
    in_draft = make_session(make_day(make_edition(status=Edition.Status.DRAFT)))
    for subject in (draft, make_appearance(draft), in_draft.day.edition, in_draft):
        cite(subject, hidden)
        cite(subject, shown)

    assert list(Source.objects.public()) == [shown]
    assert [source.fact_count for source in Source.objects.public().with_fact_count()] == [3]


def test_sources_latest_first_and_undated_last():
    undated = make_source()
    old = make_source(published_on=date(2016, 6, 16))
    new = make_source(published_on=date(2025, 4, 5))

    assert list(Source.objects.in_order()) == [new, old, undated]
