from django.core.management import BaseCommand

from search.index import rebuild


class Command(BaseCommand):
    help = "Makes the index of words again, as after a change of how words are read."

    def handle(self, **options):
        self.stdout.write(f"{rebuild()} records can be found.")
