"""The pages that are measured, of the largest edition in the database of DATABASE_URL, cold.

Cold is what Django needs by itself: CPU milliseconds (the middle one of five, after a first one
that reads the templates), queries, bytes. As `python -m bench.pages`, in JSON.
"""

import json
import statistics
import time

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.db.models import Count
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.invented import say
from events.models import Day, Session
from organisations.models import Organisation
from speakers.models import Speaker

TIMES = 5
HOST = "localhost"


def pages() -> dict[str, str]:
    def most(records, of: str):
        return records.annotate(count=Count(of)).order_by("-count", "pk").first()

    day = most(Day.objects.public().filter(date__isnull=False), "sessions")
    session = most(Session.objects.published().filter(day=day), "appearances")
    speaker = most(Speaker.objects.public(), "appearances")
    house = most(Organisation.objects.public(), "positions")
    word = max(session.title.split(), key=len)
    edition = reverse("events:edition", args=[day.edition.slug])
    of_day = reverse("events:day", args=[day.edition.slug, day.date])
    return {
        "home": "/",
        "edition": edition,
        "day": of_day,
        "session": reverse("events:session", args=[day.edition.slug, session.slug]),
        "speaker": reverse("speakers:detail", args=[speaker.slug]),
        "organisation": reverse("organisations:detail", args=[house.slug]),
        "search": f"/search/?q={word}",
        "edition .ics": f"{edition[:-1]}.ics",
        "day .ics": f"{of_day[:-1]}.ics",
        "day .json": f"{of_day[:-1]}.json",
    }


def rendered(django: WSGIHandler, path: str) -> int:
    """Bytes."""
    request = RequestFactory().get(path, headers={"host": HOST, "accept-encoding": "br"})
    response = django(request.environ, lambda status, headers, exc=None: None)
    if response.status_code != 200:
        raise SystemExit(f"{path}: {response.status_code}")
    return len(b"".join(response))


def cold(django: WSGIHandler, path: str) -> dict:
    with CaptureQueriesContext(connection) as queries:
        size = rendered(django, path)
    asked, took = len(queries), []  # the next request forgets them
    for _ in range(TIMES):
        start = time.process_time()
        rendered(django, path)
        took.append((time.process_time() - start) * 1000)
    return {
        "path": path,
        "cold_ms": round(statistics.median(took), 1),
        "queries": asked,
        "bytes": size,
    }


def main() -> None:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    django = WSGIHandler()
    say(json.dumps({name: cold(django, path) for name, path in pages().items()}))


if __name__ == "__main__":
    main()
