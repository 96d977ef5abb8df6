"""The catalogues of translations, and what the code and the templates ask of them.

`make messages` (this module, run) brings `locale/` up to date: it adds new texts to every
catalogue with an empty translation, drops those no longer in use, and compiles. It needs no
gettext; `tests/test_translations.py` holds the catalogues to the same texts.

Texts are in French. Those that only organisers see, in the admin, are in French alone: all of
`FOR_ORGANISERS`, and in the models what is neither the label of a choice nor said by a method.
"""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "de")
APPS = ("events", "organisations", "search", "sources", "speakers", "config")
FOR_ORGANISERS = (
    "admin", "admin.py", "conflicts.py", "forms.py", "planning.py", "placing.py", "preparing.py",
    "applying.py", "scheduling.py", "migrations", "management",
)  # fmt: skip

# Which arguments of a call are texts: (context, text, text for many), as far as it has them.
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "ngettext": (None, 0, 1),
    "counted": (None, 1, 2),
}
PLURAL_TAG = re.compile(r'\{% plural \S+ ("[^"]+") ("[^"]+")')
CALL_IN_TEMPLATE = re.compile(
    r"""\b(?:_|n?p?gettext)\((?:[^'"()]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*\)"""
)

# Without dates: the same texts give the same bytes.
NEVER = datetime(2025, 1, 1, tzinfo=UTC)
HEADER = {
    "project": "Tableronde",
    "version": "1",
    "header_comment": "# Made by `make messages`: only the translations are written by hand.",
    "last_translator": "",
    "language_team": "",
    "msgid_bugs_address": "",
    "creation_date": NEVER,
    "revision_date": NEVER,
    "fuzzy": False,
}

Text = tuple[str | None, str, str | None]


def texts() -> set[Text]:
    """(context, text, text for many) of all that a visitor may read."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if not set(path.relative_to(ROOT).parts) & set(FOR_ORGANISERS):
                found.update(texts_in(ast.parse(path.read_text()), model=is_model(path)))
    for path in (ROOT / "templates").rglob("*.html"):
        if "admin" in path.parts:
            continue
        found.update(texts_of_template(path.read_text()))
    return found


def is_model(path: Path) -> bool:
    return "models" in {*path.parts, path.stem} or path.stem == "names"


def texts_in(tree: ast.AST, *, model: bool = False) -> Iterator[Text]:
    """The texts of a module; of a model's, only those that are not organisers' (see above)."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and not model:
            yield from text_of_call(node)
        yield from texts_in(node, model=model and not is_public(node))


def is_public(node: ast.AST) -> bool:
    """The labels of a choice, or a method: what they say stands on pages."""
    if isinstance(node, ast.ClassDef):
        return any("Choices" in ast.unparse(base) for base in node.bases)
    return isinstance(node, ast.FunctionDef)


def text_of_call(call: ast.Call) -> Iterator[Text]:
    places = CALLS.get(getattr(call.func, "id", ""))
    if places is None:
        return
    said = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
    context, one, many = (None if at is None or at >= len(said) else said[at] for at in places)
    if one:
        yield context, one, many


def texts_of_template(source: str) -> Iterator[Text]:
    """By Django's own reading of translations in templates, and our tag for counted things."""
    for call in CALL_IN_TEMPLATE.findall(templatize(source)):
        name, _open, arguments = call.partition("(")
        arguments = ", ".join(f"{value!r}" for value in literals(arguments))
        yield from texts_in(ast.parse(f"{name}({arguments})"))
    for one, many in PLURAL_TAG.findall(source):
        yield None, ast.literal_eval(one), ast.literal_eval(many)


def literals(arguments: str) -> list[str]:
    tree = ast.parse(f"f({arguments}", mode="eval")
    return [arg.value for arg in tree.body.args if isinstance(arg, ast.Constant)]


def path_of(language: str) -> Path:
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def by_text(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    return {(m.context, m.id[0] if m.pluralizable else m.id): m for m in catalog if m.id}


def update(language: str) -> None:
    """What is translated stays; what is new is added, untranslated; the rest goes."""
    known = by_text(read(language)) if path_of(language).exists() else {}
    catalog = Catalog(locale=language, **HEADER)
    for context, one, many in merged(texts()):
        old = known.get((context, one))
        said = old.string if old and bool(old.pluralizable) == bool(many) else ""
        catalog.add((one, many) if many else one, said, context=context)
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    with path_of(language).open("wb") as file:
        write_po(file, catalog, width=100)
    with path_of(language).with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def merged(found: set[Text]) -> list[Text]:
    """One entry for a text that is asked for both alone and with its plural."""
    plurals = {(context, one): many for context, one, many in found if many}
    pairs = {(context, one) for context, one, _many in found}
    return [
        (context, one, plurals.get((context, one)))
        for context, one in sorted(pairs, key=lambda p: (p[1].lower(), p[1], p[0] or ""))
    ]


if __name__ == "__main__":
    settings.configure(LOCALE_PATHS=[ROOT / "locale"], USE_I18N=True)
    for language in LANGUAGES:
        update(language)
