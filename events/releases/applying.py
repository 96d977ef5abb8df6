"""Releases a draft: what it changes is written to the records that the public knows.

Their slugs, codes and UIDs stay, and each is written once, with what changed of it alone, so that
calendars see one change. What is new in the draft is brought over as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from events.models import Change, Edition, Release, WorkingCopy
from events.planning import PlanningError, put_in_order
from events.releases import telling
from events.releases.comparing import Comparison, compare, told_by_originals
from events.releases.facts import MODELS, PARENTS, Programme, belonging, programme_of, restored
from events.releases.preparing import ReleaseError
from search.normalise import FoldedField

# Beyond every rank of a day or a line-up, and within a small integer.
ASIDE = 10_000


class ConflictError(ReleaseError):
    """The public edition changed meanwhile in the same facts; nothing was written."""


class Pending:
    """The changes that a draft would make now."""

    def __init__(self, copy: WorkingCopy):
        self.copy = copy
        self.public: Programme = programme_of(copy.edition)
        self.draft: Programme = programme_of(copy.draft)
        base, given = restored(copy.base["facts"]), restored(copy.base["given"])
        self.copies = restored(copy.base["copies"])
        self.told = told_by_originals(self.draft.facts(), self.copies, given, base)
        self.comparison: Comparison = compare(base, self.public.facts(), self.told)

    @cached_property
    def copy_of(self) -> dict[str, dict[int, int]]:
        return {
            kind: {original: copy for copy, original in copies.items()}
            for kind, copies in self.copies.items()
        }

    def record(self, kind: str, pk: int):
        """The draft's record: its copy of an original, or what is new in it."""
        return self.draft.records[kind][-pk if pk < 0 else self.copy_of[kind][pk]]

    def there(self, kind: str, pk: int):
        """The draft's record for an original, if it still has one."""
        return self.draft.records[kind].get(self.copy_of[kind].get(pk))

    def value(self, kind: str, pk: int, name: str):
        """A fact of the draft, as it is written to the original."""
        if name.removesuffix("_id") in PARENTS[kind]:
            above = self.told[kind][pk][name]
            return above and abs(above)
        return getattr(self.record(kind, pk), name)


@transaction.atomic
def release_changes(*, copy: WorkingCopy, now: datetime, note: str = "") -> Release:
    """Everything at once, or nothing; the draft is then gone."""
    copy = WorkingCopy.objects.select_for_update().select_related("edition").get(pk=copy.pk)
    edition = Edition.objects.select_for_update().get(pk=copy.edition_id)
    # Who saves one of them at the same time waits (`desk/versions.py`).
    for kind in ("day", "session"):
        list(belonging(kind, edition).select_for_update().values("pk"))
    pending = Pending(copy)
    unobstructed(pending)
    release = tell(edition, told(pending), now=now, note=note)
    copy.draft.delete()
    return release


def tell(edition: Edition, rows: list[Change], *, now: datetime, note: str = "") -> Release:
    """Puts what changed on record, as the edition's next release."""
    last = edition.releases.aggregate(last=Max("number"))["last"] or 0
    release = Release.objects.create(
        edition=edition, number=last + 1, released_at=now, note=note.strip()
    )
    for order, row in enumerate(rows, start=1):
        row.release, row.order = release, order
    Change.objects.bulk_create(rows)
    return release


def unobstructed(pending: Pending) -> None:
    if pending.comparison.conflicts:
        raise ConflictError(_("L’édition publique a changé entre-temps."))
    if pending.comparison.is_empty:
        raise ReleaseError(_("Le brouillon ne change rien."))


@contextmanager
def as_released(copy: WorkingCopy) -> Iterator[None]:
    """Within, everything reads as after the release; afterwards nothing has happened.

    What contradicts the public edition is left out.
    """
    pending = Pending(copy)  # read before anybody who writes has to wait
    with transaction.atomic():
        apply(pending)
        yield
        transaction.set_rollback(True)


def prospect(pending: Pending) -> list[Change]:
    """What a release would change, in rows that are not saved."""
    with transaction.atomic():
        rows = told(pending)
        transaction.set_rollback(True)
    return rows


def told(pending: Pending) -> list[Change]:
    """Writes the changes, and says what the public then sees otherwise."""
    edition = pending.copy.edition
    before = telling.seen(edition)
    apply(pending)
    edition.refresh_from_db()
    return list(telling.changes(before, telling.seen(edition)))


def apply(pending: Pending) -> None:
    try:
        with transaction.atomic():
            Writing(pending).write()
    except OperationalError:
        raise
    except (DatabaseError, PlanningError) as error:  # also what is gone since it was read
        raise ReleaseError(
            _("L’édition publique a reçu entre-temps ce que le brouillon ajoute aussi : une même "
              "personne dans une séance, un même jour, une même adresse.")
        ) from error  # fmt: skip


class Writing:
    """The statements, in an order in which no two records are ever at one place."""

    def __init__(self, pending: Pending):
        self.pending = pending
        self.comparison = pending.comparison
        self.removed = set(pending.comparison.removed)
        self.rank = ASIDE

    def write(self):
        self.remove("position", "sessionlink", "appearance", "involvement")
        self.make_room()
        for kind in MODELS:
            self.update(kind)
            self.bring(kind)
        # The new sources first: nothing is without one in between.
        self.remove("citation", "session", "day")
        for day, sessions in self.comparison.orders.items():
            day = MODELS["day"].objects.get(pk=abs(day))
            put_in_order(day=day, sessions=[abs(pk) for pk in sessions])

    def remove(self, *kinds: str):
        """What stands in something that goes, goes with it: its traces are then whole."""
        for kind in kinds:
            records = self.pending.public.records[kind]
            ids = [pk for k, pk in self.removed if k == kind and not self.goes_along(records[pk])]
            MODELS[kind].objects.filter(pk__in=ids).delete()

    def goes_along(self, record) -> bool:
        parents = PARENTS[record._meta.model_name]
        return any((parent, getattr(record, f"{parent}_id")) in self.removed for parent in parents)

    def make_room(self):
        """Addresses, ranks and dates that change hands are given up first."""
        drafts = [self.pending.record("session", pk).pk for pk in self.changing("session", "slug")]
        sessions, days, positions = (MODELS[k].objects for k in ("session", "day", "position"))
        sessions.filter(pk__in=drafts).update(slug=Concat(Value("libre-"), "code"))
        gone = [pk for kind, pk in self.removed if kind == "day"]
        ranked = [*gone, *self.changing("day", "position")]
        days.filter(pk__in=ranked).update(position=F("position") + ASIDE)
        ordered = self.changing("position", "order")
        positions.filter(pk__in=ordered).update(order=F("order") + ASIDE)
        dated = self.changing("day", "date")
        new = [pk for kind, pk in self.comparison.added if kind == "day"]
        wanted = {self.pending.record("day", pk).date for pk in [*dated, *new]} - {None}
        days.filter(pk__in=[*gone, *dated], date__in=wanted).update(date=None)

    def changing(self, kind: str, name: str) -> list[int]:
        changed = self.comparison.changed.items()
        return [pk for (of, pk), names in changed if of == kind and name in names]

    def update(self, kind: str):
        for (of, pk), names in self.comparison.changed.items():
            if of == kind:
                record = self.pending.public.records[kind][pk]
                values = {n: self.pending.value(kind, pk, n) for n in names if n != "topics"}
                self.save(record, values)
                if "topics" in names:
                    record.topics.set(self.pending.told[kind][pk]["topics"])

    def bring(self, kind: str):
        for of, pk in self.comparison.added:
            if of != kind:
                continue
            said = self.pending.told[kind][pk]
            above = {f"{p}_id": said[f"{p}_id"] for p in PARENTS[kind]}
            self.save(
                self.pending.record(kind, pk),
                {name: parent for name, parent in above.items() if parent and parent > 0},
            )

    def save(self, record, values: dict):
        """One statement for all that changes of the record."""
        if "day_id" in values and record._meta.model_name == "session":
            self.rank += 1
            values["position"] = self.rank
        if not values:
            return
        for name, value in values.items():
            setattr(record, name, value)
        folded = [
            field.name
            for field in record._meta.concrete_fields
            if isinstance(field, FoldedField) and field.source in values
        ]
        record.save(update_fields=[*values, *folded])
