"""An answer of Django's, how it is given to whoever asks, and how many are kept."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.cache import parse_etags
from django.utils.http import parse_http_date_safe

from config.cache.moment import Moment
from config.door import FRESH

Headers = list[tuple[str, str]]

# What a 304 repeats of the answer: what Django keeps of it, and what the door says of everything.
REPEATED = {
    "Cache-Control", "Content-Location", "ETag", "Expires",
    "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy",
    "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options",
}  # fmt: skip
HEAD = 2_000  # octets that an answer takes beside its body, about


@dataclass(slots=True)
class Answer:
    revision: str
    status: str
    headers: Headers  # without Last-Modified, which waits until its second is over
    body: bytes
    etag: str = field(init=False)  # a 200's, as that of its bytes before they were compressed
    is_dated: bool = field(init=False)
    whole: tuple[bytes] = field(init=False)
    known: Headers = field(init=False)  # a 304's

    def __post_init__(self):
        said = dict(self.headers) if self.status.startswith("200") else {}
        self.etag = said.get("ETag", "").removeprefix("W/")
        # The door dates what it says itself how long to keep, and nothing else.
        self.is_dated = said.get("Cache-Control") == FRESH
        self.whole = (self.body,)
        repeated = {name: value for name, value in self.headers if name in REPEATED}
        self.known = list((repeated | {"ETag": self.etag}).items())

    def __len__(self):
        return len(self.body) + HEAD

    def give(self, environ: dict, start_response: Callable, moment: Moment, now: float):
        date = moment.last_modified(now) if self.is_dated else ""
        status, headers, body = self.status, self.headers, self.whole
        if self.is_known(environ, moment.second if date else 0, now):
            status, headers, body = "304 Not Modified", self.known, ()
        elif environ["REQUEST_METHOD"] == "HEAD":
            body = ()
        start_response(status, [*headers, ("Last-Modified", date)] if date else [*headers])
        return body

    def is_known(self, environ: dict, second: int, now: float) -> bool:
        """Whether who asks has it already, as `config.door.ConditionalMiddleware` finds."""
        if tags := environ.get("HTTP_IF_NONE_MATCH"):
            if tags == self.etag:
                return True
            if parsed := parse_etags(tags):
                named = self.etag in [tag.removeprefix("W/") for tag in parsed]
                return bool(self.etag) and (named or parsed == ["*"])
        if second and (date := environ.get("HTTP_IF_MODIFIED_SINCE")):
            return second <= (parse_http_date_safe(date) or 0) <= now
        return False


def packed(answer: Answer) -> bytes:
    """For another process; not pickled, which could be made to run anything there."""
    head = json.dumps([answer.revision, answer.status, answer.headers])
    return head.encode() + b"\n" + answer.body


def unpacked(octets: bytes) -> Answer:
    head, _, body = octets.partition(b"\n")
    revision, status, headers = json.loads(head)
    return Answer(revision, status, [(name, value) for name, value in headers], body)


class Kept:
    """Answers in so many octets; those that nobody has asked for the longest time give way."""

    def __init__(self, octets: int):
        self.room, self.taken = octets, 0
        self.answers: OrderedDict[Hashable, Answer] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable, revision: str) -> Answer | None:
        answer = self.answers.get(key)
        if answer is None or answer.revision != revision:
            return None
        with suppress(KeyError):  # another thread may just have dropped it
            self.answers.move_to_end(key)
        return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        with self.lock:
            if former := self.answers.pop(key, None):
                self.taken -= len(former)
            self.answers[key] = answer
            self.taken += len(answer)
            while self.taken > self.room:
                _key, dropped = self.answers.popitem(last=False)
                self.taken -= len(dropped)
