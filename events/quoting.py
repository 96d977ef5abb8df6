"""What is quoted of each kind of page: its title, its permanent address, the date of what it shows.

That date is the one of the data as shown, not today's: of their revision, as the press kit's. A
page shows more than the stamps of its sessions tell of (other names, sources and what they say),
and an earlier date would claim that it said then what it says now.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.paginator import Page
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from events.formats import quoting
from events.formats.quoting import NO_BREAK, Work
from events.models import Day, Edition, Panel, Revision, Session
from events.templatetags.typography import day_month, long_date
from events.wording import Condition
from sources.models import Source

# Pages that are about no single record, by the name that their template gives.
LISTS = {
    "editions": gettext_lazy("Événements"),
    "speakers": gettext_lazy("Personnes"),
    "organisations": gettext_lazy("Organisations"),
    "sources": gettext_lazy("Sources"),
    "together": gettext_lazy("Avec qui"),
}


def titled(subject) -> str:
    """In the language that is active."""
    match subject:
        case Session():
            return f"{subject.title}, {subject.day.edition.title}"
        case Day():
            day = capfirst(long_date(subject.date, subject.date_basis))
            return ", ".join(filter(None, [subject.title, subject.edition.title, day]))
        case Source():
            return _("Faits selon %s") % ", ".join(
                filter(None, [subject.author, subject.title, subject.publication])
            )
        case Page():
            return listed(subject.paginator.object_list.model)
        case str():
            return str(LISTS[subject])
    return str(subject)


def listed(model) -> str:
    if model is Panel:
        return _("Tables rondes et discussions")
    return _("Séances") if model is Session else _("Qui a parlé où")


def changed_at() -> datetime:
    """When any public data was last changed: since then the page has said what it says now."""
    return Revision.objects.values_list("changed_at", flat=True).get()


def zone_of(subject):
    match subject:
        case Session():
            return subject.day.edition.zone
        case Day():
            return subject.edition.zone
        case Edition():
            return subject.zone
    return timezone.get_default_timezone()


def in_words(day: date) -> str:
    """« état du 5 avril 2025 », in the language that is active."""
    return _("état du %s") % f"{day_month(day)} {day.year}".replace(" ", NO_BREAK)


def quotations(
    subject, path: str, query: str, conditions: Iterable[Condition] = (), at: datetime | None = None
) -> dict:
    """`path` and `query` are the page's own, without a language; `conditions` its filters.

    `at` is `changed_at()`, where that is known.
    """
    day = timezone.localtime(at or changed_at(), zone_of(subject)).date()
    address = f"{settings.SITE_URL}{path}" + (f"?{query}" if query else "")

    def work(language) -> Work:
        with override(language):
            title = ", ".join([titled(subject), *(asked.value for asked in conditions)])
            return Work(title, address, in_words(day), day)

    sentences = [
        (code, name, quoting.sentence(work(code), code)) for code, name in settings.LANGUAGES
    ]
    bibtex = quoting.bibtex(work(settings.LANGUAGE_CODE), f"{path} {query}")
    return {"sentences": sentences, "bibtex": bibtex, "changed_on": day, "address": address}
