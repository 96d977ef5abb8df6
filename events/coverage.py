"""How many of the public facts have a source of their own, an inherited or inferred one, or none.

Counted by the database, by the rule that `events.provenance.citations_for` follows for one fact.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, TextChoices, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.filters import FilterError
from events.models import Appearance, Citation, Day, Edition, Involvement, Position, Session
from sources.models import Basis

# The parameter of the sources' page that asks for the facts behind a number.
COVERAGE = "coverage"
Fact = Citation.Fact


class Coverage(TextChoices):
    OWN = "own", pgettext_lazy("source of a fact", "propre")
    INHERITED = "inherited", pgettext_lazy("source of a fact", "héritée")
    INFERRED = "inferred", pgettext_lazy("source of a fact", "déduite")
    NONE = "none", pgettext_lazy("source of a fact", "aucune")


# What a record goes by: its own citations, then those of each record it stands in.
ABOVE_SESSION = [
    ("session", "session"),
    ("day", "session__day"),
    ("edition", "session__day__edition"),
]
LEVELS = {
    Edition: [("edition", "pk")],
    Day: [("day", "pk"), ("edition", "edition")],
    Session: [("session", "pk"), ("day", "day"), ("edition", "day__edition")],
    Appearance: [("appearance", "pk"), *ABOVE_SESSION],
    Position: [
        ("position", "pk"),
        ("appearance", "appearance"),
        *((name, f"appearance__{path}") for name, path in ABOVE_SESSION),
    ],
    Involvement: [("involvement", "pk"), ("edition", "edition"), *ABOVE_SESSION],
}
EDITION_OF = {
    Edition: F("pk"),
    Day: F("edition"),
    Session: F("day__edition"),
    Appearance: F("session__day__edition"),
    Position: F("appearance__session__day__edition"),
    Involvement: Coalesce("edition", "session__day__edition"),
}
KNOWN_DATES = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
OWN_PLACE = Q(venue__isnull=False) | Q(room__isnull=False)
# Each fact that a page states of a kind of record, where it is known.
FACTS = [
    (Edition, Fact.TITLE, Q()),
    (Edition, Fact.DATES, KNOWN_DATES),
    (Edition, Fact.VENUE, Q(venue__isnull=False)),
    (Edition, Fact.ADMISSION, ~Q(admission="")),
    (Edition, Fact.ATTENDANCE, ~Q(attendance_as_printed="")),
    (Day, Fact.DATE, Q(date__isnull=False)),
    (Day, Fact.TITLE, ~Q(title="")),
    (Day, Fact.VENUE, Q(venue__isnull=False)),
    (Session, Fact.TITLE, Q()),
    (Session, Fact.STARTS_AT, Q(starts_at__isnull=False)),
    (Session, Fact.VENUE, OWN_PLACE),
    (Appearance, Fact.WHOLE, Q()),
    (Position, Fact.ORGANISATION, Q()),
    (Involvement, Fact.WHOLE, Q()),
]


def covered(model, fact: str) -> Case:
    """The coverage of one fact of each record, as SQL."""
    (own, here), *above = LEVELS[model]
    whens = []
    for name in dict.fromkeys([fact, ""]):
        whens += by(Citation.objects.filter(field=name, **{own: OuterRef(here)}), Coverage.OWN)
    for name, path in above:
        cited = Citation.objects.filter(field="", **{name: OuterRef(path)})
        whens += by(cited, Coverage.INHERITED)
    return Case(*whens, default=Value(Coverage.NONE))


def by(citations, coverage: Coverage) -> list[When]:
    """What is only inferred is that, whoever's citation it is."""
    return [
        When(Exists(citations.exclude(basis=Basis.INFERRED)), then=Value(coverage)),
        When(Exists(citations), then=Value(Coverage.INFERRED)),
    ]


def public(model):
    return model.objects.filter(model.is_public())


def facts(model, fact: str, known: Q):
    """The public records of which the fact is known, with its coverage and their edition."""
    return public(model).filter(known).order_by().annotate(
        of_edition=EDITION_OF[model], coverage=covered(model, fact)
    )  # fmt: skip


def unsupported(record) -> list[str]:
    """What the public reads of a record and no source says any more, or ever did: one query."""
    model = record._meta.concrete_model
    of_kind = [(fact, known) for kind, fact, known in FACTS if kind is model]
    cases = {
        f"fact_{at}": Case(When(known, then=covered(model, fact)), default=Value(""))
        if known
        else covered(model, fact)
        for at, (fact, known) in enumerate(of_kind)
    }
    found = public(model).filter(pk=record.pk).values_list(*cases.values()).first()
    return [
        str(Fact(fact).label)
        for (fact, _known), coverage in zip(of_kind, found or [], strict=False)
        if coverage == Coverage.NONE
    ]


@dataclass
class Row:
    """One edition, or all (None), with its number of facts by coverage."""

    edition: Edition | None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Coverage.values, 0))

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def parts(self) -> list[tuple[str, float, float]]:
        """The bar: each coverage with where it begins and how wide it is, of a hundred."""
        begun, parts = 0.0, []
        for coverage, count in self.counts.items():
            width = round(100 * count / self.total, 2) if self.total else 0
            parts.append((coverage, round(begun, 2), width))
            begun += width
        return [part for part in parts if part[2]]

    @property
    def cells(self) -> list[tuple[Coverage, int]]:
        return [(Coverage(name), count) for name, count in self.counts.items()]


def table() -> list[Row]:
    """The newest edition first, each without its parts, which have rows of their own; then all."""
    rows = {edition.pk: Row(edition) for edition in Edition.objects.public().newest_first()}
    whole = Row(None)
    for model, fact, known in FACTS:
        counted = facts(model, fact, known).values("of_edition", "coverage").annotate(n=Count("pk"))
        for one in counted.values_list("of_edition", "coverage", "n", named=True):
            for row in (rows[one.of_edition], whole):
                row.counts[one.coverage] += one.n
    return [*rows.values(), whole]


@dataclass(frozen=True)
class Covered:
    """A fact of a record; reads like a citation where a page says what it is about."""

    subject: object
    field: str
    coverage: str

    @property
    def label(self) -> str:
        return str(Fact(self.field).label)


@dataclass(frozen=True)
class Facts:
    """All facts of a coverage, of one edition or of all; a slice of them is read whole."""

    coverage: str
    editions: list[list[str]]

    def keys(self):
        found = []
        for number, (model, fact, known) in enumerate(FACTS):
            records = facts(model, fact, known).filter(coverage=self.coverage)
            for slugs in self.editions:
                asked = Edition.objects.filter(slug__in=slugs)
                records = records.filter(of_edition__in=asked.values("pk"))
            found.append(records.annotate(which=Value(number)).values_list("which", "pk"))
        return found[0].union(*found[1:], all=True).order_by("which", "pk")

    def count(self) -> int:
        return self.keys().count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part) -> list[Covered]:
        keys = list(self.keys()[part])
        loaded = {
            model: load(model.objects.all()).in_bulk(
                {pk for which, pk in keys if FACTS[which][0] is model}
            )
            for model, load in LOADED.items()
        }
        return [
            Covered(loaded[FACTS[which][0]][pk], FACTS[which][1], self.coverage)
            for which, pk in keys
        ]


def of_positions(positions):
    appearances = Appearance.objects.discreet().select_related("speaker", "session__day__edition")
    return (
        positions.discreet()
        .select_related("organisation")
        .prefetch_related(Prefetch("appearance", appearances.cited()))
        .cited()
    )


def of_involvements(involvements):
    return involvements.with_subject()


# All that a row says of a record and of where it stands, each kind in a few queries.
LOADED: dict[type, Callable] = {
    Edition: lambda records: records.with_row(),
    Day: lambda records: records.with_edition(),
    Session: lambda records: records.with_day(),
    Appearance: lambda records: records.with_programme(),
    Position: of_positions,
    Involvement: of_involvements,
}
EXPLAINED = {
    Coverage.OWN: gettext_lazy("Faits avec une source propre"),
    Coverage.INHERITED: gettext_lazy("Faits qui tiennent leur source de ce qui les contient"),
    Coverage.INFERRED: gettext_lazy("Faits déduits"),
    Coverage.NONE: gettext_lazy("Faits sans source"),
}


def asked(query) -> str:
    """The coverage that the address asks for."""
    value = query.get(COVERAGE)
    if value not in Coverage.values:
        raise FilterError(
            _("« coverage » a pour valeurs possibles : %s.") % ", ".join(Coverage.values)
        )
    return value
