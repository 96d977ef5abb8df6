from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

# What an upload is made into (`images/cleaning.py`, `images/fields.py`), and nothing else.
MEDIA_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


@require_safe
def picture(request, path):
    """A picture under its name for good: another picture has another name."""
    media_type = MEDIA_TYPES.get(PurePosixPath(path).suffix)
    if media_type is None:
        raise Http404
    try:
        with default_storage.open(path) as file:
            response = HttpResponse(file.read(), content_type=media_type)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
