"""The cache by revision: what Django answered at a revision holds for as long as that lasts.

It stands before Django (`config/wsgi.py`). Each request reads the revision from the database, and
is answered from memory if the answer there was made at that one: so nothing is ever stale, by
whatever door the content was changed (docs/adr/0008, docs/scale.md).
"""

from collections.abc import Callable

from django.conf import settings


def in_front_of(application: Callable) -> Callable:
    """Only after Django's set-up: it knows the models."""
    from config.cache.front import Front

    if not settings.CACHE_MEGABYTES:
        return application
    return Front(application, settings.CACHE_MEGABYTES * 1024 * 1024, shared_cache())


def shared_cache():
    """Where nobody wants it, its client needs not be installed."""
    if not settings.CACHE_URL:
        return None
    from config.cache.shared import Shared

    return Shared(settings.CACHE_URL)
