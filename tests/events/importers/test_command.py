"""`manage.py import_schedule`: what it reads, says and refuses."""

import io
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from events.models import Edition, Session
from tests.events.importers.files import EXAMPLES, day, event, example, schedule


def run(file, *arguments, **options) -> str:
    out = io.StringIO()
    call_command("import_schedule", str(file), *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_the_report_is_a_table():
    assert run(EXAMPLES / "wafer.xml", "--edition", "mousson-2023") == (
        "Mousson 23, frab XML, nouvelle édition\n"
        "\n"
        "      1  séances créées\n"
        "      0  séances modifiées\n"
        "      0  séances inchangées\n"
        "      0  séances absentes du fichier, gardées telles quelles\n"
        "      1  personnes ajoutées à l’annuaire\n"
        "      2  avertissements\n"
        "\n"
        "Avertissements :\n"
        "  – jour daté du 2023-09-09 dans le fichier, mais du 2023-09-10 d’après ses séances : "
        "1 séances\n"
        "  – le jour et l’heure de début contredisent la date complète, qui l’emporte : "
        "« Opening » (44444444-4444-4444-8444-444444444444)\n"
    )


@pytest.mark.django_db
def test_a_long_list_is_cut_unless_asked(tmp_path):
    file = tmp_path / "schedule.xml"
    file.write_bytes(schedule(day(*(event(str(n)) for n in range(31)))))
    run(file, "--edition", "essai")
    file.write_bytes(schedule(day(event("0"))))

    cut = run(file, "--edition", "essai", "--withdraw-vanished", "--dry-run")

    assert "essai : rien n’est écrit" in cut
    assert "     30  séances retirées (n’étaient plus dans le fichier)\n" in cut
    assert cut.endswith("  – Talk 20\n  – … et 10 de plus\n")
    assert run(file, "--edition", "essai", verbosity=2).endswith("  – Talk 30\n")
    assert run(file, "--edition", "essai", verbosity=0) == ""


@pytest.mark.django_db
def test_every_option_arrives():
    run(
        EXAMPLES / "frab.xml", "--edition=nuit", "--timezone=Europe/Paris", "--series=lune",
        "--title=La nuit", "--language=lb", "--venue=Rotonde", "--town=Metz",
    )  # fmt: skip

    edition = Edition.objects.get()
    assert (edition.timezone, edition.series.slug, edition.title) == (
        "Europe/Paris", "lune", "La nuit",
    )  # fmt: skip
    assert (edition.language, edition.venue.name, edition.venue.town) == ("lb", "Rotonde", "Metz")
    assert Session.objects.count() == 2


@pytest.mark.django_db
def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(example("wafer.xml"))))

    assert "1  séances créées" in run("-", "--edition", "mousson")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (EXAMPLES / "absent.xml", "n’existe pas"),
        (EXAMPLES, "est un dossier"),
        (EXAMPLES / "autre.json", "n’est pas un programme frab"),
    ],
    ids=["absent", "folder", "another-format"],
)
@pytest.mark.django_db
def test_a_refusal_is_an_error_and_nothing_is_written(file, message):
    with pytest.raises(CommandError, match=message):
        run(file, "--edition", "essai")

    assert Edition.objects.count() == 0


def test_a_refusal_goes_to_stderr_with_status_1():
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "import_schedule", EXAMPLES / "autre.json", "--edition", "a"],
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("CommandError: Ce JSON n’est pas un programme frab")
