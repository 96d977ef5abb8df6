"""Pictures that tests make themselves: nobody's."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def made(size=(400, 300), kind="JPEG", mode="RGB", **saved) -> SimpleUploadedFile:
    """The left half is red, the right one blue."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    buffer = BytesIO()
    picture.convert(mode).save(buffer, kind, **saved)
    return SimpleUploadedFile(f"IMG_2025.{kind.lower()}", buffer.getvalue())


def opened(file) -> Image.Image:
    file.seek(0)
    picture = Image.open(file)
    picture.load()
    return picture
