"""Who is who: the same person is one, strangers are two."""

import pytest

from events.importers.people import is_full, names_nobody
from events.models import Appearance
from speakers.models import Speaker, SpeakerIdentity
from speakers.sorting import sort_name
from tests.events.importers.files import day, event, example, imported, schedule

ONE, TWO = "aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"


def programme(*persons, **more):
    """A file in which each of `persons` has a session."""
    return schedule(
        day(*(event(str(n), persons=[who]) for n, who in enumerate(persons, start=1))), **more
    )


def speakers(edition) -> list[str]:
    """The slugs of who is in the sessions of an edition, in the file's order; "" is nobody."""
    appearances = Appearance.objects.filter(session__day__edition__slug=edition)
    found = appearances.order_by("session__external_id", "order").select_related("speaker")
    return [a.speaker.slug if a.speaker else "" for a in found]


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Diego De Biasio", "De Biasio, Diego"),
        ("Vera van der Loon", "van der Loon, Vera"),
        ("Nora Weber", "Weber, Nora"),
        ("Nora Weber (she/her)", "Weber, Nora"),
        ("Jan (jj) Ries", "Ries, Jan"),
        ("Olaf Ries, DG8NGN", "Ries, Olaf"),
        ("Zora", "Zora"),
        ("De Biasio", "Biasio, De"),
    ],
)
def test_sort_names(name, sorted_as):
    assert sort_name(name) == sorted_as


@pytest.mark.parametrize(
    "name",
    ["FOSDEM Staff", "Forge team", "The Organizers", "Open Forge Foundation", "-", "…", "TBA",
     "nora@forge.example", "Nora Weber & Olaf Ries", "Nora and Olaf", "Nora / Olaf",
     "Chaos-Nord-Club"],
)  # fmt: skip
def test_names_that_are_nobody(name):
    assert names_nobody(name)


@pytest.mark.parametrize(
    "name", ["Nora Weber", "@nora", "Nora", "Ola Stafford", "Nora Weber (@forgeteam)", "Élise 2"]
)
def test_names_that_are_somebody(name):
    assert not names_nobody(name)


@pytest.mark.parametrize(
    ("name", "full"), [("Nora Weber", True), ("Nora", False), ("Nora (she/her)", False)]
)
def test_a_full_name_has_two_words(name, full):
    assert is_full(name) == full


@pytest.mark.django_db
class TestDirectory:
    def test_a_team_is_nobody_and_keeps_its_name(self):
        imported(programme("Forge Staff", "Nora Weber"))

        assert speakers("essai-2025") == ["", "nora-weber"]
        assert Appearance.objects.get(speaker=None).name_as_printed == "Forge Staff"

    def test_a_full_name_is_one_person_within_the_series(self):
        imported(programme(("Nora Weber", "1")), "forge-2024")
        imported(programme(("Nora Weber", "77")), "forge-2025")

        assert speakers("forge-2025") == speakers("forge-2024") == ["nora-weber"]

    @pytest.mark.parametrize("edition", ["lune-2025", "forge"])
    def test_a_full_name_is_two_people_in_two_series_or_none(self, edition):
        imported(programme("Nora Weber"), "forge-2024")
        imported(programme("Nora Weber"), edition)

        assert speakers(edition) == ["nora-weber-2"]
        assert Speaker.objects.get(slug="nora-weber-2").qualifier == "Essai"
        assert Speaker.objects.get(slug="nora-weber").qualifier == ""

    def test_a_series_can_be_told_and_refused(self):
        imported(programme("Nora Weber"), "printemps", series="forge")
        imported(programme("Nora Weber"), "automne", series="forge")
        imported(programme("Nora Weber"), "forge-2026", series="")

        assert speakers("automne") == ["nora-weber"]
        assert speakers("forge-2026") == ["nora-weber-2"]

    def test_a_first_name_is_nobody_known(self):
        imported(programme(("Nora", "1")), "forge-2024")
        imported(programme(("Nora", "1")), "forge-2025")

        assert speakers("forge-2025") == ["nora-2"]

    def test_the_same_id_with_another_name_is_somebody_else(self):
        imported(programme(("Nora Weber", "5")), "forge-2024")
        imported(programme(("Olaf Ries", "5")), "forge-2025")

        assert speakers("forge-2025") == ["olaf-ries"]

    def test_an_id_of_many_is_no_id(self):
        imported(example("frab.xml"), "nuit-2018", timezone="Europe/Paris")

        assert set(Speaker.objects.values_list("name", flat=True)) == {
            "Zora", "Ümit", "Ada Nachtigall", "Chaos-Est",
        }  # fmt: skip

    def test_within_a_file_a_name_is_told_apart_by_what_marks_it(self):
        imported(programme(
            ("Nora", "1"), ("Nora", "2"), ("Nora", "1"),
            ("Olaf Ries", "3"), ("Olaf Ries", "4"),
            ("Max Moser", "", ONE), ("Max Moser", "", TWO),
        ))  # fmt: skip

        assert speakers("essai-2025") == [
            "nora", "nora-2", "nora", "olaf-ries", "olaf-ries", "max-moser", "max-moser-2",
        ]  # fmt: skip
        assert imported(programme(("Nora", "2"), ("Nora", "1"))).people_created == 0
        assert speakers("essai-2025")[:2] == ["nora-2", "nora"]

    def test_a_guid_is_one_person_everywhere_under_any_name(self):
        imported(programme(("Nora", "", ONE)), "forge-2024")
        report = imported(programme(("Nora Weber", "", ONE)), "lune-2025")

        assert speakers("lune-2025") == ["nora"]
        assert Appearance.objects.get(
            session__day__edition__slug="lune-2025"
        ).name_as_printed == "Nora Weber"  # fmt: skip
        assert report.warnings == [
            "« Nora » s’appelle « Nora Weber » dans le fichier : "
            "à corriger dans l’administration s’il le faut"
        ]

    def test_two_guids_in_a_file_are_two_people_also_where_one_is_known_by_name(self):
        imported(programme("Max Moser"), "forge-2024")
        imported(programme(("Max Moser", "", ONE), ("Max Moser", "", TWO)), "forge-2025")

        assert speakers("forge-2025") == ["max-moser-2", "max-moser-3"]

    def test_a_new_guid_may_be_a_known_full_name(self):
        imported(programme("Max Moser"), "forge-2024")
        imported(programme(("Max Moser", "", ONE)), "forge-2025")
        imported(programme(("Max Moser", "", TWO)), "forge-2026")

        assert speakers("forge-2026") == ["max-moser"]

    def test_case_alone_may_be_two_people(self):
        imported(programme("Nora Weber", "nora weber"), "forge-2024")
        imported(programme("NORA WEBER"), "forge-2025")

        assert speakers("forge-2024") == ["nora-weber", "nora-weber-2"]
        assert speakers("forge-2025") == ["nora-weber-3"]

    def test_accents_alone_are_one_person_and_it_is_said(self):
        imported(programme("Ivo Topic"), "forge-2024")
        report = imported(programme("Ivo Topić"), "forge-2025")

        assert speakers("forge-2025") == ["ivo-topic"]
        said = "« Ivo Topić » est rattaché à « Ivo Topic », aux accents et traits d’union près"
        assert report.warnings == [said]
        assert Appearance.objects.filter(name_as_printed="Ivo Topić").exists()

    def test_a_hyphen_alone_is_one_person(self):
        imported(programme("Jean-Marc Ries"), "forge-2024")
        imported(programme("Jean Marc Ries"), "forge-2025")

        assert speakers("forge-2025") == ["jean-marc-ries"]

    def test_accents_tell_apart_who_is_named_both_ways_in_one_file(self):
        imported(programme("Ivo Topic"), "forge-2024")
        imported(programme("Ivo Topic", "Ivo Topić"), "forge-2025")

        assert speakers("forge-2025") == ["ivo-topic", "ivo-topic-2"]

    def test_namesakes_of_a_series_are_not_chosen_between(self):
        imported(programme(("Max Moser", "", ONE), ("Max Moser", "", TWO)), "forge-2024")
        report = imported(programme("Max Moser"), "forge-2025")

        assert speakers("forge-2025") == ["max-moser-3"]
        assert "« Max Moser » : plusieurs homonymes dans la série" in report.warnings[0]

    def test_a_name_corrected_in_the_directory_is_still_the_same_person(self):
        data = programme(("Nora", "1"), "Olaf Ries")
        imported(data)
        Speaker.objects.filter(slug="nora").update(name="Nora Weber")
        Speaker.objects.filter(slug="olaf-ries").update(name="Olaf Riès")

        report = imported(data)

        assert (report.people_created, report.updated) == (0, 0)

    def test_named_twice_in_a_session_is_in_it_once(self):
        imported(schedule(day(event(persons=["Nora Weber", "Zora", "Nora Weber", "TBA", "TBA"]))))

        appearances = Appearance.objects.order_by("order")
        assert list(appearances.values_list("order", "name_as_printed")) == [
            (1, "Nora Weber"), (2, "Zora"), (3, "TBA"),
        ]  # fmt: skip

    def test_another_order_is_a_change_of_people(self):
        imported(schedule(day(event(persons=["Nora Weber", "Zora"]))))
        report = imported(schedule(day(event(persons=["Zora", "Nora Weber"]))))

        assert (report.re_peopled, report.updated) == (1, 1)
        assert speakers("essai-2025") == ["zora", "nora-weber"]

    def test_who_left_is_no_longer_there_but_stays_in_the_directory(self):
        imported(programme("Nora Weber"))
        imported(programme("Zora Klein"))

        assert speakers("essai-2025") == ["zora-klein"]
        assert Speaker.objects.filter(slug="nora-weber").exists()
        assert not Speaker.objects.public().filter(slug="nora-weber").exists()

    def test_a_mark_means_one_person(self):
        imported(programme(("Nora", "1")))

        mark = SpeakerIdentity.objects.get()
        assert (mark.scheme, mark.value, str(mark)) == (
            "essai-2025", "1 Nora", "essai-2025: 1 Nora",
        )  # fmt: skip
