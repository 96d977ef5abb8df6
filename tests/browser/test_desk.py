"""An organiser's afternoon, from an empty database to a programme that is public, and back."""

import json
import re
from urllib.request import urlopen

import pytest
from django.contrib.auth.models import Group
from icalendar import Calendar
from playwright.sync_api import expect

from events.models import Edition, Session
from events.permissions import EDITORS, ORGANISERS
from speakers.models import Speaker
from tests.accounts import organiser_of
from tests.factories import make_day, make_edition, make_room, make_session, make_venue

PASSWORD = "a long password"
ALL_IN_SIGHT = {"width": 1280, "height": 1200}  # at an edge, what is dragged over scrolls
WEEK = "/events/semaine-de-leau-2026"
# Title, kind, start and end of the sessions of each day.
DAYS = [
    [("Accueil", "accueil", "09:00", "09:15"), ("L’eau qu’on boit", "présentation", "", "10:00"),
     ("À qui est la rivière ?", "table ronde", "", "11:00"), ("Déjeuner", "pause", "12:30", "")],
    [("L’eau en ville", "présentation", "09:30", "10:15"), ("Mesurer", "présentation", "", "11:00"),
     ("Qui paie ?", "table ronde", "11:15", "12:15"), ("Visite de la station", "visite", "", "")],
    [("Les sécheresses", "présentation", "09:30", "10:30"), ("Réparer", "ateliers", "", "12:00"),
     ("Ce qu’on retient", "discussion", "14:00", "15:00"), ("Clôture", "clôture", "", "")],
]  # fmt: skip
ON_STAGE = {
    "À qui est la rivière ?": [
        "Ada Musterfrau", "Bea Beispiel", "Carlo Esempio", "Dora Exemple", "Emil Muster",
    ],
    "Qui paie ?": ["Fara Ejemplo", "Gil Voorbeeld", "Hana Příkladová", "Ivo Przykład"],
}  # fmt: skip
WRITTEN = {
    "Les sécheresses": "Jana Esimerkki, hydrologue\nKai Näide\nLea Dæmi",
    "Mesurer": "Ada Mustterfrau, ingénieure\nMia Pavyzdys\nNoé De Biasio",
}


@pytest.fixture
def organisers(transactional_db, django_user_model):
    groups = Group.objects.filter(name__in=[ORGANISERS, EDITORS])
    for name in ("anne", "bert"):
        user = django_user_model.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.groups.set(groups)


def log_in(page, name: str):
    page.set_default_timeout(8000)
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Nom d’utilisateur").fill(name)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Connexion").click()
    expect(page.get_by_role("link", name="Éditions", exact=True).first).to_be_visible()


def read(site: str, path: str) -> bytes:
    with urlopen(f"{site}{path}", timeout=10) as response:  # noqa: S310 - the test's own server
        return response.read()


def events(site: str) -> dict:
    calendar = Calendar.from_ical(read(site, f"{WEEK}.ics"))
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def public_json(site: str) -> dict:
    """All of it, but for the marks that say that something was written again."""
    lists = ("sessions", "appearances", "speakers", "organisations", "events", "sources")
    marks = {"sequence", "changed_at"}

    def without(pairs):
        return {key: value for key, value in pairs if key not in marks}

    return {
        name: json.loads(read(site, f"/{name}.json"), object_pairs_hook=without) for name in lists
    }


def open_programme(page):
    page.goto("/admin/events/edition/")
    page.get_by_role("link", name="Programme", exact=True).click()


def make_the_edition(page):
    page.goto("/admin/events/edition/add/")
    page.locator("#id_title").fill("Semaine de l’eau 2026")
    page.locator("#id_kind").select_option("semaine")
    page.locator("#id_status").select_option("confirmé")
    page.locator("#id_starts_on").fill("04/05/2026")
    page.locator("#id_ends_on").fill("06/05/2026")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".running caption")).to_have_text(
        ["2026-05-04", "2026-05-05", "2026-05-06"]
    )


def add_the_sessions(page):
    for number, sessions in enumerate(DAYS):
        for count, (title, kind, start, end) in enumerate(sessions, start=1):
            day = page.locator(".running").nth(number)
            line = day.locator(".line")
            line.get_by_label("Titre").fill(title)
            line.get_by_label("Sorte").select_option(kind)
            if start or not end:
                line.get_by_label("Début").fill(start)  # else the end of the one before
            line.get_by_label("Fin").fill(end)
            line.get_by_label("Titre").press("Enter")
            expect(day.locator("tbody tr")).to_have_count(count)


def put_on_stage(page, title: str, names: list[str]):
    page.get_by_role("link", name=title, exact=True).click()
    for number, name in enumerate(names):
        page.locator("a.djn-add-handler.djn-model-events-appearance").last.click()
        page.locator(f"#appearances-{number} .field-speaker .select2-selection").click()
        page.locator(".select2-container--open .select2-search__field").last.fill(name)
        page.get_by_role("option", name=f"Créer « {name} »").click()
        printed = page.locator(f"#id_appearances-{number}-name_as_printed")
        expect(printed).to_have_value(name)
        if number == 0 and "?" in title:
            page.locator(f"#id_appearances-{number}-role").select_option("animation")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text(title)


def write_on_stage(page, title: str, lines: str):
    page.get_by_role("link", name=title, exact=True).click()
    page.locator("#id_on_stage").fill(lines)
    page.locator("#id_anyway").check()  # one of them is entered twice, to be merged later
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text(title)


def do_with(page, rows: list[str], **typed):
    for row in rows:
        page.get_by_label(row, exact=True).check()
    for name, value in typed.items():
        field = page.locator(f"#id_{name}")
        field.select_option(value) if name == "do" else field.fill(value)
    page.get_by_role("button", name="Appliquer").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_an_afternoon_of_an_organiser(page, new_context, site, organisers):
    log_in(page, "anne")
    make_the_edition(page)
    add_the_sessions(page)
    for title, names in ON_STAGE.items():
        open_programme(page)
        put_on_stage(page, title, names)
    for title, lines in WRITTEN.items():
        open_programme(page)
        write_on_stage(page, title, lines)
    assert (Session.objects.count(), Speaker.objects.count()) == (12, 15)

    # Published, it is a page and a feed.
    open_programme(page)
    for day in page.get_by_label("Tout le jour").all():
        day.check()
    do_with(page, [], do="publier")
    page.goto(f"{WEEK}/")
    expect(page.locator("h1")).to_contain_text("Semaine de l’eau 2026")
    expect(page.get_by_text("À qui est la rivière ?").first).to_be_visible()
    found = events(site)
    assert set(found) == {title for day in DAYS for title, *_rest in day}
    assert found["L’eau qu’on boit"]["dtstart"].to_ical() == b"20260504T091500"
    assert len(public_json(site)["appearances"]["results"]) == 15

    # A session is called off, with the reason, and comes back.
    open_programme(page)
    do_with(page, ["Réparer"], do="annuler, parce que …", because="L’atelier est inondé.")
    [called_off] = [e for title, e in events(site).items() if title.endswith("Réparer")]
    assert called_off["status"] == "CANCELLED"
    page.goto(Session.objects.get(title="Réparer").get_absolute_url())
    expect(page.get_by_text("L’atelier est inondé.")).to_be_visible()
    open_programme(page)
    do_with(page, ["Réparer"], do="publier")
    assert events(site)["Réparer"].get("status") != "CANCELLED"
    page.goto(Session.objects.get(title="Réparer").get_absolute_url())
    expect(page.get_by_text("L’atelier est inondé.")).to_have_count(0)

    # Two people are one, and two again.
    before = public_json(site)
    page.goto("/admin/speakers/speaker/duplicates/")
    page.get_by_role("link", name="Comparer…").click()
    page.get_by_label("Raison :").fill("La même, vue sur place.")
    page.get_by_role("button", name="Fusionner").click()
    assert len(public_json(site)["speakers"]["results"]) == 14
    page.get_by_role("link", name="Défaire…").click()
    page.get_by_role("button", name="Défaire la fusion").click()
    expect(page.locator(".messagelist")).to_contain_text("De nouveau deux fiches")
    assert public_json(site) == before

    # Two have the same session open; the second to save is told, and loses nothing.
    session = Session.objects.get(title="Clôture")
    edition = Edition.objects.get()
    edition.organisers.set(type(edition.organisers.first()).objects.all())
    other = new_context().new_page()
    log_in(other, "bert")
    for one in (page, other):
        one.goto(f"/admin/events/session/{session.pk}/change/")
    page.locator("#id_title").fill("Clôture et verre")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".messagelist .success")).to_contain_text("Clôture et verre")
    other.locator("#id_title").fill("Adieux")
    other.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(other.locator(".errornote + .errorlist, .errorlist.nonfield")).to_contain_text(
        "a changé depuis que vous l’avez ouverte"
    )
    expect(other.locator(".differences")).to_contain_text("Clôture et verre")
    expect(other.locator("#id_title")).to_have_value("Adieux")


def test_a_session_is_dragged_by_mouse_and_moved_by_keyboard(page, organisers):
    page.set_viewport_size(ALL_IN_SIGHT)
    edition = make_edition(title="Muster")
    edition.organisers.set(Group.objects.get(name=ORGANISERS).user_set.all())
    day, venue = make_day(edition), make_venue()
    rooms = [make_room(venue, name) for name in ("Salle 1", "Salle 2")]
    make_session(day, title="Déjeuner", room=rooms[0])
    session = make_session(day, title="Ouverture", venue=venue)
    log_in(page, "anne")
    page.goto(f"/admin/events/edition/{edition.pk}/board/")

    def now() -> tuple:
        session.refresh_from_db()
        start = session.local_start
        return start and f"{start:%H:%M}", session.room and session.room.name

    # From where it waits, into the second room, an hour below the top of the grid.
    page.get_by_role("button", name="Ouverture").hover()
    page.mouse.down()
    head = page.get_by_role("columnheader", name="Salle 2").bounding_box()
    x, y = head["x"] + 20, head["y"] + head["height"] + 12 * 14
    page.mouse.move(x, y - 40)
    page.mouse.move(x, y, steps=3)
    page.mouse.up()
    moved = page.get_by_role("button", name=re.compile("Ouverture$"))
    expect(page.locator("td .item")).to_have_text(re.compile("09:00 Ouverture"))
    assert now() == ("09:00", "Salle 2")

    # Focus is where it was put: a quarter of an hour later, in the first room.
    expect(moved).to_be_focused()
    for key in ("Enter", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("td .item")).to_have_text(re.compile("09:15 Ouverture"))
    assert now() == ("09:15", "Salle 1")

    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Annuler le déplacement").click()
    expect(page.locator("td .item")).to_have_text(re.compile("09:00 Ouverture"))
    assert now() == ("09:00", "Salle 2")


def test_a_running_order_is_dragged(page, organisers):
    page.set_viewport_size(ALL_IN_SIGHT)
    edition = make_edition(title="Muster")
    edition.organisers.set(Group.objects.get(name=ORGANISERS).user_set.all())
    days = [make_day(edition), make_day(edition)]
    for title in ("A", "B", "C"):
        make_session(days[0], title=title)
    make_session(days[1], title="D")
    log_in(page, "anne")
    page.goto(f"/admin/events/edition/{edition.pk}/programme/")

    def titles(number: int):
        return page.locator("tbody[data-day]").nth(number).locator("th a")

    def drag(title: str, before: str):
        row = page.locator("tbody[data-day] tr").filter(
            has=page.get_by_role("link", name=title, exact=True)
        )
        row.locator(".grip").hover()
        page.mouse.down()
        to = page.locator("tbody[data-day] tr").filter(
            has=page.get_by_role("link", name=before, exact=True)
        )
        box = to.bounding_box()
        page.mouse.move(box["x"] + 60, box["y"] + 12)
        page.mouse.move(box["x"] + 60, box["y"] + 8, steps=2)
        page.mouse.up()

    drag("C", "A")
    expect(titles(0)).to_have_text(["C", "A", "B"])
    drag("A", "D")
    expect(titles(0)).to_have_text(["C", "B"])
    expect(titles(1)).to_have_text(["A", "D"])


def test_a_finger_drags_too(new_context, site, transactional_db):
    edition = make_edition(title="Muster")
    days = [make_day(edition), make_day(edition)]
    first, second = (make_session(days[0], title=title) for title in "AB")
    make_session(days[1], title="C")
    page = new_context(has_touch=True, viewport={"width": 390, "height": 800}).new_page()
    cookie = organiser_of(edition, name="anne").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points):
        sent = [{"x": x, "y": y} for x, y in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})

    def drag(start, *way, rest=0):
        touch("touchStart", start)
        page.wait_for_timeout(rest)
        for point in way:
            touch("touchMove", point)
        touch("touchEnd")

    def middle(locator) -> tuple[float, float]:
        box = locator.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.goto(f"/admin/events/edition/{edition.pk}/programme/")
    x, y = middle(page.locator(f"#s{first.pk} .grip"))
    _x, below = middle(page.locator(f"#s{second.pk} .grip"))
    drag((x, y), (x, y + 20), (x, below + 12), (x, below + 14))
    expect(page.locator("tbody[data-day]").first.locator("th a")).to_have_text(["B", "A"])

    # On the board a finger that moves at once scrolls; one that rests first takes a session along.
    page.goto(f"/admin/events/edition/{edition.pk}/board/?day={days[0].pk}")
    item = page.locator(f"#s{first.pk}")
    page.locator(".grid").scroll_into_view_if_needed()
    x, y = middle(item)
    column = page.get_by_role("columnheader", name="sans salle").bounding_box()
    to = (column["x"] + 20, column["y"] + column["height"] + 12 * 14)
    drag((x, y), (x, y + 30), to)
    expect(page.locator("td .item")).to_have_count(0)
    page.locator(".grid").scroll_into_view_if_needed()
    x, y = middle(item)
    column = page.get_by_role("columnheader", name="sans salle").bounding_box()
    to = (column["x"] + 20, column["y"] + column["height"] + 12 * 14)
    drag((x, y), (x, y + 30), (to[0], to[1] - 4), to, rest=600)
    expect(page.locator("td .item")).to_have_text(re.compile("A"))
    first.refresh_from_db()
    assert first.starts_at is not None
