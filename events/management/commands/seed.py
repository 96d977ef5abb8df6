from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Loads the articles' facts from fixtures/; a second time changes nothing."

    def handle(self, **options):
        fixtures = sorted((Path(settings.BASE_DIR) / "fixtures").glob("*.json"))
        call_command("loaddata", *map(str, fixtures), verbosity=options["verbosity"])
