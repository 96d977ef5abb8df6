import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from events.importers.frab import MAX_BYTES, parse
from events.importers.parsed import ScheduleError
from events.importers.schedule import import_schedule
from search.index import settle


class Command(BaseCommand):
    help = (
        "Importe un programme au format frab (schedule.xml ou schedule.json) dans une édition ; "
        "le même fichier une seconde fois ne change rien."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("file", metavar="FILE", help="le fichier ; « - » : l’entrée standard")
        add("--edition", required=True, metavar="SLUG", help="créée si elle n’existe pas encore")
        add(
            "--timezone",
            default="",
            metavar="ZONE",
            help="Europe/Luxembourg ; nécessaire si le fichier ne le dit pas",
        )
        add(
            "--series",
            metavar="SLUG",
            help="où un même nom est une même personne ; sinon d’après --edition : fosdem-2025 "
            "est de la série fosdem ; « --series= » : aucune",
        )
        add("--title", default="", help="titre de l’édition, au lieu de celui du fichier")
        add("--language", default="", help="langue des séances dont le fichier ne la dit pas : fr")
        add("--venue", default="", metavar="NOM", help="lieu, si le fichier ne le dit pas")
        add("--town", default="", metavar="VILLE", help="ville du lieu")
        add(
            "--withdraw-vanished",
            action="store_true",
            help="retire (brouillon) les séances importées qui ne sont plus dans le fichier",
        )
        add("--dry-run", action="store_true", help="fait le compte sans rien écrire")  # fmt: skip

    def handle(self, *, file, verbosity, **options):
        told = ("edition", "timezone", "series", "title", "language", "venue", "town",
                "withdraw_vanished", "dry_run")  # fmt: skip
        try:
            report = import_schedule(
                parsed=parse(read(file)),
                read_on=timezone.localdate(),
                **{name: options[name] for name in told},
            )
        except ScheduleError as error:
            raise CommandError(str(error)) from None
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            raise CommandError(
                "Un autre programme écrit dans la base en ce moment : rien n’est importé. "
                "Recommencez dans un instant."
            ) from None
        settle()
        if verbosity:
            self.stdout.write(report.as_text(limit=20 if verbosity == 1 else sys.maxsize))


def read(file: str) -> bytes:
    """At most one byte more than the importer takes."""
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise CommandError(f"Le fichier « {file} » n’existe pas.") from None
    except IsADirectoryError:
        raise CommandError(f"« {file} » est un dossier.") from None
    except OSError:
        raise CommandError(f"Le fichier « {file} » n’est pas lisible.") from None
