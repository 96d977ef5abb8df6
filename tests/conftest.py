"""What every test may use. What drives a browser is in tests/browser/conftest.py."""

import gc
import os

import pytest
from django.conf import settings
from django.db import connection
from justhtml import JustHTML

from tests.matrix import WHOLE

# Looking often for circles among the many objects that tests drop took a tenth of the time.
gc.set_threshold(100_000)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in production: in WAL, with a connection for each thread."""
    if connection.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        connection.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def export_root(tmp_path_factory):
    """The press kit's files of the tests, none of which finds what another run made."""
    settings.EXPORT_ROOT = tmp_path_factory.mktemp("exports")
    return settings.EXPORT_ROOT


@pytest.fixture
def parse_html():
    """Reads a page (a response or its text) as the HTML standard says; an error in it is raised."""

    def parse(page):
        html = page if isinstance(page, str) else page.content.decode()
        return JustHTML(html, strict=True, sanitize=False)

    return parse


DATABASE = {"db", "transactional_db", "django_db_setup"}
# What takes a while to make for many tests: they all run where it is made.
MADE_ONCE = {"pages", "all_pages", "hostile", "translated"}
# A walk through the whole site says how pages are written, the same with every database; lists,
# filters, formats and the search are asked of each.
OF_WALKS = {"hostile", "pages"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Gives each database the tests about it; what asks none, browser, calendar clients: once."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "browser" in fixtures:
            item.add_marker("browser")
        asks_database = fixtures & DATABASE or item.get_closest_marker("django_db")
        if (fixtures & OF_WALKS and not WHOLE) or not asks_database:
            item.add_marker("once")
        for costly in fixtures & MADE_ONCE:
            item.add_marker(pytest.mark.xdist_group(costly))
    with_postgresql = {"sqlite", "browser", "clients", "once"}
    not_here = with_postgresql if connection.vendor == "postgresql" else {"postgresql"}
    elsewhere = [item for item in items if not_here & {mark.name for mark in item.iter_markers()}]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.getreports("skipped")
    if skipped:
        terminalreporter.section(f"LEFT OUT: {len(skipped)} did not run", red=True, bold=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session):
    """In CI nothing may be left out: a skip fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
