"""One cache for many processes and machines: Redis, at CACHE_URL.

Each process keeps answers of its own as well, and reads the revision from the database either way:
what Redis lacks costs a rendering, never the truth.
"""

import logging
import time
from collections.abc import Hashable
from hashlib import sha256
from importlib.metadata import distributions
from pathlib import Path

import redis
from django.apps import apps
from django.conf import settings

from config.cache.answer import Answer, packed, unpacked

logger = logging.getLogger(__name__)

PATIENCE = 30  # seconds, for an answer that another process makes
A_LOOK = 0.02
SULK = 10  # seconds without asking a Redis that did not answer
A_DAY = 24 * 60 * 60
# What pages say beside the content, and answers of whom.
SAID = (
    "ALLOWED_HOSTS", "CONTACT", "CONTENT_SECURITY_POLICY", "DATA_LICENCE", "OFFLINE_COPIES",
    "OPERATOR", "PERMISSIONS_REFUSED", "SECURE_HSTS_SECONDS", "SITE_URL",
)  # fmt: skip


class Shared:
    def __init__(self, address: str):
        self.redis = redis.Redis.from_url(address, socket_connect_timeout=0.5, socket_timeout=2)
        self.release = release()
        self.sulks_until = 0.0

    def find(self, key: Hashable, revision: str) -> Answer | None:
        """The answer, maybe once another process has made it; None: to be made by who asks."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            # First: between a look and a lock, another may have put it and let go.
            is_mine = self.ask("set", self.lock(key, revision), 1, nx=True, ex=PATIENCE)
            octets = self.ask("get", self.name(key))
            if octets and (answer := unpacked(octets)).revision == revision:
                return answer
            if is_mine or self.sulks_until:
                return None
            time.sleep(A_LOOK)
        return None

    def put(self, key: Hashable, answer: Answer) -> None:
        self.ask("set", self.name(key), packed(answer), ex=A_DAY)

    def let_go(self, key: Hashable, revision: str) -> None:
        self.ask("delete", self.lock(key, revision))

    def ask(self, command: str, *words, **options):
        """None where Redis does not answer: the site does, without it."""
        if self.sulks_until > time.monotonic():
            return None
        try:
            answer = getattr(self.redis, command)(*words, **options)
        except redis.RedisError as error:
            logger.warning("the shared cache does not answer: %s", error)
            self.sulks_until = time.monotonic() + SULK
            return None
        self.sulks_until = 0.0
        return answer

    def name(self, key: Hashable) -> str:
        return f"tableronde:{self.release}:{sha256(repr(key).encode()).hexdigest()}"

    def lock(self, key: Hashable, revision: str) -> str:
        return f"{self.name(key)}:{revision}"


def release() -> str:
    """What answers are made of beside the content: programs, templates, texts, settings."""
    base = settings.BASE_DIR
    own = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == base]
    digest = sha256(repr([getattr(settings, name) for name in SAID]).encode())
    digest.update(repr(sorted((d.name, d.version) for d in distributions())).encode())
    for folder in sorted([*own, base / "config", base / "locale", base / "templates"]):
        for file in sorted(folder.rglob("*.*")):
            if file.suffix not in (".pyc", ".po"):
                digest.update(str(file.relative_to(base)).encode() + file.read_bytes())
    # The names of static files, each with the hash of what is in it.
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    return digest.hexdigest()[:16]
