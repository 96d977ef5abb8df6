"""What an edition and all that belongs to it say: plain values, to be kept and compared."""

from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from events.models import (
    Appearance,
    Citation,
    Day,
    Edition,
    Involvement,
    Position,
    Session,
    SessionLink,
)
from search.normalise import FoldedField

# By kind and id of a record, what it says.
State = dict[str, dict[int, dict]]

# From the top down; each kind of record, and what it stands in.
PARENTS = {
    "edition": (),
    "day": ("edition",),
    "session": ("day",),
    "sessionlink": ("session",),
    "appearance": ("session",),
    "position": ("appearance",),
    "involvement": ("edition", "session"),
    "citation": ("edition", "day", "session", "appearance", "position", "involvement"),
}
MODELS = {
    model._meta.model_name: model
    for model in (
        Edition, Day, Session, SessionLink, Appearance, Position, Involvement, Citation,
    )
}  # fmt: skip
# Identity, what triggers write, what importers know.
NOT_SAID = {
    "id", "uuid", "code", "unsourced", "external_id", "external_number", "imported_status",
}  # fmt: skip
# Of the draft itself, which is public at no time; and with whom its programme is shown.
OF_THE_DRAFT = {"status", "embargoed_until", "part_of"}


def fields(kind: str) -> list[models.Field]:
    left_out = NOT_SAID | OF_THE_DRAFT if kind == "edition" else NOT_SAID
    return [
        field
        for field in MODELS[kind]._meta.concrete_fields
        if field.name not in left_out and not isinstance(field, FoldedField)
    ]


def belonging(kind: str, edition: Edition):
    """All records of a kind that stand in an edition, not in its parts."""
    records = MODELS[kind]._base_manager.order_by("pk")
    if kind == "edition":
        return records.filter(pk=edition.pk)
    within = (
        Q(**{f"{parent}__in": belonging(parent, edition).order_by().values("pk")})
        for parent in PARENTS[kind]
    )
    return records.filter(reduce(or_, within))


@dataclass
class Programme:
    """An edition with everything that stands in it, read once."""

    records: dict[str, dict[int, models.Model]]
    topics: dict[int, list[int]]

    def facts(self) -> State:
        return {
            kind: {pk: self.said_by(kind, record) for pk, record in records.items()}
            for kind, records in self.records.items()
        }

    def said_by(self, kind: str, record) -> dict:
        said = {field.attname: plain(getattr(record, field.attname)) for field in fields(kind)}
        return said | {"topics": self.topics.get(record.pk, [])} if kind == "session" else said


def programme_of(edition: Edition) -> Programme:
    records = {kind: {r.pk: r for r in belonging(kind, edition)} for kind in MODELS}
    topics: dict[int, list[int]] = {}
    chosen = Session.topics.through.objects.filter(session__day__edition=edition)
    for session, topic in chosen.order_by("topic_id").values_list("session_id", "topic_id"):
        topics.setdefault(session, []).append(topic)
    return Programme(records, topics)


def plain(value):
    """As JSON gives it back."""
    return value.isoformat() if isinstance(value, date) else value


def restored(state: dict) -> State:
    """A state that was kept as JSON, whose keys are texts."""
    return {kind: {int(pk): said for pk, said in of.items()} for kind, of in state.items()}
