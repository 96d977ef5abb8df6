"""How many answers are kept: in so many octets, those that are asked for."""

import pytest
from django.test import override_settings

from config.cache import in_front_of
from config.cache.answer import HEAD, Answer, Kept, packed, unpacked
from config.cache.front import Front

THOUSAND = 1000


def answer(body: bytes, revision="1") -> Answer:
    return Answer(revision, "200 OK", [("Content-Type", "text/plain"), ("ETag", '"a"')], body)


def of(octets: int) -> Answer:
    return answer(b"a" * (octets - HEAD))


def test_what_nobody_asked_for_the_longest_time_gives_way():
    kept = Kept(10 * THOUSAND)
    for key in "abc":
        kept.put(key, of(3 * THOUSAND))
    kept.get("a", "1")

    kept.put("d", of(4 * THOUSAND))

    assert (list(kept.answers), kept.taken) == (["c", "a", "d"], 10 * THOUSAND)


def test_an_answer_takes_the_place_of_the_former_one_at_its_address():
    kept = Kept(10 * THOUSAND)
    kept.put("a", of(3 * THOUSAND))
    kept.put("a", answer(b"", revision="2"))

    assert (kept.get("a", "1"), kept.get("a", "2").body, kept.taken) == (None, b"", HEAD)


def test_what_is_larger_than_all_of_it_is_not_kept():
    kept = Kept(10 * THOUSAND)
    kept.put("a", of(11 * THOUSAND))

    assert (list(kept.answers), kept.taken) == ([], 0)


def test_an_answer_is_the_same_in_another_process():
    here = answer(b"\n{}\n\xff")

    assert unpacked(packed(here)) == here


@pytest.mark.parametrize(("megabytes", "kind"), [(0, object), (1, Front)])
def test_without_room_for_it_there_is_none(megabytes, kind):
    with override_settings(CACHE_MEGABYTES=megabytes):
        assert type(in_front_of(object())) is kind
