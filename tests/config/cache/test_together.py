"""Many ask at once: one makes the answer, and a change is seen by all who ask after it."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from events.models import Session
from tests.config.cache.asking import Django, ask, front
from tests.factories import make_day, make_session

READERS, CHANGES = 8, 6
LIST = "/sessions.json"


@pytest.fixture
def session(transactional_db):
    return make_session(make_day(), title="Titre 0")


def together(work, count=READERS) -> list:
    """What `work` returns in each of so many threads, which begin at once."""
    start = threading.Barrier(count)

    def begin(_number):
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))


def test_a_page_is_made_once_for_all_who_wait_for_it(session):
    one = front()
    for number in range(2):
        Session.objects.update(title=f"Autre {number}")
        told = together(lambda: ask(one, LIST))
        assert {answer.status for answer in told} == {"200 OK"}
        assert len({answer.body for answer in told}) == 1

    assert one.application.asked == 2


def test_who_waits_in_vain_asks_django(session):
    """The one who makes the answer fails, and takes nobody along."""

    class Failing(Django):
        def __call__(self, environ, start_response):
            answer = super().__call__(environ, start_response)
            if self.asked == 1:
                raise ZeroDivisionError
            return answer

    one = front(Failing())

    def status():
        try:
            return ask(one, LIST).status
        except ZeroDivisionError:
            return "500"

    assert sorted(together(status)) == ["200 OK"] * (READERS - 1) + ["500"]
    assert one.being_made == {}


def test_nobody_who_asks_after_a_change_reads_what_was_before(session):
    """While some read without end, one changes: no error, and nothing older than that."""
    one, done, reader = front(), [0], threading.Lock()
    finished = threading.Event()

    def write():
        for number in range(1, CHANGES + 1):
            Session.objects.update(title=f"Titre {number}")
            done[0] = number
            ask(one, LIST)
        finished.set()
        return []

    def read():
        seen = []
        while not finished.is_set():
            changed = done[0]
            answer = ask(one, LIST)
            seen.append((changed, int(re.search(rb"Titre (\d+)", answer.body)[1])))
        return seen

    parts = iter([write, *[read] * (READERS - 1)])

    def part():
        with reader:
            mine = next(parts)
        return mine()

    seen = [pair for pairs in together(part) for pair in pairs]

    assert len(seen) > CHANGES
    assert [(changed, read) for changed, read in seen if read < changed] == []
