"""Who is in an imported session, and where it points to, compared with what stands there."""

from events.importers.people import People
from events.importers.plan import PlannedSession
from events.importers.text import shortened
from events.models import Appearance, Session, SessionLink

LABEL = 200


class Lineups:
    """Appearances as speakers, in the file's order.

    Roles that organisers gave are theirs, and so is whoever no file ever named.
    """

    def __init__(self, people: People):
        self.people = people
        self.new: list = []
        self.gone: list = []
        self.different: list = []
        # pks of sessions with other people, and with other links.
        self.re_peopled: set[int] = set()
        self.relinked: set[int] = set()

    def compare(self, planned: PlannedSession, session: Session) -> None:
        links = [
            SessionLink(
                session=session, order=n, url=link.url,
                label=shortened(self.people.discreet(link.label, planned.persons), LABEL),
            )
            for n, link in enumerate(planned.links, start=1)
        ]  # fmt: skip
        people = self.appearances(planned, session)
        if session.pk is None:
            self.new += [*people, *links]
            return
        if self.compare_people(people, list(session.appearances.all())):
            self.re_peopled.add(session.pk)
        if self.compare_links(links, list(session.links.all())):
            self.relinked.add(session.pk)

    def appearances(self, planned: PlannedSession, session: Session) -> list[Appearance]:
        """One for each person; whoever is named twice in a session is in it once."""
        found: dict = {}
        for person in planned.persons:
            speaker = self.people.speaker_of(person)
            printed = self.people.printed(person)
            appearance = Appearance(session=session, speaker=speaker, name_as_printed=printed)
            found.setdefault(who(appearance), appearance)
        for order, appearance in enumerate(found.values(), start=1):
            appearance.order = order
        return list(found.values())

    def compare_people(self, wanted: list[Appearance], present: list[Appearance]) -> bool:
        by_who = {who(appearance): appearance for appearance in present}
        changed = False
        for appearance in wanted:
            known = by_who.pop(who(appearance), None)
            if known is None:
                self.new.append(appearance)
                changed = True
            elif known.role == Appearance.Role.SPEAKER and said(known) != said(appearance):
                known.name_as_printed = appearance.name_as_printed
                known.order = appearance.order
                self.different.append(known)
                changed = True
        gone = [
            known
            for known in by_who.values()
            if known.role == Appearance.Role.SPEAKER and known.speaker_id in self.people.imported
        ]
        self.gone += gone
        return changed or bool(gone)

    def compare_links(self, wanted: list[SessionLink], present: list[SessionLink]) -> bool:
        changed = [(w.url, w.label) for w in wanted] != [(p.url, p.label) for p in present]
        if changed:
            self.gone += present
            self.new += wanted
        return changed

    def write(self) -> None:
        for model in (Appearance, SessionLink):
            gone = [record.pk for record in self.gone if isinstance(record, model)]
            if gone:
                model.objects.filter(pk__in=gone).delete()
            model.objects.bulk_create(r for r in self.new if isinstance(r, model))
        Appearance.objects.bulk_update(self.different, ["name_as_printed", "order"])


def who(appearance: Appearance) -> tuple:
    """A person, or the name of nobody."""
    return appearance.speaker_id, "" if appearance.speaker_id else appearance.name_as_printed


def said(appearance: Appearance) -> tuple:
    return appearance.name_as_printed, appearance.order
