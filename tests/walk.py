"""A visit to every address that is linked from the home page, read as a browser would.

One walk serves many tests: `fixtures` are made once, and nothing of it stays in the database.
"""

from collections import Counter, deque
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from justhtml import JustHTML

from events.languages import PREFIXED
from events.models import Edition, Venue
from organisations.models import Organisation
from speakers.models import Speaker

FIXTURE = Path(__file__).parent.parent / "fixtures" / "eschtechweek-2025.json"
# JSON-LD is no script: it is data, which no browser runs.
DATA = "[type='application/ld+json']"
WEEK = "/events/eschtechweek-2025/"
WEDNESDAY = "/events/eschtechweek-2025/2025-04-02/"


def load_eschtechweek():
    call_command("loaddata", FIXTURE, verbosity=0)


@contextmanager
def kept_out_of_the_database(unblock):
    """Rows made inside are gone afterwards; for fixtures that live longer than one test."""
    with unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def said(node) -> str:
    """The text of a part of a page without the marks of its notes, with plain spaces, once each."""
    text = node.clone_node(deep=True)
    for mark in text.query("a.ref"):
        mark.parent.remove_child(mark)
    return " ".join(text.to_text(separator="", strip=False).split())


@dataclass
class Page:
    address: str
    response: HttpResponse

    @cached_property
    def text(self) -> str:
        return self.response.content.decode(errors="strict" if self.is_text else "replace")

    @property
    def media_type(self) -> str:
        return self.response["Content-Type"].partition(";")[0]

    @property
    def is_text(self) -> bool:
        return self.media_type.startswith("text/") or self.media_type.endswith(("json", "xml"))

    @property
    def is_html(self) -> bool:
        return self.media_type == "text/html"

    @cached_property
    def html(self) -> JustHTML:
        """Parsed by the standard; an error in it is raised."""
        return JustHTML(self.text, strict=True, sanitize=False)

    def all(self, selector: str) -> list:
        return self.html.query(selector)

    def one(self, selector: str):
        [found] = self.all(selector)
        return found

    def texts(self, selector: str) -> list[str]:
        return [said(node) for node in self.all(selector)]

    def links(self) -> list[str]:
        """Addresses on this site that the page leads to, without what follows `#`.

        Not the same page otherwise filtered, of which there are too many to walk (`nofollow`).
        """
        hrefs = [node.attrs["href"] for node in self.all("a[href]:not([rel~=nofollow])")]
        joined = [urldefrag(urljoin(f"{settings.SITE_URL}{self.address}", h)).url for h in hrefs]
        return [
            address.removeprefix(settings.SITE_URL)
            for address in joined
            if address.startswith(f"{settings.SITE_URL}/")
        ]


def visit(address: str, **headers) -> Page:
    client = Client(headers=headers, raise_request_exception=False)
    return Page(address, whole(client.get(address)))


def whole(response):
    """What is sent piece by piece, in one: to be read more than once, and without an open file."""
    if not response.streaming:
        return response
    body = response.getvalue()  # the test client closes what is read to its end
    return HttpResponse(body, status=response.status_code, headers=response.headers)


# There are as many addresses of pairs as pairs, which differ by the names alone.
MOST_PAIRS = 3


def of_pairs(address: str) -> str:
    """The path of a list of what two people were in, or of with whom one was; "" for any other."""
    parts = urlsplit(address)
    is_of_two = parts.query.count("speaker=") > 1
    is_filtered = parts.path.startswith("/appearances/with") and parts.query
    return parts.path if is_of_two or is_filtered else ""


def is_for_people(address: str) -> bool:
    return urlsplit(address).path.endswith("/")


def walk(to: Callable[[str], bool] = bool) -> dict[str, Page]:
    """Every page in French and every machine format that can be reached from the home page.

    Or only those that `to` holds of.
    """
    elsewhere = ("/static/", *(f"/{language}/" for language in PREFIXED))
    pages: dict[str, Page] = {}
    pairs_seen: Counter[str] = Counter()
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        if address in pages or urlsplit(address).path.startswith(elsewhere) or not to(address):
            continue
        if (kind := of_pairs(address)) and pairs_seen[kind] >= MOST_PAIRS:
            continue
        pairs_seen[kind] += 1
        pages[address] = page = visit(address)
        if page.is_html:
            waiting.extend(page.links())
    return pages


SECRET = "Zanzibar"


def hide_something_secret():
    """Drafts and a hidden name beside EschTechWeek: all named `SECRET`, to be seen nowhere."""
    public = Edition.objects.get(slug="eschtechweek-2025")
    slug = SECRET.lower()
    venue = Venue.objects.create(slug=slug, name=SECRET)
    person = Speaker.objects.create(slug=slug, name=SECRET, sort_name=SECRET)
    body = Organisation.objects.create(slug=slug, name=SECRET)
    known = Speaker.objects.get(slug="diego-de-biasio")
    known.names.create(name=SECRET, hidden=True)
    technoport = Organisation.objects.get(slug="technoport")
    technoport.names.create(name=SECRET, hidden=True)
    # What was printed under the hidden names, and is public under the present ones.
    known.appearances.update(name_as_printed=SECRET.upper())
    for position in technoport.positions.all():
        position.as_printed = position.as_printed.replace(technoport.name, SECRET)
        position.save()
    technoport.involvements.update(as_printed=SECRET)
    edition = Edition.objects.create(
        slug=slug, title=SECRET, kind="meeting", part_of=public, venue=venue,
        starts_on=date(2025, 4, 2), ends_on=date(2025, 4, 2),
    )  # fmt: skip
    day = edition.days.create(position=1, date=date(2025, 4, 2), title=SECRET)
    edition.involvements.create(organisation=body, role="organiser")
    wednesday = public.days.get(date=date(2025, 4, 2))
    for of_day, status in ((wednesday, "draft"), (day, "published")):
        session = of_day.sessions.create(
            slug=f"{slug}-{status}", title=SECRET, status=status, position=90, kind="round_table",
            starts_at=datetime(2025, 4, 2, 8, tzinfo=UTC),
            ends_at=datetime(2099, 4, 2, 9, tzinfo=UTC),
        )  # fmt: skip
        session.involvements.create(organisation=body, role="host")
        for speaker in (person, known):
            appearance = session.appearances.create(speaker=speaker, name_as_printed=SECRET)
            appearance.positions.create(as_printed=SECRET, organisation=body)


@cache
def eschtechweek_pages(unblock) -> dict[str, Page]:
    """The public site with EschTechWeek, and with drafts that nobody should see."""
    with kept_out_of_the_database(unblock):
        load_eschtechweek()
        hide_something_secret()
        return walk()
