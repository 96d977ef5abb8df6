"""Whom a citation is about: a hidden name of theirs is read in none of its words."""

from collections import defaultdict
from functools import cached_property

from django.apps import apps
from django.db.models.query import ModelIterable

from organisations.models import Organisation
from search.discretion import DiscreetIterable, HiddenNames, standing
from search.normalise import words
from speakers.models import Speaker

# What a citation may be of, by its word for it, as seen from an appearance or an involvement.
WITHIN = {"session": "session", "day": "session__day", "edition": "session__day__edition"}
OF_APPEARANCE = {"appearance": "pk", "position": "positions"} | WITHIN
OF_POSITION = {"position": "pk", "appearance": "appearance"} | {
    kind: f"appearance__{path}" for kind, path in WITHIN.items()
}
OF_INVOLVEMENT = {"involvement": "pk"} | WITHIN


class Named:
    """People and organisations that have a hidden name, by the records in which they are."""

    def __init__(self):
        self.people = standing(HiddenNames, Speaker)
        self.organisations = standing(HiddenNames, Organisation)

    @cached_property
    def people_in(self) -> dict[tuple, set[int]]:
        return owners("Appearance", "speaker", self.people.of, OF_APPEARANCE)

    @cached_property
    def organisations_in(self) -> dict[tuple, set[int]]:
        found = owners("Position", "organisation", self.organisations.of, OF_POSITION)
        for paths in (OF_INVOLVEMENT, {"edition": "edition"}):
            of = owners("Involvement", "organisation", self.organisations.of, paths)
            for subject, ids in of.items():
                found[subject] |= ids
        return found

    def out_of(self, prose: str, subject: tuple[str, int]) -> str:
        if self.people.of:
            for person in sorted(self.people_in[subject]):
                prose = self.people.out_of(prose, person)
        if self.organisations.of:
            for body in sorted(self.organisations_in[subject]):
                prose = self.organisations.without(prose, body)
        return prose

    def is_present(self, text: str) -> bool:
        """The present name of one who has a hidden one, and nothing else."""
        present = [*self.people.of.values(), *self.organisations.of.values()]
        return any(words(text) == words(name.present) for names in present for name in names)


def owners(model: str, owner: str, hiding, paths: dict[str, str]) -> dict[tuple, set[int]]:
    """By kind and id of a record, who of those `hiding` a name is in it."""
    rows = apps.get_model("events", model).objects.filter(**{f"{owner}__in": list(hiding)})
    found = defaultdict(set)
    for pk, *ids in rows.order_by().values_list(owner, *paths.values()):
        for subject in zip(paths, ids, strict=True):
            found[subject].add(pk)
    return found


class DiscreetPositions(DiscreetIterable):
    """Also without a hidden name of who held it: « mari d’Anna Schmit »."""

    def __iter__(self):
        named = standing(Named)
        for position in super().__iter__():
            for person in named.people_in["position", position.pk] if named.people.of else ():
                position.as_printed = named.people.out_of(position.as_printed, person)
                position.title = named.people.out_of(position.title, person)
            yield position


class DiscreetCitations(ModelIterable):
    """For reading, never for saving. Most citations have no words of their own."""

    def __iter__(self):
        named = None
        for citation in super().__iter__():
            if citation.note or citation.differing_reading:
                named = named or standing(Named)
                self.read(citation, named)
            yield citation

    def read(self, citation, named: Named):
        kind = citation.subject_kind
        subject = (kind, getattr(citation, f"{kind}_id"))
        citation.note = named.out_of(citation.note, subject)
        reading = named.out_of(citation.differing_reading, subject)
        # Who it was is not in dispute where only the name differs.
        same = reading != citation.differing_reading and named.is_present(reading)
        citation.differing_reading = "" if same else reading
