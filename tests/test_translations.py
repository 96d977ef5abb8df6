"""The catalogues: every text a visitor reads is translated, and nothing else is in them."""

import ast
import re
from gettext import GNUTranslations

import pytest

from tests import catalogues

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[\d.]*[a-z%]|\{\w*\}")
TEXTS = {(context, one): many for context, one, many in catalogues.merged(catalogues.texts())}


@pytest.fixture(params=catalogues.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def messages(language):
    return catalogues.by_text(catalogues.read(language))


def said(message) -> tuple[str, ...]:
    return message.string if message.pluralizable else (message.string,)


def test_every_text_is_in_the_catalogue_and_nothing_that_is_no_longer_said(messages):
    """`make messages` adds and removes them."""
    listed = {key: m.id[1] if m.pluralizable else None for key, m in messages.items()}
    assert listed == TEXTS


def test_every_text_is_translated_and_none_by_guessing(messages):
    assert [key for key, message in messages.items() if not all(said(message))] == []
    assert [key for key, message in messages.items() if message.fuzzy] == []


def test_a_translation_has_the_placeholders_of_its_text(messages):
    for (_context, text), message in messages.items():
        for translation in said(message):
            assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(text))


def test_french_spaces_and_quotation_marks_stay_in_french(messages):
    for message in messages.values():
        for translation in said(message):
            assert not re.search(r"[«»]|\s[:;!?]|\w'\w", translation), translation


def test_the_compiled_catalogue_is_that_of_the_texts(language, messages):
    """After an edit of a .po file: `make messages`."""
    with catalogues.path_of(language).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)._catalog
    expected = {}
    for (context, text), message in messages.items():
        key = f"{context}\x04{text}" if context else text
        if message.pluralizable:
            expected |= {(key, at): translation for at, translation in enumerate(message.string)}
        else:
            expected[key] = message.string
    compiled.pop("")
    assert compiled == expected


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("un")', [(None, "un", None)]),
        ('pgettext_lazy("rôle", "un")', [("rôle", "un", None)]),
        ('counted(n, "un", "des")', [(None, "un", "des")]),
        ("_(name)", []),
    ],
)
def test_texts_of_code(code, found):
    assert list(catalogues.texts_in(ast.parse(code))) == found


def test_what_only_organisers_see_of_a_model_is_left_out():
    code = """
class Talk(models.Model):
    class Kind(models.TextChoices):
        LONG = "long", _("longue")
    kind = models.CharField(_("sorte"))
    def __str__(self):
        return _("nom non précisé")
"""
    found = [text for _context, text, _many in catalogues.texts_in(ast.parse(code), model=True)]
    assert found == ["longue", "nom non précisé"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% translate 'un' %}", [(None, "un", None)]),
        ('<a title="{% translate "l’un (1)" context "c" %}">', [("c", "l’un (1)", None)]),
        ('{% plural n|length "un" "des" %}', [(None, "un", "des")]),
        ('{{ name|default:_("sans nom") }}', [(None, "sans nom", None)]),
        ('{% include "a" with label=_("un") other=_("deux") %}',
         [(None, "un", None), (None, "deux", None)]),
        ("{% blocktranslate with n=m %}page {{ n }}{% endblocktranslate %}",
         [(None, "page %(n)s", None)]),
        ("{% blocktranslate count n=m %}un{% plural %}{{ n }} uns{% endblocktranslate %}",
         [(None, "un", "%(n)s uns")]),
    ],
)  # fmt: skip
def test_texts_of_templates(source, found):
    assert list(catalogues.texts_of_template(source)) == found
