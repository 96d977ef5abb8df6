"""Which rows the press kit has: what the public sees now, in the words of the JSON.

Every reference leads to a row that is there: what it leads to is public by the same rule, or it is
left out here. Unknown is None or "". Nothing is kept: one row is read after the other.
"""

from collections.abc import Iterable, Iterator
from itertools import count, groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import override

from events.corrections import Reader, Told
from events.exports.derived import VIEWS
from events.exports.schema import Column
from events.exports.tables import TABLES
from events.formats.json import moment, session_facts
from events.models import (
    Appearance,
    Citation,
    Correction,
    Day,
    Edition,
    Involvement,
    Position,
    Reply,
    Revision,
    Room,
    Series,
    Session,
    SessionLink,
    Topic,
    Venue,
)
from organisations.models import Organisation, OrganisationName
from sources.models import Source
from speakers.models import Speaker, SpeakerName

CHUNK = 500


def page(record) -> str:
    return settings.SITE_URL + record.get_absolute_url()


def day(value) -> str | None:
    return value and value.isoformat()


def degrees(value) -> float | None:
    return None if value is None else float(value)


def slug(record) -> str | None:
    return record and record.slug


def of_columns(record, *names) -> dict:
    return {name: getattr(record, name) for name in names}


def about() -> Iterator[dict]:
    revision = Revision.objects.get()
    zone = ZoneInfo(settings.TIME_ZONE)
    said = {
        "title": "Tableronde",
        "site": settings.SITE_URL,
        "content_of": moment(revision.changed_at.astimezone(zone)),
        "revision": str(revision.value),
        "publisher": settings.OPERATOR,
        "contact": settings.CONTACT,
        "licence": settings.DATA_LICENCE,
    }
    for name, value in said.items():
        yield {"name": name, "value": value}


def dictionary() -> Iterator[dict]:
    for table in [*TABLES, *VIEWS]:
        whole = Column("*", None, table.meaning)
        for column in [whole, *table.columns]:
            yield {
                "table_name": table.name,
                "column_name": column.name,
                "type": column.type and str(column.type.said),
                "allowed": " | ".join(column.values),
                **{f"meaning_{code}": said_in(code, column.meaning)
                   for code, _name in settings.LANGUAGES},
            }  # fmt: skip


def said_in(language: str, text) -> str:
    with override(language):
        return str(text)


def sources() -> Iterator[dict]:
    same = (
        "slug", "kind", "publication", "title", "author", "date_as_printed", "date_note",
        "language", "archived_url",
    )  # fmt: skip
    for source in Source.objects.public().order_by("slug").iterator(CHUNK):
        yield of_columns(source, *same) | {
            "published_on": day(source.published_on),
            "date_basis": source.date_basis if source.published_on else None,
            "source_url": source.url,
            "read_on": day(source.read_on),
            "url": page(source),
        }


def series() -> Iterable[dict]:
    return Series.objects.public().order_by("slug").values("slug", "title")


def venues() -> Iterator[dict]:
    for venue in Venue.objects.public().order_by("slug").iterator(CHUNK):
        yield of_columns(venue, "slug", "name", "address", "town", "country") | {
            "latitude": degrees(venue.latitude),
            "longitude": degrees(venue.longitude),
        }


def rooms() -> Iterator[dict]:
    found = public_rooms().select_related("venue").order_by("venue__slug", "slug")
    for room in found.iterator(CHUNK):
        yield of_columns(room, "name", "capacity") | {"id": room.address, "venue": room.venue.slug}


def public_rooms():
    return Room.objects.filter(pk__in=Session.objects.published().values("room"))


def room_parts() -> Iterator[dict]:
    parts = Room.parts.through.objects.filter(
        from_room__in=public_rooms(), to_room__in=public_rooms()
    )
    for pair in parts.select_related("from_room__venue", "to_room__venue").order_by("pk"):
        yield {"room": pair.from_room.address, "part": pair.to_room.address}


def editions() -> Iterator[dict]:
    same = (
        "slug", "title", "number", "kind", "status", "timezone", "language", "summary",
        "admission", "attendance_as_printed",
    )  # fmt: skip
    shown = public_editions()
    found = Edition.objects.public().select_related("series", "part_of", "venue")
    for edition in found.order_by("slug").iterator(CHUNK):
        dated = edition.starts_on or edition.ends_on
        yield of_columns(edition, *same) | {
            "uuid": str(edition.uuid),
            "series": slug(edition.series),
            "part_of": slug(edition.part_of) if edition.part_of_id in shown else None,
            "starts_on": day(edition.starts_on),
            "ends_on": day(edition.ends_on),
            "date_basis": edition.date_basis if dated else None,
            "venue": slug(edition.venue),
            "url": page(edition),
        }


def public_editions() -> set[int]:
    return set(Edition.objects.public().values_list("pk", flat=True))


def days() -> Iterator[dict]:
    found = Day.objects.public().select_related("edition", "venue")
    for record in found.order_by("edition__slug", "position").iterator(CHUNK):
        yield of_columns(record, "position", "title", "summary") | {
            "id": day_id(record.edition.slug, record.position),
            "edition": record.edition.slug,
            "date": day(record.date),
            "date_basis": record.date_basis if record.date else None,
            "title_basis": record.title_basis if record.title else None,
            "venue": slug(record.venue),
            "url": page(record),
        }


def day_id(edition: str, position: int) -> str:
    return f"{edition}/{position}"


def sessions() -> Iterator[dict]:
    shown = public_editions()
    for session in Session.objects.published().in_order().with_place().iterator(CHUNK):
        zone = session.day.edition.zone
        yield session_facts(session) | of_columns(
            session, "number", "summary", "language", "track"
        ) | {
            "uuid": str(session.uuid),
            "day": day_id(session.day.edition.slug, session.day.position),
            "venue": slug(session.place),
            "room": session.room and session.room.address,
            "stands_for": slug(session.stands_for) if session.stands_for_id in shown else None,
            "sequence": session.stamp.sequence,
            "changed_at": moment(session.stamp.changed_at.astimezone(zone)),
            "url": page(session),
        }  # fmt: skip


def topics() -> Iterable[dict]:
    return Topic.objects.public().order_by("slug").values("slug", "name")


def session_topics() -> Iterator[dict]:
    pairs = Session.topics.through.objects.filter(Session.is_public("session__")).order_by("pk")
    for session, topic in pairs.values_list("session__code", "topic__slug").iterator(CHUNK):
        yield {"session": session, "topic": topic}


def links() -> Iterator[dict]:
    found = SessionLink.objects.filter(Session.is_public("session__"))
    found = found.order_by("session", "order", "pk").values("session__code", "url", "label")
    for session, together in groupby(found.iterator(CHUNK), lambda link: link["session__code"]):
        for rank, link in zip(count(1), together, strict=False):
            yield {"session": session, "rank": rank, "url": link["url"], "label": link["label"]}


def speakers() -> Iterator[dict]:
    for speaker in Speaker.objects.public().in_order().iterator(CHUNK):
        same = of_columns(speaker, "slug", "name", "sort_name", "qualifier")
        yield same | {"url": page(speaker)}


def speaker_names() -> Iterator[dict]:
    found = SpeakerName.objects.visible().filter(speaker__in=Speaker.objects.public())
    for name in found.select_related("speaker").order_by("pk").iterator(CHUNK):
        yield {"speaker": name.speaker.slug, "name": name.name, "kind": name.kind}


def organisations() -> Iterator[dict]:
    shown = set(Organisation.objects.public().values_list("pk", flat=True))
    found = Organisation.objects.public().in_order().select_related("succeeds")
    for body in found.iterator(CHUNK):
        known = body.kind != Organisation.Kind.UNKNOWN
        yield of_columns(body, "slug", "name", "place") | {
            "kind": body.kind if known else None,
            "succeeds": slug(body.succeeds) if body.succeeds_id in shown else None,
            "url": page(body),
        }


def organisation_names() -> Iterator[dict]:
    shown = Organisation.objects.public()
    found = OrganisationName.objects.visible().filter(organisation__in=shown)
    for name in found.select_related("organisation").order_by("pk").iterator(CHUNK):
        yield of_columns(name, "name", "kind") | {
            "organisation": name.organisation.slug,
            "used_from": day(name.used_from),
            "used_until": day(name.used_until),
        }


def appearances() -> Iterator[dict]:
    found = Appearance.objects.public().discreet().chronological()
    found = found.select_related("session", "speaker")
    for appearance in found.iterator(CHUNK):
        yield of_columns(appearance, "name_as_printed", "role", "special_guest", "basis") | {
            "id": str(appearance.uuid),
            "session": appearance.session.code,
            "speaker": slug(appearance.speaker),
            "rank": appearance.order,
        }


def positions() -> Iterator[dict]:
    found = Position.objects.public().discreet().select_related("appearance", "organisation")
    for position in found.order_by("appearance", "order").iterator(CHUNK):
        appearance = str(position.appearance.uuid)
        yield of_columns(position, "as_printed", "title") | {
            "id": position_id(appearance, position.order),
            "appearance": appearance,
            "rank": position.order,
            "organisation": slug(position.organisation),
        }


def position_id(appearance: str, order: int) -> str:
    return f"{appearance}/{order}"


def involvements() -> Iterator[dict]:
    found = Involvement.objects.public().discreet()
    found = found.select_related("edition", "session", "organisation")
    for involvement in found.order_by("pk").iterator(CHUNK):
        yield of_columns(involvement, "role", "as_printed") | {
            "id": involvement_id(involvement),
            "edition": slug(involvement.edition),
            "session": involvement.session and involvement.session.code,
            "organisation": involvement.organisation.slug,
        }


def involvement_id(involvement) -> str:
    if involvement.edition:
        subject = f"edition/{involvement.edition.slug}"
    else:
        subject = f"session/{involvement.session.code}"
    return f"{subject}/{involvement.organisation.slug}/{involvement.role}"


def citations() -> Iterator[dict]:
    found = Citation.objects.public().with_subject().order_by("pk")
    for citation in found.iterator(CHUNK):
        day, session, position = citation.day, citation.session, citation.position
        yield of_columns(citation, "locator", "basis", "note", "differing_reading") | {
            "id": str(citation.uuid),
            "source": citation.source.slug,
            "fact": citation.field,
            "edition": slug(citation.edition),
            "day": day and day_id(day.edition.slug, day.position),
            "session": session and session.code,
            "appearance": citation.appearance and str(citation.appearance.uuid),
            "position": position and position_id(str(position.appearance.uuid), position.order),
            "involvement": citation.involvement and involvement_id(citation.involvement),
        }


def concerned(record) -> dict:
    session = record.session
    return {"session": session and session.code} | {
        name: slug(getattr(record, name)) for name in ("edition", "speaker", "organisation")
    }


def corrections() -> Iterator[dict]:
    zone = ZoneInfo(settings.TIME_ZONE)
    for told in told_corrections():
        yield concerned(told.record) | {
            "id": str(told.record.uuid),
            "made_at": moment(told.record.made_at.astimezone(zone)),
            "reason": told.text,
        }


def correction_facts() -> Iterator[dict]:
    for told in told_corrections():
        for rank, fact in enumerate(told.facts, start=1):
            yield {
                "correction": str(told.record.uuid),
                "rank": rank,
                "fact": fact.label,
                "before": fact.before,
                "after": fact.after,
            }


def told_corrections() -> list[Told]:
    found = list(Correction.objects.public().with_subject().order_by("made_at", "pk"))
    return Reader(found).corrections(found)


def replies() -> Iterator[dict]:
    found = list(Reply.objects.public().with_subject().order_by("received_on", "pk"))
    for told in Reader(found).replies(found):
        yield concerned(told.record) | {
            "id": told.record.pk,
            "received_on": day(told.record.received_on),
            "name": told.name,
            "text": told.text,
            "language": told.record.language,
            "reply_url": told.record.url,
        }


ROWS = {
    rows.__name__: rows
    for rows in (
        about, dictionary, sources, series, venues, rooms, room_parts, editions, days, sessions,
        topics, session_topics, links, speakers, speaker_names, organisations,
        organisation_names, appearances, positions, involvements, citations, corrections,
        correction_facts, replies,
    )
}  # fmt: skip


def rows_of(table) -> Iterable[dict]:
    return ROWS[table.name]()
