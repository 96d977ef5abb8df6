"""Finding people and organisations by any name that is not hidden: the same for both."""

import pytest

from organisations.models import Organisation
from speakers.models import Speaker, SpeakerName
from tests.factories import make_organisation, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[make_speaker, make_organisation])
def make(request):
    return request.param


@pytest.mark.parametrize(
    "q",
    ["hélène", "HELENE", "Hélène Müller", "muller hélène", "mull he\u0301l", "pschhh!", "d'art"],
)
def test_every_word_is_in_the_name_or_in_another_name(make, q):
    found = make("Hélène Müller", aliases=["Pschhh!", "L’Atelier d’Art"])
    make("Eric Lux")

    assert list(type(found).objects.matching(q)) == [found]


@pytest.mark.parametrize("q", ["secrete", "muller secrete", "mxllxr", "muller lux"])
def test_a_hidden_name_and_half_a_match_find_nothing(make, q):
    make("Hélène Müller", hidden=["Secrète"])
    other = make("Eric Lux")

    assert list(type(other).objects.matching(q)) == []


def test_a_name_that_matches_twice_finds_once(make):
    found = make("Hélène Müller", aliases=["Hélène M.", "H. Müller"])

    assert list(type(found).objects.matching("h")) == [found]


def test_words_may_come_from_several_names(make):
    found = make("Hélène Müller", aliases=["Pschhh!"])

    assert list(type(found).objects.matching("pschhh helene")) == [found]


@pytest.mark.parametrize("q", ["", "  ", "!?"])
def test_no_word_asks_for_all(make, q):
    found = [make("Anne Aa"), make("Eric Lux")]

    assert list(type(found[0]).objects.matching(q).in_order()) == found


def test_a_pseudonym_is_a_name():
    soner = make_speaker("David Soner")
    soner.names.create(name="Pschhh!", kind=SpeakerName.Kind.PSEUDONYM)

    assert list(Speaker.objects.matching("pschhh")) == [soner]


def test_in_order_is_by_folded_name():
    for name in ("Zoé", "École", "eclair", "Écluse"):
        make_organisation(name)

    names = [organisation.name for organisation in Organisation.objects.in_order()]
    assert names == ["eclair", "Écluse", "École", "Zoé"]


def test_people_are_in_order_of_their_sort_name():
    for name in ("Diego De Biasio", "Ajda Alev", "Kamel Amroune"):
        make_speaker(name)

    names = [speaker.name for speaker in Speaker.objects.in_order()]
    assert names == ["Ajda Alev", "Kamel Amroune", "Diego De Biasio"]


def test_with_names_brings_those_that_are_not_hidden(make):
    record = make("Hélène Müller", aliases=["Pschhh!"], hidden=["Secrète"])

    [found] = type(record).objects.with_names()
    assert [name.name for name in found.visible_names] == ["Pschhh!"]
