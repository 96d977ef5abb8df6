"""What a page says of itself to browsers, search engines and whoever shares it."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import cards
from events.formats import jsonld
from events.templatetags.typography import counted, long_date

# The formats of a list of sessions.
PROGRAMME = ("ics", "atom", "json", "csv")
# What has no date is in no calendar, and its page says so.
WITHOUT_CALENDAR = PROGRAMME[1:]
REGISTER = ("csv", "xlsx", "json", "atom")
# Of more sessions a page's JSON-LD would be its heaviest part; each has a page with its own.
MOST_IN_DATA = 100


@dataclass(frozen=True)
class Page:
    """`data` is the page's JSON-LD; `formats` the extensions of its machine formats.

    `card` is what is shown where the page is shared.
    """

    title: str
    description: str
    data: dict
    formats: tuple[str, ...] = ()
    kind: str = "website"  # an Open Graph type
    card: cards.CardAt = field(default_factory=cards.of_site)
    # The address of the frab files without their extension, where there are any.
    schedule: str = ""
    # Are there sessions that those files cannot tell?
    unscheduled: bool = False


def with_count(subject: str, count: str) -> str:
    return _("%(subject)s : %(count)s.") % {"subject": subject, "count": count}


def home_page() -> Page:
    description = _("Qui a parlé où, quand, à quel titre, et comment on le sait.")
    search = {
        "@type": "SearchAction",
        "target": f"{settings.SITE_URL}{reverse('events:search')}?q={{q}}",
        "query-input": "required name=q",
    }
    data = {
        "@type": "WebSite",
        "name": "Tableronde",
        "url": settings.SITE_URL + reverse("events:home"),
    }
    data = jsonld.document(data | {"potentialAction": search})
    return Page(_("Programmes et intervenants"), description, data)


def list_page(request, title: str, description: str, *formats: str) -> Page:
    data = jsonld.list_page(title, settings.SITE_URL + request.path)
    return Page(title, description, data, formats)


def edition_page(edition, days) -> Page:
    sessions = [session for day in days for session in day.outline]
    sessions = sessions if len(sessions) <= MOST_IN_DATA else []
    data = jsonld.edition_page(edition, sessions, settings.SITE_URL)
    description = edition.summary or edition.title
    dated = any(day.date for day in days)
    return Page(
        edition.title, description, data, PROGRAMME if dated else WITHOUT_CALENDAR,
        schedule=edition.get_absolute_url() + "schedule" if dated else "",
        unscheduled=any(None in day.starts for day in days)
        or any(not session.has_stated_start for session in sessions),
        card=cards.of_edition(edition),
    )  # fmt: skip


def day_page(day, sessions) -> Page:
    date = long_date(day.date, day.date_basis)
    title = ", ".join(filter(None, [capfirst(date), day.title, day.edition.title]))
    count = counted(len(sessions), "séance", "séances")
    description = with_count(f"{day.edition.title}, {date}", count)
    told = sessions if len(sessions) <= MOST_IN_DATA else []
    items = [jsonld.session_in_list(session, settings.SITE_URL) for session in told]
    event = {
        "@type": "Event",
        "name": day.title or f"{day.edition.title}, {date}",
        "url": settings.SITE_URL + day.get_absolute_url(),
        "startDate": day.date.isoformat(),
        "location": jsonld.place(day.venue),
        "superEvent": jsonld.edition(day.edition, settings.SITE_URL),
        "subEvent": items,
    }
    data = jsonld.document(jsonld.known(event))
    return Page(title, description, data, PROGRAMME, card=cards.of_day(day))


def session_page(session) -> Page:
    edition = session.day.edition.title
    title = session.title if edition.startswith(session.title) else f"{session.title}, {edition}"
    data = jsonld.session_page(session, settings.SITE_URL)
    said = [a for a in session.appearances.all() if a.basis == "stated" and a.role != "present"]
    names = [a.name_as_printed for a in said if a.name_as_printed]
    description = " ".join(filter(None, [session.summary, ", ".join(names)])) or title
    formats = ("ics", "json") if session.day.date else ("json",)
    return Page(title, description, data, formats, "article", cards.of_session(session))


def speaker_page(speaker, appearances) -> Page:
    data = jsonld.speaker_page(speaker, appearances, settings.SITE_URL)
    count = counted(len(appearances), "intervention", "interventions")
    events = dict.fromkeys(a.session.day.edition.title for a in appearances)
    description = with_count(str(speaker), f"{count} ({', '.join(events)})")
    card = cards.of_speaker(speaker, appearances)
    return Page(str(speaker), description, data, PROGRAMME, "profile", card)


def organisation_page(organisation, appearances) -> Page:
    data = jsonld.organisation_page(organisation, settings.SITE_URL)
    count = counted(len(appearances), "représentation", "représentations")
    description = with_count(str(organisation), count)
    card = cards.of_organisation(organisation, appearances)
    return Page(organisation.name, description, data, PROGRAMME, "profile", card)


def source_page(source, facts) -> Page:
    data = jsonld.source_page(source, settings.SITE_URL)
    count = counted(len(facts), "fait", "faits")
    return Page(str(source), with_count(str(source), count), data, ("json",), "article")
