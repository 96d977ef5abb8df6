"""The files of the press kit, made once a revision by whoever asks first, and kept until the next.

A folder of `EXPORT_ROOT` is one state of the data. It gets its name when all in it is finished:
whoever finds it finds the whole. One builds while others wait; a killed build leaves a folder
under another name, which the next one sweeps away.
"""

import fcntl
import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from events.exports.derived import VIEWS
from events.exports.rows import rows_of
from events.exports.tables import TABLES
from events.exports.telling import texts
from events.formats import csvw, sqlite
from events.models import Revision

SQLITE, ZIP, KEPT = "tableronde.sqlite", "tableronde.zip", "kit.json"
UNFINISHED, FINISHED = "unfinished-*", "r[0-9]*-*T*-????????"
# What the files are made by: another release may write the same revision otherwise.
MADE_BY = ("events", "organisations", "sources", "speakers", "locale")


@dataclass(frozen=True)
class Kit:
    """What is known of the files in `folder`; sizes in bytes, a digest for each ETag."""

    folder: Path
    revision: int
    moment: datetime
    counts: dict[str, int]
    sizes: dict[str, int]
    digests: dict[str, str]

    def filename(self, name: str) -> str:
        """The name of a file where it is downloaded: of when and of which revision it is."""
        stem, dot, extension = name.rpartition(".")
        day = timezone.localdate(self.moment)
        return f"{stem}-{day:%Y-%m-%d}-r{self.revision}{dot}{extension}"


def current_kit() -> Kit:
    return kept(folder_of(Revision.objects.get())) or built()


def folder_of(revision: Revision) -> Path:
    # Numbers alone come again, in another database or one restored from a copy.
    moment = f"{revision.changed_at:%Y%m%dT%H%M%S%f}"
    return Path(settings.EXPORT_ROOT) / f"r{revision.value}-{moment}-{made_by()}"


def made_by() -> str:
    said = [settings.SITE_URL, settings.OPERATOR, settings.CONTACT, settings.DATA_LICENCE]
    return sha256(json.dumps([release(), *said]).encode()).hexdigest()[:8]


@cache
def release() -> str:
    digest = sha256()
    for folder in MADE_BY:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in (".py", ".mo"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def kept(folder: Path) -> Kit | None:
    try:
        known = json.loads((folder / KEPT).read_text())
    except FileNotFoundError:
        return None
    if not all((folder / name).is_file() for name in (SQLITE, ZIP)):
        return None  # somebody tidied up
    return Kit(folder, **known | {"moment": datetime.fromisoformat(known["moment"])})


def built() -> Kit:
    root = Path(settings.EXPORT_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with alone(root), one_state():
        revision = Revision.objects.get()
        folder = folder_of(revision)
        if found := kept(folder):
            return found
        sweep(root, UNFINISHED)
        unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED[:-1], dir=root))
        with override(settings.LANGUAGE_CODE):
            build(unfinished, revision)
        sweep(root, FINISHED)
        unfinished.rename(folder)
    return kept(folder)


@contextmanager
def alone(root: Path):
    """One builder at a time, of all threads and processes; whoever dies lets the next one in."""
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def one_state():
    """All that is read inside is of one moment, and nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # Django's own transactions ask for the writer's lock (`transaction_mode`).
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def sweep(root: Path, pattern: str) -> None:
    """Removes our own folders alone. Who is reading a file in one reads it to its end."""
    for folder in root.glob(pattern):
        shutil.rmtree(folder, ignore_errors=True)


def build(folder: Path, revision: Revision) -> None:
    """The tables are read from the finished file: both have the same rows."""
    moment = timezone.localtime(revision.changed_at)
    counts = sqlite.write(folder / SQLITE, TABLES, VIEWS, rows_of)
    about = dict(sqlite.read(folder / SQLITE, TABLES[0]))
    csvw.write(
        folder / ZIP,
        moment,
        TABLES,
        lambda table: sqlite.read(folder / SQLITE, table),
        texts(about),
    )
    files = [folder / SQLITE, folder / ZIP]
    kit = Kit(
        folder,
        revision.value,
        moment,
        counts,
        {file.name: file.stat().st_size for file in files},
        {file.name: digest_of(file) for file in files},
    )
    known = asdict(kit) | {"moment": moment.isoformat()}
    del known["folder"]
    (folder / KEPT).write_text(json.dumps(known))


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()[:32]
