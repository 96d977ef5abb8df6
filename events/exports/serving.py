"""Hands out a file of the press kit: a 304 to who has it, a part to who lost the rest."""

import re
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, HttpResponse
from django.utils.cache import get_conditional_response

from events.exports.kit import Kit, current_kit

PART = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
# As pages (`config/door.py`); said here, because the hash alone says whether it is the same file.
FRESH = "public, max-age=0, must-revalidate, s-maxage=10"


class Part:
    """So many bytes of an open file, from where it stands."""

    def __init__(self, file: BinaryIO, size: int):
        self.file, self.left = file, size

    def read(self, size: int) -> bytes:
        data = self.file.read(min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def hand_out(request, name: str, content_type: str) -> HttpResponse:
    kit, file = opened(name)
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Accept-Ranges": "bytes",
        "Cache-Control": FRESH,
        "Content-Disposition": f'attachment; filename="{kit.filename(name)}"',
        "ETag": f'"{kit.digests[name]}"',
    }
    if known := get_conditional_response(request, etag=headers["ETag"]):
        file.close()
        for header, value in headers.items():
            known[header] = value
        return known
    return sent(request, file, kit.sizes[name], content_type, headers)


def opened(name: str) -> tuple[Kit, BinaryIO]:
    """The file of now; another revision may have swept it away meanwhile, and then has its own."""
    while True:
        kit = current_kit()
        try:
            return kit, Path(kit.folder / name).open("rb")
        except FileNotFoundError:
            continue


def sent(request, file: BinaryIO, size: int, content_type: str, headers: dict) -> HttpResponse:
    start, end = part_asked(request, size, headers["ETag"])
    headers["Content-Length"] = str(max(end - start, 0))
    status = 200
    if start >= end:
        status, headers["Content-Range"] = 416, f"bytes */{size}"
    elif (start, end) != (0, size):
        status, headers["Content-Range"] = 206, f"bytes {start}-{end - 1}/{size}"
    if request.method == "HEAD" or status == 416:
        file.close()
        return HttpResponse(status=status, content_type=content_type, headers=headers)
    file.seek(start)
    part = Part(file, end - start)
    return FileResponse(part, status=status, content_type=content_type, headers=headers)


def part_asked(request, size: int, etag: str) -> tuple[int, int]:
    """Where what is asked for begins and ends; anything but one part is the whole."""
    asked = PART.fullmatch(request.headers.get("Range", ""))
    same = request.headers.get("If-Range", etag) == etag
    if not asked or not any(asked.groups()) or not same or request.method != "GET":
        return 0, size
    first, last = asked.groups()
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return 0, size
    return int(first), min(int(last) + 1, size) if last else size
