"""Back to a state that the journal remembers: a record as it was, or what was deleted."""

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy

from django.db import IntegrityError, models, transaction
from django.db.models import F, Max
from django.dispatch import Signal
from django.utils.translation import gettext as _

from desk import trees
from desk.comparing import labels
from desk.trees import Tree, columns, model_of

# What came back, by model the ids of its rows, while none of it is public yet.
returned = Signal()
DRAFT = "draft"
# What going back leaves as it is: undoing a merge is another verb, and who may edit is another's.
LEFT_ALONE = ("merged_into", "organisers")
# Beyond every rank, and within a small integer.
ASIDE = 10_000


class ReturnError(ValueError):
    """Why it is not possible, for the organiser."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def rows(targets: list[Tree]) -> list[dict]:
    return [row for tree in targets for row in tree["rows"]]


def obstacles(targets: list[Tree], now: list[Tree] = ()) -> list[str]:
    """What has to be decided first, each in a sentence. `now` is what the targets replace."""
    found = [*missing(targets), *taken(rows(targets), rows(now))]
    return list(dict.fromkeys(found))


def missing(targets: list[Tree]) -> Iterator[str]:
    """Records that the rows name and that are not there any more."""
    coming = {(model_of(row)._meta.concrete_model, row["pk"]) for row in rows(targets)}
    named = defaultdict(set)
    for tree in targets:
        for model, pk, _row, field in trees.references(tree):
            if not may_go(field) and (model, pk) not in coming:
                named[model].add(pk)
    called = {key: name for tree in targets for key, name in labels(tree).items()}
    for model, ids in named.items():
        for pk in sorted(ids - {row.pk for row in trees.rows_of(model, "pk", ids)}):
            name = called.get((trees.label(model), str(pk))) or f"n° {pk}"
            yield _("« %(name)s » (%(kind)s) n’existe plus : restaurez-le d’abord.") % {
                "name": name, "kind": model._meta.verbose_name,
            }  # fmt: skip


def may_go(field) -> bool:
    """What the row does without when it is gone, as it does when it goes."""
    return field.many_to_many or field.remote_field.on_delete is models.SET_NULL


def unique_together(model) -> Iterator[tuple[tuple[str, ...], str]]:
    """The columns that no two rows share, and what is said of two that do."""
    for field in columns(model):
        if field.unique:
            yield (field.attname,), ""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = tuple(model._meta.get_field(name).attname for name in constraint.fields)
            yield names, str(constraint.violation_error_message)


def taken(coming: list[dict], going: list[dict]) -> Iterator[str]:
    for model, wanted in by_model(coming).items():
        ours = [row["pk"] for row in [*wanted, *by_model(going).get(model, ())]]
        for names, said in unique_together(model):
            if may_move(names):
                continue
            for row, other in clashes(model, names, wanted, ours):
                reason = said or _("L’adresse « %s » est prise.") % row["values"][names[0]]
                yield f"{row['name']} : {reason} ({other})"


def may_move(names: tuple[str, ...]) -> bool:
    """A rank: where it is taken, what comes back goes to the end."""
    return "position" in names


def clashes(model, names, wanted: list[dict], ours: list[int]) -> Iterator[tuple[dict, object]]:
    """Rows that want what another one has, which is none of ours."""
    by_values = {
        values: row for row in wanted
        if None not in (values := tuple(row["values"][name] for name in names))
    }  # fmt: skip
    for other in trees.rows_of(model, names[0], {values[0] for values in by_values}):
        has = trees.row(other)["values"]
        row = by_values.get(tuple(has[name] for name in names))
        if row and other.pk not in ours:
            yield row, other


def by_model(found: list[dict]) -> dict[type, list[dict]]:
    grouped = defaultdict(list)
    for row in found:
        grouped[model_of(row)].append(row)
    return grouped


def moved(targets: list[Tree]) -> list[str]:
    """Gives what finds its rank taken the next free one, in `targets`, and says so."""
    said = []
    for model, wanted in by_model(rows(targets)).items():
        for names, _message in unique_together(model):
            if may_move(names):
                said += move(model, names, wanted)
    return said


def move(model, names, wanted: list[dict]) -> Iterator[str]:
    above = next(name for name in names if name != "position")
    for row, other in list(clashes(model, names, wanted, [row["pk"] for row in wanted])):
        values = row["values"]
        there = model._base_manager.filter(**{above: values[above]})
        last = there.aggregate(last=Max("position"))["last"]
        coming = [w["values"]["position"] for w in wanted if w["values"][above] == values[above]]
        yield _("Le rang %(rank)d est pris par « %(other)s » : « %(name)s » revient à la fin.") % {
            "rank": values["position"], "other": other, "name": row["name"],
        }  # fmt: skip
        values["position"] = max(last, *coming) + 1


def lost_pictures(targets: list[Tree]) -> list[str]:
    """Takes pictures whose files are gone out of `targets`, and says so."""
    said = []
    for row in rows(targets):
        for field in columns(model_of(row)):
            name = isinstance(field, models.FileField) and row["values"].get(field.attname)
            if name and not field.storage.exists(name):
                row["values"][field.attname] = ""
                for size in (field.width_field, field.height_field):
                    row["values"][size] = None
                said.append(_("L’image de « %s » n’est plus là : à téléverser de nouveau.")
                            % row["name"])  # fmt: skip
    return said


def as_it_would_be(target: Tree, now: Tree | None) -> Tree:
    """The state to go back to, with what going back leaves alone as it is now."""
    if not now:
        return target
    target = deepcopy(target)
    kept = [row for row in now["rows"] if stays(row)]
    wanted = [row for row in target["rows"] if not stays(row)]
    root, current = wanted[0], now["rows"][0]
    for name in LEFT_ALONE:
        for part in ("values", "links"):
            for column in (name, f"{name}_id"):
                if column in current[part]:
                    root[part][column] = current[part][column]
    gone = {key(row) for row in now["rows"]} - {key(row) for row in [*wanted, *kept]}
    kept = [row for row in kept if not gone & set(parents(row))]
    return {"rows": [*wanted, *kept], "labels": target["labels"]}


def parents(row: dict) -> Iterator[tuple[str, int]]:
    """What a row goes with."""
    for field in columns(model_of(row)):
        if field.remote_field and field.remote_field.on_delete is models.CASCADE:
            yield trees.label(field.related_model), row["values"][field.attname]


def stays(row: dict) -> bool:
    return getattr(model_of(row), "stays_on_revert", False)


@transaction.atomic
def bring_back(targets: list[Tree]) -> None:
    """Makes each record what its tree says; raises ReturnError with what stands against it."""
    now = current(targets)
    if reasons := obstacles(targets, now):
        raise ReturnError(reasons)
    try:
        with transaction.atomic():
            remove(rows(now), rows(targets))
            make_room(rows(now), rows(targets))
            write(rows(targets), rows(current(targets)))
    except IntegrityError as error:
        raise ReturnError([_("La place est prise entre-temps : %s.") % error]) from error


def current(targets: list[Tree]) -> list[Tree]:
    found = []
    for model, roots in by_model([tree["rows"][0] for tree in targets]).items():
        found += trees.take(model, [root["pk"] for root in roots]).values()
    return found


def key(row: dict) -> tuple[str, int]:
    return row["model"], row["pk"]


def remove(now: list[dict], wanted: list[dict]) -> None:
    """What is too much, and what must first make room: it is written again."""
    kept = {key(row): row for row in wanted}
    for model, found in reversed(by_model(now).items()):
        names = {name for columns, _said in unique_together(model) for name in columns}
        gone = [
            row["pk"] for row in found
            if key(row) not in kept
            or (model not in trees.KINDS
                and any(row["values"][n] != kept[key(row)]["values"][n] for n in names))
        ]  # fmt: skip
        model._base_manager.filter(pk__in=gone).delete()


def make_room(now: list[dict], wanted: list[dict]) -> None:
    """Ranks and dates that change hands among records are given up first."""
    there = {key(row): row for row in now}
    for model, found in by_model(wanted).items():
        for names, _said in unique_together(model) if model in trees.KINDS else ():
            changing = [
                row["pk"] for row in found
                if (was := there.get(key(row)))
                and any(was["values"][name] != row["values"][name] for name in names)
            ]  # fmt: skip
            held = model._base_manager.filter(pk__in=changing)
            if may_move(names):
                held.update(position=F("position") + ASIDE)
            for name in names:
                if model._meta.get_field(name).null:
                    held.update(**{name: None})


def write(wanted: list[dict], now: list[dict]) -> None:
    """Nothing of what is new is public before all of it is there."""
    there = {key(row): row for row in now}
    held = []
    new = [row for row in wanted if key(row) not in there]
    for model, missing_rows in by_model(new).items():
        records = [instance(row) for row in missing_rows]
        for record in records:
            if getattr(record, "status", DRAFT) != DRAFT and model in trees.KINDS:
                held.append((model, record.pk, record.status))
                record.status = DRAFT
        model._base_manager.bulk_create(records, batch_size=200)
    for row in wanted:
        was = there.get(key(row))
        if was and was["values"] != row["values"]:
            instance(row).save(force_update=True)
        if row["links"] and (not was or was["links"] != row["links"]):
            link(row)
    came_back = {model: [row["pk"] for row in found] for model, found in by_model(new).items()}
    returned.send(sender=None, rows=came_back, bereft=bereft(new))
    publish(held)


def bereft(new: list[dict]) -> dict[type, list[int]]:
    lost = [row for row in new if row["values"].get("unsourced")]
    return {model: [row["pk"] for row in found] for model, found in by_model(lost).items()}


def instance(row: dict) -> models.Model:
    model = model_of(row)
    values = {f.attname: f.to_python(row["values"].get(f.attname)) for f in columns(model)}
    for field in columns(model):
        if field.remote_field and may_go(field) and values[field.attname] is not None:
            there = field.related_model._base_manager.filter(pk=values[field.attname]).exists()
            values[field.attname] = values[field.attname] if there else None
    return model(pk=row["pk"], **values)


def link(row: dict) -> None:
    """What is not there any more is left out."""
    record = model_of(row)(pk=row["pk"])
    for name, ids in row["links"].items():
        field = model_of(row)._meta.get_field(name)
        found = field.related_model._base_manager.filter(pk__in=ids)
        getattr(record, name).set(found.values_list("pk", flat=True))


def publish(held: list[tuple]) -> None:
    """What contains the others comes last, and everything with it at once."""
    statuses = defaultdict(list)
    for model, pk, status in held:
        statuses[model, status].append(pk)
    for (model, status), ids in reversed(statuses.items()):
        model._base_manager.filter(pk__in=ids).update(status=status)
