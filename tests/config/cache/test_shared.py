"""One cache for several processes, in a Redis of the tests' own (Debian: redis-server)."""

import shutil
import subprocess
import threading
import time

import pytest
from django.test import override_settings
from redis import RedisError

from config.cache.shared import Shared, release
from events.models import Session
from tests.config.cache.asking import ask, front
from tests.config.cache.test_together import together
from tests.factories import make_day, make_session

LIST = "/sessions.json"
SERVER = shutil.which("redis-server")
pytestmark = [
    pytest.mark.skipif(not SERVER, reason="redis-server is not installed"),
    pytest.mark.once,
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    socket = tmp_path_factory.mktemp("redis") / "socket"
    server = subprocess.Popen(  # noqa: S603 - Debian's
        [SERVER, "--port", "0", "--unixsocket", socket, "--save", "", "--loglevel", "warning"]
    )
    yield f"unix://{socket}"
    server.terminate()
    server.wait(timeout=10)


@pytest.fixture
def shared(address):
    """As another process has it: only Redis is one."""
    return lambda: answering(Shared(address))


def answering(cache: Shared) -> Shared:
    for _ in range(200):
        try:
            cache.redis.ping()
            break
        except RedisError:
            time.sleep(0.02)
    return cache


@pytest.fixture
def session(transactional_db):
    return make_session(make_day(), title="Avant")


def test_what_one_made_another_gives(session, shared):
    first, second = front(shared=shared()), front(shared=shared())

    assert ask(first, LIST).body == ask(second, LIST).body
    assert (first.application.asked, second.application.asked) == (1, 0)

    Session.objects.update(title="Nouveau")
    assert b"Nouveau" in ask(second, LIST).body
    assert b"Nouveau" in ask(first, LIST).body
    assert (first.application.asked, second.application.asked) == (1, 1)


def test_of_several_processes_one_makes_it(session, shared):
    fronts = [front(shared=shared()) for _ in range(4)]
    mine = iter(fronts)
    lock = threading.Lock()

    def work():
        with lock:
            one = next(mine)
        return ask(one, LIST).body

    assert len(set(together(work, 4))) == 1
    assert sum(one.application.asked for one in fronts) == 1


def test_a_release_never_reads_what_another_made(session, shared):
    first, second = front(shared=shared()), front(shared=shared())
    with override_settings(OPERATOR="Muster"):
        second.shared.release = release()
    ask(first, LIST)
    ask(second, LIST)

    assert (first.application.asked, second.application.asked) == (1, 1)


def test_without_redis_the_site_answers_and_asks_it_no_more_for_a_while(session, tmp_path, caplog):
    caplog.set_level("WARNING")
    one = front(shared=Shared(f"unix://{tmp_path}/nothing"))

    assert [ask(one, address).status for address in (LIST, LIST, "/events.json")] == ["200 OK"] * 3
    assert one.application.asked == 2
    assert len([r for r in caplog.records if "shared cache" in r.message]) == 1
