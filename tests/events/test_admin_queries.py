"""No admin page asks more questions of the database because there are more rows."""

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import Panel, Release, Series, Session
from tests.accounts import superuser
from tests.events.admin_forms import address
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
    make_room,
    make_session,
    make_source,
    make_speaker,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db

OURS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("events", "speakers", "organisations", "sources")
]


def everything(rows: int) -> None:
    """An edition, a day, a session, a person … each with `rows` of what stands below it."""
    series = Series.objects.create(slug="muster", title="Muster")
    edition = make_edition(title="Muster", series=series)
    venue = make_venue("Gare")
    days = [make_day(edition, venue=venue) for _ in range(rows)]
    for number in range(rows):
        session = make_session(days[0], kind=Session.Kind.ROUND_TABLE, venue=venue)
        cite(session, make_source())
        session.topics.add(make_topic(f"Sujet {number}"))
        make_room(venue, f"Salle {number}")
    # The last has it all.
    for number in range(rows):
        appearance = make_appearance(session, make_speaker(f"Ada {number}", aliases=["A."]))
        cite(appearance, make_source())
        host = make_organisation(f"Werk {number}", aliases=["W."])
        for order in range(rows):
            cite(make_position(appearance, "Werk", organisation=host, order=order), make_source())
        cite(make_involvement(session, host), make_source())
        make_involvement(edition, host)
        make_correction(session)
        make_reply(edition)
    Release.objects.create(edition=edition, number=1, released_at=timezone.now())
    cite(edition, make_source())
    cite(days[0], make_source())


@pytest.fixture
def chief():
    client = superuser()
    client.get("/admin/")  # content types, once
    return client


def asked(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def pages() -> dict[str, str]:
    """The list and the form of each model: of the record with most below it."""
    found = {}
    for model in OURS:
        meta = model._meta
        found[f"{meta.model_name} list"] = reverse(
            f"admin:{meta.app_label}_{meta.model_name}_changelist"
        )
        found[f"{meta.model_name} form"] = address(fullest(model))
    return found


def fullest(model):
    if model in (Session, Panel):
        return model.objects.filter(appearances__isnull=False).order_by("-pk").first()
    return model._base_manager.order_by("pk").first()


def counts(client, rows: int) -> dict[str, int]:
    with transaction.atomic():
        everything(rows)
        found = {name: asked(client, path) for name, path in pages().items()}
        transaction.set_rollback(True)
    return found


def test_forms_and_lists(chief):
    few, many = counts(chief, 2), counts(chief, 4)

    assert {name: (few[name], many[name]) for name in few if many[name] > few[name]} == {}
