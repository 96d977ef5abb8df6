"""What the cache answers has the status, the headers and the bytes of what Django answers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import http_date

from config.door import CompressionMiddleware
from events.models import FormerSlug, Revision
from tests.config.cache.asking import Django, ask, front
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
)

DAY = "/events/foire/2025-04-02/"
CALENDAR = "/events/foire/2025-04-02.ics"
PAGES = [
    "/", "/events/", "/events/foire/", "/de/events/foire/", DAY, "/events/foire/sessions/table/",
    "/en/speakers/anna-schmit/", "/organisations/list/", "/sessions/?kind=round_table", "/export/",
    "/search/", "/robots.txt", "/sw.js", "/sitemap.xml",
]  # fmt: skip
FEEDS = [
    "/events/foire.ics", CALENDAR, "/events/foire/2025-04-02.json", "/sessions.atom",
    "/appearances.csv", "/appearances.xlsx", "/events/foire/schedule.xml",
]  # fmt: skip
MOVED, GONE = "/events/ancienne/", "/events/retiree/"
KEPT = [*PAGES, *FEEDS, MOVED, GONE, "/events", "/sessions/?utm_source=a"]
NOT_KEPT = [
    "/nowhere/", "/events/nowhere.ics", "/sessions.json?kind=picnic", "/sessions/?q=ia",
    "/speakers.json?q=anna", "/events/foire/?now=2025-04-02T09:45", "/healthz", "/admin/",
    "/preview/nothing/", "/site.webmanifest", "/static/nothing.css",
]  # fmt: skip


@pytest.fixture(autouse=True)
def later(db, monkeypatch):
    """Some seconds after the last change, which is when a date is told; always one moment."""
    gone = make_session(make_day(make_edition(slug="retiree")))
    gone.day.edition.delete()
    fair = make_edition(slug="foire", starts_on="2025-04-02")
    FormerSlug.objects.create(kind="edition", slug="ancienne", object_id=fair.pk)
    session = make_session(make_day(fair), slug="table", kind="round_table", title="Grandir")
    make_appearance(session, make_speaker("Anna Schmit"), [make_organisation("LIST")])
    now = timezone.now() + timedelta(seconds=5)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    # Django hides the length of what is compressed behind some octets by chance.
    monkeypatch.setattr(CompressionMiddleware, "max_random_bytes", 0)
    return now


def test_every_address_has_the_same_answer():
    """First as Django makes it, then from memory, then to who has it."""
    one, django = front(), Django()
    for address in [*KEPT, *NOT_KEPT]:
        headers = {"accept_encoding": "gzip, deflate, br"}
        straight = ask(django, address, **headers)
        for _ in range(2):
            assert ask(one, address, **headers) == straight, address
        if tag := straight.headers.get("ETag"):
            headers["if_none_match"] = tag
            assert ask(one, address, **headers) == ask(django, address, **headers), address


def test_django_is_asked_once_for_what_is_everyone_s_and_each_time_for_the_rest():
    asked = {}
    for address in [*KEPT, *NOT_KEPT]:
        one = front()
        for method in ("HEAD", "GET", "GET"):
            ask(one, address, method)
        asked[address] = one.application.asked

    # A HEAD is first asked for as a GET: whether that can be kept is told by its answer alone.
    assert [address for address in KEPT if asked[address] != 1] == []
    assert [address for address in NOT_KEPT if asked[address] < 3] == []


@pytest.mark.parametrize(
    ("address", "encoding"),
    [(DAY, "gzip, br;q=0"), (CALENDAR, "br"), ("/sessions.json", ""), (MOVED, ""), ("/none/", "")],
)
def test_who_has_it_already_is_told_so_alike(later, address, encoding):
    one, django, now = front(), Django(), later.timestamp()
    given = ask(one, address, accept_encoding=encoding).headers
    tag, date = given.get("ETag", '"a"'), given.get("Last-Modified", http_date(now))
    for headers in conditions(tag, date, now):
        headers["accept_encoding"] = encoding
        straight = ask(django, address, **headers)
        assert ask(one, address, **headers) == straight, headers
        head = ask(one, address, "HEAD", **headers)
        assert head == replace(straight, body=b""), headers


def conditions(tag: str, date: str, now: float) -> list[dict]:
    bare = tag.removeprefix("W/")
    return [
        {"if_none_match": tag}, {"if_none_match": bare}, {"if_none_match": f"W/{bare}"},
        {"if_none_match": f'"other", {tag}'}, {"if_none_match": "*"},
        {"if_none_match": '"other"'}, {"if_none_match": "other"}, {"if_none_match": ""},
        {"if_modified_since": date}, {"if_modified_since": http_date(now - 90)},
        {"if_modified_since": http_date(now + 90)}, {"if_modified_since": "yesterday"},
        {"if_none_match": '"other"', "if_modified_since": date},
        {"if_none_match": tag, "if_modified_since": http_date(0)},
        {"if_none_match": "other", "if_modified_since": date},
        {"if_match": '"other"'}, {"if_unmodified_since": http_date(0)}, {"range": "bytes=0-9"},
    ]  # fmt: skip


def test_a_date_is_told_once_its_second_is_over(later, monkeypatch):
    one, django, seen = front(), Django(), []
    changed = Revision.objects.get().changed_at
    for after in (0, 0.001, 1.001):
        moment = changed + timedelta(seconds=after)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        told = ask(one, DAY)
        assert told == ask(django, DAY)
        seen.append("Last-Modified" in told.headers)

    assert (seen, one.application.asked) == ([False, False, True], 1)


def test_another_host_is_refused_as_django_refuses_it():
    one = front()
    ask(one, DAY)

    assert ask(one, DAY, host="evil.example") == ask(Django(), DAY, host="evil.example")


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS"])
def test_what_is_not_reading_goes_to_django(method):
    one = front()
    ask(one, DAY)

    assert ask(one, DAY, method) == ask(Django(), DAY, method)
