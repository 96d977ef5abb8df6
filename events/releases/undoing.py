"""A release that is undone is told as a release of its own: the public saw what it took back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from events.models import Edition
from events.releases import telling
from events.releases.applying import tell


@contextmanager
def as_release(editions, *, now: datetime) -> Iterator[None]:
    """What happens to these editions within is made known together."""
    seen = [(edition, telling.seen(edition)) for edition in editions]
    yield
    for edition, before in seen:
        edition = Edition.objects.get(pk=edition.pk)
        rows = list(telling.changes(before, telling.seen(edition)))
        if rows:
            tell(edition, rows, now=now)
