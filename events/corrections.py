"""Corrections: which facts of a change are public, and how they are read.

Of a change, only facts that stand on public pages are kept, as values and ids. Words come when they
are read: in the page's language, and a hidden name gives way to the present one, as everywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from desk.trees import Tree, model_of
from events.models import Correction, Reply
from events.models.correction import CORRECTED, subject_of
from events.models.naming import Named
from events.templatetags.typography import hour, long_date
from organisations.models import Organisation
from search.discretion import standing
from speakers.models import Speaker

# The public facts, and what they are called; nothing else of a change is kept.
FACTS = {
    "events.session": {
        "title": gettext_lazy("titre"), "kind": gettext_lazy("sorte"),
        "number": gettext_lazy("numéro"), "summary": gettext_lazy("résumé"),
        "day": gettext_lazy("jour"), "position": gettext_lazy("rang"),
        "starts_at": gettext_lazy("début"), "ends_at": gettext_lazy("fin"),
        "part_of_day": gettext_lazy("moment de la journée"), "venue": gettext_lazy("lieu"),
        "room": gettext_lazy("salle"), "track": gettext_lazy("parcours"),
        "status": gettext_lazy("état"),
        "cancelled_because": gettext_lazy("raison de l’annulation"),
    },
    "events.edition": {
        "title": gettext_lazy("titre"), "kind": gettext_lazy("sorte"),
        "number": gettext_lazy("numéro"), "summary": gettext_lazy("présentation"),
        "starts_on": gettext_lazy("premier jour"), "ends_on": gettext_lazy("dernier jour"),
        "venue": gettext_lazy("lieu"), "timezone": gettext_lazy("fuseau horaire"),
        "admission": pgettext_lazy("fact", "entrée"), "status": gettext_lazy("état"),
        "attendance_as_printed": gettext_lazy("affluence"),
    },
    "events.day": {
        "title": gettext_lazy("titre du jour"), "date": pgettext_lazy("fact", "date"),
        "venue": gettext_lazy("lieu"),
    },
    "events.appearance": {
        "": pgettext_lazy("fact", "personne"), "speaker": pgettext_lazy("fact", "personne"),
        "name_as_printed": gettext_lazy("nom tel qu’imprimé"), "role": gettext_lazy("rôle"),
        "special_guest": gettext_lazy("invité spécial"),
    },
    "events.position": {
        "": gettext_lazy("fonction"), "as_printed": gettext_lazy("fonction"),
        "organisation": pgettext_lazy("fact", "organisation"),
    },
    "events.involvement": {
        "": gettext_lazy("participation"), "role": gettext_lazy("participation"),
        "as_printed": gettext_lazy("nom tel qu’imprimé"),
    },
    "speakers.speaker": {"name": gettext_lazy("nom"), "qualifier": gettext_lazy("précision")},
    "organisations.organisation": {
        "name": gettext_lazy("nom"), "kind": gettext_lazy("nature"),
        "place": gettext_lazy("lieu"),
    },
}  # fmt: skip
# What is in the words of the record, or of its source.
PROSE = {"title", "summary", "track", "cancelled_because", "as_printed", "attendance_as_printed",
         "day", "qualifier"}  # fmt: skip
# Who a row is about, by the column that says so.
PEOPLE, BODIES = "speaker_id", "organisation_id"


def changed_facts(before: Tree, after: Tree) -> Iterator[dict]:
    old, new = ({(r["model"], r["pk"]): r for r in tree["rows"]} for tree in (before, after))
    labels = [before["labels"], after["labels"]]
    hidden = {key for key, row in {**old, **new}.items() if row["values"].get("unsourced")}
    for key in dict.fromkeys([*new, *old]):
        row = new.get(key) or old[key]
        if row["model"] not in FACTS or hidden & {key, appearance_key(row)}:
            continue
        if key in old and key in new:
            for name in FACTS[row["model"]]:
                if name and value(old[key], name) != value(new[key], name):
                    sides = [side(r, name, at) for r, at in zip((old[key], new[key]), labels,
                                                               strict=True)]  # fmt: skip
                    yield fact(row, name, sides, old | new)
        else:
            sides = [whole(rows.get(key), at) for rows, at in zip((old, new), labels, strict=True)]
            yield fact(row, "", sides, old | new)


def named_in(changes: list[tuple[Tree, Tree]]) -> dict[str, list[int]]:
    rows = [row for states in changes for tree in states for row in tree["rows"]]
    return {
        name: sorted({row["values"][column] for row in rows if row["values"].get(column)})
        for name, column in (("speaker", PEOPLE), ("organisation", BODIES))
    }


def appearance_key(row: dict) -> tuple:
    return "events.appearance", row["values"].get("appearance_id")


def fact(row: dict, name: str, sides: list, rows: dict) -> dict:
    """`who` says whose role or position it is: the name as printed, and the person's id."""
    person = row if row["model"] == "events.appearance" else rows.get(appearance_key(row))
    who = person and {
        "text": person["values"]["name_as_printed"], "speaker": person["values"][PEOPLE]
    }  # fmt: skip
    if row["model"] == "events.involvement":
        who = {"organisation": row["values"][BODIES], "text": ""}
    return {"of": row["model"], "fact": name, "who": who, "before": sides[0], "after": sides[1]}


def value(row: dict, name: str):
    return row["values"][model_of(row)._meta.get_field(name).attname]


def side(row: dict, name: str, labels: dict) -> dict | None:
    """One value: itself, or the name of what it points at, with the id of a person or a body."""
    found = value(row, name)
    if found in (None, ""):
        return None
    field = model_of(row)._meta.get_field(name)
    if not field.remote_field:
        return {"value": found}
    label = labels.get(field.related_model._meta.label_lower, {}).get(str(found), "")
    return {"text": label} | ({name: found} if name in ("speaker", "organisation") else {})


def whole(row: dict | None, labels: dict) -> dict | None:
    if row is None:
        return None
    values = row["values"]
    said = {"text": values.get("as_printed") or values.get("name_as_printed", "")}
    if values.get("role"):
        said["role"] = values["role"]
    for name, column in (("speaker", PEOPLE), ("organisation", BODIES)):
        if values.get(column):
            said[name] = values[column]
    return said


@dataclass(frozen=True)
class Fact:
    label: str
    before: str
    after: str
    language: str = ""  # of what the record says itself; "" of the interface's words


@dataclass(frozen=True)
class Told:
    """A correction or a reply, as the public reads it."""

    record: Correction | Reply
    text: str
    facts: list[Fact]
    name: str = ""

    @property
    def date(self) -> date:
        if isinstance(self.record, Reply):
            return self.record.received_on
        return timezone.localdate(self.record.made_at)

    @property
    def language(self) -> str:
        """Of the record's title; "" of a name."""
        return getattr(self.record.subject, "language", "")


class Reader:
    """Reads corrections and replies for the public: what to ask is asked once for all of them."""

    def __init__(self, records: Iterable):
        self.records = list(records)

    @cached_property
    def named(self) -> Named:
        return standing(Named)

    def ids(self, name: str) -> set[int]:
        facts = [f for record in self.records for f in getattr(record, "facts", ())]
        sides = (s for f in facts for s in (f["who"], f["before"], f["after"]) if s)
        return {side[name] for side in sides if side.get(name)}

    @cached_property
    def people(self) -> dict[int, str]:
        return dict(Speaker.objects.filter(pk__in=self.ids("speaker")).values_list("pk", "name"))

    @cached_property
    def bodies(self) -> dict[int, str]:
        found = Organisation.objects.filter(pk__in=self.ids("organisation"))
        return dict(found.values_list("pk", "name"))

    def corrections(self, found: Iterable[Correction]) -> list[Told]:
        return [Told(c, self.prose(c, c.reason), self.facts(c)) for c in found]

    def replies(self, found: Iterable[Reply]) -> list[Told]:
        return [Told(r, self.prose(r, r.text), [], self.prose(r, r.name)) for r in found]

    def facts(self, correction: Correction) -> list[Fact]:
        return [told for fact in correction.facts if (told := self.fact(correction, fact))]

    def fact(self, correction: Correction, fact: dict) -> Fact | None:
        """None where both sides read alike: a name that is hidden by now was put right."""
        label = str(FACTS.get(fact["of"], {}).get(fact["fact"], ""))
        if not label:
            return None  # no public fact any more
        if who := self.who(fact["who"]) if fact["fact"] else "":
            label = f"{label} ({who})"
        before, after = (self.side(correction, fact, fact[at]) for at in ("before", "after"))
        language = self.language(correction, fact)
        return Fact(label, before, after, language) if before != after else None

    def language(self, correction: Correction, fact: dict) -> str:
        sides = [side for side in (fact["before"], fact["after"]) if side]
        if fact["fact"] in PROSE or (fact["fact"] == "" and not any("role" in s for s in sides)):
            return getattr(correction.subject, "language", "") or settings.LANGUAGE_CODE
        return ""

    def who(self, who: dict | None) -> str:
        if not who:
            return ""
        return self.name(who) or _("nom non précisé")

    def name(self, side: dict) -> str:
        """As printed, or as who hides that name is called now; nothing of who is not there."""
        if pk := side.get("speaker"):
            text = side["text"] or self.people.get(pk, "")
            return self.named.people.of_person(text, pk) if pk in self.people else ""
        if pk := side.get("organisation"):
            text = side["text"] or self.bodies.get(pk, "")
            return self.named.organisations.without(text, pk) if pk in self.bodies else ""
        return side["text"]

    def side(self, correction, fact: dict, side: dict | None) -> str:
        if side is None:
            return ""
        if "value" in side:
            said = self.shown(correction, fact, side["value"])
            person = correction.speaker_id or (fact["who"] or {}).get("speaker")
            if person and fact["fact"] in ("name", "name_as_printed"):
                if person != correction.speaker_id and person not in self.people:
                    return ""
                return self.named.people.of_person(said, person)
            return self.prose(correction, said)
        said = self.prose(correction, self.name(side))
        role = side.get("role")
        if role and fact["fact"] == "":
            labels = dict(model_of({"model": fact["of"]})._meta.get_field("role").flatchoices)
            said = f"{said or _('nom non précisé')}, {labels.get(role, role)}"
        return said

    def shown(self, correction, fact: dict, found) -> str:
        field = model_of({"model": fact["of"]})._meta.get_field(fact["fact"])
        if field.choices:
            return str(dict(field.flatchoices).get(found, found))
        if isinstance(found, bool):
            return _("oui") if found else _("non")
        if fact["fact"] in ("starts_at", "ends_at"):
            edition = correction.session.day.edition
            local = timezone.localtime(parse_datetime(found), edition.zone)
            return f"{long_date(local.date())}, {hour(local)}"
        if fact["fact"] in ("starts_on", "ends_on", "date"):
            return long_date(parse_date(found))
        return str(found)

    def prose(self, record, text: str) -> str:
        """Without a hidden name of who is in the record, or is named by one of its facts."""
        people, bodies = self.named.people, self.named.organisations
        if not text or not (people.of or bodies.of):
            return text
        kind, pk = record.subject_kind, getattr(record, f"{record.subject_kind}_id")
        text = self.named.out_of(text, (kind, pk))
        for name, hidden_out_of in (("speaker", people.out_of), ("organisation", bodies.without)):
            own = {pk} if kind == name else set()
            for who in sorted(own | set(getattr(record, "named", {}).get(name, ()))):
                text = hidden_out_of(text, who)
        return text


def corrected() -> set[tuple[str, int]]:
    """Kind and id of every record that has a correction or a reply."""
    both = [
        model.objects.filter(shown=True).order_by().values_list(*(f"{of}_id" for of in CORRECTED))
        for model in (Correction, Reply)
    ]
    rows = both[0].union(both[1])
    return {(of, pk) for ids in rows for of, pk in zip(CORRECTED, ids, strict=True) if pk}


def lately(record) -> dict[str, list[Told]]:
    """The public corrections of a record and the replies to it, latest first."""
    if (subject_of(record), record.pk) not in standing(corrected):
        return {"corrections": [], "replies": []}
    shown = {
        name: list(getattr(record, name).filter(shown=True).with_subject().newest_first())
        for name in ("corrections", "replies")
    }
    reader = Reader([*shown["corrections"], *shown["replies"]])
    return {name: getattr(reader, name)(found) for name, found in shown.items()}
