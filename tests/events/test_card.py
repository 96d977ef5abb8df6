"""The drawing: any words, one size, the same bytes."""

from io import BytesIO

import pytest
from PIL import Image

from events.formats.card import (
    OTHER_SCRIPTS,
    TEXT,
    TITLE,
    Card,
    Seat,
    draw,
    drawable,
    face,
    fitted,
    has,
    legible,
    length,
    title_of,
    wrapped,
)

HOSTILE = {
    "empty": "",
    "spaces": " \u00a0\u202f\n\t ",
    "500 letters": "W" * 500,
    "500 letters in words": "territoires transfrontaliers " * 18,
    "500 narrow letters": "i" * 500,
    "markup": "<script>alert('x')</script> & « guillemets »",
    "emoji": "🎉👩‍🚀🇱🇺",
    "chinese": "你好世界",
    "right to left": "\u202eمرحبا\u202c",
    "combining": "Z̸̡̛a̶l̷g̵o" * 40,
    "control": "a\x00b\x07c\ufffe\uffff",
}  # fmt: skip
SEATS = tuple(Seat(name) for name in ["Ada Muster", "Łukasz Češka", None, "Nguyễn Văn An"])


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def ink(card: Card, box) -> int:
    """How many dots of a part of the card are not paper."""
    part = opened(draw(card)).convert("RGB").crop(box)
    return sum(count for count, colour in part.getcolors(100_000) if colour != PAPER)


PAPER = (251, 250, 246)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "shape",
    [{}, {"seats": SEATS}, {"initials": "AM"}, {"date": ("lundi", "31", "mars [2025]")}],
    ids=["poster", "table", "person", "day"],
)
def test_any_words_give_a_card_of_the_size(text, shape):
    card = Card(text, kicker=text, people=text, when=text, where=text, **shape)
    picture = opened(draw(card))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


def test_the_same_facts_are_the_same_bytes_and_others_are_not():
    card = Card("L’IA souveraine", seats=SEATS)
    assert draw(card) == draw(Card("L’IA souveraine", seats=SEATS))
    assert draw(card) != draw(Card("L’IA souverain", seats=SEATS))


def test_the_digest_is_that_of_the_facts():
    card = Card("Ouverture", when="mercredi 2 avril 2025")
    assert card.digest == Card("Ouverture", when="mercredi 2 avril 2025").digest
    others = [Card("Ouverture"), Card("Ouverture", where="mercredi 2 avril 2025"),
              Card("Ouverture", seats=SEATS), Card("Ouverture", seats=SEATS[:2])]  # fmt: skip
    assert len({card.digest, *(other.digest for other in others)}) == 5


@pytest.mark.parametrize("title", [text for text in HOSTILE.values() if len(text) >= 500])
def test_a_title_stays_within_its_width_and_room(title):
    size, lines = fitted(drawable(title), 600, 270)
    assert all(length(line, TITLE, size) <= 600 for line in lines)
    assert len(lines) * size * 1.08 <= 270
    assert lines[-1].endswith(" …")


def test_a_long_title_ends_after_a_whole_word():
    title = "Comment les territoires transfrontaliers attirent les talents et les gardent " * 6
    _, lines = fitted(drawable(title), 600, 270)
    words = set(title.split())
    assert set(" ".join(lines).split()) - words == {"…"}


def test_a_short_title_is_large_and_whole():
    assert fitted("L’IA souveraine", 600, 270) == (84, ["L’IA souveraine"])


def test_no_line_is_broken_at_a_no_break_space():
    lines = wrapped("9\u00a0h\u00a045 " * 40, TEXT, 30, 400, 3)
    assert {line.replace(" …", "").split(" ")[0] for line in lines} == {"9\u00a0h\u00a045"}


@pytest.mark.parametrize(
    "name", ["Češka", "Łukasz", "Nguyễn", "Öztürk", "Đorđević", "Œuvre", "Þór"]
)
def test_the_display_face_has_the_letters_of_european_and_vietnamese_names(name):
    assert [letter for letter in name if not has(TITLE, letter)] == []
    assert [letter for letter in name if not has(TEXT, letter)] == []


@pytest.mark.parametrize("name", ["Ελένη", "Юлия", "Ґонґадзе"])
def test_greek_and_cyrillic_have_a_face_of_their_own(name):
    assert not any(has(TITLE, letter) for letter in name)
    assert drawable(name) == name
    assert length(name, TITLE, 40) == face(OTHER_SCRIPTS, 40).getlength(name)


@pytest.mark.parametrize(("text", "drawn"), [
    ("Fête 🎉 nationale", "Fête nationale"),
    ("你好", ""),
    ("e\u0301te\u0301", "été"),
    ("«\u202fÀ\u202f»", "«\u00a0À\u00a0»"),
    ("§\u00a07\u2060–\u20608", "§\u00a07–8"),
    ("a\x00b\nc", "ab c"),
])  # fmt: skip
def test_what_no_face_has_is_left_out_and_never_an_empty_box(text, drawn):
    assert drawable(text) == drawn


def test_a_name_in_letters_that_no_face_has_is_said_in_latin_ones():
    name = "محمد الهاشمي"
    assert title_of(Card(name, in_latin="[Mhmd Lhshmy]")) == "[Mhmd Lhshmy]"
    assert title_of(Card("Łukasz Češka", in_latin="[Lukasz]")) == "Łukasz Češka"
    assert title_of(Card("🎉", in_latin="[Fête]")) == "[Fête]"
    assert name in Card(name, in_latin="[Mhmd]").alt


def test_whom_a_card_cannot_name_it_does_not_leave_out_in_silence():
    assert legible("Ada Muster, 你好世界, Jean Modèle") == "Ada Muster, Jean Modèle, …"
    assert legible("Ada Muster, Jean Modèle") == "Ada Muster, Jean Modèle"
    assert legible("你好世界") == ""


def test_a_seat_whose_initials_cannot_be_written_is_not_an_empty_one():
    seat = (700, 300, 850, 430)
    assert ink(Card("", initials="你"), seat) > 2 * ink(Card("", initials="AM"), seat)


def test_the_table_has_the_seats_of_the_session():
    top = (900, 130, 990, 230)
    unmoderated = Card("", seats=(Seat("Ada Muster"), Seat("Jean Modèle")))
    moderated = Card("", seats=(Seat("Ada Muster", is_moderator=True), Seat("Jean Modèle")))
    assert ink(unmoderated, top) == 0  # nothing is drawn where nobody is said to moderate
    assert ink(moderated, top) > 1000


def test_it_says_the_same_in_words():
    card = Card("Ouverture", kicker="Accueil", when="lundi 31 mars 2025", where="Esch")
    assert card.alt == "Accueil, Ouverture, lundi 31 mars 2025, Esch"
