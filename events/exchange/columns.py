"""The columns of a programme's sheet, and by which headings each is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.formats.csv import Column as Written
from search.normalise import words


@dataclass(frozen=True)
class Column:
    """`heading` is what an export writes; `also` what other files call it, separated by commas."""

    name: str
    heading: str
    also: str = ""

    @property
    def headings(self) -> set[str]:
        return {folded(h) for h in (self.name, self.heading, *self.also.split(","))}


COLUMNS = [
    Column("code", "code", "id, identifiant, session id, kennung"),
    Column("day", "jour", "date, journée, tag, datum"),
    Column("position", "rang", "ordre, rank, order, no, numéro, nr, reihenfolge"),
    Column("start", "début", "heure, heure de début, de, horaire, starts at, start time, time,"
           " from, beginn, anfang, uhrzeit, von, startzeit"),
    Column("end", "fin", "heure de fin, à, jusqu’à, ends at, end time, to, until, ende, bis,"
           " endzeit"),
    Column("part_of_day", "moment", "moment de la journée, part of day, tageszeit"),
    Column("kind", "sorte", "type, genre, format, kind of session, art, typ"),
    Column("title", "titre", "intitulé, séance, name, session, session title, titel, sitzung"),
    Column("people", "personnes", "intervenants, intervenantes, orateurs, oratrices, qui, speakers,"
           " speaker, panellists, who, personen, referenten, referentinnen, sprecher, redner, wer"),
    Column("venue", "lieu", "endroit, place, location, ort, veranstaltungsort"),
    Column("room", "salle", "salon, hall, raum, saal, zimmer"),
    Column("summary", "résumé", "description, présentation, abstract, text, beschreibung,"
           " zusammenfassung"),
    Column("language", "langue", "lang, sprache"),
    Column("track", "parcours", "filière, stream, themenstrang"),
    Column("topics", "sujets", "thèmes, mots-clés, tags, keywords, themen, schlagworte"),
    Column("organisations", "organisations", "partenaires, organisateurs, hôtes, organizations,"
           " partners, hosts, organisationen, partner, veranstalter"),
    Column("status", "état", "statut, state, zustand"),
    Column("cancelled_because", "raison de l’annulation", "annulée parce que, motif, cancelled"
           " because, reason, grund, absagegrund"),
]  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
# What the export writes of each row.
WRITTEN = [Written(column.heading, column.name) for column in COLUMNS]


def folded(heading: str) -> str:
    return " ".join(words(heading))


def guess(headings: Sequence[str]) -> list[str]:
    """For each heading the column that it names, or ""; a column is guessed once."""
    guessed, taken = [], set()
    for heading in map(folded, headings):
        known = (c.name for c in COLUMNS if heading in c.headings and c.name not in taken)
        name = next(known, "") if heading else ""
        taken.add(name)
        guessed.append(name)
    return guessed
