"""A release that is set for a moment: the first reader past it sees it done (docs/adr/0003)."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from desk.journal import Journal
from desk.models import Change
from events.models import WorkingCopy
from events.recording import whole_programme
from events.releases.applying import Pending, release_changes, unobstructed
from events.releases.preparing import ReleaseError

logger = logging.getLogger(__name__)


@transaction.atomic
def schedule(*, copy: WorkingCopy, at: datetime, note: str = "") -> None:
    """Refuses what could not be released now."""
    unobstructed(Pending(copy))
    WorkingCopy.objects.filter(pk=copy.pk).update(release_at=at, note=note, held_back="")


def unschedule(*, copy: WorkingCopy) -> None:
    WorkingCopy.objects.filter(pk=copy.pk).update(release_at=None, note="")


def release_due(*, now: datetime) -> None:
    """Whatever is wrong with one is told to its organiser, and is in nobody's way."""
    due = WorkingCopy.objects.filter(release_at__lte=now).select_related("edition")
    for copy in due.order_by("release_at"):
        try:
            release_in_history(copy)
        except ReleaseError as error:
            hold_back(copy, str(error))
        except Exception:  # a reader came for a page, and gets it
            logger.exception("changes that were due cannot be released")
            hold_back(copy, _("Une erreur s’est produite ; elle est au journal du serveur."))


@transaction.atomic
def release_in_history(copy: WorkingCopy) -> None:
    journal = Journal(None, _("au moment prévu"))
    with whole_programme(journal, copy.edition):
        release_changes(copy=copy, now=copy.release_at, note=copy.note)
    journal.write(Change.Verb.CHANGED, _("Les changements sont publiés."))


def hold_back(copy: WorkingCopy, reason: str) -> None:
    WorkingCopy.objects.filter(pk=copy.pk).update(release_at=None, held_back=reason)
