"""A programme goes out to a spreadsheet and comes back: unchanged, it is left as it is; what was
changed there is changed here, and nothing else."""

import pytest
from django.utils import timezone

from events.models import Citation, Day, Revision, Session, SessionStamp
from speakers.models import Speaker
from tests.events.exchange.sheets import (
    attempt,
    bring_in,
    comma,
    exported,
    exported_workbook,
    told,
    windows,
    xlsx,
)
from tests.factories import (
    cite,
    make_appearance,
    make_edition,
    make_session,
    make_source,
    make_speaker,
    make_venue,
)

pytestmark = pytest.mark.django_db
ROUND_TRIPS = {
    "CSV": (exported, comma),
    "CSV of Windows": (exported, windows),
    "XLSX": (exported_workbook, xlsx),
}
round_trips = pytest.mark.parametrize(("out", "back"), ROUND_TRIPS.values(), ids=ROUND_TRIPS.keys())
HEADINGS = ["jour", "début", "titre", "personnes"]


def row_of(rows, code: str) -> dict:
    """A row by its code, to be changed by the heading."""
    at = next(n for n, row in enumerate(rows) if row[0] == code)
    return Cells(rows, at)


class Cells:
    def __init__(self, rows, at: int):
        self.headings, self.row = rows[0], rows[at]

    def __getitem__(self, heading):
        return self.row[self.headings.index(heading)]

    def __setitem__(self, heading, text):
        self.row[self.headings.index(heading)] = text


def added(rows, **cells) -> None:
    rows.append([""] * len(rows[0]))
    for heading, text in cells.items():
        Cells(rows, -1)[heading] = text


def standing() -> tuple:
    """All that a change would leave a trace in."""
    stamps = SessionStamp.objects.order_by("pk").values_list("pk", "sequence", "changed_at")
    return Revision.objects.get().value, list(stamps), Citation.objects.count()


@round_trips
def test_unchanged_it_leaves_everything_as_it_is(edition, out, back):
    before, data = standing(), back(out(edition))

    result = bring_in(edition, data)

    assert result.counts == {
        "refused": 0,
        "created": 0,
        "updated": 0,
        "pushed": 0,
        "unchanged": 5,
    }
    assert standing() == before


@round_trips
def test_what_was_changed_is_changed_and_nothing_else(edition, out, back):
    rows = out(edition)
    sequences = dict(SessionStamp.objects.values_list("session__code", "sequence"))
    opening = row_of(rows, "aaaaaa")
    opening["titre"], opening["début"], opening["salle"] = "Accueil", "8h45", "Salle bleue"
    panel = row_of(rows, "bbbbbb")
    panel["personnes"] += " | Cléa Muster (panel ; CTO, Technoport)"
    added(rows, jour="02/04/2025", début="9.30", titre="Intermède", salle="Foyer", état="publiée")

    result = bring_in(edition, back(rows))

    assert result.counts == {
        "refused": 0,
        "created": 1,
        "updated": 2,
        "pushed": 0,
        "unchanged": 3,
    }
    changes = told(result)
    assert changes["Accueil"] == {
        "début": ("09:00", "08:45"), "titre": ("=Ouverture", "Accueil"),
        "salle": ("Hall", "Salle bleue"),
    }  # fmt: skip
    assert list(changes['\'+Table ; ronde, "grande"']) == ["rang", "personnes"]
    day = edition.days.get(position=1)
    assert list(day.sessions.order_by("position").values_list("position", "title")) == [
        (1, "Accueil"), (2, "Intermède"), (3, "'+Table ; ronde, \"grande\""), (7, "Nuit"),
    ]  # fmt: skip
    after = dict(SessionStamp.objects.values_list("session__code", "sequence"))
    raised = {code for code, sequence in sequences.items() if after[code] != sequence}
    assert raised == {"aaaaaa"}
    assert result.added == {"salles": ["Foyer"], "personnes": ["Cléa Muster"]}


def test_each_fact_keeps_its_source_and_what_changed_gets_the_new_one(edition):
    article, file = make_source(slug="article"), make_source(slug="fichier")
    session = Session.objects.get(code="bbbbbb")
    cite(session, article)
    cite(session, article, field="starts_at")
    stays = session.appearances.first()
    cite(stays, article)
    rows = exported(edition)
    panel = row_of(rows, "bbbbbb")
    panel["début"] = "11:00"
    panel["personnes"] = panel["personnes"].replace("directrice", "ministre") + " | Cléa Muster"
    added(rows, jour="2025-04-03", titre="Neuve")

    bring_in(edition, comma(rows), source=file)

    def sources(record):
        return sorted(record.citations.values_list("field", "source__slug"))

    assert sources(session) == [("", "article"), ("starts_at", "fichier")]
    ada, bea, nobody, clea = session.appearances.order_by("order")
    assert ada.pk == stays.pk
    assert [sources(a) for a in (ada, bea, nobody, clea)] == [
        [("", "article")], [], [], [("", "fichier")],
    ]  # fmt: skip
    assert bea.name_as_printed == "B. Muster"
    assert sources(bea.positions.get()) == [("", "fichier")]
    assert sources(Session.objects.get(title="Neuve")) == [("", "fichier")]


def test_a_person_leaves_another_moderates_and_the_record_stays(edition):
    session = Session.objects.get(code="bbbbbb")
    ada, bea, _nobody = session.appearances.order_by("order")
    rows = exported(edition)
    row_of(rows, "bbbbbb")["personnes"] = "B. Muster (modératrice) | Ada Muster"

    bring_in(edition, xlsx(rows))

    found = session.appearances.order_by("order").values_list("pk", "role", "name_as_printed")
    assert list(found) == [(bea.pk, "moderator", "B. Muster"), (ada.pk, "speaker", "Ada Muster")]
    assert not ada.positions.exists()


def test_a_dry_run_writes_nothing(edition):
    before = standing()
    rows = exported(edition)
    row_of(rows, "aaaaaa")["titre"] = "Autre"

    result = attempt(edition, comma(rows))

    assert told(result) == {"Autre": {"titre": ("=Ouverture", "Autre")}}
    assert standing() == before


def test_an_edition_that_changed_meanwhile_is_not_written_to(edition):
    rows = exported(edition)
    row_of(rows, "aaaaaa")["titre"] = "Autre"
    seen = attempt(edition, comma(rows)).digest
    Session.objects.filter(code="dddddd").update(number=3)

    result = attempt(edition, comma(rows), seen=seen)

    assert not result.kept
    assert not Session.objects.filter(title="Autre").exists()


REFUSED = [
    ({"début": "25:61"}, "heure : « 25:61 » n’est pas une heure"),
    ({"fin": "10:00"}, "une fin sans début"),
    ({"début": "10:00", "fin": "09:00"}, "la fin est avant le début"),
    ({"début": "2025-03-30 02:30"}, "l’heure d’été commence"),
    ({"jour": "jour 3", "début": "10:00"}, "pas de date"),
    ({"jour": "jour 9"}, "l’édition n’a pas de jour 9"),
    ({"jour": "demain"}, "n’est pas un jour"),
    ({"jour": ""}, "jour : il manque"),
    ({"sorte": "débâcle"}, "sorte : « débâcle » n’est pas connu. Possibles : accueil, "),
    ({"titre": ""}, "titre : il manque"),
    ({"titre": "x" * 501}, "501 caractères, 500 au plus"),
    ({"rang": "deux"}, "n’est pas un rang"),
    ({"langue": "le français"}, "n’est pas une langue"),
    ({"personnes": "Ada Muster, Bea Muster"}, "une barre | sépare les personnes"),
    ({"personnes": "Ada [nulle-part]"}, "personne de l’annuaire n’a l’adresse « nulle-part »"),
    ({"personnes": "Ada Muster | Ada Muster"}, "deux fois avec le même rôle"),
    ({"code": "zzzzzz"}, "aucune séance de cette édition n’a le code « zzzzzz »"),
    ({"code": "bbbbbb"}, "le code « bbbbbb » est dans 2 lignes"),
]


def test_a_row_that_cannot_be_is_refused_with_the_reason(edition):
    rows = exported(edition)[:3]
    for number, (cells, _why) in enumerate(REFUSED):
        added(rows, **{"titre": f"Titre {number}", "jour": "2025-04-02"} | cells)

    result = attempt(edition, comma(rows))

    problems = [outcome.problems for outcome in result.by_what["refused"]]
    assert problems[0] == [REFUSED[-1][1]], "the other row of that code too"
    for (_cells, why), told_of_it in zip(REFUSED, problems[1:], strict=True):
        assert why in " ".join(told_of_it)
    assert result.writes == 0


def test_the_rest_is_imported_without_the_refused(edition):
    rows = exported(edition)
    row_of(rows, "aaaaaa")["début"] = "midi"
    row_of(rows, "aaaaaa")["personnes"] = "Inconnue Muster"
    row_of(rows, "dddddd")["titre"] = "Déjeuner"

    result = bring_in(edition, comma(rows))

    assert (result.counts["refused"], list(told(result))) == (1, ["Déjeuner"])
    assert not Speaker.objects.filter(name="Inconnue Muster").exists()


def test_a_name_that_two_people_have_is_asked(edition):
    for slug in ("jean-un", "jean-deux"):
        make_speaker("Jean Muster", slug=slug)
    rows = [HEADINGS, ["2025-04-02", "", "Un", "Jean Muster"]]

    asked = attempt(edition, comma(rows))
    [question] = asked.questions
    assert [speaker.slug for speaker in question.candidates] == ["jean-un", "jean-deux"]
    assert "qui est « Jean Muster »" in asked.by_what["refused"][0].problems[0]

    bring_in(edition, comma(rows), choices={question.key: "jean-deux"})
    rows[1][3] = "Jean Muster [jean-un]"
    bring_in(edition, comma(rows))

    [appearance] = Session.objects.get(title="Un").appearances.all()
    assert appearance.speaker.slug == "jean-un"


def test_somebody_else_of_a_known_name_is_told_apart(edition):
    rows = [HEADINGS, ["2025-04-02", "", "Un", "Ada Muster"]]
    [question] = attempt(edition, comma(rows)).questions
    assert question.chosen == "ada-muster"

    bring_in(edition, comma(rows), choices={question.key: "+"})
    rows[1][2:] = ["Deux", "Ada Muster [+]"]
    bring_in(edition, comma(rows))

    assert Session.objects.get(title="Deux").appearances.get().speaker.slug == "ada-muster-3"
    [appearance] = Session.objects.get(title="Un").appearances.all()
    assert (appearance.speaker.slug, appearance.speaker.qualifier) == (
        "ada-muster-2", edition.title,
    )  # fmt: skip


def test_a_list_of_ones_own_makes_a_programme_and_a_second_time_changes_nothing():
    edition = make_edition(venue=make_venue("Gare"))
    rows = [
        ["Date", "Beginn", "Titel", "Referenten", "Raum"],
        ["3.4.2026", "10:00", "Pause", "", "A"],
        ["2.4.2026", "14:00", "Später", "Ada Muster (CIO)", "B"],
        ["2.4.2026", "9:00", "Früh", "Ada Muster (CIO) | Team Muster", "B"],
        ["2.4.2026", "", "Danach", "", ""],
        ["3.4.2026", "15:00", "Pause", "", ""],
    ]

    bring_in(edition, windows(rows))

    listed = Session.objects.order_by("day__position", "position").values_list("title", flat=True)
    assert list(listed) == ["Früh", "Danach", "Später", "Pause", "Pause"]
    assert [a.speaker_id is None for a in Session.objects.get(title="Früh").appearances.all()] == [
        False, True,
    ]  # fmt: skip
    assert Speaker.objects.count() == 1
    assert bring_in(edition, windows(rows)).counts["unchanged"] == 5


def test_what_is_not_in_the_file_stays_and_is_said(edition):
    rows = exported(edition)[:3]

    result = bring_in(edition, comma(rows))

    assert result.absent == ["Nuit", "Pause", "Un jour"]
    assert Session.objects.filter(day__edition=edition).count() == 5


def test_a_column_left_out_says_nothing(edition):
    rows = exported(edition)

    result = bring_in(edition, comma(rows), columns=["code", *[""] * 17])

    assert result.counts["unchanged"] == 5


def test_an_emptied_cell_empties_what_it_said(edition):
    rows = exported(edition)
    for heading in ("début", "fin", "salle", "lieu", "résumé", "organisations", "langue"):
        row_of(rows, "aaaaaa")[heading] = ""

    bring_in(edition, comma(rows))

    session = Session.objects.get(code="aaaaaa")
    assert (session.starts_at, session.ends_at, session.room, session.summary) == (
        None,
        None,
        None,
        "",
    )
    assert session.language == "fr"
    assert not session.involvements.exists()


def test_another_day_takes_the_hours_along(edition):
    rows = exported(edition)
    row_of(rows, "aaaaaa")["jour"] = "2025-04-03"

    bring_in(edition, comma(rows))

    session = Session.objects.select_related("day").get(code="aaaaaa")
    assert session.day.date.day == session.local_start.day == session.local_end.day == 3
    assert session.local_start.hour == 9


def test_conflicts_that_the_file_brings_are_told(edition):
    make_session(edition.days.get(position=2), starts_at=timezone.now())
    rows = exported(edition)
    row_of(rows, "bbbbbb")["début"], row_of(rows, "bbbbbb")["lieu"] = "09:15", ""
    row_of(rows, "bbbbbb")["salle"] = "Hall"

    assert {text for _title, text in attempt(edition, comma(rows)).conflicts} == {
        'Hall sert aussi à « \'+Table ; ronde, "grande" », à la même heure.',
        "Hall sert aussi à « =Ouverture », à la même heure.",
    }


def test_two_rows_change_places(edition):
    rows = exported(edition)
    row_of(rows, "aaaaaa")["rang"], row_of(rows, "bbbbbb")["rang"] = "2", "1"

    bring_in(edition, comma(rows))

    assert list(Day.objects.get(edition=edition, position=1).sessions.order_by("position")
                .values_list("code", "position")) == [
        ("bbbbbb", 1), ("aaaaaa", 2), ("cccccc", 7)]  # fmt: skip


def test_a_hidden_name_is_in_no_export_and_stays_what_was_printed(edition):
    person = make_speaker("Zoé Muster", hidden=["Karl Muster"])
    session = Session.objects.get(code="dddddd")
    make_appearance(session, person, name_as_printed="Karl Muster")
    rows = exported(edition)
    assert row_of(rows, "dddddd")["personnes"] == "Zoé Muster"

    row_of(rows, "dddddd")["personnes"] = "Zoé Muster (animation ; CIO)"
    bring_in(edition, comma(rows))

    [appearance] = session.appearances.all()
    assert (appearance.name_as_printed, appearance.role) == ("Karl Muster", "moderator")
    assert attempt(edition, comma(rows)).counts["unchanged"] == 5
