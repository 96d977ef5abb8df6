"""What files write in HTML, in Markdown or in neither, as plain text; nothing is rendered."""

import re
import unicodedata
from html.parser import HTMLParser

# All that the standard calls control characters but tab and line end, and halves of surrogates.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
OF_BLOCKS = (
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li "
    "ol p pre section table td th tr ul"
)
IN_TEXT = (
    "a abbr b code del em figcaption i iframe img kbd ins mark q s small span strong sub sup tbody "
    "thead u var video"
)
TAGS_OF_BLOCKS = frozenset(OF_BLOCKS.split())
# Far beyond what is kept; a text without end costs no more than this.
LONGEST = 20_000
UNSEEN = {"script", "style"}
TAGS = TAGS_OF_BLOCKS | UNSEEN | frozenset(IN_TEXT.split())
HTML = re.compile(rf"</?({'|'.join(sorted(TAGS))})(\s[^<>]*)?/?>", re.I)
MARKDOWN = [
    (
        re.compile(r"!?\[([^\[\]\n]{1,300})\]\([^()\s]{0,500}\)"),
        r"\1",
    ),  # a link or a picture: its words
    (re.compile(r"<(https?://[^\s<>]+)>"), r"\1"),
    (re.compile(r"\*\*(?=\S)([^\n]{1,300}?)(?<=\S)\*\*(?!\w)"), r"\1"),
    (re.compile(r"^#{1,6}\s+", re.M), ""),
    (re.compile(r"^[ \t]*[*+-][ \t]+(?=\S)", re.M), "– "),
]


def without_controls(value: str) -> str:
    return CONTROLS.sub("", unicodedata.normalize("NFC", value).replace("\r\n", "\n"))


def on_one_line(value: str) -> str:
    return " ".join(value.split())


def shortened(value: str, limit: int) -> str:
    """At most `limit` characters, cut between words where there are any."""
    if len(value) <= limit:
        return value
    cut = value[: limit - 2]
    whole = cut.rsplit(None, 1)[0] if any(char.isspace() for char in cut[limit // 2 :]) else cut
    return whole.rstrip() + " …"


def plain(value: str) -> str:
    """The words of `value`, in paragraphs, as somebody who reads the page would have them."""
    value = value[:LONGEST]
    return in_paragraphs(words_of_html(value) if HTML.search(value) else words_of_markdown(value))


def in_paragraphs(value: str) -> str:
    """The text as it is, with one empty line between paragraphs and single spaces."""
    paragraphs = re.split(r"\n\s*\n", without_controls(value))
    lines = ["\n".join(filter(None, map(on_one_line, p.split("\n")))) for p in paragraphs]
    return "\n\n".join(filter(None, lines))


def words_of_markdown(value: str) -> str:
    for pattern, words in MARKDOWN:
        value = pattern.sub(words, value)
    return value


def words_of_html(value: str) -> str:
    parser = Words()
    parser.feed(value)
    parser.close()
    return "".join(parser.found)


class Words(HTMLParser):
    """Keeps text; what only looks like a tag, <https://…> for one, is text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.unseen = 0
        self.as_is = 0

    def handle_starttag(self, tag, attrs):
        if tag in UNSEEN:
            self.unseen += 1
        elif tag in TAGS_OF_BLOCKS:
            self.as_is += tag == "pre"
            self.found.append({"li": "\n– ", "br": "\n"}.get(tag, "\n\n"))
        elif tag not in TAGS:
            self.handle_data(self.get_starttag_text() or "")

    def handle_endtag(self, tag):
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in TAGS_OF_BLOCKS - {"li", "br"}:
            self.as_is = max(0, self.as_is - (tag == "pre"))
            self.found.append("\n\n")

    def handle_data(self, data):
        if not self.unseen:
            self.found.append(data if self.as_is else re.sub(r"\s+", " ", data))
