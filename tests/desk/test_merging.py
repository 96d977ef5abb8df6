"""Two people who are one: everything leads to the one that is kept; undone, all is as before."""

import pytest
from django.urls import reverse

from desk.duplicates import probable
from desk.merging import MergeError, merge_records, undo_merge
from organisations.models import Organisation
from speakers.models import Speaker, SpeakerIdentity
from tests.accounts import logged_in, make_member, superuser
from tests.factories import (
    make_appearance,
    make_involvement,
    make_organisation,
    make_position,
    make_session,
    make_speaker,
)
from tests.walk import visit

pytestmark = pytest.mark.django_db

LISTS = ("/sessions", "/appearances", "/speakers", "/organisations", "/events")


@pytest.fixture
def ada():
    return make_speaker("Ada Muster", aliases=["A. Muster"])


@pytest.fixture
def adda():
    return make_speaker("Adda Muster", aliases=["Ada M."], hidden=["Adda Beispiel"])


@pytest.fixture
def appearances(ada, adda):
    """One of each, as two files had them, for an organisation that is also there twice."""
    first = make_appearance(make_session(title="Ouverture"), ada)
    second = make_appearance(make_session(title="Clôture"), adda)
    make_position(first, "CTO, Musterwerk", organisation=make_organisation("Musterwerk"))
    make_position(second, "Musterwerk SA", organisation=make_organisation("Musterwerk SA"))
    SpeakerIdentity.objects.create(speaker=adda, scheme="guid", value="4711")
    return [first, second]


def public() -> dict:
    """All public JSON, but for the marks that say that something was written again."""

    def stripped(value):
        if isinstance(value, list):
            return [stripped(item) for item in value]
        if isinstance(value, dict):
            return {k: stripped(v) for k, v in value.items() if k not in ("sequence", "changed_at")}
        return value

    return {path: stripped(visit(f"{path}.json").response.json()) for path in LISTS}


def merge(kept, merged):
    return merge_records(kept=kept, merged=merged, reason="Même personne, vue sur place.")


def slugs(path: str) -> list[str]:
    return [row["slug"] for row in visit(f"{path}.json").response.json()["results"]]


def test_what_one_had_is_the_others(ada, adda, appearances):
    merge(ada, adda)

    assert set(ada.appearances.all()) == set(appearances)
    assert {name.name for name in ada.names.all()} == {
        "A. Muster", "Adda Muster", "Ada M.", "Adda Beispiel",
    }  # fmt: skip
    assert ada.names.get(name="Adda Beispiel").hidden
    assert SpeakerIdentity.objects.get().speaker == ada
    assert slugs("/speakers") == ["ada-muster"]


def test_what_was_printed_stays(ada, adda, appearances):
    printed = [a.name_as_printed for a in appearances]

    merge(ada, adda)

    for appearance in appearances:
        appearance.refresh_from_db()
    assert [a.name_as_printed for a in appearances] == printed


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/speakers/adda-muster/", "/speakers/ada-muster/"),
        ("/speakers/adda-muster.ics", "/speakers/ada-muster.ics"),
        ("/en/speakers/adda-muster/", "/en/speakers/ada-muster/"),
        ("/sessions.ics?speaker=adda-muster", "/sessions.ics?speaker=ada-muster"),
        ("/speakers/ancienne-adresse/", "/speakers/ada-muster/"),
    ],
)
def test_the_address_redirects_for_ever(ada, adda, appearances, address, there):
    Speaker.objects.filter(pk=adda.pk).update(slug="ancienne-adresse")
    Speaker.objects.filter(pk=adda.pk).update(slug="adda-muster")
    merge(ada, adda)

    response = visit(address).response

    assert (response.status_code, response["Location"]) == (301, there)


def test_through_two_merges(ada, adda, appearances):
    third = make_appearance(make_session(), make_speaker("Ada Musterfrau")).speaker
    merge(ada, adda)
    merge(third, ada)

    assert visit("/speakers/adda-muster/").response["Location"] == "/speakers/ada-musterfrau/"
    assert third.appearances.count() == 3


def test_undone_all_is_as_before(ada, adda, appearances):
    before = public()
    names = set(Speaker.names.rel.related_model.objects.values_list("speaker", "name", "hidden"))

    undo_merge(merge=merge(ada, adda))

    assert public() == before
    assert names == set(
        Speaker.names.rel.related_model.objects.values_list("speaker", "name", "hidden")
    )
    assert visit("/speakers/adda-muster/").response.status_code == 200
    assert SpeakerIdentity.objects.get().speaker == adda


def test_the_first_of_two_merges_is_undone(ada, adda, appearances):
    third = make_appearance(make_session(), make_speaker("Ada Musterfrau")).speaker
    first = merge(ada, adda)
    merge(third, ada)

    undo_merge(merge=first)

    assert list(adda.appearances.all()) == [appearances[1]]
    assert visit("/speakers/ada-muster/").response["Location"] == "/speakers/ada-musterfrau/"


def test_what_was_given_to_somebody_else_since_stays_there(ada, adda, appearances):
    done = merge(ada, adda)
    other = make_speaker("Bea Muster")
    adda.appearances.model.objects.filter(pk=appearances[1].pk).update(speaker=other)

    undo_merge(merge=done)

    assert list(other.appearances.all()) == [appearances[1]]
    assert not adda.appearances.exists()


def test_organisations_too(ada, adda, appearances):
    one, other = Organisation.objects.order_by("pk")
    make_involvement(make_session(), other)
    before = public()

    done = merge(one, other)

    assert one.positions.count() == 2
    assert visit(f"/organisations/{other.slug}/").response["Location"].endswith(f"/{one.slug}/")
    printed = visit("/appearances.json").response.json()["results"]
    assert {row["positions"][0]["as_printed"] for row in printed} == {
        "CTO, Musterwerk", "Musterwerk SA",
    }  # fmt: skip
    undo_merge(merge=done)
    assert public() == before


def twice_in_a_session(ada, adda):
    session = make_session(title="Ouverture")
    make_appearance(session, ada), make_appearance(session, adda)
    return ada, adda, "Ouverture"


def the_same(ada, adda):
    return ada, ada, "la même fiche"


def merged_already(ada, adda):
    merge(ada, adda)
    return make_speaker("Bea Muster"), adda, "déjà fusionné"


def a_successor(ada, adda):
    old = make_organisation("Musterwerk")
    return make_organisation("Beispiel", succeeds=old), old, "succède"


@pytest.mark.parametrize("case", [twice_in_a_session, the_same, merged_already, a_successor])
def test_what_stands_against_it_is_said(ada, adda, case):
    kept, merged, why = case(ada, adda)
    before = public()

    with pytest.raises(MergeError, match=why):
        merge(kept, merged)

    assert public() == before


# Suggestions.


def pairs(*names: str) -> list[set[str]]:
    people = [make_speaker(name, slug=f"person-{number}") for number, name in enumerate(names)]
    found = probable(Speaker.objects.filter(pk__in=[p.pk for p in people]), set())
    return [{str(pair.one), str(pair.other)} for pair in found]


@pytest.mark.parametrize(
    "alike",
    [
        ("Ada Muster", "Ada Muster"),
        ("Ada Muster", "Muster Ada"),
        ("Jean-Luc Müller", "Jean Luc Muller"),
        ("Benjamin Musterlé", "Benjamin Musterlée"),
    ],
)
def test_alike_are_suggested(alike):
    assert pairs(*alike, "Zoé Beispiel") == [set(alike)]


@pytest.mark.parametrize("other", ["Ida Master", "Ada Beispiel", "Muster"])
def test_others_are_not(other):
    assert pairs("Ada Muster", other) == []


# In the admin.


@pytest.fixture
def chief():
    return superuser()


def test_the_way_through_the_admin(chief, ada, adda, appearances):
    before = public()
    listed = chief.get(reverse("admin:speakers_speaker_duplicates"))
    assert "Adda Muster" in listed.content.decode()
    page = reverse("admin:speakers_speaker_merge", args=[ada.pk, adda.pk])
    assert "Clôture" in chief.get(page).content.decode()
    assert chief.post(page, {"reason": ""}).context["form"].errors

    done = chief.post(page, {"reason": "Même personne."}, follow=True)

    assert slugs("/speakers") == ["ada-muster"]
    [(_merge, undo)] = done.context["merges"]
    assert chief.get(undo).status_code == 200
    chief.post(undo)
    assert public() == before


def test_told_apart_once_they_are_suggested_no_more(chief, ada, adda):
    chief.post(reverse("admin:speakers_speaker_apart", args=[adda.pk, ada.pk]), {"reason": "Vues."})

    listed = chief.get(reverse("admin:speakers_speaker_duplicates"))

    assert listed.context["total"] == 0


def test_what_was_merged_is_not_offered_again(chief, ada, adda, appearances):
    merge(ada, adda)

    listed = chief.get(reverse("admin:speakers_speaker_changelist"))

    assert list(listed.context["cl"].queryset) == [ada]


def test_only_who_may_change_and_delete(ada, adda):
    client = logged_in(make_member("guest"))

    for page in (("merge", ada.pk, adda.pk), ("apart", ada.pk, adda.pk), ("duplicates",)):
        address = reverse(f"admin:speakers_speaker_{page[0]}", args=page[1:])
        assert client.post(address, {"reason": "x"}).status_code == 403
