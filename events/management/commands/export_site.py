import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from events.frozen.copying import CopyError, copy_site
from events.frozen.folder import Files, FolderError
from events.models import Edition


class Command(BaseCommand):
    help = (
        "Écrit le site public dans un dossier : des fichiers qu’un serveur web donne tels quels, "
        "et qui s’ouvrent sans serveur."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("folder", metavar="DIR", help="vide, nouveau, ou une copie précédente, remplacée")
        add("--edition", metavar="SLUG", help="cette édition seule, et ce que ses pages nomment")

    def handle(self, *, folder, edition, verbosity, **options):
        progress = Progress(self.stderr) if verbosity else lambda _files: None
        found = edition and Edition.objects.public().filter(slug=edition).first()
        if edition and not found:
            raise CommandError(f"« {edition} » n’est pas une édition publiée.")
        try:
            files = copy_site(folder=Path(folder), edition=found or None, tell=progress)
        except (CopyError, FolderError) as error:
            raise CommandError(str(error)) from None
        if verbosity:
            self.stdout.write(
                f"{files.files} fichiers ({megabytes(files.octets)}), et {files.compressed} copies "
                f"comprimées ({megabytes(files.compressed_octets)}), dans {folder}"
            )


class Progress:
    """One line that counts on a terminal; elsewhere a line now and then."""

    def __init__(self, stderr):
        self.stderr = stderr
        self.every, self.ending = (50, "\r") if sys.stderr.isatty() else (1000, "\n")

    def __call__(self, files: Files) -> None:
        if files.files % self.every == 0:
            self.stderr.write(
                f"{files.files} fichiers, {megabytes(files.octets)}", ending=self.ending
            )


def megabytes(octets: int) -> str:
    return f"{octets / 1e6:.1f} Mo"
