from pathlib import Path

from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


def test_static_files_are_hashed_and_compressed(settings, tmp_path):
    """As a server does it; it also fails on a style sheet that names a file that is not there."""
    settings.STATIC_ROOT = tmp_path
    # The admin's own files would take ten seconds more.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = CompressedManifestStaticFilesStorage(location=tmp_path).stored_name("js/htmx.min.js")
    assert hashed != "js/htmx.min.js"
    for end in ["", ".gz", ".br"]:
        assert Path(tmp_path, hashed + end).stat().st_size > 0
