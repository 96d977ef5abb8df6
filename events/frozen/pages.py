"""Pages, feeds and style as they are in a copy: links within it relative, what needs a server dead.

Our own pages are well-formed, with what others wrote escaped: a tag is told by its brackets.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from django.conf import settings

from events.frozen.links import address_of, file_of, is_copied, relative

TAG = re.compile(r"<(a|img|source|link|image|use|meta|object)\b[^<>]*>")
ATTRIBUTE = re.compile(r'\s(href|src|srcset|data|content)="([^"]*)"')
# Without an address, a link is a text, and these say nothing of one.
OF_LINKS = re.compile(r'\s(?:rel|download|hreflang|hx-boost)(?:="[^"]*")?(?=[\s>])')
# What a page says of itself to those who come from the web, in absolute addresses.
OF_ITSELF = re.compile(r'\srel="(?:canonical|alternate)"')
FOR_HTMX = re.compile(r'\shx-[a-z-]+="[^"]*"')
IN_STYLE = re.compile(r"url\(\"?([^\")]+)\"?\)")

# Says of an address, found on a page, whether the copy has it; and will then write it.
Wanted = Callable[[str, str], bool]


def page_in_copy(text: str, page: str, wanted: Wanted) -> str:
    def rewritten(tag: re.Match) -> str:
        said = FOR_HTMX.sub("", tag[0])
        if tag[1] == "meta" or (tag[1] == "link" and OF_ITSELF.search(said)):
            for _name, value in ATTRIBUTE.findall(said):
                if value.startswith(f"{settings.SITE_URL}/"):
                    notice(unescape(value), page, wanted)
            return said
        said = ATTRIBUTE.sub(lambda found: attribute(found, page, wanted), said)
        return OF_LINKS.sub("", said) if tag[1] == "a" and " href=" not in said else said

    return FOR_HTMX.sub("", TAG.sub(rewritten, text))


def notice(href: str, page: str, wanted: Wanted) -> None:
    address = address_of(href, page)
    if address and is_copied(address):
        wanted(address, page)


def attribute(found: re.Match, page: str, wanted: Wanted) -> str:
    name, value = found[1], unescape(found[2])
    if name == "srcset":
        sizes = (one.split() for one in value.split(","))
        told = ", ".join(" ".join([link(href, page, wanted), *size]) for href, *size in sizes)
    else:
        told = link(value, page, wanted)
    return f' {name}="{escape(told)}"' if told else ""


def link(href: str, page: str, wanted: Wanted) -> str:
    """Where it leads from the page in the copy; "" where only a server could answer."""
    address = address_of(href, page)
    if href.startswith("#") or address is None:
        return href
    _address, mark, place = href.partition("#")
    if not is_copied(address):
        return ""
    if wanted(address, page):
        return relative(address, page) + mark + place
    return settings.SITE_URL + address + mark + place


def feed_in_copy(text: str, address: str, wanted: Wanted) -> str:
    """A long list goes on in a file of its own: what asks a server for `?page=2` asks in vain."""
    path = address.partition("?")[0]

    def rewritten(found: re.Match) -> str:
        following = f"{path}?page={found[1]}"
        return (
            settings.SITE_URL + "/" + file_of(following) if wanted(following, address) else found[0]
        )

    return re.sub(re.escape(settings.SITE_URL + path) + r"\?page=(\d+)", rewritten, text)


def style_in_copy(text: str, address: str, wanted: Wanted) -> str:
    """Our style names its files relatively already."""
    for href in IN_STYLE.findall(text):
        notice(href, address, wanted)
    return text
