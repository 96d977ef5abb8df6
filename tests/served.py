"""The site as it is served in production: granian with a database and static files of its own."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings

# As `make run` starts it, with one worker.
SERVER = (
    "-m", "granian", "--interface=wsgi", "config.wsgi:application", "--runtime-mode=mt",
    "--blocking-threads=4", "--workers-kill-timeout=5", "--log-level=warning",
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A site in `folder`, empty until something is loaded; serving it is another step."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *command, **environment) -> subprocess.Popen:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "DATABASE_URL": f"sqlite:///{self.folder / 'db.sqlite3'}",
            "STATIC_ROOT": str(self.folder / "static"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "EXPORT_ROOT": str(self.folder / "exports"),
            "SITE_URL": self.address,
            "OFFLINE_COPIES": "1",
            **environment,
        }
        where = {"cwd": settings.BASE_DIR, "env": environment}
        return subprocess.Popen([sys.executable, *command], **where)  # noqa: S603 - our own code

    def manage(self, *command):
        assert self.start("manage.py", *map(str, command)).wait(timeout=120) == 0, command

    def run(self, code: str):
        """Python within the site: what an organiser does, seen from outside by what follows."""
        self.manage("shell", "--no-imports", "--command", code)

    @contextmanager
    def served(self, **environment):
        server = self.start(*SERVER, f"--port={self.port}", **environment)
        try:
            wait_for(f"{self.address}/healthz")
            yield self.address
        finally:
            server.terminate()
            server.wait(timeout=30)


def new_site(folder: Path) -> Site:
    """A migrated, empty site on a port that was free just now."""
    (folder / "static").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        site = Site(folder, probe.getsockname()[1])
    site.manage("migrate", "--verbosity=0")
    return site


def wait_for(address):
    """Its first answer takes long on a busy machine."""
    for _ in range(200):
        try:
            return urlopen(address, timeout=30).close()  # noqa: S310 - the test's own server
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
