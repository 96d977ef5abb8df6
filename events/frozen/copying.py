"""Walks from page to page and writes each into a folder: nothing but addresses is kept in mind."""

import re
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from config.door import compressible
from events.frozen.asking import Site, staying_connected
from events.frozen.folder import Files, replacing
from events.frozen.links import OfEdition, Whole, address_of, file_of, relative
from events.frozen.pages import feed_in_copy, page_in_copy, style_in_copy
from events.models import Citation, Edition, Revision
from sources.models import Source

# Each kind of answer as it is in a copy; others stay as they are.
IN_COPY = {
    "text/html": page_in_copy,
    "text/css": style_in_copy,
    "application/json": feed_in_copy,
    "application/atom+xml": feed_in_copy,
}
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
# A page that changes while the others are written would not fit them.
MOST_TRIES = 3


class CopyError(ValueError):
    """Why there is no copy."""


class Copying:
    """One copy: what is found on a page is asked for in its turn, once."""

    def __init__(self, scope, copied_at: datetime, files: Files, tell: Callable[[Files], None]):
        self.scope, self.files, self.tell = scope, files, tell
        self.site = Site(copied_at)
        self.seen: set[str] = set()
        self.waiting, self.later = deque(), deque()

    def wanted(self, address: str, page: str) -> bool:
        if not self.scope.holds(address, page):
            return False
        if address not in self.seen:
            self.seen.add(address)
            (self.waiting if self.scope.comes_first(address) else self.later).append(address)
        return True

    def copy(self, *starts: str) -> None:
        for start in starts:
            self.wanted(start, start)
        while self.waiting or self.later:
            address = (self.waiting or self.later).popleft()
            self.write(address)
            self.tell(self.files)

    def write(self, address: str) -> None:
        response = self.site.ask(address)
        try:
            if response.status_code != 200:
                raise CopyError(f"« {address} » répond {response.status_code}.")
            parts = self.in_copy(address, response)
            self.files.write(file_of(address), parts, compress=compressible(response))
        finally:
            response.close()

    def in_copy(self, address: str, response) -> Iterable[bytes]:
        """Piece by piece where it is large, and as it is where nothing leads from it."""
        kind = response["Content-Type"].partition(";")[0]
        if kind not in IN_COPY:
            return response
        return [IN_COPY[kind](b"".join(response).decode(), address, self.wanted).encode()]


def copy_site(
    *, folder: Path, edition: Edition | None = None, tell: Callable[[Files], None] = lambda _f: None
) -> Files:
    """The public site, or an edition of it, at one revision, as files in `folder`."""
    for _try in range(MOST_TRIES):
        revision, copied_at = Revision.objects.get().value, timezone.now()
        about = {
            "site": settings.SITE_URL,
            "edition": edition and edition.slug,
            "copied_at": timezone.localtime(copied_at).isoformat(timespec="seconds"),
        }
        try:
            with replacing(folder, about) as files, staying_connected():
                copy_into(files, copied_at, edition, tell)
                if Revision.objects.get().value != revision:
                    raise ChangedError
        except ChangedError:
            continue
        return files
    raise CopyError("Le programme change sans cesse pendant la copie : recommencez plus tard.")


class ChangedError(Exception):
    """The content is not what it was when the copy was begun."""


def copy_into(files: Files, copied_at: datetime, edition: Edition | None, tell) -> None:
    if edition is None:
        copying = Copying(Whole(), copied_at, files, tell)
        copying.copy(reverse("events:home"), "/robots.txt", "/sitemap.xml", *listed(copying.site))
        return
    whole = Edition.objects.public().filter(Q(pk=edition.pk) | Q(part_of=edition))
    cited = Citation.objects.public().within(whole)
    sources = Source.objects.public().filter(citations__in=cited).distinct()
    scope = OfEdition(
        {edition.slug for edition in whole}, {("sources", source.slug) for source in sources}
    )
    page = edition.get_absolute_url()
    Copying(scope, copied_at, files, tell).copy(page, *(s.get_absolute_url() for s in sources))
    index = render_to_string("frozen/index.html", {"edition": edition, "page": relative(page, "/")})
    files.write("index.html", [index.encode()], compress=True)


def listed(site: Site) -> list[str]:
    """All that the site names to search engines."""
    found = LOCATION.findall(site.ask("/sitemap.xml").content.decode())
    return [address for location in found if (address := address_of(location, "/"))]
