"""A look at what is not public yet, for whoever has the link: signed, for a time, to be revoked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from events.addresses import GoneError
from events.models import Edition, PreviewKey, Session
from events.releases.applying import as_released

# A full stop is in no signed text, and ends no path.
signer = TimestampSigner(salt="events.preview", sep=".")


@dataclass(frozen=True)
class Preview:
    """`edition` is a draft: of changes to another edition, or of a new one."""

    edition: Edition
    until: datetime

    @property
    def address(self) -> str:
        """Where its pages stand in the preview."""
        draft_of = getattr(self.edition, "draft_of", None)
        return (draft_of.edition if draft_of else self.edition).get_absolute_url()

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Within, everything reads as if it were public; afterwards nothing has happened."""
        draft_of = getattr(self.edition, "draft_of", None)
        with as_released(draft_of) if draft_of else as_published(self.edition):
            yield


def token_for(*, edition: Edition, until: datetime) -> str:
    key, _created = PreviewKey.objects.get_or_create(edition=edition)
    said = {"edition": edition.pk, "key": key.key, "until": int(until.timestamp())}
    return signer.sign_object(said)


def revoke(*, edition: Edition) -> None:
    """Every link that was given is void; the next one has another key."""
    PreviewKey.objects.filter(edition=edition).delete()


def read(token: str, now: datetime) -> Preview:
    """What a link shows; raises GoneError for one that was good."""
    try:
        said = signer.unsign_object(token)
    except BadSignature:
        raise Http404(_("Rien à cette adresse.")) from None
    until = datetime.fromtimestamp(said["until"], UTC)
    editions = Edition.objects.select_related("draft_of__edition")
    found = editions.filter(pk=said["edition"], preview_key__key=said["key"]).first()
    if found is None or until <= now:
        raise GoneError
    return Preview(found, until)


@contextmanager
def as_published(edition: Edition) -> Iterator[None]:
    with transaction.atomic():
        sessions = Session.objects.filter(day__edition=edition)
        if edition.status == Edition.Status.DRAFT:
            drafts = sessions.filter(status=Session.Status.DRAFT)
            drafts.update(status=Session.Status.PUBLISHED)
            Edition.objects.filter(pk=edition.pk).update(status=Edition.Status.CONFIRMED)
        Edition.objects.filter(pk=edition.pk).update(embargoed_until=None)
        yield
        transaction.set_rollback(True)
