import runpy

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured
from environs import Env

VARIABLES = [
    "DEBUG", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "BEHIND_PROXY", "DATABASE_URL", "CONTACT",
    "DATA_LICENCE",
]  # fmt: skip


@pytest.fixture
def read_settings(monkeypatch):
    """Reads config/settings.py anew, from exactly these variables."""
    monkeypatch.setattr(Env, "read_env", lambda *args, **kwargs: None)
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def read(**environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(project.BASE_DIR / "config" / "settings.py"))

    return read


def test_without_a_secret_key_an_error_says_what_to_do(read_settings):
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is missing.*make run.*DEBUG=1"):
        read_settings()


def test_debug_needs_no_secret_key(read_settings):
    assert read_settings(DEBUG="1")["DEBUG"] is True


def test_debug_is_off_unless_asked_for(read_settings):
    assert read_settings(SECRET_KEY="a key")["DEBUG"] is False


@pytest.mark.parametrize(
    ("address", "https"),
    [
        pytest.param("https://programme.example.org/", True, id="https"),
        pytest.param("http://programme.example.org", False, id="http"),
    ],
)
def test_site_url_decides_about_https(read_settings, address, https):
    read = read_settings(SECRET_KEY="a key", SITE_URL=address)
    names = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    assert [read[name] for name in names] == [https] * 3
    assert bool(read["SECURE_HSTS_SECONDS"]) == https
    assert read["SITE_URL"] == address.rstrip("/")
    assert read["CSRF_TRUSTED_ORIGINS"] == [address.rstrip("/")]
    assert read["ALLOWED_HOSTS"] == ["programme.example.org"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_a_site_on_this_machine_answers_to_its_names(read_settings, host):
    read = read_settings(SECRET_KEY="a key", SITE_URL=f"http://{host}:8080")
    assert read["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost"]


def test_more_hosts_can_be_allowed(read_settings):
    read = read_settings(
        SECRET_KEY="a key", SITE_URL="https://b.example", ALLOWED_HOSTS="a.example,10.0.0.1"
    )
    assert read["ALLOWED_HOSTS"] == ["10.0.0.1", "a.example", "b.example"]


@pytest.mark.parametrize(
    "address", ["programme.example.org", "ftp://example.org", "https://", "https://example.org/a"]
)
def test_a_site_url_that_is_none_is_refused(read_settings, address):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is"):
        read_settings(SECRET_KEY="a key", SITE_URL=address)


def test_a_contact_where_nobody_can_write_is_refused(read_settings):
    with pytest.raises(ImproperlyConfigured, match="CONTACT is"):
        read_settings(SECRET_KEY="a key", CONTACT="example.org")


def test_a_licence_is_an_address(read_settings):
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert read_settings(SECRET_KEY="a key", DATA_LICENCE=address)["DATA_LICENCE"] == address
    with pytest.raises(ImproperlyConfigured, match="DATA_LICENCE"):
        read_settings(SECRET_KEY="a key", DATA_LICENCE="CC BY")


def test_the_proxy_is_believed_only_when_asked_for(read_settings):
    assert "SECURE_PROXY_SSL_HEADER" not in read_settings(SECRET_KEY="a key")
    read = read_settings(SECRET_KEY="a key", BEHIND_PROXY="1")
    assert read["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("address", "engine", "name"),
    [
        pytest.param(None, "sqlite3", project.BASE_DIR / "db.sqlite3", id="default"),
        pytest.param("sqlite:///a.db", "sqlite3", project.BASE_DIR / "a.db", id="relative"),
        pytest.param("sqlite:////srv/a.db", "sqlite3", project.BASE_DIR / "/srv/a.db", id="sqlite"),
        pytest.param("postgresql://u:p@db/tables", "postgresql", "tables", id="postgresql"),
    ],
)
def test_database_url(read_settings, address, engine, name):
    environment = {"DATABASE_URL": address} if address else {}
    database = read_settings(SECRET_KEY="a key", **environment)["DATABASES"]["default"]
    assert database["ENGINE"] == f"django.db.backends.{engine}"
    assert database["NAME"] == name
