"""What an organiser writes has a source too: the edition's own programme."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from events.models import Citation, Session
from events.triggers.losing import SUBJECTS, mark, sourced
from sources.models import Source

# The fact that a field of the organiser's form states.
FACT_OF_FIELD = {
    "start": Citation.Fact.STARTS_AT,
    "end": Citation.Fact.ENDS_AT,
    "title": Citation.Fact.TITLE,
    "kind": Citation.Fact.KIND,
    "venue": Citation.Fact.VENUE,
    "room": Citation.Fact.VENUE,
    "part_of_day": Citation.Fact.PART_OF_DAY,
}


def own_programme(edition) -> Source:
    """The organiser's own programme of an edition, as a source; made when first needed.

    What a draft of changes states is of the programme that it will be in.
    """
    if draft_of := getattr(edition, "draft_of", None):
        edition = draft_of.edition
    source, _created = Source.objects.get_or_create(
        slug=f"programme-{edition.slug}"[:80],
        defaults={
            "kind": Source.Kind.PROGRAMME,
            "publication": _("Programme de l’organisation"),
            "title": edition.title,
        },
    )
    return source


@transaction.atomic
def cite_own_programme(*, session: Session, fields: list[str]) -> None:
    """Leads what an organiser wrote to the own programme: no article vouches for it.

    `fields` are those of the form that changed. A session without any source gets one as a whole.
    A citation of the fact as it was before does not hold of what it is now, and goes.
    """
    facts = {FACT_OF_FIELD[name] for name in fields if name in FACT_OF_FIELD}
    if not session.citations.filter(field=Citation.Fact.WHOLE).exists():
        facts = {Citation.Fact.WHOLE}
    lead_to(own_programme(session.day.edition), session, facts)


def vouch_for(edition) -> None:
    """What is made in the admin goes by the organiser's own programme, until a source is cited."""
    if not edition.citations.exists():
        lead_to(own_programme(edition), edition, {Citation.Fact.WHOLE})


def lead_to(source: Source, record, facts: set[str]) -> None:
    """The facts of a record that are now known from `source`, and from no other any more."""
    for fact in facts:
        record.citations.filter(field=fact).exclude(source=source).delete()
        record.citations.get_or_create(source=source, field=fact)


def hide_without_source(sender, rows, bereft, **kwargs):
    """What comes back and had, or now has, no source of its own or above it is not published."""
    by_table = {model._meta.db_table: model for model in rows}
    with connection.cursor() as cursor:
        for kind in SUBJECTS:
            if model := by_table.get(f"events_{kind}"):
                model.objects.filter(pk__in=bereft.get(model, ())).update(unsourced=True)
                back = ", ".join(str(int(pk)) for pk in rows[model])
                which = [f"SELECT id FROM events_{kind} WHERE id IN ({back})"]  # noqa: S608 - numbers
                cursor.execute(mark(kind, "TRUE", which, f"NOT {sourced(kind)}"))
