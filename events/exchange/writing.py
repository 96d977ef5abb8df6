"""Writes what rows ask for: only what differs, each session once, and where each change is from."""

from django.db.models import F

from events.exchange.lines import Line
from events.exchange.ranks import give_ranks
from events.exchange.reading import Reader
from events.importers.batches import in_batches
from events.importers.sessions import ASIDE, name_sessions
from events.models import Appearance, Citation, Involvement, Position, Session
from events.sourcing import FACT_OF_FIELD, lead_to
from sources.models import Source

Fact = Citation.Fact
WRITTEN = [
    "day", "position", "kind", "title", "title_key", "title_basis", "summary", "language", "track",
    "venue", "room", "status", "cancelled_because", "part_of_day", "starts_at", "start_basis",
    "ends_at",
]  # fmt: skip
# What the organiser's form calls the same.
OF_FORM = {"starts_at": "start", "ends_at": "end"}


class Writer:
    def __init__(self, reader: Reader, source: Source):
        self.reader, self.source = reader, source
        self.edition = reader.edition
        # What was not there: by its kind, as the report calls it.
        self.added: dict[str, list[str]] = {}
        # Written together at the end: a large file has thousands.
        self.new: dict[type, list] = {Appearance: [], Position: [], Involvement: []}
        self.to_cite: list = []

    def write(self, lines: list[Line], kept: list[Line]) -> None:
        """`kept` are those of `lines` that have something to write."""
        self.keep_what_is_named(kept)
        for line in kept:
            line.is_new = line.session is None
        self.write_sessions(lines, kept)
        for line in kept:
            if line.lineup is not None:
                self.write_lineup(line)
            if line.topics is not None:
                line.session.topics.set(line.topics)
            if line.parts is not None:
                self.write_parts(line)
        for model, records in self.new.items():
            model.objects.bulk_create(records)
        Citation.objects.bulk_create(
            Citation(source=self.source, **{record._meta.model_name: record})
            for record in self.to_cite
        )

    def keep_what_is_named(self, kept: list[Line]) -> None:
        reader, values = self.reader, [line.wanted for line in kept]
        rooms = [wanted["room"] for wanted in values if wanted.get("room")]
        venues = [wanted["venue"] for wanted in values if wanted.get("venue")]
        lineups = [entry for line in kept for entry in line.lineup or ()]
        self.add("jours", reader.days.keep([w["day"] for w in values if "day" in w]))
        self.add("lieux", reader.places.keep([*venues, *(room.venue for room in rooms)]))
        self.add("salles", reader.places.keep_rooms(rooms))
        self.add("sujets", reader.topics.keep([t for line in kept for t in line.topics or ()]))
        parts = [body for line in kept for body, _role in line.parts or ()]
        self.add("organisations", reader.organisations.keep(parts))
        self.add("personnes", reader.directory.keep([speaker for _m, _a, speaker in lineups]))

    def add(self, kind: str, records: list) -> None:
        if records:
            self.added[kind] = [str(record) for record in records]

    def write_sessions(self, lines: list[Line], kept: list[Line]) -> None:
        existing = list(self.reader.sheet.sessions.values())
        before = {session.pk: (session.day_id, session.position) for session in existing}
        for line in kept:
            line.session = line.session or Session(language=self.edition.language, position=0)
            for name, value in line.wanted.items():
                setattr(line.session, name, value)
        made = [line.session for line in kept if line.is_new]
        give_ranks([*existing, *made], lines, kept)
        name_sessions(made)
        moved = [s for s in existing if before[s.pk] != (s.day_id, s.position)]
        # Together, so that a session that moved and was renamed changed once.
        changed = [line.session for line in kept if line.wanted and not line.is_new]
        changed = {session.pk: session for session in [*changed, *moved]}
        for session in changed.values():
            session._meta.get_field("title_key").pre_save(session, add=False)
        for batch in in_batches(session.pk for session in moved):
            Session.objects.filter(pk__in=batch).update(position=F("position") + ASIDE)
        Session.objects.bulk_update(changed.values(), WRITTEN, batch_size=200)
        Session.objects.bulk_create(made)
        self.to_cite += made
        for line in kept:
            if not line.is_new:
                self.cite(line.session, line.wanted)

    def cite(self, session: Session, wanted: dict) -> None:
        """What changed is known from the source; what had none at all, as a whole."""
        fields = {OF_FORM.get(name, name) for name in wanted}
        facts = {FACT_OF_FIELD[name] for name in fields if name in FACT_OF_FIELD}
        above = (session, session.day, self.edition)
        if not any(record.citations.exists() for record in above):
            facts = {Fact.WHOLE}
        lead_to(self.source, session, facts)

    def vouches(self, line: Line) -> bool:
        """Is all that the session has known from the source already?"""
        if line.is_new:
            return True
        whole = line.session.citations.filter(field=Fact.WHOLE).values_list("source", flat=True)
        return set(whole) == {self.source.pk}

    def write_lineup(self, line: Line) -> None:
        session, stays = line.session, {a.pk for _m, a, _s in line.lineup if a}
        if not line.is_new:
            Appearance.objects.filter(session=session).exclude(pk__in=stays).delete()
        cited = self.vouches(line)
        last = 0
        for mention, known, speaker in line.lineup:
            # The one read was as the public may read it: for reading, never for saving.
            appearance = Appearance.objects.get(pk=known.pk) if known else None
            if appearance is None:
                last += 1
                appearance = self.appear(session, mention, speaker, last)
                self.to_cite += [] if cited else [appearance]
            else:
                last = max(last + 1, appearance.order)
                self.change(appearance, known, mention, last, cited=cited)

    def appear(self, session: Session, mention, speaker, order: int) -> Appearance:
        appearance = Appearance(
            session=session, speaker=speaker, name_as_printed=mention.name, role=mention.role,
            special_guest=mention.special_guest, basis=mention.basis, order=order,
        )  # fmt: skip
        for rank, printed in enumerate(mention.positions, start=1):
            self.hold(appearance, printed, rank)
        self.new[Appearance].append(appearance)
        return appearance

    def hold(self, appearance: Appearance, printed: str, order: int) -> Position:
        title, organisation = self.reader.organisations.in_position(printed)
        position = Position(appearance=appearance, order=order, as_printed=printed, title=title,
                            organisation=organisation)  # fmt: skip
        self.new[Position].append(position)
        return position

    def change(self, appearance: Appearance, known, mention, order: int, *, cited: bool) -> None:
        was = self.reader.sheet.mention(known)
        wanted = {"order": order, "role": mention.role, "basis": mention.basis,
                  "special_guest": mention.special_guest}  # fmt: skip
        if mention.name != was.name:
            wanted["name_as_printed"] = mention.name
        different = {n: value for n, value in wanted.items() if getattr(appearance, n) != value}
        for name, value in different.items():
            setattr(appearance, name, value)
        if different:
            appearance.save(update_fields=list(different))
        if "role" in different and not cited:
            lead_to(self.source, appearance, {Fact.ROLE})
        if mention.positions != was.positions:
            self.change_positions(appearance, known, mention, cited=cited)

    def change_positions(self, appearance, known, mention, *, cited: bool) -> None:
        """Those printed alike stay the records they are."""
        left = list(known.positions.all())
        found = []
        for printed in mention.positions:
            alike = next((position for position in left if position.as_printed == printed), None)
            if alike:
                left.remove(alike)
            found.append(alike and alike.pk)
        appearance.positions.filter(pk__in=[position.pk for position in left]).delete()
        # Beyond the others first, since no two may be at one rank.
        appearance.positions.update(order=F("order") + 1000)
        for order, (pk, printed) in enumerate(zip(found, mention.positions, strict=True), start=1):
            if pk:
                appearance.positions.filter(pk=pk).update(order=order)
                continue
            position = self.hold(appearance, printed, order)
            self.to_cite += [] if cited else [position]

    def write_parts(self, line: Line) -> None:
        session = line.session
        there = [] if line.is_new else Involvement.objects.filter(session=session)
        known = {(part.organisation_id, part.role): part for part in there}
        cited = self.vouches(line)
        for organisation, role in line.parts:
            if known.pop((organisation.pk, role), None) is None:
                part = Involvement(session=session, organisation=organisation, role=role)
                self.new[Involvement].append(part)
                self.to_cite += [] if cited else [part]
        for gone in known.values():
            gone.delete()
