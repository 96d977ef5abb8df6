import pytest

from events.models import Appearance, Edition, Session
from speakers.models import Speaker
from tests.factories import make_appearance, make_day, make_edition, make_session, make_speaker

pytestmark = pytest.mark.django_db


def test_public_people_have_a_public_appearance():
    day = make_day()
    shown, cancelled, draft, in_draft, _nowhere = [
        make_speaker(f"Personne {letter}") for letter in "ABCDE"
    ]
    make_appearance(make_session(day), shown)
    make_appearance(make_session(day), speaker=None, name_as_printed="Personne D")
    make_appearance(make_session(day, status=Session.Status.CANCELLED), cancelled)
    make_appearance(make_session(day, status=Session.Status.DRAFT), draft)
    hidden_day = make_day(make_edition(status=Edition.Status.DRAFT))
    make_appearance(make_session(hidden_day), in_draft)

    assert list(Speaker.objects.public().in_order()) == [shown, cancelled]


def test_the_count_is_of_public_appearances():
    day, speaker = make_day(), make_speaker()
    session = make_session(day)
    make_appearance(session, speaker)
    make_appearance(session, speaker, role=Appearance.Role.MODERATOR)
    make_appearance(make_session(day), speaker)
    make_appearance(make_session(day, status=Session.Status.DRAFT), speaker)
    hidden_day = make_day(make_edition(status=Edition.Status.DRAFT))
    make_appearance(make_session(hidden_day), speaker)
    silent = make_speaker("Eric Lux")

    counted = Speaker.objects.with_appearance_count()
    assert {s: s.appearance_count for s in counted} == {speaker: 3, silent: 0}


def test_the_count_is_not_multiplied_by_names():
    speaker = make_speaker(aliases=["Diego B.", "D. Biasio"])
    make_appearance(speaker=speaker)

    [found] = Speaker.objects.public().matching("d").with_appearance_count()
    assert found.appearance_count == 1


def test_a_namesake_is_told_apart():
    assert str(make_speaker("Jean Weber")) == "Jean Weber"
    assert str(make_speaker("Jean Muller", qualifier="élu à Nancy")) == "Jean Muller (élu à Nancy)"
