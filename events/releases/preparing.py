"""The draft in which changes to a public edition are collected: a copy of all that it says."""

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Edition, Session, WorkingCopy
from events.releases.facts import MODELS, NOT_SAID, PARENTS, Programme, programme_of

# What an import of the draft recognises a session by.
RECOGNISED_BY = {"external_id", "external_number", "imported_status"}


class ReleaseError(ValueError):
    """Why it cannot be done; its message is for the organiser."""


@transaction.atomic
def prepare_changes(*, edition: Edition, by=None) -> WorkingCopy:
    """A draft with the same days, sessions, people and sources, of which nothing is public."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if not Edition.objects.public().filter(pk=edition.pk).exists():
        raise ReleaseError(_("Une édition qui n’est pas publiée se modifie directement."))
    if WorkingCopy.objects.filter(edition=edition).exists():
        raise ReleaseError(_("Des changements de cette édition sont déjà en préparation."))
    programme = programme_of(edition)
    given = {"edition": {edition.pk: names_of_draft(edition)}} | {
        "session": {pk: {"slug": f"brouillon-{session.code}"}
                    for pk, session in programme.records["session"].items()}
    }  # fmt: skip
    copies = copied(programme, given)
    [draft] = copies["edition"]
    base = {"facts": programme.facts(), "copies": copies, "given": given}
    return WorkingCopy.objects.create(edition=edition, draft_id=draft, base=base, made_by=by)


@transaction.atomic
def drop_changes(*, copy: WorkingCopy) -> None:
    """Nothing of it was ever public, and nothing of it remains."""
    copy.draft.delete()


def names_of_draft(edition: Edition) -> dict:
    """What tells the draft from its edition, which organisers may rename in it all the same."""
    mark = _(" – changements")
    return {
        "title": edition.title[: 200 - len(mark)] + mark,
        "slug": f"brouillon-{edition.pk}-{edition.slug}"[:80],
        "status": Edition.Status.DRAFT,
        "embargoed_until": None,
        "part_of_id": None,
    }


def copied(programme: Programme, given: dict) -> dict[str, dict[int, int]]:
    """By kind and id of a copy, what it is a copy of."""
    copies: dict[str, dict[int, int]] = {}
    made: dict[str, dict[int, int]] = {}
    for kind, records in programme.records.items():
        rows = [
            copy_of(record, made, given.get(kind, {}).get(pk, {})) for pk, record in records.items()
        ]
        new = MODELS[kind]._base_manager.bulk_create(rows)
        made[kind] = dict(zip(records, (row.pk for row in new), strict=True))
        copies[kind] = {copy: original for original, copy in made[kind].items()}
    through = Session.topics.through
    through.objects.bulk_create(
        through(session_id=made["session"][session], topic_id=topic)
        for session, topics in programme.topics.items()
        for topic in topics
    )
    return copies


def copy_of(record, made: dict, given: dict):
    """Says the same, in what was copied of what `record` stands in."""
    model = type(record)
    values = {
        field.attname: getattr(record, field.attname)
        for field in model._meta.concrete_fields
        if field.name not in NOT_SAID - RECOGNISED_BY
    }
    for parent in PARENTS[model._meta.model_name]:
        if original := values[f"{parent}_id"]:
            values[f"{parent}_id"] = made[parent][original]
    return model(**values | given)
