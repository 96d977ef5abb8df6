"""Atom by RFC 4287: entries in, bytes out. `updated` is the last change, never the request."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from events.releases import wording

# An empty feed was never updated; Atom wants a moment all the same.
NEVER = datetime(2025, 1, 1, tzinfo=UTC)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """`key` is permanent; `url` is absolute and may move."""

    key: str
    title: str
    url: str
    summary: str
    updated: datetime
    categories: tuple[str, ...] = ()


class Feed(Atom1Feed):
    """Django's, with the next page of a long list (RFC 5005)."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if following := self.feed["following"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": following})


def document(
    *,
    title: str,
    page: str,
    address: str,
    key: str,
    following: str | None,
    entries: Iterable[Entry],
) -> bytes:
    """`page` is the same list for people, `address` the document's own, all absolute.

    `key` is the feed's identity, the same on all its pages.
    """
    feed = Feed(
        title=clean(title),
        link=page,
        description=None,
        language="fr",
        feed_url=address,
        feed_guid=key,
        author_name="Tableronde",
        following=following,
    )
    for entry in entries:
        feed.add_item(
            title=clean(entry.title),
            link=entry.url,
            # Django says of it that it is HTML, and ours is plain text.
            description=escape(clean(entry.summary)),
            unique_id=entry.key,
            updateddate=entry.updated,
            pubdate=None,
            categories=[clean(category) for category in entry.categories],
        )
    return feed.writeString("utf-8").encode()


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return NOT_XML.sub(" ", text)


def session_entry(session, site: str) -> Entry:
    return Entry(
        key=f"urn:uuid:{session.uuid}",
        title=session.title,
        url=site + session.get_absolute_url(),
        summary=description(session),
        updated=session.stamp.changed_at,
        categories=(session.get_kind_display(), *(topic.name for topic in session.topics.all())),
    )


def appearance_entry(appearance, site: str) -> Entry:
    session = appearance.session
    name = str(appearance)
    printed = [position.as_printed for position in appearance.positions.all()]
    said = [session.day.edition.title, when(session), appearance.get_role_display(), *printed]
    return Entry(
        key=f"urn:uuid:{appearance.uuid}",
        title=f"{'Annulé : ' if session.is_cancelled else ''}{name} : {session.title}",
        url=site + session.get_absolute_url(),
        summary=", ".join(said),
        updated=session.stamp.changed_at,
        categories=(appearance.get_role_display(),),
    )


def edition_entry(edition, site: str) -> Entry:
    return Entry(
        key=f"urn:uuid:{edition.uuid}",
        title=edition.title,
        url=site + edition.get_absolute_url(),
        summary=edition.summary,
        updated=edition.stamp.changed_at,
        categories=(edition.get_kind_display(),),
    )


def correction_entry(told, site: str) -> Entry:
    correction = told.record
    facts = [f"{f.label} : {f.before or '–'} → {f.after or '–'}" for f in told.facts]
    return Entry(
        key=f"urn:uuid:{correction.uuid}",
        title=f"Correction : {correction.subject}",
        url=site + correction.subject.get_absolute_url(),
        summary=" ; ".join([told.text, *facts]),
        updated=correction.made_at,
    )


def release_entry(release, site: str) -> Entry:
    """One line for each change, after what the organisers say of them all."""
    zone = release.edition.zone
    on = wording.moment_said(release.released_at, zone)
    told = [wording.sentence(change, zone) for change in release.told]
    return Entry(
        key=f"urn:uuid:{release.uuid}",
        title=f"{release.edition.title} : changements du {on}",
        url=site + release.get_absolute_url(),
        summary="\n".join(filter(None, [release.note, *told])),
        updated=release.released_at,
        categories=tuple(dict.fromkeys(change.get_what_display() for change in release.told)),
    )


def when(session) -> str:
    if session.local_start:
        return f"{session.local_start:%Y-%m-%d %H:%M}"
    return (
        f"{session.day.date.isoformat()}, heure non précisée" if session.day.date else "sans date"
    )


def description(session) -> str:
    state = "Annulé. " if session.is_cancelled else ""
    names = [str(appearance) for appearance in session.appearances.all()]
    said = [f"{state}{session.day.edition.title}, {when(session)}.", session.summary]
    return " ".join(filter(None, [*said, ", ".join(names)]))
