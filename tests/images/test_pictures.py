"""Portraits and logos: uploaded in the admin, shown on the pages, served for good."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import IntegrityError
from PIL import Image

from events.models import Appearance, Revision, Session
from images.cleaning import cleaned
from speakers.models import Speaker
from tests.events.admin_forms import fields
from tests.factories import (
    make_appearance,
    make_organisation,
    make_session,
    make_speaker,
)
from tests.images.pictures import made

pytestmark = pytest.mark.django_db
SITE = "http://tableronde.test"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    caches["cards"].clear()
    return tmp_path


@pytest.fixture
def speaker():
    """With a portrait, and one public appearance at a table."""
    speaker = make_speaker(
        "Ada Muster",
        portrait=cleaned(made((400, 400)), least=160, square=True, flat=True),
        portrait_credit="Atelier Modèle, CC BY 4.0",
    )
    session = make_session(slug="table", kind=Session.Kind.ROUND_TABLE)
    make_appearance(session, speaker, role=Appearance.Role.PANELLIST)
    make_appearance(session, make_speaker("Jean Modèle"), role=Appearance.Role.PANELLIST)
    return speaker


@pytest.fixture
def organisation(speaker):
    organisation = make_organisation(
        "Technoport",
        logo=cleaned(made((640, 160), "PNG"), least=160, square=False, flat=False),
        logo_credit="© Technoport",
    )
    make_appearance(make_session(slug="autre"), speaker, [organisation])
    return organisation


def files(folder: Path) -> set[str]:
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {re.sub(r"/[0-9a-f]{16}", "/…", name) for name in found}


def test_each_size_is_there_in_each_format(speaker, organisation, media):
    portraits = {f"portraits/…/1/{width}w.{kind}"
                 for width in (80, 160, 320) for kind in ("avif", "webp", "jpeg")}  # fmt: skip
    logos = {f"logos/…/{width}w.{kind}"
             for width in (160, 320) for kind in ("avif", "webp", "png")}  # fmt: skip
    assert files(media) == {"portraits/….jpg", "logos/….png"} | portraits | logos
    for path in media.rglob("*w.*"):
        with Image.open(path) as picture:
            assert picture.format.lower() == path.suffix[1:]
            assert picture.width == int(path.stem[:-1])


def test_a_page_shows_the_portrait_with_its_credit(client, parse_html, speaker):
    page = parse_html(client.get("/speakers/ada-muster/"))
    [picture] = page.query(".portrait img")
    assert picture.attrs["alt"] == "Ada Muster, portrait"
    assert (picture.attrs["width"], picture.attrs["height"]) == ("108", "108")
    assert picture.attrs["loading"] == "lazy"
    [credit] = page.query(".portrait figcaption")
    assert credit.to_text() == "Atelier Modèle, CC BY 4.0"
    kinds = [source.attrs["type"] for source in page.query(".portrait source")]
    assert kinds == ["image/avif", "image/webp"]


def test_every_picture_a_page_names_is_served_for_good(client, parse_html, speaker, organisation):
    addresses = set()
    for path in ["/speakers/", "/speakers/ada-muster/", "/organisations/technoport/",
                 speaker.appearances.first().session.get_absolute_url()]:  # fmt: skip
        page = parse_html(client.get(path))
        addresses |= {node.attrs["src"] for node in page.query("main img")}
        addresses |= {node.attrs["href"] for node in page.query("image.face")}
        for source in page.query("source"):
            addresses |= {one.split()[0] for one in source.attrs["srcset"].split(", ")}
    assert len(addresses) > 12
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        with Image.open(BytesIO(answer.content)) as picture:
            assert answer["Content-Type"] == picture.get_format_mimetype()
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        again = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304


def test_who_has_none_has_initials(client, parse_html, speaker):
    session = speaker.appearances.first().session
    page = parse_html(client.get(session.get_absolute_url()))
    assert [node.to_text().strip() for node in page.query(".seats .ini")] == ["", "JM"]
    assert len(page.query(".plan image")) == 1
    assert [node.to_text() for node in page.query(".plan .in")] == ["JM"]
    page = parse_html(client.get("/speakers/jean-modele/"))
    assert [node.to_text() for node in page.query(".portrait")] == ["JM"]


def test_beside_the_name_a_portrait_says_nothing_twice(client, parse_html, speaker):
    [picture] = parse_html(client.get("/speakers/")).query(".index img")
    assert picture.attrs["alt"] == ""


def test_no_page_with_pictures_has_a_style_of_its_own(client, parse_html, speaker, organisation):
    for path in ["/speakers/ada-muster/", "/organisations/technoport/", "/speakers/"]:
        assert parse_html(client.get(path)).query("main [style], main style") == []


def test_a_logo_keeps_its_proportions(client, parse_html, organisation):
    [logo] = parse_html(client.get("/organisations/technoport/")).query(".logo img")
    assert (logo.attrs["width"], logo.attrs["height"]) == ("640", "160")
    assert logo.attrs["alt"] == "Technoport, logo"


def test_the_lists_say_where_the_pictures_are(client, speaker, organisation):
    ada, jean = client.get("/speakers.json").json()["results"][::-1]
    assert jean["portrait"] is None
    assert ada["portrait"] == {
        "url": f"{SITE}{speaker.portrait.url}", "width": 400, "height": 400,
        "credit": "Atelier Modèle, CC BY 4.0", "alt": None,
    }  # fmt: skip
    [technoport] = client.get("/organisations.json").json()["results"]
    assert technoport["logo"]["url"] == f"{SITE}{organisation.logo.url}"


def test_search_engines_learn_of_the_picture(client, speaker, organisation):
    assert f'"image": "{SITE}{speaker.portrait.url}"' in client.get(
        "/speakers/ada-muster/").content.decode()  # fmt: skip
    assert f'"logo": "{SITE}{organisation.logo.url}"' in client.get(
        "/organisations/technoport/").content.decode()  # fmt: skip


@pytest.mark.parametrize("change", [
    {"portrait": "portraits/other.jpg"}, {"portrait_credit": "Autre"}, {"portrait_alt": "Ada"},
])  # fmt: skip
def test_a_changed_picture_raises_the_revision(speaker, change):
    before = Revision.objects.get().value
    Speaker.objects.filter(pk=speaker.pk).update(**change)
    assert Revision.objects.get().value > before


def test_a_picture_without_a_credit_is_refused(speaker, organisation):
    with pytest.raises(IntegrityError, match="speaker_portrait_has_credit"):
        Speaker.objects.filter(pk=speaker.pk).update(portrait_credit="")


def test_a_logo_without_a_credit_is_refused(organisation):
    with pytest.raises(IntegrityError, match="organisation_logo_has_credit"):
        type(organisation).objects.filter(pk=organisation.pk).update(logo_credit="")


@pytest.mark.parametrize("path", [
    "portraits/none.jpg", "portraits/../db.sqlite3", "portraits/%2e%2e/secret.jpg", "secret.jpg",
    "portraits/page.html", "portraits/.hidden.jpg", "elsewhere/a.jpg", "portraits/folder.jpg",
])  # fmt: skip
def test_nothing_else_is_served_from_there(client, media, path):
    for name in ["secret.jpg", "portraits/page.html", "portraits/.hidden.jpg", "elsewhere/a.jpg"]:
        (media / name).parent.mkdir(exist_ok=True)
        (media / name).write_text("secret")
    (media / "portraits/folder.jpg").mkdir()
    assert client.get(f"/media/{path}").status_code == 404


@pytest.fixture
def admin(admin_client):
    """Saves a person's form as an organiser does."""

    def save(speaker, **given):
        known = {
            "slug": speaker.slug, "name": speaker.name, "sort_name": speaker.sort_name,
            "portrait_credit": speaker.portrait_credit, "names-TOTAL_FORMS": "0",
            "names-INITIAL_FORMS": "0",
        }  # fmt: skip
        form = f"/admin/speakers/speaker/{speaker.pk}/change/"
        known["_version"] = fields(admin_client, form)["_version"]
        return admin_client.post(form, known | given)

    return save


@pytest.fixture
def jean(speaker):
    return Speaker.objects.get(slug="jean-modele")


def test_an_organiser_uploads_a_portrait(admin, jean):
    answer = admin(jean, portrait=made((500, 400)), portrait_credit="Atelier Modèle")
    assert answer.status_code == 302
    jean.refresh_from_db()
    assert (jean.portrait.width, jean.portrait.height) == (500, 400)
    assert "IMG" not in jean.portrait.name


def test_an_organiser_reads_why_a_file_is_refused(admin, jean, parse_html):
    answer = admin(jean, portrait=made((90, 90)), portrait_credit="Atelier Modèle")
    [error] = parse_html(answer).query(".field-portrait .errorlist")
    assert "trop petite" in error.to_text()


def test_an_organiser_is_asked_whose_it_is(admin, jean, parse_html):
    answer = admin(jean, portrait=made((500, 400)))
    assert "Un portrait a un crédit : de qui est-il ?" in answer.content.decode()


def test_a_portrait_taken_away_is_gone_in_all_sizes(
    admin, speaker, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert admin(speaker, **{"portrait-clear": "on"}).status_code == 302
    assert files(media) == set()
    assert Speaker.objects.get(pk=speaker.pk).portrait.name == ""


def test_a_new_portrait_takes_the_place_of_the_old_one(
    admin, speaker, media, django_capture_on_commit_callbacks
):
    old = speaker.portrait.url
    with django_capture_on_commit_callbacks(execute=True):
        admin(speaker, portrait=made((500, 400)))
    new = Speaker.objects.get(pk=speaker.pk).portrait.url
    assert new != old
    assert len(list(media.rglob("*.jpg"))) == 1
    assert len(list(media.rglob("*w.avif"))) == 3


def test_a_deleted_person_leaves_no_picture(
    admin_client, media, speaker, django_capture_on_commit_callbacks
):
    speaker.appearances.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(f"/admin/speakers/speaker/{speaker.pk}/delete/", {"post": "yes"})
    assert not Speaker.objects.filter(pk=speaker.pk).exists()
    assert files(media) == set()


def card_of(client, parse_html, speaker) -> str:
    page = parse_html(client.get(speaker.get_absolute_url()))
    [image] = page.query('meta[property="og:image"]')
    return image.attrs["content"].removeprefix(SITE)


def dots(client, address) -> Image.Image:
    with Image.open(BytesIO(client.get(address).content)) as picture:
        return picture.convert("RGB")


def test_the_card_of_a_person_shows_the_face(client, parse_html, speaker, jean):
    left, right = (890, 362), (960, 362)
    face = dots(client, card_of(client, parse_html, speaker))
    assert face.getpixel(left)[0] > 150 > face.getpixel(left)[2]
    assert face.getpixel(right)[2] > 150 > face.getpixel(right)[0]
    paper = dots(client, card_of(client, parse_html, jean)).getpixel((920, 290))
    assert paper == (251, 250, 246)


def test_another_face_is_another_card(client, parse_html, speaker):
    before = card_of(client, parse_html, speaker)
    other = cleaned(made((500, 500)), least=160, square=True, flat=True)
    speaker.portrait.save(other.name, other)
    assert card_of(client, parse_html, speaker) != before


def test_a_lost_file_leaves_the_initials(client, parse_html, speaker, media):
    address = card_of(client, parse_html, speaker)
    for path in media.rglob("*.jpeg"):
        path.unlink()
    assert client.get(address).status_code == 200
    assert dots(client, address).getpixel((920, 290)) == (251, 250, 246)
