"""An edition's own sessions as the rows of a sheet, in their running order, drafts included."""

from django.db.models import Prefetch

from events.exchange import persons
from events.exchange.cells import SEPARATOR, day_text, guarded, label, moment_text
from events.exchange.columns import WRITTEN
from events.exchange.directory import Directory
from events.exchange.persons import Mention
from events.formats.csv import table
from events.formats.xlsx import workbook
from events.models import Appearance, Edition, Involvement, Position, Session


def sessions_of(edition: Edition):
    """With all that a row says; of people and organisations what the public may read."""
    positions = Prefetch("positions", Position.objects.discreet().order_by("order"))
    lineup = Appearance.objects.discreet().select_related("speaker").order_by("order", "pk")
    parts = Involvement.objects.select_related("organisation").order_by("role", "pk")
    return (
        Session.objects.filter(day__edition=edition)
        .order_by("day__position", "position")
        .select_related("day__edition", "day__venue", "venue", "room__venue")
        .prefetch_related(
            Prefetch("appearances", lineup.prefetch_related(positions)),
            Prefetch("involvements", parts),
            Prefetch("topics"),
        )
    )


class Sheet:
    """The rows by session id; `entries` has each appearance beside how it is written."""

    def __init__(self, edition: Edition, directory: Directory):
        self.directory = directory
        self.sessions = {session.pk: session for session in sessions_of(edition)}
        self.rows = {pk: self.row(session) for pk, session in self.sessions.items()}

    def row(self, session: Session) -> dict[str, str]:
        zone = session.day.edition.zone
        venue = session.room.venue if session.room else session.venue
        parts = [involvement_text(part) for part in session.involvements.all()]
        return {
            "code": session.code,
            "day": day_text(session.day),
            "position": str(session.position),
            "start": moment_text(session.starts_at, session.day, zone),
            "end": moment_text(session.ends_at, session.day, zone),
            "part_of_day": label(Session.PartOfDay, session.part_of_day),
            "kind": label(Session.Kind, session.kind),
            "title": session.title,
            "people": SEPARATOR.join(text for _appearance, text in self.entries(session)),
            "venue": venue.name if venue else "",
            "room": session.room.name if session.room else "",
            "summary": session.summary,
            "language": session.language,
            "track": session.track,
            "topics": SEPARATOR.join(topic.name for topic in session.topics.all()),
            "organisations": SEPARATOR.join(parts),
            "status": label(Session.Status, session.status),
            "cancelled_because": session.cancelled_because,
        }

    def entries(self, session: Session) -> list[tuple[Appearance, str]]:
        return [(a, persons.written(self.mention(a))) for a in session.appearances.all()]

    def mention(self, appearance: Appearance) -> Mention:
        """With the address where the name alone would mean somebody else, or nobody."""
        name, speaker = appearance.name_as_printed, appearance.speaker
        slug = ""
        if speaker is None:
            slug = "?"
        elif not name:
            name = speaker.name
        if speaker and not self.directory.means(name, speaker.pk):
            slug = speaker.slug
        return Mention(
            name, slug, appearance.role, appearance.special_guest, appearance.basis,
            tuple(position.as_printed for position in appearance.positions.all()),
        )  # fmt: skip


def involvement_text(part: Involvement) -> str:
    return f"{part.organisation.name} ({label(Involvement.Role, part.role)})"


def exported(edition: Edition) -> list[dict]:
    rows = Sheet(edition, Directory()).rows.values()
    return [{name: guarded(text) for name, text in row.items()} for row in rows]


def as_csv(edition: Edition) -> bytes:
    return table(WRITTEN, exported(edition))


def as_xlsx(edition: Edition) -> bytes:
    return workbook(edition.title, WRITTEN, exported(edition))
