"""The project's settings for its tests: the same on every machine, whatever its .env says."""

import os

os.environ |= {
    "DEBUG": "0",
    "SECRET_KEY": "for-tests-only",
    # Another host than the test client's, so that a link made from the request is seen.
    "SITE_URL": "http://tableronde.test",
    "ALLOWED_HOSTS": "",
    "BEHIND_PROXY": "0",
    # No worker asks for pages behind the back of a test that is about something else.
    "OFFLINE_COPIES": "0",
    "OPERATOR": "",
    "CONTACT": "",
    "CACHE_MEGABYTES": "64",
    "CACHE_URL": "",
}
os.environ.setdefault("DATABASE_URL", "sqlite:///unused-by-tests.sqlite3")

from config.settings import *  # noqa: F403 - read after the environment is settled

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing to protect
STORAGES["staticfiles"] = {  # noqa: F405 - no collectstatic needed before the tests
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
