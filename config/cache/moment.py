"""The revision, as each request reads it: one row, by the thread's own connection.

Without the ORM and its cursors, which take several times as long as the database does.
"""

import logging
import threading
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError, connections
from django.utils.http import http_date
from psycopg.pq import ExecStatus

from config.door import second_after
from events.models import Revision

logger = logging.getLogger(__name__)

# As text: what is read once need not be read into moments at each request.
SQLITE = """
    SELECT value, CAST(changed_at AS TEXT), CAST(next_change_at AS TEXT) FROM events_revision
"""
POSTGRESQL = b"""
    SELECT value,
        to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
        to_char(next_change_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
    FROM events_revision
"""


class Moment(NamedTuple):
    """A revision, and until when the clock lets it be; moments as Unix times."""

    name: str
    changed: float
    until: float
    second: int  # of Last-Modified
    date: str

    def last_modified(self, now: float) -> str:
        """As the door says it, or "" (`config.door.last_modified`)."""
        return self.date if now > self.second else ""


def moment_of(revision: Revision) -> Moment:
    changed, until = revision.changed_at, revision.next_change_at
    second = second_after(changed)
    return Moment(
        # A number alone may come again, where an older copy of the database was put back.
        f"{revision.value} {changed.isoformat()}",
        changed.timestamp(),
        until.timestamp() if until else 0,
        second,
        http_date(second),
    )


@lru_cache(maxsize=8)
def moment_of_row(value: int, changed: str, until: str | None) -> Moment:
    return moment_of(
        Revision(value=value, changed_at=in_utc(changed), next_change_at=until and in_utc(until))
    )


def in_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def row_in_sqlite(connection) -> tuple:
    # To the end: with a row left to read, the connection would stay at this state of the database.
    [row] = connection.execute(SQLITE).fetchall()
    return row


def row_in_postgresql(connection) -> tuple:
    result = connection.pgconn.exec_(POSTGRESQL)
    if result.status != ExecStatus.TUPLES_OK:
        raise DatabaseError(result.error_message)
    value, changed, until = (result.get_value(0, column) for column in range(3))
    return int(value), changed.decode(), until and until.decode()


class OfThread(threading.local):
    """The thread's connection, found once: finding it takes Django as long as asking."""

    def __init__(self):
        self.wrapper = connections["default"]
        asking = {"sqlite": row_in_sqlite, "postgresql": row_in_postgresql}
        self.row = asking[self.wrapper.vendor]
        self.errors = (self.wrapper.Database.Error, DatabaseError, InterfaceError)


of_thread = OfThread()


def look() -> Moment | None:
    """The revision of now; None where the database does not say, which is Django's to answer."""
    try:
        of_thread.wrapper.ensure_connection()
        row = of_thread.row(of_thread.wrapper.connection)
    except of_thread.errors as error:
        logger.warning("the revision cannot be read: %s", error)
        return None
    return moment_of_row(*row)
