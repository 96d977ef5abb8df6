import pytest

from events.hyphens import cut, soft


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("la cybersécurité", "fr", "la cyber|sécu|rité"),
        ("the infrastructure", "en", "the infra|struc|ture"),
        ("die Zusammenarbeit", "de", "die Zusam|men|arbeit"),
        pytest.param("Kubernetes", "lb", "Kuber|netes", id="a language without patterns"),
        pytest.param("xxxxxxxxxxxx", "fr", "xxxxxx|xxxxxx", id="no word of any"),
        ("<a href='x'>", "fr", "<a href='x'>"),
    ],
)
def test_a_long_word_may_be_broken(text, language, expected):
    assert soft(text, 8, language) == expected.replace("|", "\u00ad")


def test_a_word_that_fits_stays_whole():
    assert soft("cybersécurité", 13) == "cybersécurité"


def test_a_word_wider_than_its_line_is_cut_with_hyphens():
    assert cut("une cybersécurité", 9) == "une cyber- sécurité"
    assert cut("Marie-Antoinette-Amélie", 17) == "Marie-Antoinette- Amélie"
    assert cut("une cybersécurité", 13) == "une cybersécurité"
