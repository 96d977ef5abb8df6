"""Where an address of the site is in a copy of it: as a file, not at all, or on the site alone."""

import posixpath
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from django.conf import settings

from events.languages import unprefixed

# Queries with a page of their own in the copy. All others are filters and orders without number.
FOLLOWED = re.compile(r"(page|view)=(\w+)")
# Of everybody with everybody, those of an edition are worth a page too.
FOLLOWED_TOGETHER = re.compile(r"(edition|page)=([-\w]+)")
TOGETHER = "/appearances/with/"
NOT_COPIED = (
    "/admin/", "/preview/", "/search", "/offline/", "/healthz", "/favicon.ico", "/sw.js",
    "/site.webmanifest",
)  # fmt: skip
LOADED = ("/static/", "/media/", "/cards/")
FORMAT = re.compile(r"\.(\w+)$")
RECORD = re.compile(r"/(speakers|organisations|sources)/([-\w]+)(?:/|\.\w+)$")
PROGRAMME = re.compile(r"/events/([-\w]+)[/.]")


def address_of(href: str, page: str) -> str | None:
    """The address on this site, as path and query, that `href` leads to from `page`."""
    joined = urldefrag(urljoin(settings.SITE_URL + page, href)).url
    if not joined.startswith(f"{settings.SITE_URL}/"):
        return None
    address = joined.removeprefix(settings.SITE_URL)
    return address.removesuffix("?page=1")


def query_of(address: str) -> re.Match | None:
    """The one parameter that has a page of its own."""
    path, _mark, query = address.partition("?")
    followed = FOLLOWED_TOGETHER if unprefixed(path) == TOGETHER else FOLLOWED
    return followed.fullmatch(query)


def is_copied(address: str) -> bool:
    path, mark, _query = address.partition("?")
    return not unprefixed(path).startswith(NOT_COPIED) and bool(not mark or query_of(address))


def file_of(address: str) -> str:
    """Its file, from the folder of the copy: `/events/?page=2` is `events/page-2/index.html`."""
    path = unquote(urlsplit(address).path).lstrip("/")
    query = query_of(address)
    mark = f"{query[1]}-{query[2]}" if query else ""
    if extension := FORMAT.search(path):
        return f"{path.removesuffix(extension[0])}.{mark}{extension[0]}" if mark else path
    return posixpath.join(path, mark, "index.html")


def relative(address: str, page: str) -> str:
    """How a page in the copy names another."""
    return quote(posixpath.relpath(file_of(address), posixpath.dirname(file_of(page)) or "."))


class Whole:
    """The whole site."""

    def holds(self, address: str, page: str) -> bool:
        return True

    def comes_first(self, address: str) -> bool:
        return True


@dataclass
class OfEdition:
    """An edition with its parts; its sources; and of whoever its pages name, the page.

    What those lead to besides is on the site alone.
    """

    slugs: set[str]
    named: set[tuple] = field(default_factory=set)

    def holds(self, address: str, page: str) -> bool:
        if address.startswith(LOADED) or self.is_programme(address):
            return True
        if not (record := RECORD.fullmatch(unprefixed(urlsplit(address).path))):
            return False
        if self.is_programme(page):
            self.named.add(record.groups())
        return record.groups() in self.named

    def is_programme(self, address: str) -> bool:
        found = PROGRAMME.match(unprefixed(urlsplit(address).path))
        return bool(found) and found[1] in self.slugs

    def comes_first(self, address: str) -> bool:
        """Until its pages are read, nobody knows whom they name."""
        return self.is_programme(address)
