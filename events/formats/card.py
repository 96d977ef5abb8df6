"""The card that is shown where a page is shared: 1200 × 630, as PNG.

Pure: facts in, bytes out; no query, no clock, no request. The same facts are the same bytes.

The red disc is the table, as everywhere (`events/roundtable.py`): with the seats of the session
that is held at it, or cut by the edge, as on the poster; a person has a seat of their own at it.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from math import atan2, degrees
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont, ImageOps

from events.roundtable import (
    BACK_GAP,
    BACK_HALF_ANGLE,
    RING_RADIUS,
    TABLE_RADIUS,
    Seat,
    build_circle,
)

# Part of every digest: raised when the same facts are drawn otherwise.
LOOK = 1

SIZE = WIDTH, HEIGHT = 1200, 630
PAPER, INK, GREY, ORE, ON_ORE = "#fbfaf6", "#171512", "#625c52", "#a32c17", "#fdf8f2"
EDGE = 64
FACES = Path(__file__).parent / "faces"
TITLE, TEXT = "archivo-88-600.ttf", "archivo-88-500.ttf"
# What Archivo has no letters for.
OTHER_SCRIPTS = "noto-sans-600.ttf"
TITLE_SIZES = (84, 76, 68, 60, 54, 48, 42)
TITLE_ROOM = 270
# More than the smallest size has room for, and soon measured.
LONGEST = 320
# Circles are drawn so many times larger and averaged: Pillow's own have stairs.
FINE = 4
STEPS = 16
PLAIN_SPACES = {"\u202f": "\u00a0", "\u2009": " ", "\u2060": "", "\u00ad": "", "\u200b": ""}


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `date` is weekday, number and month of a day; `seats` those of a table.

    `portrait` names the picture that is drawn in place of the initials, `in_latin` says the title
    where no face has its letters. In words (`alt`) a card says all in its own.
    """

    title: str
    kicker: str = ""
    people: str = ""
    when: str = ""
    where: str = ""
    date: tuple[str, str, str] | None = None
    seats: tuple[Seat, ...] = ()
    number: str = ""
    initials: str = ""
    portrait: str = ""
    in_latin: str = ""

    @property
    def digest(self) -> str:
        return sha256(repr((LOOK, self)).encode()).hexdigest()[:8]

    @property
    def alt(self) -> str:
        """The same in words."""
        date = " ".join(self.date or ())
        said = [self.kicker, self.title, date, self.people, self.when, self.where]
        return ", ".join(part.rstrip(".") for part in said if part)


def draw(card: Card, portrait: bytes = b"") -> bytes:
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    if card.seats:
        right = draw_table(picture, card)
    elif card.initials:
        right = draw_person(picture, card.initials, portrait)
    else:
        right = draw_poster(picture)
    draw_masthead(picture)
    left = draw_date(pen, card.date) if card.date else EDGE
    foot = draw_foot(pen, card, left, right - left)
    draw_head(pen, card, left, right - left, foot)
    return png(picture, many_colours=bool(portrait))


def png(picture: Image.Image, *, many_colours: bool) -> bytes:
    """The five colours and what lies between them: with a palette it is half as large."""
    buffer = BytesIO()
    few = picture if many_colours else picture.quantize(palette=palette(), dither=Image.Dither.NONE)
    few.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def palette() -> Image.Image:
    """Each colour of a drawing on each ground it may lie on, in steps."""
    image = Image.new("P", (1, 1))
    for ground, colour in ((PAPER, INK), (PAPER, ORE), (PAPER, GREY), (ORE, ON_ORE)):
        low, high = ImageColor.getrgb(ground), ImageColor.getrgb(colour)
        for step in range(STEPS):
            mixed = (a + (b - a) * step // (STEPS - 1) for a, b in zip(low, high, strict=True))
            image.palette.getcolor(tuple(mixed), image)
    return image


# The table


def draw_table(picture, card) -> int:
    """The table of a session with its seats, round it as in the plan; where the text ends."""
    plan = build_circle(card.seats, card.number)
    scale, x, y = 1.28, 945, 362
    disc(picture, x, y, TABLE_RADIUS * scale, ORE)
    if plan.number:
        centred(picture, plan.number, x, y, (112 if len(plan.number) == 1 else 88) * scale, ON_ORE)
    for placed in plan.seats:
        head = placed.seat.is_moderator and bool(placed.seat.name)
        radius = float(placed.radius) * scale
        at = (x + placed.x * scale, y + placed.y * scale)
        full = head or (placed.seat.name and not drawable(placed.initials))
        disc(picture, *at, radius, INK)
        if not full:
            disc(picture, *at, radius - 2, PAPER)
        if placed.back:
            back(picture, *at, radius + BACK_GAP * scale, 4, (placed.x, placed.y))
        if placed.initials:
            centred(picture, placed.initials, *at, radius * 0.8, PAPER if head else INK)
    return round(x - (RING_RADIUS + 21 + BACK_GAP) * scale) - 36


def draw_person(picture, initials: str, portrait: bytes) -> int:
    """One seat at the table, with the face or the initials of whose it is."""
    x, y = WIDTH + 70, 362
    disc(picture, x, y, 240, ORE)
    disc(picture, x - 350, y, 118, INK)
    disc(picture, x - 350, y, 113, PAPER)
    back(picture, x - 350, y, 142, 8, (-1, 0))
    if portrait:
        with Image.open(BytesIO(portrait)) as face_of:
            disc(picture, x - 350, y, 113, ImageOps.fit(face_of.convert("RGB"), (228, 228)))
    elif drawable(initials):
        centred(picture, initials, x - 350, y, 96, INK)
    else:
        disc(picture, x - 350, y, 113, INK)
    return x - 350 - 150 - 30


def draw_poster(picture) -> int:
    """The disc of the poster, cut by the edge."""
    x, y = WIDTH - 50, 362
    disc(picture, x, y, 140, ORE)
    for seat_x, seat_y in ((0, -200), (0, 200), (-173.2, 100), (-173.2, -100)):
        disc(picture, x + seat_x, y + seat_y, 36, INK)
        back(picture, x + seat_x, y + seat_y, 51, 6, (seat_x, seat_y))
    return x - 173 - 54 - 36


def disc(picture, x: float, y: float, radius: float, colour: str | Image.Image) -> None:
    side = round(2 * radius) + 2
    mask = Image.new("L", (side * FINE, side * FINE))
    edge = side * FINE / 2
    reach = radius * FINE
    ImageDraw.Draw(mask).ellipse((edge - reach, edge - reach, edge + reach, edge + reach), fill=255)
    place(picture, mask, x, y, side, colour)


def back(picture, x, y, radius: float, width: int, outwards: tuple[float, float]) -> None:
    """The back of a chair: an arc on the side away from the table."""
    side = round(2 * radius) + 2 * width
    mask = Image.new("L", (side * FINE, side * FINE))
    middle = degrees(atan2(outwards[1], outwards[0]))
    edge, reach = side * FINE / 2, (radius + width / 2) * FINE
    box = (edge - reach, edge - reach, edge + reach, edge + reach)
    turn = (middle - BACK_HALF_ANGLE, middle + BACK_HALF_ANGLE)
    ImageDraw.Draw(mask).arc(box, *turn, fill=255, width=width * FINE)
    place(picture, mask, x, y, side, INK)


def place(picture, mask, x, y, side, colour) -> None:
    corner = (round(x - side / 2), round(y - side / 2))
    picture.paste(colour, (*corner, corner[0] + side, corner[1] + side), mask.reduce(FINE))


# The words


def draw_masthead(picture) -> None:
    pen = ImageDraw.Draw(picture)
    disc(picture, EDGE + 22, 62, 11, ORE)
    for x, y in ((0, -10.6), (9.18, -5.3), (9.18, 5.3), (0, 10.6), (-9.18, 5.3), (-9.18, -5.3)):
        disc(picture, EDGE + 22 + x * 1.7, 62 + y * 1.7, 3.6, INK)
    write(pen, (EDGE + 58, 74), "Tableronde", TITLE, 36, INK)
    pen.rectangle((EDGE, 100, WIDTH - EDGE, 103), fill=INK)


def draw_date(pen, date) -> int:
    """The head of a day as on its page: the number in ore; where the text begins."""
    weekday, number, month = map(drawable, date)
    write(pen, (EDGE, 178), weekday, TITLE, 34, INK)
    number, first, closing = number.partition("er")
    figure = length(number, TITLE, 172)
    write(pen, (EDGE - 4, 330), number, TITLE, 172, ORE)
    # « 1er » with its ending raised, as on the page.
    write(pen, (EDGE - 4 + figure, 256), first + closing, TITLE, 64, ORE)
    write(pen, (EDGE, 386), month, TITLE, 34, INK)
    figure += length(first + closing, TITLE, 64)
    return EDGE + round(max(figure, length(weekday, TITLE, 34), length(month, TITLE, 34))) + 48


def draw_head(pen, card, left, width, foot) -> None:
    """Kicker, title and people, from the top down; the title as large as there is room."""
    y = 134
    for kicker in wrapped(drawable(card.kicker), TITLE, 32, width, 1):
        write(pen, (left, 178), kicker, TITLE, 32, ORE)
        y = 190
    people = wrapped(legible(card.people), TEXT, 30, width, 2)
    room = min(TITLE_ROOM, foot - y - 24 - 40 * len(people))
    size, lines = fitted(title_of(card), width, room)
    for line in lines:
        y += round(size * 1.08)
        write(pen, (left, y), line, TITLE, size, INK)
    y += 14
    for line in people:
        y += 40
        write(pen, (left, y), line, TEXT, 30, INK)


def title_of(card) -> str:
    return drawable(card.title if readable(card.title) else card.in_latin)


def draw_foot(pen, card, left, width) -> int:
    """When and where, on the last lines; the top of them."""
    when = wrapped(legible(card.when), TITLE, 32, width, 2)
    where = wrapped(legible(card.where), TEXT, 28, width, 2)
    y = HEIGHT - 56 - 36 * len(where) - 42 * len(when)
    top = y
    for line in when:
        y += 42
        write(pen, (left, y - 8), line, TITLE, 32, INK)
    for line in where:
        y += 36
        write(pen, (left, y), line, TEXT, 28, GREY)
    return top


def fitted(title: str, width: float, room: float) -> tuple[int, list[str]]:
    """The largest size in which the title fits; in the smallest one it ends in « … »."""
    for size in TITLE_SIZES:
        most = max(1, int(room / (size * 1.08)))
        lines = broken(title, TITLE, size, width)
        whole = all(length(word, TITLE, size) <= width for word in title.split(" "))
        if len(lines) <= most and whole:
            return size, lines
    return size, wrapped(title, TITLE, size, width, most)


def wrapped(text: str, name: str, size: int, width: float, most: int) -> list[str]:
    """At most so many lines; the last one ends after a whole word and « … »."""
    lines = broken(text, name, size, width)
    if len(lines) <= most:
        return lines
    kept = lines[:most]
    words = kept[-1].split(" ")
    while len(words) > 1 and length(f"{' '.join(words)} …", name, size) > width:
        words.pop()
    last = " ".join(words).rstrip(" ,;:.…\u00a0")
    while last and length(f"{last} …", name, size) > width:
        last = last[:-1]
    return [*kept[:-1], f"{last} …"]


def broken(text: str, name: str, size: int, width: float) -> list[str]:
    """Lines broken at spaces, and within a word that is wider than a line."""
    lines, used = [], width
    space = length(" ", name, size)
    for word in pieces(text, name, size, width):
        taken = length(word, name, size)
        if used + space + taken <= width:
            lines[-1] += f" {word}"
            used += space + taken
        else:
            lines.append(word)
            used = taken
    return lines


def pieces(text: str, name: str, size: int, width: float):
    """The words, and those that no line has room for in parts."""
    for word in filter(None, text.split(" ")):
        while length(word, name, size) > width:
            fits = bisect_right(range(1, len(word)), width, key=cut_at(word, name, size))
            yield word[: max(1, fits)]
            word = word[max(1, fits) :]
        yield word


def cut_at(word: str, name: str, size: int):
    return lambda count: length(word[:count], name, size)


def write(pen, at, text: str, name: str, size: float, colour: str) -> None:
    """From its left end on the base line."""
    x, y = at
    for font, piece in runs(text, name, size):
        pen.text((x, y), piece, font=font, fill=colour, anchor="ls")
        x += font.getlength(piece)


def centred(picture, text: str, x: float, y: float, size: float, colour: str) -> None:
    text = drawable(text)
    at = (x - length(text, TITLE, size) / 2, y + size * 0.345)
    write(ImageDraw.Draw(picture), at, text, TITLE, size, colour)


@lru_cache(maxsize=4096)
def length(text: str, name: str, size: float) -> float:
    return sum(font.getlength(piece) for font, piece in runs(text, name, size))


def runs(text: str, name: str, size: float):
    """The text in pieces of one face each."""
    piece, current = "", name
    for character in text:
        needed = name if has(name, character) else OTHER_SCRIPTS
        if needed != current and piece:
            yield face(current, size), piece
            piece = ""
        current = needed
        piece += character
    if piece:
        yield face(current, size), piece


@lru_cache(maxsize=64)
def face(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES / name, round(size))


@lru_cache(maxsize=4096)
def has(name: str, character: str) -> bool:
    """Whether the face has the letter: another one is drawn as an empty box."""
    font = face(name, 24)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


def readable(text: str) -> bool:
    """Whether the faces have most of its letters."""
    letters = [c for c in unicodedata.normalize("NFC", text[:LONGEST]) if c.isalnum()]
    return 2 * sum(has(TITLE, c) or has(OTHER_SCRIPTS, c) for c in letters) > len(letters)


def legible(text: str) -> str:
    """Names and places in a row, with « … » for those that cannot be written."""
    parts = text.split(", ")
    kept = [part for part in parts if readable(part)]
    return drawable(", ".join(kept if len(kept) == len(parts) or not kept else [*kept, "…"]))


@lru_cache(maxsize=256)
def drawable(text: str) -> str:
    """The text without what no face has a letter for: emoji, signs of direction, other scripts."""
    if len(text) > LONGEST:
        text = f"{text[:LONGEST].rpartition(' ')[0] or text[:LONGEST]} …"
    text = unicodedata.normalize("NFC", text)
    said = "".join(PLAIN_SPACES.get(c, " " if c.isspace() and c != "\u00a0" else c) for c in text)
    seen = (c for c in said if not unicodedata.category(c).startswith("C"))
    kept = (c for c in seen if has(TITLE, c) or has(OTHER_SCRIPTS, c))
    return " ".join(filter(None, "".join(kept).split(" ")))
