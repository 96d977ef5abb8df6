"""From a file that an organiser chose to what it would do, and to what it did."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.exchange.columns import guess
from events.exchange.frab import try_schedule
from events.exchange.tables import MAX_BYTES, Table, TableError, read_csv
from events.exchange.trial import Result, try_table
from events.exchange.workbook import read_workbook
from events.importers.frab import parse
from events.importers.parsed import Schedule, ScheduleError
from events.models import Edition, ProgrammeFile
from events.sourcing import own_programme

# A file that nobody imported.
KEPT = timedelta(days=14)


def read(data: bytes) -> Table | Schedule:
    """TableError or ScheduleError with what the file is instead."""
    if len(data) > MAX_BYTES:
        raise TableError(f"Le fichier dépasse {MAX_BYTES // 2**20} Mo, la limite.")
    if data.startswith(b"PK"):
        return read_workbook(data)
    start = data[:200]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode("utf-16", "ignore").encode()
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"{", b"[")):
        return parse(data)
    return read_csv(data)


def keep(*, edition: Edition, name: str, data: bytes, by) -> ProgrammeFile:
    """Keeps a file that can be read, with its columns as last time, else as guessed."""
    found = read(data)
    forget_old()
    file = ProgrammeFile(edition=edition, name=name[:200], content=data, uploaded_by=by)
    if isinstance(found, Table):
        file.headings = list(found.headings)
        last = ProgrammeFile.objects.filter(edition=edition, headings=file.headings)
        remembered = last.exclude(columns=[]).values_list("columns", "source").first()
        file.columns, file.source_id = remembered or (guess(found.headings), None)
    file.save()
    return file


def forget_old() -> None:
    ProgrammeFile.objects.filter(imported_at=None, uploaded_at__lt=timezone.now() - KEPT).delete()


@transaction.atomic
def attempt(file: ProgrammeFile, seen: str = "") -> Result:
    """What the import does; kept where that is what was `seen`."""
    found = read(bytes(file.content))
    if isinstance(found, Schedule):
        result = try_schedule(
            edition=file.edition, parsed=found, read_on=timezone.localdate(), seen=seen
        )
    else:
        result = try_table(
            edition=file.edition, table=found, columns=file.columns, choices=file.choices,
            source=file.source or (lambda: own_programme(file.edition)), seen=seen,
        )  # fmt: skip
    if result.kept:
        file.report, file.imported_at, file.content = result.as_json(), timezone.now(), b""
        file.save()
    return result


__all__ = ["ScheduleError", "TableError", "attempt", "keep", "read"]
