"""The files are made once a revision, whole or not at all, and the same bytes for the same rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest
from django.db import connection

from events.exports import kit, rows
from events.exports.kit import SQLITE, ZIP, build, current_kit
from events.formats.sqlite import BrokenFileError
from events.models import Revision, Session
from tests.events.test_triggers import by_sql, by_update
from tests.factories import (
    cite,
    make_appearance,
    make_day,
    make_edition,
    make_organisation,
    make_session,
    make_speaker,
)

pytestmark = pytest.mark.django_db


def states(export_root) -> set[str]:
    return {path.name for path in export_root.iterdir() if path.is_dir()}


def titles(current) -> list[str]:
    with ZipFile(current.folder / ZIP) as archive:
        return [line.split(";")[7] for line in archive.read("sessions.csv").decode().split("\r\n")
                if line][1:]  # fmt: skip


@pytest.fixture
def built(monkeypatch):
    """How often the rows were read."""
    read = []
    series = rows.ROWS["series"]
    monkeypatch.setitem(rows.ROWS, "series", lambda: read.append(1) or series())
    return read


def test_it_is_built_when_first_asked_for_and_kept_until_the_next_revision(export_root, built):
    session = make_session(title="Avant")
    first = current_kit()

    assert current_kit() == first
    assert len(built) == 1
    assert states(export_root) == {first.folder.name}
    by_update(session, "title", "Après")
    second = current_kit()
    assert (titles(second), len(built)) == (["Après"], 2)
    assert states(export_root) == {second.folder.name}
    assert second.digests[SQLITE] != first.digests[SQLITE]


def test_plain_sql_makes_the_next_one_new():
    session = make_session(title="Avant")
    before = current_kit()

    by_sql(session, "title", "Après")

    assert titles(current_kit()) == ["Après"]
    assert current_kit().folder != before.folder


def test_the_end_of_an_embargo_makes_the_next_one_new(client, monkeypatch):
    until = datetime(2025, 4, 2, 12, tzinfo=UTC)
    make_session(title="Sous embargo", embargoed_until=until)
    sizes = []
    for moment in (until - timedelta(seconds=1), until):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        client.get("/export/")
        sizes.append(current_kit().counts["sessions"])

    assert sizes == [0, 1]


def test_the_same_revision_has_the_same_bytes(tmp_path):
    cite(make_appearance(make_session(), make_speaker(), ["élue", make_organisation()]))
    digests = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        build(tmp_path / name, Revision.objects.get())
        digests.append([(tmp_path / name / file).read_bytes() for file in (SQLITE, ZIP, kit.KEPT)])

    assert digests[0] == digests[1]


def test_what_fails_on_the_way_leaves_nothing_to_be_found(export_root, monkeypatch, built):
    make_session(title="Entière")
    monkeypatch.setitem(rows.ROWS, "citations", lambda: [][0])
    with pytest.raises(IndexError):
        current_kit()
    monkeypatch.setitem(rows.ROWS, "citations", rows.citations)
    # A builder that was killed cannot sweep; another's folders are none of ours.
    (export_root / "unfinished-killed").mkdir()
    (export_root / "unfinished-killed" / SQLITE).write_bytes(b"SQLite format 3")
    (export_root / "report-2025").mkdir()

    whole = current_kit()

    assert states(export_root) == {whole.folder.name, "report-2025"}
    assert titles(whole) == ["Entière"]
    (export_root / "report-2025").rmdir()


def test_a_file_that_somebody_removed_is_made_again():
    kept = current_kit()
    (kept.folder / ZIP).unlink()

    assert current_kit() == kept
    assert (kept.folder / ZIP).stat().st_size == kept.sizes[ZIP]


def test_a_file_that_contradicts_itself_is_not_handed_out(monkeypatch):
    make_session()
    monkeypatch.setitem(rows.ROWS, "days", list)

    with pytest.raises(BrokenFileError, match="sessions"):
        current_kit()


def test_another_release_or_site_makes_its_own(settings):
    first = current_kit()
    settings.SITE_URL = "https://programme.example.org"

    assert current_kit().folder != first.folder


def test_however_many_rows_the_queries_are_the_same(tmp_path):
    counts = []
    for number in range(2):
        session = make_session(make_day(make_edition()))
        person, body = make_speaker(f"Anna S{number}"), make_organisation(f"LIST {number}")
        cite(make_appearance(session, person, [body]))
        session.links.create(url="https://example.org/")
        (tmp_path / str(number)).mkdir()
        with connection.execute_wrapper(counter := Counter()):
            build(tmp_path / str(number), Revision.objects.get())
        counts.append(counter.seen)

    assert counts[0] == counts[1] < 60


class Counter:
    def __init__(self):
        self.seen = 0

    def __call__(self, execute, *args):
        self.seen += 1
        return execute(*args)


@pytest.mark.django_db(transaction=True)
def test_those_who_ask_at_once_wait_for_one_builder(built):
    make_session(title="Une fois")

    def ask(_number):
        try:
            return current_kit().digests
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as askers:
        found = list(askers.map(ask, range(4)))

    assert found == [current_kit().digests] * 4
    assert len(built) == 1


@pytest.mark.django_db(transaction=True)
def test_all_of_it_is_of_one_moment_while_somebody_writes(monkeypatch):
    """What is committed during the build is the next one's; the writer does not wait for it."""
    session = make_session(title="Avant")

    def meanwhile():
        with ThreadPoolExecutor(1) as writer:
            writer.submit(write).result(timeout=60)
        return rows.days()

    def write():
        Session.objects.update(title="Après")
        connection.close()

    monkeypatch.setitem(rows.ROWS, "days", meanwhile)
    during = current_kit()
    monkeypatch.undo()

    assert titles(during) == ["Avant"]
    assert titles(current_kit()) == ["Après"]
    assert Session.objects.get(pk=session.pk).title == "Après"
