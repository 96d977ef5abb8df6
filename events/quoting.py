"""What is quoted of each kind of page: its title, its permanent address, the date of what it shows.

That date is the latest change among the stamps of what the page shows, not today's.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.paginator import Page
from django.db.models import Max
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.filters import from_source
from events.formats import quoting
from events.formats.quoting import NO_BREAK, Work
from events.models import Appearance, Day, Edition, Involvement, Panel, Session
from events.templatetags.typography import day_month, long_date
from organisations.models import Organisation
from sources.models import Source
from speakers.models import Speaker

STAMPED = "stamp__changed_at"


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
    return str(subject)


def listed(model) -> str:
    if model is Panel:
        return _("Tables rondes et discussions")
    return _("Séances") if model is Session else _("Qui a parlé où")


def latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max(filter(None, moments), default=None)


def of_sessions(sessions) -> datetime | None:
    return sessions.order_by().aggregate(at=Max(STAMPED))["at"]


def of_appearances(appearances) -> datetime | None:
    return appearances.order_by().aggregate(at=Max(f"session__{STAMPED}"))["at"]


def of_involvements(involvements) -> list[datetime | None]:
    changed = involvements.order_by().aggregate(
        in_edition=Max(f"edition__{STAMPED}"), in_session=Max(f"session__{STAMPED}")
    )
    return list(changed.values())


def of_source(source) -> list[datetime | None]:
    """The sessions that go by the source, and the editions it tells of itself."""
    cited = Session.objects.filter(from_source([source.slug])).values("pk")
    sessions = Session.objects.published().filter(pk__in=cited)
    editions = Edition.objects.public().filter(citations__source=source)
    return [of_sessions(sessions), editions.aggregate(at=Max(STAMPED))["at"]]


def changed_at(subject) -> datetime | None:
    """When what the page of `subject` shows was last changed."""
    match subject:
        case Session():
            return subject.stamp.changed_at
        case Day():
            return of_sessions(Session.objects.published().on(subject))
        case Edition():
            sessions = Session.objects.published().of(subject)
            return latest([subject.stamp.changed_at, of_sessions(sessions)])
        case Speaker():
            return of_appearances(subject.appearances.public())
        case Organisation():
            made = of_appearances(Appearance.objects.public().made_for(subject))
            return latest([made, *of_involvements(Involvement.objects.public().of(subject))])
        case Source():
            return latest(of_source(subject))
    rows = subject.paginator.object_list
    return of_appearances(rows) if rows.model is Appearance else of_sessions(rows)


def zone_of(subject):
    match subject:
        case Session():
            return subject.day.edition.zone
        case Day():
            return subject.edition.zone
        case Edition():
            return subject.zone
    return timezone.get_default_timezone()


def in_words(day: date | None) -> str:
    """« état du 5 avril 2025 », in the language that is active."""
    return _("état du %s") % f"{day_month(day)} {day.year}".replace(" ", NO_BREAK) if day else ""


def quotations(subject, path: str, query: str, conditions: Iterable[str] = ()) -> dict:
    """`path` and `query` are the page's own, without a language; `conditions` its filters."""
    moment = changed_at(subject)
    day = moment and timezone.localtime(moment, zone_of(subject)).date()
    address = f"{settings.SITE_URL}{path}" + (f"?{query}" if query else "")

    def work(language) -> Work:
        with override(language):
            return Work(", ".join([titled(subject), *conditions]), address, in_words(day), day)

    sentences = [
        (code, name, quoting.sentence(work(code), code)) for code, name in settings.LANGUAGES
    ]
    bibtex = quoting.bibtex(work(settings.LANGUAGE_CODE), f"{path} {query}")
    return {"sentences": sentences, "bibtex": bibtex, "changed_on": day, "address": address}
