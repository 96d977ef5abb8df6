"""What becomes of an uploaded picture before it is kept: read, turned upright, made anew.

Only the dots stay: where and with what a picture was taken is nobody's business here.
"""

from hashlib import sha256
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from pictures.models import PillowPicture
from PIL import Image, ImageCms, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MOST_OCTETS = 15_000_000
# A photograph of a good telephone; one dot takes four octets while it is read.
MOST_DOTS = 50_000_000
# No page shows more.
LARGEST_SIDE = 1600


def cleaned(upload, *, least: int, square: bool, flat: bool) -> ContentFile:
    """The picture alone, under a name made of it; `flat` has no transparent parts.

    It is at least `least` dots wide; a `square` cut out of it is too.
    """
    if upload.size > MOST_OCTETS:
        most = MOST_OCTETS // 1_000_000
        raise ValidationError(_("Ce fichier est trop lourd : %d Mo au plus.") % most)
    picture = decoded(upload, least, square)
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    # The way from a picture to the next file takes along what is noted here.
    picture.info = {}
    buffer = BytesIO()
    if flat:
        ground = Image.new("RGBA", picture.size, "white")
        Image.alpha_composite(ground, picture).convert("RGB").save(buffer, "JPEG", quality=90)
    else:
        picture.save(buffer, "PNG", optimize=True)
    data = buffer.getvalue()
    name = f"{sha256(data).hexdigest()[:16]}.{'jpg' if flat else 'png'}"
    return ContentFile(data, name)


def decoded(upload, least: int, square: bool) -> Image.Image:
    """Its size is looked at before its dots are read."""
    try:
        upload.seek(0)
        with Image.open(upload, formats=FORMATS) as picture:
            check_size(picture.size, least, square)
            picture.load()
            return upright(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large() from error
    except UnidentifiedImageError as error:
        raise ValidationError(
            _("Ce fichier n’est pas une image JPEG, PNG, WebP ou AVIF. Le SVG n’est pas accepté.")
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("Cette image est abîmée : elle ne se lit pas.")) from error


def check_size(size: tuple[int, int], least: int, square: bool) -> None:
    if size[0] * size[1] > MOST_DOTS:
        raise too_large()
    # Before it is turned: it may lie on its side.
    if (min(size) if square else max(size)) < least:
        raise ValidationError(
            _("Cette image est trop petite : il faut au moins %d pixels de côté.") % least
        )


def too_large() -> ValidationError:
    most = MOST_DOTS // 1_000_000
    return ValidationError(_("Cette image est trop grande : %d millions de pixels au plus.") % most)


def upright(picture: Image.Image) -> Image.Image:
    """Turned as it was held, in the colours of the web, with transparency."""
    try:
        return PillowPicture.pre_process(picture)
    except (ImageCms.PyCMSError, OSError):
        # A profile that is none, or of something else: its dots are taken as they are.
        picture.info.pop("icc_profile", None)
        return PillowPicture.pre_process(picture)
