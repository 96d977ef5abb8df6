"""Where both changed the same, the organiser may say that the draft is right."""

from django.db import transaction

from events.models import WorkingCopy
from events.releases.applying import Pending
from events.releases.comparing import RANK, Conflict, parents_of
from events.releases.facts import PARENTS, State, restored


@transaction.atomic
def let_draft_prevail(*, copy: WorkingCopy) -> None:
    """What the public edition says now is what the draft then changes, as if it had been copied.

    What is no longer there cannot be changed: that contradiction stays.
    """
    copy = WorkingCopy.objects.select_for_update().get(pk=copy.pk)
    pending = Pending(copy)
    base, public = restored(copy.base["facts"]), pending.public.facts()
    for conflict in pending.comparison.conflicts:
        take_over(base, public, conflict)
    copy.base["facts"] = base
    copy.save(update_fields=["base"])


def take_over(base: State, public: State, conflict: Conflict) -> None:
    kind, pk = conflict.kind, conflict.pk
    if conflict.is_order:
        for session, said in public["session"].items():
            if said["day_id"] == pk and session in base["session"]:
                base["session"][session][RANK] = said[RANK]
    elif conflict.facts:
        base[kind][pk].update({name: public[kind][pk][name] for name in conflict.facts})
    elif pk in public[kind]:
        base[kind][pk] = public[kind][pk]
        take_over_below(base, public, (kind, pk))


def take_over_below(base: State, public: State, top: tuple[str, int]) -> None:
    """What was added meanwhile to something that the draft removes."""
    known = {top}
    for kind in PARENTS:
        for pk, said in public[kind].items():
            if pk not in base[kind] and known & set(parents_of(kind, said)):
                base[kind][pk] = said
                known.add((kind, pk))
