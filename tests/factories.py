"""Records with sensible defaults. What a test is about, it says itself.

Everything is public unless a test says otherwise; a code, a slug and a position are the next ones.
"""

from datetime import date, timedelta
from itertools import count

from django.utils.text import slugify

from events.models import (
    Appearance,
    Citation,
    Correction,
    Day,
    Edition,
    Involvement,
    Position,
    Reply,
    Room,
    Session,
    Topic,
    Venue,
)
from organisations.models import Organisation, OrganisationName
from sources.models import Source
from speakers.models import Speaker, SpeakerName

FIRST_DAY = date(2025, 4, 2)
numbers = count(1)


def next_position(records) -> int:
    last = records.order_by("position").last()
    return last.position + 1 if last else 1


def make_source(**given):
    number = next(numbers)
    return Source.objects.create(
        **{"slug": f"source-{number}", "publication": f"Journal {number}"} | given
    )


def make_organisation(name="Technoport", aliases=(), hidden=(), **given):
    organisation = Organisation.objects.create(**{"slug": slugify(name), "name": name} | given)
    for alias in (*aliases, *hidden):
        OrganisationName.objects.create(
            organisation=organisation, name=alias, hidden=alias in hidden
        )
    return organisation


def make_speaker(name="Diego De Biasio", aliases=(), hidden=(), **given):
    first, _, last = name.partition(" ")
    speaker = Speaker.objects.create(
        **{"slug": slugify(name), "name": name, "sort_name": f"{last}, {first}"} | given
    )
    for alias in (*aliases, *hidden):
        SpeakerName.objects.create(speaker=speaker, name=alias, hidden=alias in hidden)
    return speaker


def make_venue(name="Kinepolis Belval", **given):
    return Venue.objects.create(**{"slug": slugify(name), "name": name} | given)


def make_room(venue=None, name="Salle 1", **given):
    return Room.objects.create(
        **{"venue": venue or make_venue(), "slug": slugify(name), "name": name} | given
    )


def make_topic(name="start-ups", **given):
    return Topic.objects.create(**{"slug": slugify(name), "name": name} | given)


def make_edition(**given):
    number = next(numbers)
    defaults = {
        "slug": f"edition-{number}",
        "title": f"Édition {number}",
        "kind": Edition.Kind.WEEK,
        "status": Edition.Status.CONFIRMED,
    }
    return Edition.objects.create(**defaults | given)


def make_day(edition=None, **given):
    edition = edition or make_edition()
    position = given.setdefault("position", next_position(edition.days))
    given.setdefault("date", FIRST_DAY + timedelta(days=position - 1))
    return Day.objects.create(edition=edition, **given)


def make_session(day=None, **given):
    number = next(numbers)
    day = day or make_day()
    defaults = {
        "slug": f"seance-{number}",
        "title": f"Séance {number}",
        "position": next_position(day.sessions),
        "status": Session.Status.PUBLISHED,
    }
    return Session.objects.create(day=day, **defaults | given)


def make_appearance(session=None, speaker=None, positions=(), **given):
    """`positions` are organisations, or texts as printed without one."""
    session = session or make_session()
    defaults = {
        "name_as_printed": speaker.name if speaker else "",
        "order": session.appearances.count() + 1,
    }
    appearance = Appearance.objects.create(session=session, speaker=speaker, **defaults | given)
    for position in positions:
        make_position(appearance, position)
    return appearance


def make_position(appearance=None, held="CEO", **given):
    """`held` is an organisation, or a text as printed without one."""
    appearance = appearance or make_appearance()
    defaults = {
        "as_printed": str(held),
        "organisation": held if isinstance(held, Organisation) else None,
        "order": appearance.positions.count() + 1,
    }
    return Position.objects.create(appearance=appearance, **defaults | given)


def make_involvement(subject=None, organisation=None, **given):
    subject = subject or make_edition()
    defaults = {
        subject._meta.model_name: subject,
        "organisation": organisation or make_organisation(),
        "role": Involvement.Role.PARTNER,
    }
    return Involvement.objects.create(**defaults | given)


def cite(subject, source=None, locator="§1", **given):
    """A citation that supports `subject`, a record of any kind that has citations."""
    return Citation.objects.create(
        **{subject._meta.model_name: subject, "source": source or make_source()},
        locator=locator,
        **given,
    )


def make_correction(subject, **given):
    """Of one fact of `subject`, unless it says otherwise; `fact` is a part of that."""
    fact = {"of": subject._meta.label_lower, "fact": "title", "who": None, "before": None,
            "after": {"value": "B"}} | given.pop("fact", {})  # fmt: skip
    defaults = {subject._meta.model_name: subject, "reason": "Erreur de saisie.", "facts": [fact]}
    return Correction.objects.create(**defaults | given)


def make_reply(subject, **given):
    defaults = {
        subject._meta.model_name: subject, "name": "Bea Beispiel", "received_on": FIRST_DAY,
        "text": "Je ne l’ai pas dit.",
    }  # fmt: skip
    return Reply.objects.create(**defaults | given)
