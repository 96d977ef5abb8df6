from datetime import date
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from events.templatetags.typography import frdate_html, long_date, ordinal_date, poster, typo


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Qui parle ?", "Qui parle\u202f?"),
        ("Bravo ! Oui ; non", "Bravo\u202f! Oui\u202f; non"),
        ("Thème : la ville", "Thème\u00a0: la ville"),
        ("« Une ville »", "«\u202fUne ville\u202f»"),
        ("«Une ville»", "«\u202fUne ville\u202f»"),
        ("à 9 h 45", "à 9\u00a0h\u00a045"),
        ("à 9h45 précises", "à 9\u00a0h\u00a045 précises"),
        ("dès 14 h", "dès 14\u00a0h"),
        ("à 9:45", "à 9:45"),
        ("l'école d'« Esch »", "l’école d’«\u202fEsch\u202f»"),
        ("§ 7", "§\u00a07"),
        ("§7–8", "§\u00a07\u2060–\u20608"),
        ("le 2 avril 2025", "le 2\u00a0avril\u00a02025"),
        ("le 1er avril [2025]", "le 1er\u00a0avril\u00a0[2025]"),
        ("voir https://example.org/a?b=1 :", "voir https://example.org/a?b=1\u00a0:"),
        ("Cybersecurity: what next?", "Cybersecurity: what next?"),
        ("les 24 heures, 24 hôtes", "les 24 heures, 24 hôtes"),
    ],
)
def test_typo(written, expected):
    assert typo(written) == expected
    assert typo(typo(written)) == expected


def test_typo_escapes_what_is_not_safe():
    assert Template("{% load typography %}{{ text|typo }}").render(
        Context({"text": "<b>R&D ?</b>"})
    ) == ("&lt;b&gt;R&amp;D\u202f?&lt;/b&gt;")


def test_typo_leaves_markup_alone():
    written = mark_safe('<a href="/x ?y" title="l\'un">Quoi ?</a> &amp; puis')

    assert typo(written) == '<a href="/x ?y" title="l\'un">Quoi\u202f?</a> &amp; puis'


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        ("stated", "mercredi 2 avril 2025"),
        ("year_inferred", "mercredi 2 avril [2025]"),
        ("inferred", "[mercredi 2 avril 2025]"),
        pytest.param("", "[mercredi 2 avril 2025]", id="an unknown basis is not taken for stated"),
    ],
)
def test_long_date(basis, expected):
    with override("fr"):
        assert long_date(date(2025, 4, 2), basis) == expected.replace(" ", "\u00a0")


def test_the_first_of_a_month():
    with override("fr"):
        assert ordinal_date(date(2025, 4, 1)) == "mardi\u00a01er\u00a0avril\u00a02025"
        assert frdate_html(date(2025, 4, 1), "year_inferred") == (
            "mardi\u00a01<sup>er</sup>\u00a0avril\u00a0[2025]"
        )


def test_the_ending_of_the_first_is_raised_wherever_a_page_says_a_date():
    day = SimpleNamespace(date=date(2025, 2, 1), date_basis="stated")
    edition = SimpleNamespace(starts_on=date(2025, 2, 1), ends_on=date(2025, 2, 2), date_basis="")
    said = Template(
        "{% load programme %}{{ day|weekday_date }} {{ day|short_date }} {{ edition|dates }}"
    ).render(Context({"day": day, "edition": edition}))

    assert said.count("1<sup>er</sup>") == 3
    assert "1er" not in said


def test_dates_in_other_languages():
    with override("en"):
        assert long_date(date(2025, 4, 1)) == "Tuesday\u00a01\u00a0April\u00a02025"


def test_no_date_is_no_text():
    assert (ordinal_date(None), long_date(None, "inferred"), frdate_html(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("title", "lines", "size"),
    [
        ("Semaine Numérique Valbruck", ("Semaine", "Numérique", "Valbruck"), "size-1"),
        ("EschTechWeek 2025", ("EschTechWeek", "2025"), "size-2"),
        (
            "Inauguration de l’extension du FabLab",
            ("Inauguration", "de l’extension", "du FabLab"),
            "size-3",
        ),
        ("Forum", ("Forum",), "size-1"),
        ("", (), "size-1"),
    ],
)
def test_poster(title, lines, size):
    assert (poster(title).lines, poster(title).size) == (lines, size)
