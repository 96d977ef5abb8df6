"""One page in each language: the same address behind `/en` or `/de`, in French without prefix."""

from django.conf import settings

PREFIXED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def language_of(path: str) -> str:
    first = path.removeprefix("/").partition("/")[0]
    return first if first in PREFIXED else settings.LANGUAGE_CODE


def unprefixed(path: str) -> str:
    language = language_of(path)
    return path if language == settings.LANGUAGE_CODE else path.removeprefix(f"/{language}") or "/"


def in_language(path: str, language: str) -> str:
    bare = unprefixed(path)
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def translations(path: str) -> list[tuple[str, str]]:
    """(hreflang, absolute address) of the page in each language; French is the default."""
    found = [
        (code, settings.SITE_URL + in_language(path, code)) for code, _name in settings.LANGUAGES
    ]
    return [*found, ("x-default", settings.SITE_URL + unprefixed(path))]
