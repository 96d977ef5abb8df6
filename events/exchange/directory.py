"""Who and what a cell names: found in the directory, or new; nothing is written until it is kept.

A full name that one person alone has, by any of their names, is that person. What several people
have, or a bare first name that somebody has, is asked. A name that nobody has is somebody new, the
same in the whole file.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.text import slugify

from events.exchange.cells import CellError
from events.exchange.columns import folded
from events.exchange.persons import Mention
from events.importers.people import is_full, names_nobody, sort_name
from events.importers.places import unused
from events.importers.text import shortened
from events.models import Edition, Topic
from organisations.models import Organisation, OrganisationName
from search.normalise import fold
from speakers.models import Speaker, SpeakerName

NEW = "+"


@dataclass
class Question:
    """Who is meant by a name: `chosen` is the address of a candidate, NEW, or "" (not said)."""

    name: str
    candidates: list[Speaker]
    chosen: str = ""
    lines: list[int] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Nothing but a choice says who it is: several have the name, or it is a bare first one."""
        return len(self.candidates) > 1 or not is_full(self.name)

    @property
    def key(self) -> str:
        return folded(self.name)


class Directory:
    def __init__(self, choices: dict[str, str] | None = None, edition: Edition | None = None):
        self.choices = choices or {}
        self.edition = edition
        self.speakers = {s.pk: s for s in Speaker.objects.filter(merged_into=None)}
        self.by_slug = {s.slug: s for s in self.speakers.values()}
        self.by_name = defaultdict(set)
        for pk, name in [
            *((pk, speaker.name) for pk, speaker in self.speakers.items()),
            *SpeakerName.objects.filter(speaker__merged_into=None).values_list("speaker", "name"),
        ]:
            self.by_name[folded(name)].add(pk)
        self.questions: dict[str, Question] = {}
        self.new: dict[str, Speaker] = {}

    def means(self, name: str, pk: int) -> bool:
        """Would a cell with this name alone be read as this person?"""
        return self.by_name.get(folded(name)) == {pk} and is_full(name) and not names_nobody(name)

    def speaker(self, mention: Mention, line: int) -> Speaker | None:
        if mention.slug == "?":
            return None
        if mention.slug == NEW:
            return self.new.setdefault(folded(mention.name), Speaker(name=mention.name))
        if mention.slug:
            if mention.slug not in self.by_slug:
                raise CellError(f"personne de l’annuaire n’a l’adresse « {mention.slug[:80]} »")
            return self.by_slug[mention.slug]
        if names_nobody(mention.name):
            return None
        return self.by_its_name(mention.name, line)

    def by_its_name(self, name: str, line: int) -> Speaker:
        key = folded(name)
        candidates = [self.speakers[pk] for pk in sorted(self.by_name.get(key, ()))]
        if not candidates:
            return self.new.setdefault(key, Speaker(name=name))
        if key not in self.questions:
            alone = candidates[0].slug if len(candidates) == 1 and is_full(name) else ""
            possible = {NEW, *(speaker.slug for speaker in candidates)}
            chosen = self.choices.get(key, "")
            self.questions[key] = Question(
                name, candidates, chosen if chosen in possible else alone
            )
        question = self.questions[key]
        question.lines.append(line)
        if not question.chosen:
            raise CellError(f"qui est « {name} » ? Choisissez ci-dessus, ou écrivez son adresse : "
                            f"{name} [{candidates[0].slug}]")  # fmt: skip
        if question.chosen == NEW:
            return self.new.setdefault(key, Speaker(name=name))
        return self.by_slug[question.chosen]

    def keep(self, speakers: list[Speaker]) -> list[Speaker]:
        """Writes those of `speakers` that are new: with an address, and told from namesakes."""
        new = list({id(s): s for s in speakers if s and s.pk is None}.values())
        taken = set(Speaker.objects.values_list("slug", flat=True))
        borne = Counter(folded(speaker.name) for speaker in self.speakers.values())
        for speaker in new:
            speaker.slug = unused(slugify(fold(speaker.name))[:70].strip("-") or "personne", taken)
            speaker.sort_name = sort_name(speaker.name)[:200]
            if borne[folded(speaker.name)]:
                speaker.qualifier = shortened(self.edition.title, 90)
        Speaker.objects.bulk_create(new)
        for speaker in new:
            # A name that somebody has goes on to mean them.
            self.by_name.setdefault(folded(speaker.name), {speaker.pk})
        return new


class Named:
    """Records that a cell names by their name or their address; new ones are kept for later."""

    model: type
    what: str

    def __init__(self):
        self.by_slug, self.by_name, self.new = {}, defaultdict(dict), {}
        for record in self.records():
            self.by_slug[record.slug] = record
            self.by_name[folded(record.name)][record.pk] = record

    def records(self):
        return self.model.objects.all()

    def known(self, name: str):
        """The record, or None; CellError where several have the name."""
        found = list(self.by_name.get(folded(name), {}).values())
        if name in self.by_slug:
            return self.by_slug[name]
        if len(found) > 1:
            slugs = ", ".join(record.slug for record in found)
            raise CellError(f"plusieurs {self.what} s’appellent « {name} » : écrivez {slugs}")
        return found[0] if found else None

    def found_or_new(self, name: str):
        limit = self.model._meta.get_field("name").max_length
        if len(name) > limit:
            raise CellError(f"un nom a plus de {limit} caractères")
        return self.known(name) or self.new.setdefault(folded(name), self.model(name=name))

    def keep(self, records) -> list:
        """Writes those of `records` that are new."""
        new = list({id(record): record for record in records if record.pk is None}.values())
        taken = set(self.model.objects.values_list("slug", flat=True)) if new else set()
        for record in new:
            base = slugify(fold(record.name))[:70].strip("-")
            record.slug = unused(base or self.model._meta.model_name, taken)
            record.save()
        return new


class Topics(Named):
    model, what = Topic, "sujets"


class Organisations(Named):
    model, what = Organisation, "organisations"

    def __init__(self):
        super().__init__()
        names = OrganisationName.objects.filter(organisation__merged_into=None)
        for other in names.select_related("organisation"):
            self.by_name[folded(other.name)][other.organisation_id] = other.organisation

    def records(self):
        return self.model.objects.filter(merged_into=None)

    def in_position(self, printed: str) -> tuple[str, Organisation | None]:
        """« directrice, Technoport »: the title and the organisation, where that one is known."""
        title, _comma, last = printed.rpartition(",")
        for before, name in ((title.strip(), last.strip()), ("", printed)):
            found = self.by_name.get(folded(name), {})
            if name and len(found) == 1:
                return before, next(iter(found.values()))
        return "", None
