"""An act on a whole programme, as the journal keeps it: an import, a release."""

from collections.abc import Iterator
from contextlib import contextmanager

from desk.journal import Journal
from events.models import Day, Edition, Session


@contextmanager
def whole_programme(journal: Journal, edition: Edition) -> Iterator[None]:
    """Within, anything of an edition may change, and the directory get what it lacks."""
    journal.about(programme(edition))
    journal.bringing()
    yield
    journal.made(programme(edition))


def programme(edition: Edition) -> list:
    days, sessions = (
        records.select_related(None).order_by("pk").only("pk")
        for records in (
            Day.objects.filter(edition=edition), Session.objects.filter(day__edition=edition),
        )
    )  # fmt: skip
    return [edition, *days, *sessions]
