"""All settings, from the environment or .env, safe by default. The README has the table."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
# What stands in the environment wins over .env.
env.read_env(BASE_DIR / ".env", recurse=False)

# Secrets and debugging

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "for-development-only" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing. `make run` writes one into .env for development. For a server, "
        'generate one with `python3 -c "import secrets; print(secrets.token_urlsafe(50))"` and set '
        "SECRET_KEY in the environment or in .env. To work without one, set DEBUG=1."
    )

# The public address decides about https, cookies, hosts and every absolute link.

SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path or _site.query:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}. It must be the public address without a path, "
        "for example https://programme.example.org or http://localhost:8000."
    )
_https = _site.scheme == "https"
_loopback = {"localhost", "127.0.0.1", "[::1]"}
_host = f"[{_site.hostname}]" if ":" in _site.hostname else _site.hostname

ALLOWED_HOSTS = sorted(
    {_host, *env.list("ALLOWED_HOSTS", [])} | (_loopback if _host in _loopback else set())
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = _https
# A health check on the machine itself speaks plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _https else 0
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
if env.bool("BEHIND_PROXY", False):
    # Only true of a proxy that sets or strips this header itself; otherwise anyone could send it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: whether all of them speak https is not ours to promise.
    "security.W021",  # HSTS preload: a lasting promise only the owner of the domain can make.
]

# Headers. Django's defaults are right for the others: Referrer-Policy, Cross-Origin-Opener-Policy
# "same-origin", X-Frame-Options "DENY", X-Content-Type-Options "nosniff".

PERMISSIONS_REFUSED = [
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "payment",
    "usb",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Who answers for the site, and where to write: named in the declaration of accessibility.

OPERATOR = env.str("OPERATOR", "")
CONTACT = env.str("CONTACT", "")
if CONTACT and "@" not in CONTACT and not CONTACT.startswith("https://"):
    raise ImproperlyConfigured(
        f"CONTACT is {CONTACT!r}. It must be where visitors can write: an e-mail address, "
        "or a page with a form, as https://example.org/contact."
    )

# Under which licence the whole may be used again: its address, for /export/.

DATA_LICENCE = env.str("DATA_LICENCE", "")
if DATA_LICENCE and not DATA_LICENCE.startswith("https://"):
    raise ImproperlyConfigured(
        f"DATA_LICENCE is {DATA_LICENCE!r}. It must be the address of the licence of the data, "
        "as https://creativecommons.org/licenses/by/4.0/."
    )

# Applications

INSTALLED_APPS = [
    "events",
    "speakers",
    "organisations",
    "search",
    "sources",
    "images",
    "desk",
    "pictures",
    "nested_admin",
    "django_htmx",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Static files are compressed once, by collectstatic, and need no policy of a page.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.door.PermissionsPolicyMiddleware",
    "config.door.CompressionMiddleware",
    # Inside the compression: the ETag is that of the bytes themselves.
    "config.door.ConditionalMiddleware",
    "config.door.FreshnessMiddleware",
    "config.door.LanguageMiddleware",
    # Sessions cost a public page nothing: no cookie and no Vary unless something reads them.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]

# E-mail: only to organisers who forgot their password. Unset, it is written to stdout.

vars().update(env.dj_email_url("EMAIL_URL", "consolemail:"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", f"tableronde@{_site.hostname}")

# Data

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", "sqlite:///db.sqlite3", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if DATABASES["default"]["NAME"] != ":memory:":
        # A relative path means the project's folder, wherever the command is started.
        DATABASES["default"]["NAME"] = BASE_DIR / DATABASES["default"]["NAME"]
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer; NORMAL is safe from corruption under WAL.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        # A transaction that will write asks for the lock first, so that it can wait for it.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Django 6's behaviour, already: an address typed without a scheme is https.
FORMS_URLFIELD_ASSUME_HTTPS = True

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Drawn cards, about 20 KB each: those of the pages that are being shared just now.
    "cards": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "cards",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

# Finished answers, each for as long as its revision lasts (`config/cache/`): so many megabytes in
# each worker (0: none), and with CACHE_URL (redis://…) in one Redis for all of them. Under DEBUG
# a template changes without a revision.

CACHE_MEGABYTES = env.int("CACHE_MEGABYTES", 0 if DEBUG else 64)
CACHE_URL = env.str("CACHE_URL", "")

# Language and time

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Luxembourg"
USE_TZ = True

# Static files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
# No other site has a use for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.Storage"},
}

# Copies that a browser keeps for when it has no network. Without them (0), the worker that made
# them removes them and itself. Under DEBUG a style sheet changes without changing its name.

OFFLINE_COPIES = env.bool("OFFLINE_COPIES", not DEBUG)

# Pictures that organisers upload: made anew in each size and format, under names for good.

MEDIA_URL = "media/"
MEDIA_ROOT = BASE_DIR / env.str("MEDIA_ROOT", "media")
# No grey boxes while developing either.
PICTURES = {"USE_PLACEHOLDERS": False}

# The press kit (`/export/`): files that are made from the database, and may go at any time.

EXPORT_ROOT = BASE_DIR / env.str("EXPORT_ROOT", "exports")

# Logging: everything to stderr, where whatever runs the server collects it.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    # Django's own handlers only print under DEBUG and otherwise write e-mails.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
