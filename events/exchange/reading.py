"""What a row asks of its session, read cell by cell; nothing is written, what is wrong is told."""

import re
from datetime import datetime, timedelta

from events.exchange import persons
from events.exchange.cells import CellError, read_choice, read_moment, several, spoken, within
from events.exchange.columns import BY_NAME, folded
from events.exchange.directory import NEW, Directory, Organisations, Topics
from events.exchange.lines import Days, Line, day_of
from events.exchange.places import Places
from events.exchange.sheet import Sheet, involvement_text
from events.importers.plan import LANGUAGE
from events.models import Day, Edition, Involvement, Session
from search.normalise import words
from sources.models import Basis

PART = re.compile(r"(.+?)\s*\(([^()]*)\)")
LAST_RANK = 9_999


class Reader:
    def __init__(self, edition: Edition, sheet: Sheet, directory: Directory, days: Days):
        self.edition, self.zone = edition, edition.zone
        self.sheet, self.directory, self.days = sheet, directory, days
        self.organisations, self.topics, self.places = Organisations(), Topics(), Places(edition)

    def read(self, line: Line) -> None:
        if line.problems or not (line.told or line.session is None):
            return
        session = line.session or Session(language=self.edition.language)
        for name in ("title", "day", "position", "kind", "part_of_day", "status", "language",
                     "track", "cancelled_because", "summary", "hours", "place", "topics", "people",
                     "organisations"):  # fmt: skip
            try:
                getattr(self, f"read_{name}")(line, session)
            except CellError as error:
                heading = BY_NAME[name].heading if name in BY_NAME else HEADINGS[name]
                line.problems.append(f"{heading} : {error}")
        if line.session:
            wanted = line.wanted.items()
            line.wanted = {name: v for name, v in wanted if getattr(line.session, name) != v}

    def read_title(self, line: Line, session: Session) -> None:
        if "title" not in line.told and session.pk:
            return
        title = within(line.texts.get("title", ""), 500)
        if not title:
            raise CellError("il manque")
        within(" ".join(words(title)), 600)
        line.wanted |= {"title": title, "title_basis": Basis.STATED}

    def read_day(self, line: Line, session: Session) -> None:
        line.day = session.day if session.pk else day_of(line, self.days)
        if text := line.told.get("day"):
            line.day = self.days.read(text)
        if line.day is None:
            raise CellError("il manque")
        if session.pk is None or line.day.pk != session.day_id:
            line.wanted["day"] = line.day
        first, last = self.edition.starts_on, self.edition.ends_on
        if line.day.pk is None and (
            (first and line.day.date < first) or (last and line.day.date > last)
        ):
            line.notes.append(f"le {line.day.date} est hors des dates de l’édition")

    def read_position(self, line: Line, session: Session) -> None:
        text = line.told.get("position")
        if not text:
            return
        if not re.fullmatch(r"\d{1,4}", text) or not 1 <= int(text) <= LAST_RANK:
            raise CellError(f"« {text[:60]} » n’est pas un rang : 1, 2, 3 …")
        if int(text) != session.position or "day" in line.wanted:
            line.rank = int(text)

    def read_kind(self, line: Line, session: Session) -> None:
        if text := line.told.get("kind"):
            line.wanted["kind"] = read_choice(Session.Kind, text)

    def read_status(self, line: Line, session: Session) -> None:
        if text := line.told.get("status"):
            line.wanted["status"] = read_choice(Session.Status, text)

    def read_part_of_day(self, line: Line, session: Session) -> None:
        if (text := line.told.get("part_of_day")) is not None:
            line.wanted["part_of_day"] = read_choice(Session.PartOfDay, text) if text else ""

    def read_language(self, line: Line, session: Session) -> None:
        if text := line.told.get("language"):
            if not LANGUAGE.fullmatch(text):
                raise CellError(f"« {text[:60]} » n’est pas une langue : fr, en, de, lb …")
            line.wanted["language"] = within(text, 10)

    def read_track(self, line: Line, session: Session) -> None:
        if (text := line.told.get("track")) is not None:
            line.wanted["track"] = within(text, 100)

    def read_cancelled_because(self, line: Line, session: Session) -> None:
        if (text := line.told.get("cancelled_because")) is not None:
            line.wanted["cancelled_because"] = within(text, 300)

    def read_summary(self, line: Line, session: Session) -> None:
        if (text := line.told.get("summary")) is not None:
            line.wanted["summary"] = text

    def read_hours(self, line: Line, session: Session) -> None:
        """Start and end; on another day they stay what they are on the clock."""
        moved = session.pk and "day" in line.wanted
        if line.day is None or not ({"start", "end"} & line.told.keys() or moved):
            return
        start = self.moment(line, "start", session.starts_at)
        end = self.moment(line, "end", session.ends_at)
        if end and not start:
            raise CellError("une fin sans début : donnez les deux, ou aucune")
        if end and end < start:
            raise CellError("la fin est avant le début")
        line.wanted |= {"starts_at": start, "ends_at": end}
        if "start" in line.told and start != session.starts_at:
            line.wanted["start_basis"] = Basis.STATED

    def moment(self, line: Line, name: str, known: datetime | None) -> datetime | None:
        if name in line.told:
            moment = read_moment(line.told[name], line.day.date, self.zone)
            if moment and name == "start" and moment.astimezone(self.zone).hour == 0:
                line.notes.append("commence à minuit passé : si l’heure n’est pas connue, "
                                  "laissez-la vide")  # fmt: skip
            return moment
        if known and line.session and line.day.pk != line.session.day_id:
            return self.shifted(known, line.session.day, line.day)
        return known

    def shifted(self, moment: datetime, old: Day, new: Day) -> datetime:
        if not (old.date and new.date):
            raise CellError("ce jour n’a pas de date : une heure n’y est pas possible")
        later = timedelta(days=(new.date - old.date).days)
        on_clock = moment.astimezone(self.zone).replace(tzinfo=None) + later
        return read_moment(on_clock.isoformat(" "), new.date, self.zone)

    def read_place(self, line: Line, session: Session) -> None:
        """Venue and room together: each of them says where the other is."""
        if line.day is None or not {"venue", "room"} & line.told.keys():
            return
        now = self.sheet.rows[session.pk] if session.pk else {}
        names = [line.texts.get(name, now.get(name, "")) for name in ("venue", "room")]
        if "venue" not in line.texts and "room" in line.told:
            names[0] = session.venue.name if session.pk and session.venue else ""
        venue, room = self.places.place(*names, line.day)
        line.wanted |= {"venue": venue, "room": room}
        if room and session.pk and session.venue_id == room.venue_id:
            del line.wanted["venue"]

    def read_topics(self, line: Line, session: Session) -> None:
        if (text := line.told.get("topics")) is None:
            return
        found = []
        for part in several(text):
            apart = [part] if self.topics.known(part) else re.split(r"\s*[,;]\s*", part)
            found += [self.topics.found_or_new(name) for name in apart if name]
        line.topics = list({id(topic): topic for topic in found}.values())

    def read_people(self, line: Line, session: Session) -> None:
        if (text := line.told.get("people")) is None:
            return
        mentions = persons.read_all(text)
        known = [(a, self.sheet.mention(a)) for a, _text in self.entries(session)]
        matched = match(mentions, known)
        line.lineup = []
        for mention, appearance in matched:
            speaker = (
                appearance.speaker if appearance else self.directory.speaker(mention, line.number)
            )
            if speaker is None and appearance is None and mention.name and not mention.slug:
                line.notes.append(f"« {mention.name} » n’est pas une personne : écrit tel quel, "
                                  "sans fiche")  # fmt: skip
            line.lineup.append((mention, appearance, speaker))
        seen = [(id(s) if s.pk is None else s.pk, m.role) for m, _a, s in line.lineup if s]
        if len(seen) > len(set(seen)):
            raise CellError("quelqu’un y est deux fois avec le même rôle")

    def entries(self, session: Session) -> list:
        return self.sheet.entries(session) if session.pk else []

    def read_organisations(self, line: Line, session: Session) -> None:
        if (text := line.told.get("organisations")) is None:
            return
        known = session.involvements.all() if session.pk else []
        by_text = {folded(involvement_text(p)): (p.organisation, p.role) for p in known}
        found = [by_text.get(folded(part)) or self.part(part) for part in several(text)]
        line.parts = list({(id(o) if o.pk is None else o.pk, role): (o, role)
                           for o, role in found}.values())  # fmt: skip

    def part(self, text: str) -> tuple:
        """« LIST (accueil) »; without a part that is known, a partner."""
        stated = PART.fullmatch(text)
        role = spoken(Involvement.Role).get(folded(stated[2])) if stated else None
        name = stated[1] if role else text
        return self.organisations.found_or_new(name), role or Involvement.Role.PARTNER


HEADINGS = {"hours": "heure", "place": "lieu et salle"}


def match(mentions: list, known: list[tuple]) -> list[tuple]:
    """Each mention with the appearance that it is: said alike, else of the same person."""
    left = dict(enumerate(known))
    found = [None] * len(mentions)
    for alike in (same, same_in_role, same_person):
        for at, mention in enumerate(mentions):
            if found[at] is None:
                hit = next((n for n, (_a, other) in left.items() if alike(mention, *left[n])), None)
                if hit is not None:
                    found[at] = left.pop(hit)[0]
    return list(zip(mentions, found, strict=True))


def same(mention, appearance, known) -> bool:
    return mention == known


def same_in_role(mention, appearance, known) -> bool:
    return mention.role == known.role and same_person(mention, appearance, known)


def same_person(mention, appearance, known) -> bool:
    slug = appearance.speaker.slug if appearance.speaker else "?"
    if mention.slug not in ("", NEW):
        return mention.slug == slug and (slug != "?" or folded(mention.name) == folded(known.name))
    return bool(mention.name) and folded(mention.name) == folded(known.name)
