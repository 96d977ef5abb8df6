"""Gives a session the title "Titre N." for each number on a line of stdin, and says so."""

import sys

from bench.invented import say
from events.models import Session

for line in sys.stdin:
    Session.objects.filter(slug=sys.argv[1]).update(title=f"Titre {line.strip()}.")
    say(line.strip())
    sys.stdout.flush()
