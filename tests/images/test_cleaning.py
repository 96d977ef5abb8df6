"""What stays of an upload, and what is refused, with which sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from images import cleaning
from images.cleaning import cleaned
from tests.images.pictures import BLUE, RED, made, opened

PORTRAIT = {"least": 160, "square": True, "flat": True}
LOGO = {"least": 160, "square": False, "flat": False}


def near(colour, wanted) -> bool:
    return all(abs(a - b) < 25 for a, b in zip(colour, wanted, strict=True))


def refusal(upload, **wanted) -> str:
    with pytest.raises(ValidationError) as caught:
        cleaned(upload, **PORTRAIT | wanted)
    [message] = caught.value.messages
    return message


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_pictures_of_the_web_become_one_kind(kind):
    portrait, logo = cleaned(made(kind=kind), **PORTRAIT), cleaned(made(kind=kind), **LOGO)
    assert (opened(portrait).format, opened(logo).format) == ("JPEG", "PNG")
    assert near(opened(portrait).getpixel((50, 150)), RED)
    assert near(opened(logo).getpixel((350, 150))[:3], BLUE)


@pytest.mark.parametrize("mode", ["L", "CMYK", "1"])
def test_other_colours_are_turned_into_those_of_the_web(mode):
    assert (
        opened(cleaned(made(mode=mode, kind="JPEG" if mode != "1" else "PNG"), **PORTRAIT)).mode
        == "RGB"
    )


def test_where_and_with_what_it_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "Camera Modèle"
    exif.get_ifd(0x8825).update({1: "N", 2: (49.0, 30.0, 0.0)})
    upload = made(exif=exif, comment=b"Camera", xmp=b"<x:xmpmeta>Camera</x:xmpmeta>")
    assert b"Camera" in upload.read()
    for wanted in (PORTRAIT, LOGO):
        data = cleaned(upload, **wanted).read()
        assert b"Camera" not in data
        assert dict(opened(BytesIO(data)).getexif()) == {}


def test_it_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the telephone was turned: what is on the left belongs to the top
    picture = opened(cleaned(made(exif=exif), **PORTRAIT))
    assert picture.size == (300, 400)
    assert near(picture.getpixel((150, 50)), RED)
    assert near(picture.getpixel((150, 350)), BLUE)


def test_colours_of_another_profile_stay_as_they_look():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = opened(cleaned(made(icc_profile=profile), **PORTRAIT))
    assert "icc_profile" not in picture.info
    assert near(picture.getpixel((50, 150)), RED)


def test_a_profile_of_something_else_is_left_out():
    picture = opened(cleaned(made(icc_profile=b"no profile at all"), **PORTRAIT))
    assert near(picture.getpixel((50, 150)), RED)


def test_a_portrait_has_a_white_ground_and_a_logo_keeps_its_own():
    buffer = BytesIO()
    Image.new("RGBA", (200, 200)).save(buffer, "PNG")
    upload = SimpleUploadedFile("clear.png", buffer.getvalue())
    assert opened(cleaned(upload, **PORTRAIT)).getpixel((9, 9)) == (255, 255, 255)
    assert opened(cleaned(upload, **LOGO)).getpixel((9, 9))[3] == 0


def test_no_larger_than_any_page_shows():
    assert opened(cleaned(made((3200, 800)), **LOGO)).size == (1600, 400)


def test_its_name_is_made_of_the_picture_alone():
    one = cleaned(made(), **PORTRAIT).name
    again = made()
    again.name = "../../etc/passwd.svg"
    assert cleaned(again, **PORTRAIT).name == one
    assert cleaned(made((410, 300)), **PORTRAIT).name != one
    assert one.removesuffix(".jpg").isalnum()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NO_PICTURE = "Ce fichier n’est pas une image JPEG, PNG, WebP ou AVIF. Le SVG n’est pas accepté."


@pytest.mark.parametrize(("name", "data"), [
    ("logo.svg", SVG),
    ("logo.png", SVG),
    ("page.html", b"<!doctype html><title>x</title>"),
    ("empty.png", b"\x00"),
    ("film.gif", made((200, 200), "GIF").read()),
    ("paper.tiff", made((200, 200), "TIFF").read()),
])  # fmt: skip
def test_what_is_no_picture_of_the_web_is_refused(name, data):
    assert refusal(SimpleUploadedFile(name, data)) == NO_PICTURE


def test_a_damaged_picture_is_refused():
    data = made((800, 800)).read()
    said = refusal(SimpleUploadedFile("half.jpg", data[: len(data) // 2]))
    assert said == "Cette image est abîmée : elle ne se lit pas."


def bomb(width, height) -> SimpleUploadedFile:
    """A PNG that says it is so large, in a hundred octets."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b""))
    return SimpleUploadedFile("bomb.png", data + chunk(b"IEND", b""))


@pytest.mark.parametrize("side", [8_000, 10_000, 60_000], ids=["ours", "warning", "error"])
def test_too_many_dots_are_not_even_read(side):
    assert refusal(bomb(side, side)) == (
        "Cette image est trop grande : 50 millions de pixels au plus."
    )


def test_too_many_octets_are_refused(monkeypatch):
    monkeypatch.setattr(cleaning, "MOST_OCTETS", 1000)
    assert refusal(made()) == "Ce fichier est trop lourd : 0 Mo au plus."


@pytest.mark.parametrize(
    ("size", "square"), [((159, 400), True), ((400, 159), True), ((159, 90), False)]
)
def test_too_small_to_be_sharp_is_refused(size, square):
    said = "Cette image est trop petite : il faut au moins 160 pixels de côté."
    assert refusal(made(size), square=square) == said
