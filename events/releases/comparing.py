"""What a draft changes of an edition, and what the edition itself changed in the meantime: pure.

Three states are compared: that of the edition when the draft was made (`base`), that of the edition
now (`public`), and that of the draft, told in the ids of what its records are copies of. What is
new in the draft has its own id there, with a minus.
"""

from dataclasses import dataclass, field

from events.releases.facts import PARENTS, State

# Not a fact of one session: the order of its day is compared as a whole.
RANK = "position"
ORDER = ("order of sessions",)


@dataclass(frozen=True)
class Conflict:
    """Both changed the same: these facts of a record, or (none named) whether there is one."""

    kind: str
    pk: int
    facts: tuple[str, ...] = ()

    @property
    def is_order(self) -> bool:
        """It is about the order of a day's sessions."""
        return self.facts == ORDER


@dataclass
class Comparison:
    """What is to be written so that the edition says what the draft says."""

    changed: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    added: list[tuple[str, int]] = field(default_factory=list)
    removed: list[tuple[str, int]] = field(default_factory=list)
    # Of each day with another order: its sessions.
    orders: dict[int, list[int]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.changed or self.added or self.removed or self.orders or self.conflicts)


def told_by_originals(draft: State, copies: dict, given: dict, base: State) -> State:
    """The draft's state, in the ids of what its records are copies of.

    What the draft was `given` only to be told from the edition, it does not say.
    """

    def original(kind: str, pk: int | None) -> int | None:
        return copies[kind].get(pk, -pk) if pk else None

    told: State = {}
    for kind, records in draft.items():
        told[kind] = {}
        for copy, said in records.items():
            pk = original(kind, copy)
            parents = {f"{p}_id": original(p, said[f"{p}_id"]) for p in PARENTS[kind]}
            provisional = given.get(kind, {}).get(pk, {})
            unsaid = {
                name: base[kind][pk][name]
                for name, value in provisional.items()
                if name in said and said[name] == value
            }
            told[kind][pk] = said | parents | unsaid
    return told


def compare(base: State, public: State, draft: State) -> Comparison:
    found = Comparison()
    for kind in PARENTS:
        for pk, before in base[kind].items():
            compare_record(found, kind, pk, before, public[kind].get(pk), draft[kind].get(pk))
        compare_new(found, kind, base, public, draft)
    compare_orders(found, base, public, draft)
    return found


def compare_record(found, kind, pk, before, there, wanted) -> None:
    if wanted is None and there is None:
        return
    if there is None:
        if differing(kind, before, wanted):
            found.conflicts.append(Conflict(kind, pk))
    elif wanted is None:
        if differing(kind, before, there):
            found.conflicts.append(Conflict(kind, pk))
        else:
            found.removed.append((kind, pk))
    else:
        # A fact that the model did not have yet was nobody's change.
        before = there | before
        said = [f for f in differing(kind, before, wanted) if wanted[f] != there.get(f)]
        both = tuple(f for f in said if there[f] != before[f])
        if both:
            found.conflicts.append(Conflict(kind, pk, both))
        if only := [f for f in said if f not in both]:
            found.changed[kind, pk] = only


def differing(kind: str, one: dict, other: dict) -> list[str]:
    unranked = {RANK} if kind == "session" else set()
    return [name for name in other if name not in unranked and one.get(name) != other[name]]


def compare_new(found, kind, base, public, draft) -> None:
    """What one side added to something that the other removed contradicts it."""
    removed = set(found.removed)
    for pk, said in public[kind].items():
        if pk not in base[kind]:
            for parent in parents_of(kind, said):
                if parent in removed:
                    found.removed.remove(parent)
                    removed.discard(parent)
                    found.conflicts.append(Conflict(*parent))
    for pk, said in draft[kind].items():
        if pk >= 0:
            continue
        parents = parents_of(kind, said)
        gone = [(k, p) for k, p in parents if p > 0 and p not in public[k]]
        found.conflicts += [Conflict(*parent) for parent in gone]
        if not gone:
            found.added.append((kind, pk))


def parents_of(kind: str, said: dict) -> list[tuple[str, int]]:
    return [(p, said[f"{p}_id"]) for p in PARENTS[kind] if said[f"{p}_id"]]


def compare_orders(found, base: State, public: State, draft: State) -> None:
    members = sessions_by_day(found, public, draft)
    for day in draft["day"]:
        of_day = members.get(day, set())
        before, there, wanted = (
            [pk for pk in in_order(state, day) if pk in of_day] for state in (base, public, draft)
        )
        common = set(before) & set(there) & set(wanted)
        old, now, new = ([pk for pk in pks if pk in common] for pks in (before, there, wanted))
        if old != new and old != now and new != now:
            found.conflicts.append(Conflict("day", day, ORDER))
            new = old  # the public's stands
        order = merged(wanted, there) if old != new else merged(there, wanted)
        if order != there:
            found.orders[day] = order


def sessions_by_day(found, public: State, draft: State) -> dict[int, set[int]]:
    """Which sessions each day will have."""
    members: dict[int, set[int]] = {}
    for pk, said in public["session"].items():
        if ("session", pk) not in found.removed:
            moved = "day_id" in found.changed.get(("session", pk), ())
            day = draft["session"][pk]["day_id"] if moved else said["day_id"]
            members.setdefault(day, set()).add(pk)
    for kind, pk in found.added:
        if kind == "session":
            members.setdefault(draft["session"][pk]["day_id"], set()).add(pk)
    return members


def in_order(state: State, day: int) -> list[int]:
    of_day = [(said[RANK], pk) for pk, said in state["session"].items() if said["day_id"] == day]
    return [pk for _rank, pk in sorted(of_day)]


def merged(first: list[int], second: list[int]) -> list[int]:
    """`first` in its order, with what only `second` has, each after what it follows there."""
    result, previous = list(first), None
    for pk in second:
        if pk not in result:
            at = result.index(previous) + 1 if previous is not None else 0
            result.insert(at, pk)
        previous = pk
    return result
