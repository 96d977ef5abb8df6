"""The fixtures as files: complete, permanent, and loaded twice without a trace."""

import json
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command

from events.models import SessionStamp
from search.normalise import FoldedField, words
from tests.articles import FIXTURES
from tests.events.test_triggers import LONG_AGO
from tests.test_architecture import FLOOR_OF

RECORDS = [record for fixture in FIXTURES for record in json.loads(fixture.read_text())]
MODELS = [m for app in sorted(FLOOR_OF) for m in apps.get_app_config(app).get_models()]
# What nobody could give again: a stranger's calendar and link hold it.
PERMANENT = {
    "events.session": ("uuid", "code", "slug"),
    "events.appearance": ("uuid",),
    "events.citation": ("uuid",),
}


def load(fixtures=FIXTURES):
    call_command("loaddata", *fixtures, verbosity=0)


def everything() -> dict[str, list[tuple]]:
    """All rows of all tables of the project, join tables and stamps included."""
    through = [field.remote_field.through for m in MODELS for field in m._meta.local_many_to_many]
    tables = {model._meta.db_table: model for model in [*MODELS, *through]}
    return {
        name: list(model._base_manager.order_by("pk").values_list())
        for name, model in tables.items()
    }


@pytest.mark.django_db
def test_loading_again_changes_nothing():
    load()
    SessionStamp.objects.update(changed_at=LONG_AGO)
    before = everything()

    load()

    assert before["events_session_topics"]
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("fixture", [pytest.param(f, id=f.stem) for f in FIXTURES])
def test_each_fixture_loads_alone_and_breaks_no_rule(fixture):
    load([fixture])

    for model in MODELS:
        for record in model._base_manager.all():
            record.full_clean()


@pytest.mark.django_db
def test_folded_words_are_what_the_field_would_compute():
    """loaddata takes them from the fixture as they are."""
    load()
    rows = [
        (str(field), getattr(record, field.source), getattr(record, field.name))
        for model in MODELS
        for field in model._meta.local_fields
        if isinstance(field, FoldedField)
        for record in model._base_manager.all()
    ]

    assert {name for name, *_ in rows} > {"speakers.Speaker.sort_key", "events.Session.title_key"}
    assert [row for row in rows if row[2] != " ".join(words(row[1]))] == []


@pytest.mark.parametrize("model", PERMANENT)
def test_permanent_ids_are_written_down_and_each_is_one_records(model):
    rows = [record["fields"] for record in RECORDS if record["model"] == model]

    for name in PERMANENT[model]:
        values = Counter(row.get(name) for row in rows)
        assert {value: count for value, count in values.items() if not value or count > 1} == {}


def test_records_are_known_by_natural_keys():
    assert [record for record in RECORDS if "pk" in record] == []
