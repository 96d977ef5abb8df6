"""The JSON of every list: the envelope and one row per record (DESIGN §3, a contract).

Pure: records with their relations loaded in, dictionaries and bytes out. Moments are ISO 8601 with
the edition's own offset, dates `yyyy-mm-dd`; what is unknown is `null`.
"""

import json
from datetime import datetime

from django.utils.timezone import localtime

from events.provenance import citations_for, disputed, home_of
from sources.models import DateBasis


def envelope(
    rows: list[dict], count: int, next_url: str | None, extra: dict | None = None
) -> bytes:
    """`extra` stands beside the rows."""
    document = {"count": count, "next": next_url, "results": rows} | (extra or {})
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def error_document(message: str) -> bytes:
    return json.dumps({"error": message}, ensure_ascii=False).encode()


def moment(value: datetime | None) -> str | None:
    return value and value.isoformat(timespec="seconds")


def sources(subject, *others) -> list[dict]:
    """What supports the record, and what contradicts something of it or of the `others`.

    `subject` tells an own source from one that is inherited; `fact` is null for the whole record.
    """
    supporting = citations_for(subject)
    known = {c.pk for c in supporting}
    against = [c for c in disputed(subject, *others) if c.pk not in known]
    return [source_of(citation) for citation in [*supporting, *against]]


def source_of(citation) -> dict:
    return {
        "slug": citation.source.slug,
        "publication": citation.source.publication,
        "locator": citation.locator or None,
        "url": citation.source.url or None,
        "basis": citation.basis,
        "subject": citation.subject_kind,
        "fact": citation.field or None,
        "differing_reading": citation.differing_reading or None,
    }


def linked(record) -> dict | None:
    return record and {"slug": record.slug, "name": record.name}


def position_row(position) -> dict:
    return {
        "title": position.title or None,
        "organisation": linked(position.organisation),
        "as_printed": position.as_printed,
    }


def person_in_session(appearance) -> dict:
    """An appearance without its session: what a session's row holds."""
    return {
        "id": str(appearance.uuid),
        "role": appearance.role,
        "special_guest": appearance.special_guest,
        "basis": appearance.basis,
        "speaker": linked(appearance.speaker),
        "name_as_printed": appearance.name_as_printed or None,
        "positions": [position_row(p) for p in appearance.positions.all()],
        "sources": sources(appearance, *appearance.positions.all()),
    }


def day_row(day) -> dict:
    return {"date": day.date and day.date.isoformat(), "title": day.title or None}


def edition_in_row(edition) -> dict:
    return {"slug": edition.slug, "title": edition.title}


def session_facts(session) -> dict:
    return {
        "code": session.code,
        "slug": session.slug,
        "title": session.title,
        "title_basis": session.title_basis,
        "kind": session.kind,
        "position": session.position,
        "starts_at": moment(session.local_start),
        "start_basis": session.start_basis if session.starts_at else None,
        "ends_at": moment(session.local_end),
        "part_of_day": session.part_of_day or None,
        "status": "cancelled" if session.is_cancelled else session.status,
    }


def appearance_row(appearance) -> dict:
    session = appearance.session
    told = (*appearance.positions.all(), session, session.day)
    return person_in_session(appearance) | {
        "session": session_facts(session),
        "day": day_row(session.day),
        "edition": edition_in_row(session.day.edition),
        "sources": sources(appearance, *told),
    }


def session_row(session, site: str) -> dict:
    return session_facts(session) | {
        "uuid": str(session.uuid),
        "summary": session.summary or None,
        "cancelled_because": (session.is_cancelled and session.cancelled_because) or None,
        "venue": linked(session.place),
        "room": session.room.name if session.room else None,
        "topics": [linked(topic) for topic in session.topics.all()],
        "track": session.track or None,
        "language": session.language,
        "links": [{"url": link.url, "label": link.label or None} for link in session.links.all()],
        "day": day_row(session.day),
        "edition": edition_in_row(session.day.edition),
        "appearances": [person_in_session(a) for a in session.appearances.all()],
        "url": site + session.get_absolute_url(),
        "sources": sources(session, session.day, *session.involvements.all()),
        "sequence": session.stamp.sequence,
        "changed_at": moment(session.stamp.changed_at.astimezone(session.day.edition.zone)),
    }


def pair_row(pair, site: str) -> dict:
    """Two people and what they were in together."""
    dates = [day.date.isoformat() for day in pair.days]
    return {
        "speakers": [linked(pair.one), linked(pair.other)],
        "count": pair.count,
        "first_date": dates[0] if dates else None,
        "last_date": dates[-1] if dates else None,
        "editions": [edition_in_row(edition) for edition in pair.editions],
        "sessions": [session_in_pair(session, site) for session in pair.sessions],
        "url": site + pair.address,
    }


def session_in_pair(session, site: str) -> dict:
    return {
        "code": session.code,
        "slug": session.slug,
        "title": session.title,
        "kind": session.kind,
        "day": day_row(session.day),
        "edition": edition_in_row(session.day.edition),
        "url": site + session.get_absolute_url(),
    }


def edition_row(edition, site: str) -> dict:
    dated = edition.starts_on or edition.ends_on
    inferred = edition.date_basis != DateBasis.STATED
    return {
        "slug": edition.slug,
        "title": edition.title,
        "kind": edition.kind,
        "status": edition.status,
        "series": edition.series and {"slug": edition.series.slug, "title": edition.series.title},
        "starts_on": edition.starts_on and edition.starts_on.isoformat(),
        "ends_on": edition.ends_on and edition.ends_on.isoformat(),
        "date_basis": ("inferred" if inferred else "stated") if dated else None,
        "date_note": edition.date_note or None,
        "part_of": edition.public_whole and edition_in_row(edition.public_whole),
        "venue": linked(edition.venue),
        "url": site + edition.get_absolute_url(),
        "sources": sources(edition),
    }


def picture_row(file, credit: str, alt: str, site: str) -> dict | None:
    """The whole picture; the site's own pages take smaller ones."""
    if not file:
        return None
    return {
        "url": site + file.url,
        "width": file.width,
        "height": file.height,
        "credit": credit,
        "alt": alt or None,
    }


def speaker_row(speaker, site: str) -> dict:
    return {
        "slug": speaker.slug,
        "name": speaker.name,
        "sort_name": speaker.sort_name,
        "other_names": [other.name for other in speaker.visible_names],
        "appearance_count": speaker.appearance_count,
        "portrait": picture_row(
            speaker.portrait, speaker.portrait_credit, speaker.portrait_alt, site
        ),
        "url": site + speaker.get_absolute_url(),
    }


def organisation_row(organisation, site: str) -> dict:
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "other_names": [other.name for other in organisation.visible_names],
        "kind": organisation.kind,
        "appearance_count": organisation.appearance_count,
        "logo": picture_row(
            organisation.logo, organisation.logo_credit, organisation.logo_alt, site
        ),
        "url": site + organisation.get_absolute_url(),
    }


def source_row(source, site: str) -> dict:
    return {
        "slug": source.slug,
        "publication": source.publication,
        "title": source.title or None,
        "author": source.author or None,
        "published_on": source.published_on and source.published_on.isoformat(),
        "date_basis": source.date_basis if source.published_on else None,
        "source_url": source.url or None,
        "url": site + source.get_absolute_url(),
        "fact_count": source.fact_count,
    }


def fact_row(citation, site: str) -> dict:
    """One fact that a source supports; `fact` is null where it is the whole record."""
    subject = citation.subject
    return {
        "locator": citation.locator or None,
        "subject": subject._meta.model_name,
        "name": str(subject),
        "fact": citation.field or None,
        "basis": citation.basis,
        "note": citation.note or None,
        "differing_reading": citation.differing_reading or None,
        "url": site + home_of(subject).get_absolute_url(),
    }


def release_row(release, site: str) -> dict:
    zone = release.edition.zone
    return {
        "id": str(release.uuid),
        "number": release.number,
        "released_at": moment(release.released_at.astimezone(zone)),
        "note": release.note or None,
        "url": site + release.get_absolute_url(),
        "edition": edition_in_row(release.edition),
        "changes": [change_row(change, zone) for change in release.told],
    }


def change_row(change, zone) -> dict:
    """What stood and what stands: `was` and `now` have the same names, as far as they are told."""
    session = change.session
    return {
        "what": change.what,
        "session": session and {"code": session.code, "slug": session.slug},
        "title": change.title or None,
        "name_as_printed": change.name_as_printed or None,
        "was": told(change.was, zone),
        "now": told(change.now, zone),
    }


def told(said: dict, zone) -> dict | None:
    """What was kept of a moment, in the edition's offset; what is unknown is null."""
    moments = {
        name: moment(datetime.fromisoformat(said[name]).astimezone(zone))
        for name in ("starts_at", "ends_at")
        if said.get(name)
    }
    return {name: value or None for name, value in said.items()} | moments or None


def coverage_row(row) -> dict:
    """How many facts of an edition (null: of all) have a source of their own, and so on."""
    return {"edition": row.edition and edition_in_row(row.edition)} | row.counts


def covered_row(fact, site: str) -> dict:
    subject = fact.subject
    return {
        "subject": subject._meta.model_name,
        "name": str(subject),
        "fact": fact.field or None,
        "coverage": fact.coverage,
        "url": site + home_of(subject).get_absolute_url(),
        "sources": [source_of(c) for c in citations_for(subject, fact.field)],
    }


def correction_row(told, site: str) -> dict:
    correction = told.record
    return {
        "id": str(correction.uuid),
        "made_at": moment(localtime(correction.made_at)),
        "subject": correction.subject_kind,
        "name": str(correction.subject),
        "url": site + correction.subject.get_absolute_url(),
        "reason": told.text,
        "facts": [
            {"fact": fact.label, "before": fact.before or None, "after": fact.after or None}
            for fact in told.facts
        ],
    }


def search_row(hit, site: str) -> dict:
    return {
        "type": hit.type,
        "slug": hit.slug,
        "name": hit.name,
        "context": hit.context or None,
        "excerpt": hit.excerpt or None,
        "url": site + hit.path,
    }
