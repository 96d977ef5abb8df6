"""Every address of the admin, as somebody whose programme it is not: nothing is told or done."""

import pytest
from django.contrib import admin
from django.urls import URLPattern, reverse
from django.utils import timezone

from desk.models import Change, ChangedRecord
from events.models import ProgrammeFile, Release, Session
from events.permissions import EDITORS, ORGANISERS
from tests.accounts import logged_in, make_member, organiser_of
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
)

pytestmark = pytest.mark.django_db
SECRET = "Secret"
PROGRAMME = {"edition", "day", "session", "panel", "appearance", "position", "involvement",
             "release", "correction", "reply"}  # fmt: skip


@pytest.fixture
def records() -> dict[str, object]:
    """One of each kind, all of an edition that is nobody's here; by the name of its model."""
    edition = make_edition(title=f"{SECRET} 2026", status="draft")
    day = make_day(edition, title=SECRET)
    session = make_session(day, title=f"{SECRET} session", kind=Session.Kind.ROUND_TABLE)
    appearance = make_appearance(session, make_speaker("Ada Muster"), name_as_printed=SECRET)
    position = make_position(appearance, f"{SECRET} office")
    involvement = make_involvement(session, make_organisation("Muster"))
    cite(session, make_source())
    release = Release.objects.create(edition=edition, number=1, released_at=timezone.now())
    found = [edition, day, session, appearance, position, involvement, release]
    found += [make_correction(session), make_reply(session)]
    return {record._meta.model_name: record for record in found} | {"panel": session}


@pytest.fixture
def doors(records) -> list[str]:
    """Addresses about these records, of each page that the admin has."""
    edition, session = records["edition"], records["session"]
    client = organiser_of(edition, name="theirs")
    client.post(address(session), fields(client, address(session)) | {"title": f"{SECRET} change"})
    kept = ProgrammeFile.objects.create(
        edition=edition, name=SECRET, content=b"titre\na", headings=["titre"], columns=["title"]
    )
    gone = Change.objects.create(verb=Change.Verb.DELETED)
    ChangedRecord.objects.create(
        change=gone, kind="events.session", object_id=10**6, name=SECRET, scope_id=edition.pk,
        before=ChangedRecord.objects.get().before,
    )  # fmt: skip
    done = ChangedRecord.objects.get(before__isnull=False, after__isnull=False)
    found = []
    for model, model_admin in admin.site._registry.items():
        name = model._meta.model_name
        if name not in PROGRAMME:
            continue
        pk = records[name].pk
        for pattern in model_admin.get_urls():
            if not isinstance(pattern, URLPattern) or not pattern.name:
                continue
            act = gone.pk if pattern.name.endswith("restore") else done.change_id
            given = {"object_id": pk, "pk": pk, "form": "csv", "file": kept.pk, "entry": done.pk,
                     "side": "before"}  # fmt: skip
            if pattern.name.endswith(("restore", "undo")):
                given["pk"] = act
            wanted = pattern.pattern.converters
            if {"pk", "object_id"} & wanted.keys():
                kwargs = {key: given[key] for key in wanted}
                found.append(reverse(f"admin:{pattern.name}", kwargs=kwargs))
    return found


def test_another_organiser_and_an_editor_find_every_door_closed(records, doors):
    before = list(Session.objects.values())
    acts = Change.objects.count()
    other, editor = organiser_of(make_edition(), name="other"), make_member("ed", EDITORS)
    editor = logged_in(editor)
    sent = {"post": "yes", "do": "drop", "sure": "on", "keep": "1", "seen": "x", "version": "x",
            "undo": "1", "move": f"down:{records['session'].pk}"}  # fmt: skip

    for door in doors:
        for answer in (
            other.get(door, follow=True), other.post(door, sent, follow=True), editor.get(door),
        ):  # fmt: skip
            assert answer.status_code in (302, 403, 404) or answer.redirect_chain, door
            assert SECRET not in answer.content.decode(), door
    assert len(doors) > 60
    assert list(Session.objects.values()) == before
    assert Change.objects.count() == acts


def test_lists_and_choices_of_others_tell_nothing(records, doors):
    other = logged_in(make_member("other", ORGANISERS))
    for name in PROGRAMME:
        for page in ("changelist", "deleted"):
            there = reverse(f"admin:events_{name}_{page}")
            answer = other.get(there, {"scope": records["edition"].pk} if page == "deleted" else {})
            assert SECRET not in answer.content.decode(), there
    for field in ("session.day", "appearance.session", "involvement.edition", "reply.session",
                  "session.stands_for", "position.appearance", "edition.part_of"):  # fmt: skip
        model, name = field.split(".")
        asked = {"app_label": "events", "model_name": model, "field_name": name, "term": ""}
        assert SECRET not in other.get(reverse("admin:autocomplete"), asked).content.decode(), field
