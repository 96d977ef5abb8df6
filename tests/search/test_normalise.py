import pytest

from organisations.models import Organisation
from search.normalise import fold, words
from speakers.models import Speaker, SpeakerName
from tests.factories import make_session, make_speaker


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Œuvre d’Élise", "oeuvre delise"),
        ("Œuvre d'Élise", "oeuvre delise"),
        ("LËTZEBUERG", "letzebuerg"),
        ("Straße", "strasse"),
        ("Søren Ðorđe Łódź", "soren dorde lodz"),
        ("e\u0301cole", "ecole"),
        ("Acme™ №5", "acmetm no5"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De Biasio, Diego", ["de", "biasio", "diego"]),
        ("HE:AL Campus", ["he", "al", "campus"]),
        ("start-ups_2025 : l’IA", ["start", "ups", "2025", "lia"]),
        ("a\u00a0b\u202fc\x00d", ["a", "b", "c", "d"]),
        (" , % ", []),
    ],
)
def test_words(text, found):
    assert words(text) == found


@pytest.mark.django_db
def test_a_folded_field_follows_its_source_at_every_save():
    speaker = make_speaker("Marie-Hélène Jobin")
    assert speaker.sort_key == "jobin marie helene"

    speaker.sort_name = "Müller, Hélène"
    speaker.save()
    speaker.refresh_from_db()

    assert speaker.sort_key == "muller helene"


@pytest.mark.django_db
def test_a_folded_field_is_written_in_bulk():
    Organisation.objects.bulk_create([Organisation(slug="a", name="Ville d’Esch")])
    speaker = make_speaker()
    SpeakerName.objects.bulk_create([SpeakerName(speaker=speaker, name="Diégo")])

    assert Organisation.objects.get().sort_key == "ville desch"
    assert speaker.names.get().key == "diego"


@pytest.mark.django_db
def test_a_folded_field_is_written_by_update_or_create():
    make_speaker()
    Speaker.objects.update_or_create(slug="diego-de-biasio", defaults={"sort_name": "Élan"})

    assert Speaker.objects.get().sort_key == "elan"


@pytest.mark.django_db
def test_a_session_folds_its_title():
    assert make_session(title="L’IA souveraine").title_key == "lia souveraine"
