"""Models import strictly downward; views and addresses stand on top of all."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# From the ground up; apps on one floor know nothing of each other.
FLOORS = [
    {"search", "images"},
    {"desk"},
    {"sources"},
    {"organisations"},
    {"speakers"},
    {"events"},
]
FLOOR_OF = {app: floor for floor, together in enumerate(FLOORS) for app in together}
ON_TOP = {"views", "urls"}


def modules(app: str) -> list[Path]:
    """The modules of an app that must not look up: all but its views and its addresses."""
    found = sorted((ROOT / app).rglob("*.py"))
    return [
        path
        for path in found
        if path.relative_to(ROOT / app).parts[0].removesuffix(".py") not in ON_TOP
    ]


def imported_names(code: str) -> list[str]:
    """Every module that `code` imports, also inside functions; relative ones stay in their app."""
    names = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module)
    return names


def upward_imports(app: str, code: str) -> list[str]:
    return [
        name
        for name in imported_names(code)
        if (other := name.partition(".")[0]) != app and FLOOR_OF.get(other, -1) >= FLOOR_OF[app]
    ]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(p, id=str(p.relative_to(ROOT)))
        for app in sorted(FLOOR_OF)
        for p in modules(app)
    ],
)
def test_a_module_imports_nothing_from_above(path):
    app = path.relative_to(ROOT).parts[0]

    assert upward_imports(app, path.read_text()) == []


@pytest.mark.parametrize(
    ("app", "code", "found"),
    [
        pytest.param("speakers", "from events.models import Session", ["events.models"], id="from"),
        pytest.param("sources", "import os, events.models.day", ["events.models.day"], id="import"),
        pytest.param("search", "def f():\n    import speakers", ["speakers"], id="in-a-function"),
        pytest.param("search", "from images import models", ["images"], id="beside"),
        pytest.param("events", "from speakers.models import Speaker", [], id="downward"),
        pytest.param("events", "from events.models import Day", [], id="its-own"),
        pytest.param("speakers", "from .models import events", [], id="relative"),
        pytest.param("speakers", "from eventsource import events", [], id="alike"),
    ],
)
def test_the_check_sees_what_it_should(app, code, found):
    assert upward_imports(app, code) == found


def test_every_app_of_the_project_has_its_floor():
    own = {app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT}

    assert own == set(FLOOR_OF)


def test_no_drawer_for_everything():
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}

    assert folders & {"core", "common", "utils", "api"} == set()
