"""What a number of appearances adds up to, in figures and in a sentence."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.models import Session
from events.templatetags.typography import counted, sign
from events.wording import Condition
from search.normalise import fold

# Whose values speak for themselves.
PLAIN = ("role", "kind", "edition", "series", "year", "day", "topic")
VOWELS = tuple("aeiou")
EDITION, DATE = "session__day__edition", "session__day__date"
SUMS = {
    "rows": Count("pk"),
    "people": Count("speaker", distinct=True),
    "editions": Count(EDITION, distinct=True),
    "dated": Count(DATE),
    "cancelled": Count("pk", filter=Q(session__in=Session.objects.called_off().values("pk"))),
    "first": Min(DATE),
    "last": Max(DATE),
}


@dataclass(frozen=True)
class Totals:
    rows: int
    people: int
    editions: int
    undated: int
    cancelled: int
    years: str  # « 2016–2025 », "" where no date is known


def totals(sums: dict) -> Totals:
    ends = [sums[end].year for end in ("first", "last") if sums[end]]
    years = "–".join(map(str, dict.fromkeys(ends)))
    undated = sums["rows"] - sums["dated"]
    counted = (sums[name] for name in ("rows", "people", "editions"))
    return Totals(*counted, undated, sums["cancelled"], years)


def totals_of(appearances) -> Totals:
    return totals(appearances.aggregate(**SUMS))


def totals_by(appearances, key: str) -> dict[int | None, Totals]:
    """By the value of `key`, a field or an annotation."""
    rows = appearances.order_by().values(key).annotate(**SUMS)
    return {row[key]: totals(row) for row in rows}


def sentence(found: Totals, active: list[Condition]) -> str:
    """« 17 interventions pour Technoport, 2016–2025, dans 4 éditions »."""
    told = [counted(found.rows, "intervention", "interventions"), *told_of(found, active)]
    facts = [found.years, undated(found)]
    if found.rows:
        editions = counted(found.editions, "édition", "éditions")
        facts.append(_("dans %s") % editions)
    facts.append(cancelled(found))
    return ", ".join(filter(None, [" ".join(told), *facts]))


def told_of(found: Totals, active: list[Condition]):
    """Of whom and for whom; every other condition by its name."""
    people = [condition.value for condition in active if condition.name == "speaker"]
    bodies = [condition.value for condition in active if condition.name == "organisation"]
    others = [c for c in active if c.name not in ("speaker", "organisation")]
    if people:
        yield of(together(people))
    elif found.people == 1:
        yield of(_("une personne"))
    elif found.people:
        yield of(counted(found.people, "personne", "personnes"))
    if bodies:
        yield _("pour %s") % together(bodies)
    if others:
        yield f"({(sign(';') + ' ').join(map(said, others))})"


def of(whom: str) -> str:
    """« d’Anna Schmit », « de Zoé Éclair »."""
    if get_language() == "fr" and fold(whom).startswith(VOWELS):
        return f"d’{whom}"
    return _("de %s") % whom


def said(condition: Condition) -> str:
    if condition.name in PLAIN:
        return condition.value
    return f"{condition.label}{sign(':')} {condition.value}"


def together(names: list[str]) -> str:
    """Both in one session."""
    *before, last = names
    if not before:
        return last
    return _("%(some)s et %(last)s ensemble") % {"some": ", ".join(before), "last": last}


def undated(found: Totals) -> str:
    return _("dont %d sans date") % found.undated if found.undated else ""


def cancelled(found: Totals) -> str:
    """They stay in the table, and did not take place."""
    if not found.cancelled:
        return ""
    return ngettext("dont %d annulée", "dont %d annulées", found.cancelled) % found.cancelled
