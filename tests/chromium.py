"""Which Chromium of this machine is driven; nothing downloads one."""

import os
import shutil

# The shell has no windows to prepare: a new visitor costs it a fifth.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
MISSING = (
    "no Chromium on this machine"
    " (Debian: apt install chromium-headless-shell, or chromium; or set CHROMIUM)"
)


def find_chromium() -> str | None:
    names = filter(None, [os.environ.get("CHROMIUM"), *NAMES])
    return next((path for name in names if (path := shutil.which(name))), None)
