"""Who is who: the people of a file and those of the directory. Strangers are never merged.

A mention is, in this order:

1. nobody, where the name is a team's, several people's, an address or a dash: the appearance keeps
   the name as printed, without a person;
2. the person known by the same guid, from any file;
3. the person whom an earlier import of this edition knew by the same mark. The mark is the name,
   with the file's id where the name is a single word. An id alone is none: in one congress's file
   0 stands for a hundred people, and FOSDEM's ids changed hands between 2023 and 2024;
4. for a full name, two words or more: whoever alone appeared under exactly this name in the same
   series. "anna" and "Anna" may be two;
5. for a full name: whoever alone in the series has it but for accents and hyphens (Topic, Topić;
   Jean-Baptiste, Jean Baptiste), unless this file names that person too. The report says so;
6. somebody new. A bare first name is never looked for in another edition.

Two guids in one file are two people, also under one name. Without guids, one full name is one
person, whatever the ids: the same speaker with two accounts is common, namesakes in one programme
are not, and a programme with guids tells them apart.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.utils.text import slugify

from events.importers.batches import batched_in
from events.importers.parsed import Person
from events.importers.plan import NAME
from events.importers.text import shortened
from events.models import Appearance, Edition
from search.discretion import HiddenNames
from search.normalise import fold, words
from speakers.models import Speaker, SpeakerIdentity
from speakers.sorting import ASIDE, sort_name

GUID = SpeakerIdentity.GUID
TEAMS = (
    "staff team teams crew orga organisers organizers organiser organizer organisateurs "
    "organising organizing committee comite volunteers benevoles equipe tba tbd tbc foundation "
    "association collective collectif kollektiv club"
)
NOT_PEOPLE = frozenset(TEAMS.split())
ADDRESS = re.compile(r"\S@\S+\.\S")
SEVERAL = re.compile(r"\s(&|\+|/|and|und|et)\s", re.I)


def names_nobody(name: str) -> bool:
    found = words(name)
    other = ADDRESS.search(name) or SEVERAL.search(name) or NOT_PEOPLE & set(found)
    return not found or bool(other)


def is_full(name: str) -> bool:
    return len(ASIDE.sub(" ", name).split()) > 1


def without_signs(name: str) -> str:
    """Without accents and hyphens."""
    decomposed = unicodedata.normalize("NFKD", re.sub(r"[-\u2010\u2011]", " ", name))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class People:
    """Resolves all mentions of a file at once; `speaker_of` then answers for each."""

    def __init__(self, edition: Edition, mentions: Iterable[Person]):
        self.edition = edition
        self.warnings: list[str] = []
        self.new: list[Speaker] = []
        named = [person for person in mentions if not names_nobody(person.name)]
        self.shared_ids = self.find_shared_ids(named)
        # One mention stands for all of the same mark, in the order of the file.
        self.mentions: dict[tuple, Person] = {}
        for person in named:
            self.mentions.setdefault(self.mark(person), person)
        self.known = self.find_known()
        self.find_by_name()
        self.make_new()
        self.imported = self.find_imported()
        self.hidden = HiddenNames(Speaker)

    def speaker_of(self, person: Person) -> Speaker | None:
        return None if names_nobody(person.name) else self.known[self.mark(person)]

    def printed(self, person: Person) -> str:
        return shortened(person.name, NAME)

    def discreet(self, text: str, on_stage: Iterable[Person]) -> str:
        """Without their hidden names, which a file may go on printing."""
        for person in on_stage if self.hidden.of else ():
            if speaker := self.speaker_of(person):
                text = self.hidden.out_of(text, speaker.pk)
        return text

    @staticmethod
    def find_shared_ids(named: list[Person]) -> set[str]:
        names = defaultdict(set)
        for person in named:
            names[person.id].add(person.name)
        return {"", *(ident for ident, of_id in names.items() if len(of_id) > 1)}

    def mark(self, person: Person) -> tuple[str, str]:
        """(scheme, value) by which the person is known again."""
        if person.guid:
            return GUID, person.guid
        name = self.printed(person)
        if is_full(name) or person.id in self.shared_ids:
            return self.edition.slug, name
        return self.edition.slug, f"{person.id[:50]} {name}"

    def find_known(self) -> dict[tuple, Speaker]:
        schemes = SpeakerIdentity.objects.filter(scheme__in=[GUID, self.edition.slug])
        identities = batched_in(
            schemes.select_related("speaker"), "value", [value for _, value in self.mentions]
        )
        known = {(i.scheme, i.value): i.speaker for i in identities}
        for mark, person in self.mentions.items():
            speaker = known.get(mark)
            if speaker and mark[0] == GUID and speaker.name != self.printed(person):
                self.warnings.append(
                    f"« {speaker.name} » s’appelle « {person.name} » dans le fichier : "
                    "à corriger dans l’administration s’il le faut"
                )
        return {mark: speaker for mark, speaker in known.items() if mark in self.mentions}

    def find_imported(self) -> set[int | None]:
        """Whom files brought in, among them nobody: all others were put there by organisers."""
        schemes = SpeakerIdentity.objects.filter(scheme__in=[GUID, self.edition.slug])
        return {None, *schemes.values_list("speaker", flat=True)}

    def find_by_name(self) -> None:
        """By full name among those of the series whom nobody else in this file is."""
        unknown = [
            (mark, self.printed(person))
            for mark, person in self.mentions.items()
            if mark not in self.known and is_full(person.name)
        ]
        if not unknown:
            return
        names = self.names_in_series()
        self.take({mark: self.alone(names, name) for mark, name in unknown})
        bare = defaultdict(set)
        for name, speakers in names.items():
            bare[without_signs(name)] |= speakers
        alike = {
            mark: self.alone(bare, without_signs(name))
            for mark, name in unknown
            if name not in names
        }
        for mark, speaker in self.take(alike).items():
            name = self.printed(self.mentions[mark])
            self.warnings.append(
                f"« {name} » est rattaché à « {speaker.name} », aux accents et traits d’union près"
            )

    def names_in_series(self) -> dict[str, set[Speaker]]:
        """Who appeared under a name, as printed there or as the directory has it."""
        editions = Edition.objects.filter(pk=self.edition.pk)
        if self.edition.series_id:
            editions |= Edition.objects.filter(series=self.edition.series_id)
        appearances = Appearance.objects.filter(
            session__day__edition__in=editions, speaker__isnull=False
        )
        printed = appearances.order_by().values_list("speaker_id", "name_as_printed").distinct()
        speakers = Speaker.objects.in_bulk({speaker for speaker, _ in printed})
        names = defaultdict(set)
        for speaker, name in printed:
            names[name].add(speakers[speaker])
            names[speakers[speaker].name].add(speakers[speaker])
        return names

    def alone(self, names, name: str) -> Speaker | None:
        found = names.get(name, ())
        if len(found) > 1:
            self.warnings.append(
                f"« {name} » : plusieurs homonymes dans la série, personne de plus"
            )
        return next(iter(found)) if len(found) == 1 else None

    def take(self, found: dict[tuple, Speaker | None]) -> dict[tuple, Speaker]:
        """Makes the matches that are one to one, and remembers their marks."""
        taken = set(self.known.values())
        wanted = Counter(found.values())
        matches = {
            mark: speaker
            for mark, speaker in found.items()
            if speaker and speaker not in taken and wanted[speaker] == 1
        }
        self.known |= matches
        self.remember(matches)
        return matches

    def remember(self, matches: dict[tuple, Speaker]) -> None:
        SpeakerIdentity.objects.bulk_create(
            SpeakerIdentity(speaker=speaker, scheme=scheme, value=value)
            for (scheme, value), speaker in matches.items()
        )

    def make_new(self) -> None:
        unknown = {m: self.printed(p) for m, p in self.mentions.items() if m not in self.known}
        if not unknown:
            return
        borne = Counter(
            batched_in(Speaker.objects.values_list("name", flat=True), "name", unknown.values())
        )
        slugs = set(Speaker.objects.values_list("slug", flat=True))
        made = {mark: self.make(name, borne, slugs) for mark, name in unknown.items()}
        self.new = list(made.values())
        Speaker.objects.bulk_create(self.new)
        self.known |= made
        self.remember(made)

    def make(self, name: str, borne: Counter, slugs: set[str]) -> Speaker:
        """Namesakes get a slug suffix, and the edition to tell them apart by."""
        base = slugify(fold(name))[:70].strip("-") or "personne"
        slug, number = base, 1
        while slug in slugs:
            number += 1
            slug = f"{base}-{number}"
        slugs.add(slug)
        qualifier = ""
        if borne[name]:
            again = f" ({borne[name]})" if borne[name] > 1 else ""
            qualifier = shortened(self.edition.title, 90) + again
        borne[name] += 1
        return Speaker(slug=slug, name=name, sort_name=sort_name(name)[:200], qualifier=qualifier)
