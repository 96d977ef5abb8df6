import json
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command

from events.models import Edition, FormerSlug
from search.index import settle


class Command(BaseCommand):
    help = "Loads the articles' facts from fixtures/, leaving alone what is already there."

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="load everything again, over what organisers have changed",
        )

    def handle(self, **options):
        fixtures = sorted((Path(settings.BASE_DIR) / "fixtures").glob("*.json"))
        wanted = [path for path in fixtures if options["overwrite"] or not is_known(path)]
        if wanted:
            call_command("loaddata", *map(str, wanted), verbosity=options["verbosity"])
        settle()
        if kept := len(fixtures) - len(wanted):
            self.stdout.write(f"{kept} programmes are there already; organisers' edits are kept.")


def is_known(path: Path) -> bool:
    """Was this programme ever loaded? Then it is the organisers', even where they deleted it."""
    rows = json.loads(path.read_text())
    slugs = [row["fields"]["slug"] for row in rows if row["model"] == "events.edition"]
    return (
        Edition.objects.filter(slug__in=slugs).exists()
        or FormerSlug.objects.filter(kind="edition", slug__in=slugs).exists()
    )
