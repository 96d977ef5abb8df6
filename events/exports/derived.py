"""What the press kit's file works out by itself: its views, and example questions to copy."""

from django.utils.translation import gettext_lazy as _

from events.exports.schema import DATE, INTEGER, MOMENT, TEXT, YES_NO, Column, Query, Table, View
from events.exports.tables import TABLES

SUBJECTS = {table.subject: table for table in TABLES if table.subject}

# From a record of a kind up to what it inherits its sources from: the joins that lead there, and
# the column of citations that says so (`events/provenance.py` is the rule).
DAY_OF_SESSION = "JOIN sessions s ON s.code = {session} JOIN days d ON d.id = s.day"
IN_SESSION = [
    ("session", "", "{session}"),
    ("day", "JOIN sessions s ON s.code = {session}", "s.day"),
    ("edition", DAY_OF_SESSION, "d.edition"),
]


def from_session(session: str, joined: str = "") -> list[tuple[str, str, str]]:
    return [
        (kind, f"{joined} {joins.format(session=session)}".strip(), key.format(session=session))
        for kind, joins, key in IN_SESSION
    ]


OF_APPEARANCE = "JOIN appearances a ON a.id = r.appearance"
LINES = {
    "edition": [[("edition", "", "r.slug")]],
    "day": [[("day", "", "r.id"), ("edition", "", "r.edition")]],
    "session": [from_session("r.code")],
    "appearance": [[("appearance", "", "r.id"), *from_session("r.session")]],
    "position": [
        [
            ("position", "", "r.id"),
            ("appearance", "", "r.appearance"),
            *from_session("a.session", OF_APPEARANCE),
        ]
    ],
    "involvement": [
        [("involvement", "", "r.id"), ("edition", "", "r.edition")],
        [("involvement", "", "r.id"), *from_session("r.session")],
    ],
}
# What stands for the whole record.
NAMES = {
    "edition": "r.title", "day": "COALESCE(r.title, r.date)", "session": "r.title",
    "appearance": "COALESCE(r.name_as_printed, r.speaker)", "position": "r.as_printed",
    "involvement": "r.organisation",
}  # fmt: skip


def value_sql(table: Table) -> str:
    """The value of the fact `f.fact`; of several columns, with a stroke between them."""
    said = [f"WHEN f.fact IS NULL THEN {NAMES[table.subject]}"]
    for fact, columns in table.facts().items():
        if len(columns) == 1:
            value = f"r.{columns[0]}"
        else:
            each = " || '/' || ".join(f"COALESCE(r.{name}, '..')" for name in columns)
            value = f"IIF(COALESCE({', '.join(f'r.{c}' for c in columns)}) IS NULL, NULL, {each})"
        said.append(f"WHEN f.fact = '{fact}' THEN {value}")
    return f"CASE {' '.join(said)} END"


def arms():
    """A SELECT for each kind of record and each record above it that its sources may be of."""
    for subject, lines in LINES.items():
        yield arm(SUBJECTS[subject], lines[0], 0)
        for line in lines:
            for height in range(1, len(line)):
                yield arm(SUBJECTS[subject], line, height)


def arm(table: Table, line: list, height: int) -> str:
    """The sources that a record has from `line[height]`: its own, else where none below has any."""
    kind, joins, key = line[height]
    words = ", ".join(f"('{fact}')" for fact in table.facts())
    value = value_sql(table)
    own_kind, _, own = line[0]
    of_fact = f"EXISTS (SELECT 1 FROM citations o WHERE o.{own_kind} = {own} AND o.fact = f.fact)"
    if height == 0:
        holds = f"(c.fact IS f.fact OR (c.fact IS NULL AND {value} IS NOT NULL AND NOT {of_fact}))"
    else:
        below = " ".join(
            f"AND NOT EXISTS (SELECT 1 FROM citations o WHERE o.{name} = {at} AND o.fact IS NULL)"
            for name, _joined, at in line[:height]
        )
        holds = f"c.fact IS NULL AND {value} IS NOT NULL {below} AND NOT {of_fact}"
    return (
        f"SELECT '{table.subject}', r.{table.key[0]}, f.fact, CAST({value} AS TEXT), c.source, "
        f"c.locator, c.basis, c.note, c.differing_reading, "
        f"{'NULL' if height == 0 else repr(kind)}, c.id\n"
        f"  FROM {table.name} r JOIN (SELECT NULL AS fact UNION ALL VALUES {words}) f\n"
        f"  {joins} JOIN citations c ON c.{kind} = {key}\n"
        f"  WHERE {holds}"
    )


APPEARANCE_ROWS = """
SELECT a.id, a.role, a.special_guest, a.basis, a.speaker, p.name, a.name_as_printed,
  (SELECT group_concat(as_printed, ' | ') FROM
    (SELECT as_printed FROM positions WHERE appearance = a.id ORDER BY rank)),
  (SELECT group_concat(name, ' | ') FROM
    (SELECT o.name FROM positions JOIN organisations o ON o.slug = organisation
     WHERE appearance = a.id ORDER BY rank)),
  s.code, s.title, s.title_basis, s.kind, s.position, s.starts_at, s.ends_at, s.part_of_day,
  s.status, d.date, d.title, e.slug, e.title,
  (SELECT group_concat(publication, ' | ') FROM
    (SELECT DISTINCT publication FROM fact_sources f JOIN sources ON slug = f.source
     WHERE f.subject = 'appearance' AND f.record = a.id AND f.fact IS NULL))
FROM appearances a
JOIN sessions s ON s.code = a.session
JOIN days d ON d.id = s.day
JOIN editions e ON e.slug = d.edition
LEFT JOIN speakers p ON p.slug = a.speaker
""".strip()

# As `events/together.py` pairs them.
SHARED_SESSIONS = """
SELECT one.speaker, p.name, one.role, other.speaker, q.name, other.role, s.code, s.title, d.date,
  d.edition
FROM appearances one
JOIN appearances other ON other.session = one.session AND other.speaker <> one.speaker
JOIN speakers p ON p.slug = one.speaker
JOIN speakers q ON q.slug = other.speaker
JOIN sessions s ON s.code = one.session
JOIN days d ON d.id = s.day
WHERE one.role <> 'present' AND other.role <> 'present' AND s.status <> 'cancelled'
""".strip()

# Said of columns of several views.
PERSON = _("Personne.")
NAME = _("Nom.")
ROLE = _("Rôle dans la séance.")
SESSION = _("Séance.")
TITLE = _("Titre.")
DAY_DATE = _("Date, dans le fuseau de l’édition.")
EDITION = _("Édition.")

VIEWS = [
    View(
        "fact_sources",
        _("Comment on sait chaque fait : ses propres sources, sinon celles de tout ce qui est dit "
          "du même sujet, sinon celles de ce dont il fait partie."),
        [
            Column("subject", TEXT, _("Sorte de sujet : edition, day, session, appearance, "
                                      "position ou involvement.")),
            Column("record", TEXT, _("Clé du sujet dans sa table.")),
            Column("fact", TEXT, _("Fait ; vide : tout ce qui est dit du sujet.")),
            Column("value", TEXT, _("Ce que dit le fait ; de deux dates, séparées d’une barre, "
                                    "« .. » est celle qu’on ignore.")),
            Column("source", TEXT, _("Source.")),
            Column("locator", TEXT, _("Endroit dans la source : paragraphe, page.")),
            Column("basis", TEXT, _("Comment le fait suit de la source.")),
            Column("note", TEXT, _("Comment on l’a déduit, et ce qui reste possible.")),
            Column("differing_reading", TEXT, _("Ce que la source dit d’autre.")),
            Column("inherited_from", TEXT, _("De quelle sorte de sujet vient la source ; vide : "
                                             "elle est au sujet lui-même.")),
            Column("citation", TEXT, _("Citation.")),
        ],
        "\nUNION ALL\n".join(arms()),
    ),
    View(
        "appearance_rows",
        _("Qui a parlé où : une ligne par intervention, comme sur la page du registre."),
        [
            Column("id", TEXT, _("Intervention.")),
            Column("role", TEXT, ROLE),
            Column("special_guest", YES_NO, _("La source la dit invitée spéciale.")),
            Column("basis", TEXT, _("Comment l’intervention est connue.")),
            Column("speaker", TEXT, PERSON),
            Column("speaker_name", TEXT, NAME),
            Column("name_as_printed", TEXT, _("Mots de la source, tels qu’imprimés.")),
            Column("positions", TEXT, _("À quel titre, tel qu’imprimé ; plusieurs : séparés par "
                                        "des barres.")),
            Column("organisations", TEXT, _("Pour quelles organisations ; plusieurs : séparées "
                                            "par des barres.")),
            Column("session", TEXT, SESSION),
            Column("session_title", TEXT, TITLE),
            Column("title_basis", TEXT, _("Comment le titre est connu.")),
            Column("kind", TEXT, _("Sorte de séance.")),
            Column("position", INTEGER, _("Rang dans le déroulement du jour, à partir de 1.")),
            Column("starts_at", MOMENT, _("Début.")),
            Column("ends_at", MOMENT, _("Fin.")),
            Column("part_of_day", TEXT, _("Moment de la journée.")),
            Column("status", TEXT, _("Publiée ou annulée, elle-même ou avec son édition.")),
            Column("date", DATE, DAY_DATE),
            Column("day_title", TEXT, _("Titre du jour.")),
            Column("edition", TEXT, EDITION),
            Column("edition_title", TEXT, TITLE),
            Column("sources", TEXT, _("Publications qui le disent ; plusieurs : séparées par des "
                                      "barres.")),
        ],
        APPEARANCE_ROWS,
    ),
    View(
        "shared_sessions",
        _("Qui a été sur scène avec qui, dans une séance qui n’a pas été annulée, chacun dans un "
          "autre rôle que « présence » : chaque paire dans les deux sens."),
        [
            Column("speaker", TEXT, PERSON),
            Column("speaker_name", TEXT, NAME),
            Column("role", TEXT, ROLE),
            Column("other", TEXT, _("L’autre personne.")),
            Column("other_name", TEXT, NAME),
            Column("other_role", TEXT, ROLE),
            Column("session", TEXT, SESSION),
            Column("session_title", TEXT, TITLE),
            Column("date", DATE, DAY_DATE),
            Column("edition", TEXT, EDITION),
        ],
        SHARED_SESSIONS,
    ),
]  # fmt: skip

QUERIES = [
    Query(
        _("Qui est intervenu dans le plus de séances, et depuis quand ?"),
        "SELECT speaker_name, count(DISTINCT session) AS sessions, min(date) AS since\n"
        "FROM appearance_rows\n"
        "WHERE speaker IS NOT NULL AND role <> 'present' AND status <> 'cancelled'\n"
        "GROUP BY speaker ORDER BY sessions DESC, speaker_name LIMIT 20;",
    ),
    Query(
        _("Qui a partagé une séance avec qui, et combien de fois ?"),
        "SELECT speaker_name, other_name, count(DISTINCT session) AS sessions\n"
        "FROM shared_sessions\n"
        "WHERE speaker < other\n"
        "GROUP BY speaker, other ORDER BY sessions DESC, speaker_name, other_name LIMIT 20;",
    ),
    Query(
        _("Comment sait-on quand chaque séance a commencé ?"),
        "SELECT s.title, f.value AS starts_at, f.basis, o.publication, f.locator, o.source_url\n"
        "FROM fact_sources f\n"
        "JOIN sessions s ON s.code = f.record\n"
        "JOIN sources o ON o.slug = f.source\n"
        "WHERE f.subject = 'session' AND f.fact = 'starts_at'\n"
        "ORDER BY datetime(f.value) LIMIT 20;",
    ),
]
