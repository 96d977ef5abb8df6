from pathlib import Path

from django.core.management import call_command

from config.static import Storage


def test_static_files_are_hashed_and_compressed(settings, tmp_path):
    """As a server does it; it also fails on a style sheet that names a file that is not there."""
    settings.STATIC_ROOT = tmp_path
    # The admin's own files would take ten seconds more.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static.Storage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    storage = Storage(location=tmp_path)
    hashed = storage.stored_name("js/htmx.min.js")
    assert hashed != "js/htmx.min.js"
    for end in ["", ".gz", ".br"]:
        assert Path(tmp_path, hashed + end).stat().st_size > 0
    css = Path(tmp_path, storage.stored_name("css/tableronde.css")).read_text()
    assert "/*" not in css
    assert "\n " not in css
    assert ".stop:last-child::before{" in css or "&:last-child::before{" in css
    assert 'content:"\\202f;  "' in css  # what stands in quotation marks is a text
    script = Path(tmp_path, storage.stored_name("js/kept.js")).read_text()
    assert "//" not in script
    assert '"use strict";' in script
    assert 'url("../fonts/archivo-88.' in css
