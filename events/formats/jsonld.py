"""JSON-LD by schema.org for search engines: records in, dictionaries out.

A date without a time where no time is stated; a person stands in an event through a Role, which
holds what the person appeared as; what is unknown is left out.
"""

from datetime import date

from events.models import Appearance, Edition

CONTEXT = "https://schema.org"

STATUS = {True: f"{CONTEXT}/EventCancelled", False: f"{CONTEXT}/EventScheduled"}

# Present is no performance: who was merely there attended.
ATTENDEE_ROLES = {Appearance.Role.PRESENT}


def document(thing: dict) -> dict:
    return {"@context": CONTEXT} | thing


def known(thing: dict) -> dict:
    return {key: value for key, value in thing.items() if value not in (None, "", [])}


def place(venue) -> dict | None:
    if venue is None:
        return None
    address = known(
        {
            "@type": "PostalAddress",
            "streetAddress": venue.address,
            "addressLocality": venue.town,
            "addressCountry": venue.country,
        }
    )
    stated = len(address) > 1
    return known({"@type": "Place", "name": venue.name, "address": address if stated else None})


def iso(value: date | None) -> str | None:
    return value and value.isoformat()


def edition(record: Edition, site: str) -> dict:
    return known(
        {
            "@type": "Event",
            "@id": site + record.get_absolute_url(),
            "name": record.title,
            "url": site + record.get_absolute_url(),
            "description": record.summary,
            "startDate": iso(record.starts_on),
            "endDate": iso(record.ends_on),
            "eventStatus": STATUS[record.status == Edition.Status.CANCELLED],
            "location": place(record.venue),
            "isAccessibleForFree": True if record.admission == Edition.Admission.FREE else None,
        }
    )


def edition_page(record: Edition, sessions, site: str) -> dict:
    whole = record.public_whole and edition(record.public_whole, site)
    # A part that an item of the programme stands for is that item, told once.
    told = {item.stands_for_id for item in sessions}
    parts = [edition(part, site) for part in record.public_parts if part.pk not in told]
    items = [session_in_list(item, site) for item in sessions]
    organisers = [
        {"@type": "Organization", "name": i.organisation.name}
        for i in record.involvements.all()
        if i.is_organiser
    ]
    return document(
        edition(record, site)
        | known({"superEvent": whole, "subEvent": parts + items, "organizer": organisers})
    )


def session_in_list(session, site: str) -> dict:
    return known(
        {
            "@type": "Event",
            "@id": site + session.get_absolute_url(),
            "name": session.title,
            "url": site + session.get_absolute_url(),
            "startDate": start(session),
            "endDate": session.local_end and session.local_end.isoformat(),
            "eventStatus": STATUS[session.is_cancelled],
        }
    )


def start(session) -> str | None:
    if session.local_start:
        return session.local_start.isoformat()
    return iso(session.day.date)


def session_page(session, site: str) -> dict:
    named = [a for a in session.appearances.all() if a.speaker]
    facts = {
        "description": session.summary,
        "inLanguage": session.language,
        "location": place(session.place),
        "superEvent": edition(session.day.edition, site),
        "performer": [role(a, site) for a in named if a.role not in ATTENDEE_ROLES],
        "attendee": [role(a, site) for a in named if a.role in ATTENDEE_ROLES],
        "about": [topic.name for topic in session.topics.all()],
    }
    return document(session_in_list(session, site) | known(facts))


def role(appearance, site: str) -> dict:
    """A person in an event: the Role between them says as what."""
    key = "attendee" if appearance.role in ATTENDEE_ROLES else "performer"
    return {
        "@type": "Role",
        "roleName": positions(appearance),
        key: person(appearance.speaker, site),
    }


def positions(appearance) -> str:
    printed = [position.as_printed for position in appearance.positions.all()]
    return ", ".join([appearance.get_role_display(), *printed])


def person(speaker, site: str) -> dict:
    address = site + speaker.get_absolute_url()
    return {"@type": "Person", "@id": address, "name": speaker.name, "url": address}


def speaker_page(speaker, appearances, site: str) -> dict:
    events = [
        {
            "@type": "Role",
            "roleName": positions(appearance),
            "performerIn": session_in_list(appearance.session, site),
        }
        for appearance in appearances
        if appearance.role not in ATTENDEE_ROLES
    ]
    names = [other.name for other in speaker.visible_names]
    image = site + speaker.portrait.url if speaker.portrait else None
    facts = {"alternateName": names, "image": image, "performerIn": events}
    return document(person(speaker, site) | known(facts))


def organisation_page(organisation, site: str) -> dict:
    address = site + organisation.get_absolute_url()
    names = [other.name for other in organisation.visible_names]
    thing = {"@type": "Organization", "@id": address, "name": organisation.name, "url": address}
    logo = site + organisation.logo.url if organisation.logo else None
    return document(thing | known({"alternateName": names, "logo": logo}))


def source_page(source, site: str) -> dict:
    address = site + source.get_absolute_url()
    return document(
        known(
            {
                "@type": "CreativeWork",
                "@id": address,
                "name": source.title,
                "author": source.author and {"@type": "Person", "name": source.author},
                "publisher": {"@type": "Organization", "name": source.publication},
                "datePublished": iso(source.published_on),
                "inLanguage": source.language,
                "sameAs": source.url,
            }
        )
    )


def list_page(name: str, address: str) -> dict:
    return document({"@type": "CollectionPage", "name": name, "url": address})
