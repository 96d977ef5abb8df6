"""Every rule that must never break, tested by breaking it: in the database and in a form."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import BaseConstraint, UniqueConstraint

from events.models import (
    Appearance,
    Citation,
    Correction,
    Day,
    FormerSlug,
    Involvement,
    Known,
    Position,
    Release,
    Reply,
    Revision,
    Room,
    Session,
    Venue,
)
from organisations.models import OrganisationName
from search.models import SearchEntry, SearchWord
from sources.models import Basis
from speakers.models import SpeakerIdentity, SpeakerName
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_involvement,
    make_organisation,
    make_position,
    make_room,
    make_session,
    make_source,
    make_speaker,
)
from tests.test_architecture import FLOOR_OF

pytestmark = pytest.mark.django_db

NOON, ELEVEN = datetime(2025, 4, 2, 12, tzinfo=UTC), datetime(2025, 4, 2, 11, tzinfo=UTC)

CONSTRAINTS = {
    constraint.name: (model, constraint)
    for app in sorted(FLOOR_OF)
    for model in apps.get_app_config(app).get_models()
    for constraint in model._meta.constraints
}


def changed(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def own_part():
    edition = make_edition()
    return changed(edition, part_of=edition)


def new_session(**given):
    return Session(**{"day": make_day(), "position": 1, "slug": "a", "title": "A"} | given)


def twin(record, *same, **others):
    """An unsaved record of the same model that shares the fields `same` with `record`."""
    return type(record)(**{name: getattr(record, name) for name in same}, **others)


def citation(**given):
    return Citation(source=make_source(), **given)


def involved_twice(subject):
    return twin(make_involvement(subject), subject._meta.model_name, "organisation", "role")


# (constraint, what breaks it, a record that breaks it and nothing else, not yet saved)
CASES = [
    ("organisation_name_once", "again", lambda: OrganisationName(
        organisation=make_organisation(aliases=["Technoport SA"]), name="Technoport SA")),
    ("speaker_name_once", "again", lambda: SpeakerName(
        speaker=make_speaker(aliases=["Diego de Biasio"]), name="Diego de Biasio")),
    ("venue_coordinates_together", "latitude-alone", lambda: Venue(
        slug="a", name="A", latitude=49)),
    ("venue_coordinates_together", "longitude-alone", lambda: Venue(
        slug="a", name="A", longitude=6)),
    ("venue_coordinates_together", "latitude-beyond-the-pole", lambda: Venue(
        slug="a", name="A", latitude=91, longitude=6)),
    ("venue_coordinates_together", "longitude-beyond-the-date-line", lambda: Venue(
        slug="a", name="A", latitude=49, longitude=-181)),
    ("room_slug_once_in_venue", "again", lambda: twin(make_room(), "venue", "slug", name="B")),
    ("edition_ends_after_it_starts", "day-before", lambda: changed(
        make_edition(), starts_on=date(2025, 4, 2), ends_on=date(2025, 4, 1))),
    ("edition_is_not_its_own_part", "itself", own_part),
    ("day_position_once_in_edition", "again", lambda: twin(make_day(), "edition", "position")),
    ("day_date_once_in_edition", "again", lambda: twin(
        make_day(), "edition", "date", position=2)),
    ("day_position_from_one", "zero", lambda: Day(edition=make_edition(), position=0)),
    ("session_ends_after_it_starts", "hour-before", lambda: new_session(
        starts_at=NOON, ends_at=ELEVEN)),
    ("session_end_needs_a_start", "no-start", lambda: new_session(ends_at=NOON)),
    ("session_position_once_in_day", "again", lambda: twin(
        make_session(), "day", "position", slug="a", title="A")),
    ("session_position_from_one", "zero", lambda: new_session(position=0)),
    ("appearance_once_per_speaker_session_role", "again", lambda: twin(
        make_appearance(speaker=make_speaker()), "session", "speaker", "role")),
    ("position_order_once_in_appearance", "again", lambda: twin(
        make_position(), "appearance", "order", as_printed="CIO")),
    ("involvement_has_one_subject", "none", lambda: Involvement(
        organisation=make_organisation(), role=Involvement.Role.HOST)),
    ("involvement_has_one_subject", "two", lambda: Involvement(
        organisation=make_organisation(), role=Involvement.Role.HOST,
        edition=make_edition(), session=make_session())),
    ("involvement_once_in_edition", "again", lambda: involved_twice(make_edition())),
    ("involvement_once_in_session", "again", lambda: involved_twice(make_session())),
    ("citation_has_one_subject", "none", lambda: citation()),
    ("citation_has_one_subject", "two", lambda: citation(
        edition=make_edition(), day=make_day())),
    ("citation_inference_says_how", "without-a-note", lambda: citation(
        edition=make_edition(), basis=Basis.INFERRED)),
]  # fmt: skip
FORMER = {"kind": "session", "slug": "ancien"}
CASES += [
    ("speaker_identity_once", "again", lambda: twin(
        SpeakerIdentity.objects.create(speaker=make_speaker(), scheme="guid", value="a"),
        "scheme", "value", speaker=make_speaker("Eric Lux"))),
    ("former_slug_once_of_a_kind", "again", lambda: FormerSlug(
        **FORMER, object_id=FormerSlug.objects.create(**FORMER, object_id=1).pk)),
    ("known_once_of_a_kind", "again", lambda: Known(
        kind="topic", object_id=Known.objects.create(kind="topic", object_id=1).object_id)),
    ("search_entry_once_of_a_record", "again", lambda: twin(
        SearchEntry.objects.create(kind="venue", object_id=1, forms=[1]), "kind", "object_id",
        forms=[1])),
    ("search_word_once_of_a_kind", "again", lambda: twin(
        SearchWord.objects.create(kind="venue", text="mairie"), "kind", "text")),
    ("correction_has_one_subject", "none", lambda: Correction(reason="Faute.")),
    ("reply_has_one_subject", "two", lambda: Reply(
        name="Ada Muster", received_on=date(2025, 4, 2), text="Non.", edition=make_edition(),
        session=make_session())),
    ("release_number_once_in_edition", "again", lambda: twin(
        Release.objects.create(edition=make_edition(), number=1, released_at=NOON),
        "edition", "number", "released_at")),
    ("revision_is_one_row", "a-second", lambda: Revision(pk=2, changed_at=NOON)),
]  # fmt: skip
# These need a file: `tests/images/` breaks them.
WITH_A_PICTURE = {"speaker_portrait_has_credit", "organisation_logo_has_credit"}
EMPTY = [
    ("position_says_what_was_printed", "empty", lambda: Position(
        appearance=make_appearance(), as_printed="")),
]  # fmt: skip


def parametrised(cases):
    return pytest.mark.parametrize(
        ("name", "broken"),
        [pytest.param(name, broken, id=f"{name}-{what}") for name, what, broken in cases],
    )


def as_the_database_names_it(model, constraint) -> str:
    """SQLite names the columns of a broken unique constraint, not the constraint."""
    if connection.vendor == "sqlite" and isinstance(constraint, UniqueConstraint):
        columns = [model._meta.get_field(name).column for name in constraint.fields]
        return ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return constraint.name


@parametrised(CASES + EMPTY)
def test_the_database_refuses(name, broken):
    record = broken()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        record.save()

    assert as_the_database_names_it(*CONSTRAINTS[name]) in str(refusal.value)


@parametrised(CASES)
def test_a_form_says_why(name, broken):
    record = broken()

    with pytest.raises(ValidationError) as refusal:
        record.full_clean()

    assert refusal.value.messages == [str(CONSTRAINTS[name][1].violation_error_message)]


@parametrised(EMPTY)
def test_a_form_says_why_of_a_field_it_also_demands(name, broken):
    record = broken()

    with pytest.raises(ValidationError) as refusal:
        record.validate_constraints()

    assert refusal.value.messages == [str(CONSTRAINTS[name][1].violation_error_message)]


def test_every_constraint_is_broken_above():
    broken = {name for name, *_ in CASES + EMPTY} | WITH_A_PICTURE
    assert broken == set(CONSTRAINTS)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_constraint_has_a_message_for_people(name):
    _, constraint = CONSTRAINTS[name]

    assert constraint.violation_error_message != BaseConstraint.default_violation_error_message


def test_what_is_not_known_may_be_unknown_several_times():
    edition = make_edition()
    session = make_session(make_day(edition, date=None))
    make_day(edition, date=None)
    make_appearance(session)
    make_appearance(session)

    assert edition.days.filter(date=None).count() == 2
    assert Appearance.objects.filter(session=session, speaker=None).count() == 2


def test_one_person_may_have_two_roles_in_a_session():
    session, speaker = make_session(), make_speaker()
    for role in (Appearance.Role.MODERATOR, Appearance.Role.SPEAKER):
        make_appearance(session, speaker, role=role)

    assert session.appearances.count() == 2


def test_a_room_address_may_return_in_another_venue():
    make_room()
    other = Venue.objects.create(slug="b", name="B")

    Room(venue=other, slug="salle-1", name="Salle 1").full_clean()


def test_an_end_may_be_the_start():
    new_session(starts_at=NOON, ends_at=NOON).full_clean()
