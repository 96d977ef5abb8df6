"""The edition that a file is imported into: found or made, with its series, days and source."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import F

from events.importers.parsed import Schedule, ScheduleError
from events.importers.plan import UNDETERMINED, language_of
from events.importers.text import shortened
from events.models import Citation, Day, Edition, Series
from sources.models import Source

YEAR = re.compile(r"[-_]?(19|20)\d\d$")


@dataclass(frozen=True)
class Told:
    """What the person who imports says, over what the file says."""

    edition: str
    timezone: str = ""
    # None: the one named before the year in the edition's slug. Empty: none.
    series: str | None = None
    title: str = ""
    language: str = ""
    venue: str = ""
    town: str = ""


def check(told: Told, parsed: Schedule) -> None:
    for what, slug in (("--edition", told.edition), ("--series", told.series or "a")):
        try:
            validate_slug(slug)
        except ValidationError:
            slug = ""
        if not 0 < len(slug) <= 80:
            raise ScheduleError(
                f"{what} est une adresse de lettres, chiffres et tirets : « fosdem-2025 »."
            )
    if told.language and language_of(told.language) in ("", "mul"):
        raise ScheduleError(f"« {told.language} » n’est pas une langue. Exemple : --language fr.")
    if not (told.title or parsed.title):
        raise ScheduleError("Le fichier ne donne pas le titre de l’édition : ajoutez --title …")


def zone_of(told: Told, parsed: Schedule, edition: Edition | None) -> ZoneInfo:
    """As told, else as the file says, else the edition's; never guessed from an offset."""
    stated = told.timezone or parsed.timezone
    name = stated or (edition.timezone if edition else "")
    if not name:
        raise ScheduleError(
            "Le fichier ne dit pas dans quel fuseau horaire il est : ajoutez "
            "--timezone, par exemple --timezone Europe/Luxembourg."
        )
    if name not in available_timezones():
        raise ScheduleError(
            f"« {name} » n’est pas un fuseau IANA : ajoutez --timezone, par exemple "
            "--timezone Europe/Luxembourg."
        )
    return ZoneInfo(name)


def find_edition(slug: str) -> Edition | None:
    return Edition.objects.select_related("series", "venue").filter(slug=slug).first()


def make_edition(told: Told, parsed: Schedule, zone: ZoneInfo) -> Edition:
    return Edition.objects.create(
        slug=told.edition,
        title=shortened(told.title or parsed.title, 200),
        kind=Edition.Kind.CONFERENCE,
        status=Edition.Status.CONFIRMED,
        timezone=zone.key,
        language=told.language or usual_language(parsed),
        series=series_of(told, parsed),
    )


def usual_language(parsed: Schedule) -> str:
    """The language of most sessions, if they say; of what says none it is not known."""
    stated = Counter(filter(None, (language_of(event.language) for event in parsed.events)))
    return stated.most_common(1)[0][0] if stated else UNDETERMINED


def series_of(told: Told, parsed: Schedule) -> Series | None:
    """The series told, else the one that the slug names before its year: fosdem-2025 is a FOSDEM.

    Within a series a full name is one person; so an edition whose slug has no year is in none.
    """
    before_year = YEAR.sub("", told.edition) if YEAR.search(told.edition) else ""
    slug = before_year if told.series is None else told.series
    if not slug:
        return None
    title = YEAR.sub("", told.title or parsed.title).strip() or slug
    return Series.objects.get_or_create(slug=slug, defaults={"title": shortened(title, 200)})[0]


def days_of(edition: Edition, dates: list[date], venue) -> dict[date, Day]:
    """The edition's dated days, the new ones made; dated ones stand before undated, by date."""
    days = list(edition.days.order_by("position"))
    known = {day.date for day in days}
    new = [Day(edition=edition, date=on, venue=venue) for on in dates if on not in known]
    if new:
        in_order = sorted(
            [*days, *new],
            key=lambda day: (day.date is None, day.date or date.min, day.position or 0),
        )
        edition.days.update(position=F("position") + 10_000)
        for position, day in enumerate(in_order, start=1):
            day.position = position
            day.save()
        days = in_order
    return {day.date: day for day in days if day.date}


def bring_up_to_date(edition: Edition, told: Told, zone: ZoneInfo, venue, days) -> list[str]:
    """Writes what differs; a title, a status or a venue that stands is left alone."""
    warnings = []
    if edition.timezone != zone.key:
        warnings.append(f"le fuseau de l’édition passe de {edition.timezone} à {zone.key}")
    wanted = {"timezone": zone.key, "starts_on": min(days), "ends_on": max(days)}
    if told.title:
        wanted["title"] = shortened(told.title, 200)
    if venue and not edition.venue:
        wanted["venue"] = venue
    if told.venue and edition.venue and edition.venue.name != told.venue:
        warnings.append(
            f"--venue est ignoré : l’édition a déjà un lieu, « {edition.venue.name} », "
            "à corriger dans l’administration"
        )
    different = {name: value for name, value in wanted.items() if getattr(edition, name) != value}
    for name, value in different.items():
        setattr(edition, name, value)
    if different:
        edition.save()
    return warnings


def cite(edition: Edition, parsed: Schedule, read_on: date, *, changed: bool) -> None:
    """One source, one citation: all that the edition says is found through it."""
    source, new = Source.objects.get_or_create(
        slug=f"fichier-{edition.slug[:70]}",
        defaults={
            "kind": Source.Kind.FILE,
            "publication": shortened(parsed.title or edition.title, 200),
            "title": f"Programme ({parsed.format})",
            "language": edition.language,
            "url": parsed.url,
            "read_on": read_on,
        },
    )
    if not new and changed and source.read_on != read_on:
        source.read_on = read_on
        source.save(update_fields=["read_on"])
    if not edition.citations.filter(source=source).exists():
        Citation.objects.create(source=source, edition=edition)
