from django.core.management import BaseCommand

from search.index import rebuild, settle


class Command(BaseCommand):
    help = "Makes the index of words again, as after a change of how words are read."

    def handle(self, **options):
        count = rebuild()
        settle()
        self.stdout.write(f"{count} records can be found.")
