"""The folder of a copy: written beside its place under another name, and there when it is whole."""

import fcntl
import gzip
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli

# By it an earlier copy is known, which a new one may replace.
MARK = "tableronde-export.json"
SMALLEST_COMPRESSED = 200
# What brotli gains above it takes ten times as long.
QUALITY = 9


class FolderError(ValueError):
    """Why nothing is written there, for whoever named the folder."""


@dataclass
class Files:
    """What is written: compressed copies counted apart."""

    folder: Path
    files: int = 0
    octets: int = 0
    compressed: int = 0
    compressed_octets: int = 0

    def write(self, name: str, parts: Iterable[bytes], *, compress: bool) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for part in parts:
                file.write(part)
        self.files += 1
        self.octets += path.stat().st_size
        if compress and path.stat().st_size >= SMALLEST_COMPRESSED:
            content = path.read_bytes()
            self.beside(path, ".gz", gzip.compress(content, mtime=0))
            self.beside(path, ".br", brotli.compress(content, quality=QUALITY))

    def beside(self, path: Path, ending: str, content: bytes) -> None:
        """A web server sends it in place of the file to who can read it."""
        path.with_name(path.name + ending).write_bytes(content)
        self.compressed += 1
        self.compressed_octets += len(content)


def check(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise FolderError(f"« {place} » n’est pas un dossier.")
    if place.is_dir() and any(place.iterdir()) and not (place / MARK).is_file():
        raise FolderError(
            f"« {place} » contient autre chose qu’une copie du site : rien n’y est écrit. "
            "Donnez un dossier vide, ou un nouveau."
        )


@contextmanager
def replacing(place: Path, about: dict) -> Iterator[Files]:
    """Files that are at `place` once all are written; a process that dies leaves what was there."""
    place = place.resolve()
    check(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{place.name}-unfinished-", dir=place.parent))
    with held(unfinished):
        try:
            files = Files(unfinished)
            yield files
            told = about | {"files": files.files, "octets": files.octets}
            (unfinished / MARK).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
            unfinished.chmod(0o755)  # made for its owner alone
            put(unfinished, place)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def put(unfinished: Path, place: Path) -> None:
    former = None
    if place.is_dir() and any(place.iterdir()):
        # Not among what is swept: between the two names it is the only whole one.
        former = Path(tempfile.mkdtemp(prefix=f".{place.name}-former-", dir=place.parent))
        place.rename(former)
    unfinished.rename(place)
    if former:
        shutil.rmtree(former)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """For as long as the process lives: what nobody holds is left over."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


def sweep(place: Path) -> None:
    """Removes what killed copies of this very folder left."""
    for folder in place.parent.glob(f".{place.name}-unfinished-*"):
        try:
            with held(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # another process is at it
