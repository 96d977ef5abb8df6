"""What stands before Django: finds the answer, or has it made once for all who wait for it."""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone

from config.cache.answer import Answer, Headers, Kept
from config.cache.moment import Moment, look, moment_of
from config.door import BROTLI, NOT_PUBLIC, REVISION
from events.clock import revision_at
from events.filters import NOW

# Beside what is not public: files, which are sent piece by piece.
NOT_KEPT = (*NOT_PUBLIC, settings.STATIC_URL, "/export/tableronde.")
# Words that a person types, and hardly anyone else (DESIGN §6); a moment that is tried.
NEVER_AGAIN = {"q", NOW}
CONDITIONS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
# For those who write; Django answers them.
PRECONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
PATIENCE = 30  # seconds, for an answer that another thread makes
KEPT_STATUS = {"200", "301", "410"}
BRIEFLY = (0.01, 0.02, 0.04)


@dataclass(slots=True)
class Making:
    """An answer that one makes and others wait for.

    Whoever waits has read that revision after asking: no change that came before is missing in it.
    """

    is_over: threading.Event
    moment: Moment | None = None
    answer: Answer | None = None


class Front:
    """A WSGI application that asks Django only for what it does not have."""

    def __init__(self, application: Callable, octets: int, shared=None):
        self.application = application
        self.kept = Kept(octets)
        self.shared = shared
        self.being_made: dict[Hashable, threading.Event] = {}
        self.clock = threading.Lock()

    def __call__(self, environ: dict, start_response: Callable):
        if (key := key_of(environ)) is not None:
            now, moment = timezone.now().timestamp(), look()
            if moment and now < moment.until and (answer := self.kept.get(key, moment.name)):
                return answer.give(environ, start_response, moment, now)
            if not NEVER_AGAIN.intersection(name for name, _ in parse_qsl(environ["QUERY_STRING"])):
                return self.once(key, environ, start_response)
        return self.application(environ, start_response)

    def once(self, key: Hashable, environ: dict, start_response: Callable):
        """One who asks makes the answer; the others, who ask at the same revision, wait for it."""
        now, moment = self.present()
        if not moment:
            return self.application(environ, start_response)
        mine = Making(threading.Event())
        other = self.being_made.setdefault((key, moment.name), mine)
        if other is not mine:
            other.is_over.wait(PATIENCE)
            if other.answer:
                return other.answer.give(environ, start_response, other.moment, now)
            return self.application(environ, start_response)
        try:
            mine.moment, mine.answer = moment, self.found(key, moment)
            if mine.answer:
                return mine.answer.give(environ, start_response, moment, now)
            return self.make(mine, key, environ, start_response, now)
        finally:
            del self.being_made[key, moment.name]
            mine.is_over.set()
            if self.shared:
                self.shared.let_go(key, moment.name)

    def present(self) -> tuple[float, Moment | None]:
        """Now, and the revision past what the clock has brought; None where that is not known."""
        for pause in (*BRIEFLY, None):
            now, moment = timezone.now(), look()
            if not moment or now.timestamp() < moment.until:
                break
            with self.clock:  # of many threads, one writes
                if self.brought(now):
                    return now.timestamp(), look()
            moment = None
            if pause:  # another process may be about it
                time.sleep(pause)
        return now.timestamp(), moment

    def brought(self, now: datetime) -> bool:
        try:
            return revision_at(now) is not None
        except (DatabaseError, InterfaceError):
            return False

    def found(self, key: Hashable, moment: Moment) -> Answer | None:
        """What was made meanwhile, here or by another process."""
        if answer := self.kept.get(key, moment.name):
            return answer
        if self.shared and (answer := self.shared.find(key, moment.name)):
            self.kept.put(key, answer)
            return answer
        return None

    def make(self, making, key: Hashable, environ: dict, start_response: Callable, now: float):
        """Asks Django for the whole answer, whoever has it already; keeps it if it still holds."""
        asked = {name: environ[name] for name in environ.keys() - CONDITIONS}
        asked["REQUEST_METHOD"] = "GET"
        said: list = []
        response = self.application(asked, lambda *given: said.extend(given))
        status, headers = said[:2]
        if not is_everyones(asked, status, headers, response):
            if environ["REQUEST_METHOD"] == "GET" and not CONDITIONS & environ.keys():
                start_response(status, headers)
                return response
            response.close()
            return self.application(environ, start_response)
        body = b"".join(response)
        response.close()
        seen = moment_of(asked[REVISION])
        lasting = [(name, value) for name, value in headers if name != "Last-Modified"]
        answer = Answer(seen.name, status, lasting, body)
        making.moment, making.answer = seen, answer
        # A change while it was made may be in it or not. And a clock behind the one that brought
        # the revision would show what was before.
        if (after := look()) and after.name == seen.name and seen.changed <= now:
            self.kept.put(key, answer)
            if self.shared:
                self.shared.put(key, answer)
        return answer.give(environ, start_response, seen, now)


def key_of(environ: dict) -> Hashable | None:
    """What an answer depends on, beside the revision; None for what is never kept."""
    path = environ["PATH_INFO"]
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or path.startswith(NOT_KEPT)
        or not PRECONDITIONS.isdisjoint(environ)
        or environ.get("SCRIPT_NAME")
    ):
        return None
    return (
        # Addresses are told by these three: https or not, and a host that is answered or refused.
        environ.get("HTTP_HOST"),
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO"),
        path,
        # As it was written: feeds and links repeat it so.
        environ["QUERY_STRING"],
        encoding(environ.get("HTTP_ACCEPT_ENCODING", "")),
    )


@lru_cache(maxsize=256)
def encoding(accepted: str) -> str:
    """As the door chooses it (`config.door.CompressionMiddleware`)."""
    if BROTLI.search(accepted):
        return "br"
    return "gzip" if re_accepts_gzip.search(accepted) else ""


def is_everyones(asked: dict, status: str, headers: Headers, response) -> bool:
    """Whether Django says that anyone may have the answer, at the revision that it has seen."""
    said = dict(headers)
    varies = {name.strip().lower() for name in said.get("Vary", "").split(",")}
    return (
        REVISION in asked
        and status[:3] in KEPT_STATUS
        and (status[:3] != "200" or said.get("Cache-Control", "").startswith("public"))
        and varies <= {"", "accept-encoding"}
        and "Set-Cookie" not in said
        and not getattr(response, "streaming", True)
    )
