"""Reading calendar feeds back: two parsers and the rules of the bytes that neither checks."""

import re
import subprocess
import sys
from pathlib import Path

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

OWN = [
    "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "SOURCE", "URL",
    "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
]  # fmt: skip
LINT = Path(__file__).parents[3] / "shared" / "tools" / "ics_lint.py"


def read(body: bytes) -> Calendar:
    """The feed as icalendar reads it; a strict parser and the rules of the bytes agree."""
    assert breaches(body) == []
    IcsCalendarStream.calendar_from_ics(body.decode())
    return Calendar.from_ical(body)


def events(body: bytes) -> list:
    return list(read(body).walk("VEVENT"))


def breaches(body: bytes) -> list[str]:
    """What in a feed breaks RFC 5545 3.1 or what CALENDAR.md asks for beyond it."""
    found = [breach for line in body.split(b"\r\n")[:-1] for breach in of_line(line)]
    if re.search(rb"(?<!\r)\n|\r(?!\n)", body) or not body.endswith(b"\r\n"):
        found.append("a line does not end in CRLF")
    if body.startswith(b"\xef\xbb\xbf"):
        found.append("a byte order mark")
    unfolded = re.sub(rb"\r\n[ \t]", b"", body).decode(errors="replace").split("\r\n")
    names = [re.split("[;:]", line)[0] for line in unfolded]
    first = names.index("BEGIN", 1) if "BEGIN" in names[1:] else len(names)
    found += [
        f"{name} is not once before the components"
        for name in OWN
        if names[:first].count(name) != 1
    ]
    return found + [
        f"{name} is not wanted" for name in ("METHOD", "ATTENDEE", "TRIGGER") if name in names
    ]


def of_line(line: bytes):
    if len(line) > 75:
        yield f"more than 75 octets: {line!r}"
    if not line or re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line):
        yield f"an empty line or a control character: {line!r}"
    try:
        line.decode()
    except UnicodeDecodeError:
        yield f"folded inside a character: {line!r}"


def lint(bodies: dict[str, bytes], folder: Path) -> str:
    """What the project's shared checker says of these feeds, if it is on this machine."""
    if not LINT.exists():
        return ""
    for name, body in bodies.items():
        (folder / f"{name}.ics").write_bytes(body)
    files = sorted(map(str, folder.glob("*.ics")))
    done = subprocess.run(  # noqa: S603 - our own checker, on files this test wrote
        [sys.executable, LINT, *files], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout
