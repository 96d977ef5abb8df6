"""Real programmes: all of them in, again without a trace, and one twice as it changed."""

import tracemalloc
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.importers.frab import parse
from events.models import Appearance, Session, SessionStamp
from speakers.models import Speaker
from tests.events.importers.files import imported, shared
from tests.events.importers.test_import import counts, written
from tests.matrix import sample

pytestmark = pytest.mark.django_db

PROGRAMMES = {
    "fosdem-2019.xml": ("Europe/Brussels", 775),
    "fosdem-2020.xml": ("Europe/Brussels", 872),
    "fosdem-2023.xml": ("Europe/Brussels", 780),
    "fosdem-2024.xml": ("", 874),
    "fosdem-2025-early.xml": ("", 1074),
    "fosdem-2025.xml": ("", 1105),
    "35c3.xml": ("Europe/Berlin", 927),
    "35c3.json": ("Europe/Berlin", 927),
    "38c3.xml": ("", 1007),
    "debconf23.xml": ("", 117),
}


@pytest.mark.parametrize("name", sample([*PROGRAMMES], 4))
def test_a_programme_comes_in_and_again_without_a_trace(name):
    zone, number = PROGRAMMES[name]
    first = imported(shared(name), "essai-2000", timezone=zone)
    stamps = list(SessionStamp.objects.order_by("pk").values_list())

    with CaptureQueriesContext(connection) as queries:
        again = imported(shared(name), "essai-2000", timezone=zone)

    assert counts(first) == (number, 0, 0, 0)
    assert counts(again) == (0, 0, number, 0)
    assert written(queries.captured_queries) == []
    assert list(SessionStamp.objects.order_by("pk").values_list()) == stamps
    for day in set(Session.objects.values_list("day", flat=True)):
        sessions = Session.objects.filter(day=day).order_by("position")
        assert [s.position for s in sessions] == list(range(1, len(sessions) + 1))
        known = [s.starts_at for s in sessions if s.starts_at]
        assert known == sorted(known)


def test_json_after_xml_changes_nothing():
    imported(shared("35c3.xml"), "35c3", timezone="Europe/Berlin")

    assert counts(imported(shared("35c3.json"), "35c3")) == (0, 0, 927, 0)


def test_every_session_is_at_the_instant_of_its_full_date():
    imported(shared("38c3.xml"), "38c3")
    starts = dict(Session.objects.values_list("uuid", "starts_at"))

    assert starts == {event.guid: event.moment for event in parse(shared("38c3.xml")).events}


def test_fosdem_as_it_changed():
    imported(shared("fosdem-2025-early.xml"), "fosdem-2025")

    report = imported(shared("fosdem-2025.xml"), "fosdem-2025")

    assert (report.created, report.vanished, report.moved, report.re_roomed) == (56, 25, 44, 32)
    assert (report.retitled, report.re_peopled, report.cancelled) == (25, 52, 3)
    raised = Counter(SessionStamp.objects.values_list("sequence", flat=True))
    # Moved, in another room, retitled or cancelled: once each, however many of these.
    assert set(raised) == {0, 1}
    assert not Session.objects.filter(title__istartswith="cancelled").exists()
    assert Session.objects.get(title__startswith="Cancelling POSIX").status == "published"


def test_people_of_a_series_over_the_years():
    for year in ("2019", "2020"):
        imported(shared(f"fosdem-{year}.xml"), f"fosdem-{year}", timezone="Europe/Brussels")
    both = Speaker.objects.filter(
        appearances__session__day__edition__slug="fosdem-2019"
    ).filter(appearances__session__day__edition__slug="fosdem-2020")  # fmt: skip

    # 217 names are in both; a staff and single words are no identity.
    assert 200 < both.distinct().count() <= 217
    staff = Appearance.objects.filter(name_as_printed="FOSDEM Staff")
    assert set(staff.values_list("speaker", flat=True)) == {None}


@pytest.mark.once
def test_the_largest_takes_few_queries_and_little_memory():
    data = shared("fosdem-2025.xml")
    queries = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            imported(data, "fosdem-2025")
        queries.append(len(captured))
    tracemalloc.start()
    imported(data, "fosdem-2025")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert queries[0] < 250
    assert queries[1] < 30
    assert peak < 150 * 2**20
