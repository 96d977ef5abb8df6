"""EschTechWeek as the article tells it: counted by hand, compared with the fixture."""

from datetime import date, time

import pytest

from events.models import Appearance, Edition, Session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eschtechweek")]

# Wednesday 2 April in running order: kind, hour, and who, moderators first.
WEDNESDAY = [
    ("welcome", time(9), []),
    ("opening", time(9, 45), ["Bruno Cavaleiro", "Raoul Roos"]),
    ("round_table", None, [
        "Christian Weis", "Elisabeth Margue", "Gilles Hermes", "Marie-Hélène Jobin",
        "Anne Calteux", "António Carlos Albuquerque"]),
    ("talk", None, ["Arnaud Lambert"]),
    ("round_table", None, [
        "Mario Grotz", "Diego De Biasio", "Jurgen Joossens", "Philippe Linster", "Kevin Muller"]),
    ("talk", None, ["Michaël Rigali"]),
    ("break", None, []),
    ("discussion", None, ["Ajda Alev", "Brice Lecoustey", "Thierry Kremser"]),
    ("round_table", None, [
        "Meris Sehovic", "Eric Lux", "Yves Biwer", "Cyrille Derouaz", "Benjamin Tillier"]),
    ("round_table", None, [
        "Jean-Paul Scheuren", "Françoise Meisch", "Laurent Adam", "René Metz"]),
    ("round_table", None, [
        "Kamel Amroune", "Michaël Rigali", "Serge Linckels", "Thibaud Latour"]),
    ("closing", None, ["Bruno Cavaleiro"]),
    ("social", None, []),
    ("performance", None, ["David Soner"]),
]  # fmt: skip


@pytest.fixture
def edition():
    return Edition.objects.get(slug="eschtechweek-2025")


def test_six_days(edition):
    assert [(day.position, day.date, day.sessions.count()) for day in edition.days.all()] == [
        (1, date(2025, 3, 31), 1),
        (2, date(2025, 4, 1), 1),
        (3, date(2025, 4, 2), 14),
        (4, date(2025, 4, 3), 1),
        (5, date(2025, 4, 4), 2),
        (6, date(2025, 4, 5), 0),
    ]


def test_wednesday(edition):
    sessions = edition.days.get(date=date(2025, 4, 2)).sessions.published().in_order()

    assert [session.position for session in sessions] == list(range(1, 15))
    assert [
        (
            s.kind,
            s.local_start and s.local_start.time(),
            [str(a.speaker) for a in s.appearances.all()],
        )
        for s in sessions
    ] == WEDNESDAY


def test_no_other_hour_and_no_end_is_known(edition):
    timed = Session.objects.of(edition).filter(starts_at__isnull=False)

    assert list(timed.in_order().values_list("slug", flat=True)) == ["accueil", "ouverture"]
    assert not Session.objects.of(edition).filter(ends_at__isnull=False).exists()


def test_thirty_three_appearances_each_once(edition):
    appearances = Appearance.objects.public().filter(session__day__edition=edition)
    once = appearances.values_list("session", "speaker", "role").distinct()

    assert (appearances.count(), once.count()) == (33, 33)
    assert appearances.values("speaker").distinct().count() == 31


def test_roles(edition):
    """All but these sat on a panel."""
    others = Appearance.objects.exclude(role=Appearance.Role.PANELLIST)
    others = others.filter(session__day__edition=edition).chronological()

    assert [(a.role, a.name_as_printed) for a in others] == [
        ("speaker", "Bruno Cavaleiro"),
        ("speaker", "Raoul Roos"),
        ("speaker", "Arnaud Lambert"),
        ("speaker", "Michaël Rigali"),
        ("moderator", "Kamel Amroune"),
        ("speaker", "Bruno Cavaleiro"),
        ("performer", "David Soner, alias Pschhh!"),
    ]


def test_one_special_guest(edition):
    guests = Appearance.objects.filter(session__day__edition=edition, special_guest=True)

    assert [guest.name_as_printed for guest in guests] == ["António Carlos Albuquerque"]


@pytest.mark.parametrize(
    ("speaker", "positions"),
    [
        # A title where he is introduced, only an organisation at the panel.
        ("michael-rigali", [
            ["Head of Business Unit IBM Software chez NSI Luxembourg"], ["NSI"]]),
        # A title at the opening, none at the closing.
        ("bruno-cavaleiro", [["échevin de la Ville d'Esch-sur-Alzette"], []]),
        ("jean-paul-scheuren", [["HE:AL Campus", "House of BioHealth"]]),
    ],
)  # fmt: skip
def test_positions_belong_to_the_mention(speaker, positions):
    appearances = Appearance.objects.filter(speaker__slug=speaker).chronological()

    assert [[p.as_printed for p in a.positions.all()] for a in appearances] == positions


def test_the_numbered_round_tables(edition):
    numbered = Session.objects.of(edition).filter(number__isnull=False).in_order()

    assert [(s.number, s.position) for s in numbered] == [(1, 3), (2, 5), (3, 9), (4, 10), (5, 11)]
