"""What a release changed, in words."""

from itertools import groupby

from django import template

from events.releases import wording

register = template.Library()


@register.filter
def by_subject(release) -> list[tuple]:
    """The changes that are told, one after the other about the same session: (one, all)."""
    groups = groupby(release.told, key=lambda c: (c.session_id, wording.subject(c)))
    found = [list(group) for _key, group in groups]
    return [(group[0], group) for group in found]


@register.filter
def subject(change) -> str:
    return wording.subject(change)


@register.filter
def detail(change, edition) -> str:
    return wording.detail(change, edition.zone)


@register.filter
def released_on(release, edition) -> str:
    return wording.moment_said(release.released_at, edition.zone)


@register.filter
def until_said(preview) -> str:
    return wording.moment_said(preview.until, preview.edition.zone)
