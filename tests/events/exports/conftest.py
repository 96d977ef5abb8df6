"""One press kit for the tests that only read it: five articles, and what none of them tells."""

import csv
import io
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from events.exports.kit import SQLITE, ZIP, Kit, current_kit
from events.exports.rows import involvement_id
from events.exports.tables import TABLES
from events.models import Appearance, Day, Edition, Involvement, Position, Session
from events.provenance import citations_for
from tests.factories import (
    make_appearance,
    make_correction,
    make_day,
    make_edition,
    make_organisation,
    make_reply,
    make_room,
    make_session,
    make_speaker,
    make_venue,
)
from tests.walk import hide_something_secret, kept_out_of_the_database, visit

FIXTURES = sorted((Path(__file__).parents[3] / "fixtures").glob("*.json"))
HOSTILE = "=1+1;\r\n@x"


@dataclass(frozen=True)
class Exported:
    """The kit, and what the site said of the same rows at the same moment."""

    kit: Kit
    sqlite: sqlite3.Connection
    archive: ZipFile
    rows: dict[str, list[dict]]
    supported: dict[tuple, set[str]]
    together: dict[tuple[str, str], int]

    def select(self, sql, *values) -> list[tuple]:
        return self.sqlite.execute(sql, values).fetchall()

    def records(self, table) -> list[dict]:
        cursor = self.sqlite.execute(f"SELECT * FROM {table}")
        names = [head[0] for head in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def lines(self, name) -> list[list[str]]:
        text = self.archive.read(f"{name}.csv").decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.fixture(scope="module")
def exported(django_db_setup, django_db_blocker, tmp_path_factory):
    with kept_out_of_the_database(django_db_blocker.unblock):
        call_command("loaddata", *FIXTURES, verbosity=0)
        hide_something_secret()
        make_what_no_article_tells()
        kit = current_kit()
        rows = {name: all_rows(name) for name in ("sessions", "appearances", "sources")}
        known, met = supported(), together()
    # The next state sweeps this one away.
    folder = shutil.copytree(kit.folder, tmp_path_factory.mktemp("kit") / "kept")
    kit = replace(kit, folder=folder)
    with (
        closing(sqlite3.connect(f"file:{folder / SQLITE}?mode=ro", uri=True)) as connection,
        ZipFile(folder / ZIP) as archive,
    ):
        yield Exported(kit, connection, archive, rows, known, met)


def make_what_no_article_tells():
    edition = make_edition(slug="foire", timezone="America/New_York")
    hidden = make_edition(slug="zanzibar-cache", status="draft")
    part = make_edition(slug="partie", part_of=hidden)
    pier = make_venue("Quai", latitude="40.700000", longitude="-74.000000")
    hall, small = make_room(pier, "Grande salle"), make_room(pier, "Petite salle", capacity=40)
    hall.parts.add(small)
    morning = datetime(2025, 4, 2, 12, tzinfo=UTC)
    day = make_day(edition)
    session = make_session(day, title=HOSTILE, summary=HOSTILE, room=hall, starts_at=morning)
    make_session(day, room=small, stands_for=hidden, status="cancelled")
    make_session(make_day(part, date=None), embargoed_until=datetime(2999, 1, 1, tzinfo=UTC),
                 title="Zanzibar")  # fmt: skip
    for label in ("", "Diapositives"):
        session.links.create(url="https://example.org/a", label=label)
    gone = make_organisation("Zanzibar SA")
    heir = make_organisation("Héritière", aliases=["H"], hidden=["Zanzibar bis"], succeeds=gone)
    speaker = make_speaker("Anna Schmit", aliases=["A. Schmit"], hidden=["Zanzibara"])
    make_appearance(session, speaker, [heir, "élue"])
    make_appearance(session)
    ben, spectator = make_speaker("Ben Weber"), make_speaker("Carla Reding")
    off = make_session(make_day(edition), status="cancelled")
    for person in (speaker, ben):
        make_appearance(off, person)
    make_appearance(session, ben)
    make_appearance(session, spectator, role="present")
    make_correction(session)
    make_correction(make_session(make_day(hidden)))
    make_reply(speaker, name="Zanzibara", url="https://example.org/reponse")
    make_reply(edition)


def all_rows(name) -> list[dict]:
    document = visit(f"/{name}.json").response.json()
    assert document["next"] is None
    return document["results"]


def together() -> dict[tuple[str, str], int]:
    """How often two people were on stage with each other, by their slugs."""
    document = visit("/appearances/with.json").response.json()
    assert document["next"] is None
    return {
        tuple(sorted(person["slug"] for person in pair["speakers"])): pair["count"]
        for pair in document["results"]
    }


def supported() -> dict[tuple, set[str]]:
    """By kind, key and fact (None: the whole), the citations by which the site's pages go."""
    records = [
        *(("edition", e.slug, e) for e in Edition.objects.public()),
        *(("day", f"{d.edition.slug}/{d.position}", d) for d in Day.objects.public()),
        *(("session", s.code, s) for s in Session.objects.published()),
        *(("appearance", str(a.uuid), a) for a in Appearance.objects.public()),
        *(("position", f"{p.appearance.uuid}/{p.order}", p) for p in Position.objects.public()),
        *(("involvement", involvement_id(i), i) for i in Involvement.objects.public()),
    ]
    facts = {table.subject: [None, *table.facts()] for table in TABLES if table.subject}
    return {
        (kind, key, fact): {str(c.uuid) for c in citations_for(record, fact or "")}
        for kind, key, record in records
        for fact in facts[kind]
    }
