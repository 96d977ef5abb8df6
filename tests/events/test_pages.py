"""What the pages of the programme say, with EschTechWeek in the database."""

import pytest

from tests.walk import SECRET, WEDNESDAY, WEEK, said, visit

SECOND_TABLE = f"{WEEK}sessions/start-ups-accompagner-cooperer-grandir/"
MODERATED = f"{WEEK}sessions/les-talents-a-l-heure-de-l-ia/"
RUNNING_ORDER = [
    "Accueil",
    "Ouverture de la journée",
    "« Esch-sur-Alzette : Pionnière dans l’innovation technologique du futur »",
    "MeluXina, le supercalculateur luxembourgeois",
    "Start-ups : accompagner, coopérer, grandir",
    "L’IA souveraine",
    "Déjeuner",
    "Les Big 4 et l’écosystème technologique d’Esch",
    "Les quartiers d’Esch à potentiel technologique",
    "Health & BioTech",
    "Les talents à l’heure de l’intelligence artificielle",
    "Discours de clôture",
    "Verre de l’amitié",
    "Œuvre de David Soner et lancement de la Fabrique EschTechWeek",
]


def times(page):
    return [said(node) for node in page.all(".stop .time")]


def test_home_leads_to_the_week_its_days_its_tables_and_its_people(pages):
    home = pages["/"]
    assert WEEK in home.links()
    assert [link for link in home.links() if "/2025-0" in link] == [
        f"{WEEK}2025-03-31/", f"{WEEK}2025-04-01/", f"{WEEK}2025-04-02/",
        f"{WEEK}2025-04-03/", f"{WEEK}2025-04-04/", f"{WEEK}2025-04-05/",
    ]  # fmt: skip
    assert len(home.all(".tables > li")) == 6
    assert home.texts(".tables .ti")[1] == "Start-ups : accompagner, coopérer, grandir"
    assert (
        len(
            [
                link
                for link in home.links()
                if link.startswith("/speakers/") and link.count("/") == 3
            ]
        )
        == 31
    )
    assert "TECHSENSE" in home.one(".sources").to_text()


def test_home_without_any_edition_still_says_what_it_is(db):
    home = visit("/")
    assert home.response.status_code == 200
    assert "Aucun événement n’est publié" in home.text
    assert home.texts("h2.statement") == [
        "Qui a parlé où, quand, à quel titre et à côté de qui ; et comment on le sait."
    ]


def test_editions_are_listed_with_their_dates_as_known(pages):
    rows = pages["/events/"].texts(".editions tbody tr")
    assert [row for row in rows if "EschTechWeek" in row] == [
        "31 mars – 5 avril [2025]EschTechWeek 2025 édition 1Esch-sur-Alzette1931"
    ]


def test_the_week_has_six_days_with_every_session(pages):
    week = pages[WEEK]
    assert week.texts(".bday h2 > a:first-child") == [
        "lundi 31 mars", "mardi 1er avril", "mercredi 2 avril",
        "jeudi 3 avril", "vendredi 4 avril", "samedi 5 avril",
    ]  # fmt: skip
    days = [[said(a) for a in day.query("li a:first-child")] for day in week.all(".bday")]
    # A kind and an hour stand before some of the titles.
    assert [len(day) for day in days] == [1, 1, 14, 1, 2, 0]
    for shown, title in zip(days[2], RUNNING_ORDER, strict=True):
        assert shown.endswith(title)
    assert [days[0], days[1], days[3], days[4]] == [
        ["Cérémonie officielle de lancement"], ["« Tech Supreme Court Junior »"],
        ["« TN’Teens »"], ["« Bus Tour des entreprises partenaires »", "« Nuit du cinéma tech »"],
    ]  # fmt: skip
    assert "Rien d’annoncé dans la source." in said(week.all(".bday")[5])


def test_the_day_lists_fourteen_items_in_their_order(pages):
    day = pages[WEDNESDAY]
    assert day.texts(".stop h3 > a:first-child") == RUNNING_ORDER
    assert day.texts(".stop .ord") == [f"rang {n}" for n in range(1, 15)]


def test_the_day_says_the_two_hours_and_twelve_times_that_none_is_given(pages):
    day = pages[WEDNESDAY]
    assert times(day) == ["dès 9h00heure déduite", "dès 9h45", *["–h–heure non précisée"] * 12]
    assert [node.attrs["datetime"] for node in day.all(".stop time")] == [
        "2025-04-02T09:00+02:00",
        "2025-04-02T09:45+02:00",
    ]
    assert "fuseau Europe/Luxembourg" in said(day.one(".when"))
    assert "00 h" not in day.text
    assert "T00:00" not in day.text


def test_the_day_says_what_was_inferred_of_its_date(pages):
    day = pages[WEDNESDAY]
    assert said(day.one(".daynum .mo")).startswith("avril [2025]")
    notes = said(day.all(".notes")[0])
    assert "Déduit." in notes
    assert "Aucune année n’est imprimée." in notes
    assert "Aussi possibles :" in notes


def test_every_mark_has_its_note_and_every_note_its_mark(pages):
    for page in pages.values():
        if page.is_html:
            marks = {
                node.attrs["href"] for node in page.all("a[href]") if "#n" in node.attrs["href"]
            }
            notes = {f"#{node.attrs['id']}" for node in page.all(".notes li")}
            assert marks == notes, page.address


def test_the_day_and_each_session_have_sources(pages):
    for address, page in pages.items():
        if page.is_html and (
            address == WEDNESDAY or "/sessions/" in address.removeprefix("/sessions/")
        ):
            assert page.all(".notes li"), address
            assert "TECHSENSE" in said(page.all(".notes")[-1]), address
    assert all(node.query("a.ref") for node in pages[WEDNESDAY].all(".stop"))


def test_a_day_without_sessions_says_so(pages):
    saturday = pages[f"{WEEK}2025-04-05/"]
    assert saturday.all(".stop") == []
    assert "La source n’annonce aucune séance ce jour." in said(saturday.one("main"))


def test_the_panel_seats_its_people_as_printed_each_with_a_link(pages):
    panel = pages[SECOND_TABLE]
    seats = [(said(seat.query_one(".who > a")), seat.query_one(".who > a").attrs["href"])
             for seat in panel.all(".seats > li")]  # fmt: skip
    assert seats == [
        ("Mario Grotz", "/speakers/mario-grotz/"),
        ("Diego De Biasio", "/speakers/diego-de-biasio/"),
        ("Jurgen Joossens", "/speakers/jurgen-joossens/"),
        ("Philippe Linster", "/speakers/philippe-linster/"),
        ("Kevin Muller", "/speakers/kevin-muller/"),
    ]
    positions = [said(a) for a in panel.all(".seats .po > span > a:first-child")]
    assert positions == ["Luxinnovation", "Technoport SA", "LIST", "House of Start-ups",
                         "CEO de la start-up locale Passbolt"]  # fmt: skip
    drawn = [node.attrs["href"] for node in panel.all("svg.plan a")]
    assert drawn == [href for _, href in seats]


def test_a_panel_without_a_stated_moderator_says_so_and_draws_no_chair(pages):
    panel = pages[SECOND_TABLE]
    assert panel.texts(".nomod") == ["Animation non précisée"]
    assert "Animationnon précisée" in said(panel.one(".record"))
    assert panel.all("svg.plan .head") == []
    assert "Aucune place n’est dessinée pour l’animation." in said(panel.one("figcaption"))
    assert pages[WEDNESDAY].text.count("animation non précisée") == 5


def test_a_stated_moderator_sits_at_the_head(pages):
    panel = pages[MODERATED]
    [head] = panel.all(".seats > li.head")
    assert said(head.query_one(".who > a")) == "Kamel Amroune"
    assert "animation" in said(head)
    assert "nimation non précisée" not in panel.text
    assert len(panel.all(".seats > li")) == 4
    assert "Animation" in said(panel.one("svg.plan"))


def test_a_title_stands_in_guillemets_only_where_the_source_states_it(pages):
    stated = pages[f"{WEEK}sessions/esch-pionniere-dans-l-innovation-technologique/"]
    ours = pages[SECOND_TABLE]
    assert stated.texts("h1") == [RUNNING_ORDER[2]]
    assert said(ours.one("h1")) == "Start-ups : accompagner, coopérer, grandir"
    assert "Intituléde la source" in said(stated.one(".record"))
    assert "Intituléde la rédaction" in said(ours.one(".record"))


def test_the_register_has_the_thirty_three_appearances(pages):
    register = pages["/appearances/"]
    rows = register.all(".register tbody tr")
    assert len(rows) == 33
    assert register.texts("[role=status]") == [
        "33 interventions de 31 personnes, 2025, dans 1 édition"
    ]
    [row] = [row for row in rows if "De Biasio" in row.to_text()]
    assert [said(cell) for cell in row.query("th, td")] == [
        "2 avril [2025]", "Diego De Biasio", "panel", "Technoport SA",
        "Start-ups : accompagner, coopérer, grandir", "EschTechWeek 2025", "",
    ]  # fmt: skip
    assert row.query_one("td.src").to_text().endswith("§\u00a08")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=screening", ["« Nuit du cinéma tech »"]),
        ("kind=screening,workshop", ["« TN’Teens »", "« Nuit du cinéma tech »"]),
        ("speaker=diego-de-biasio", [RUNNING_ORDER[4]]),
        ("organisation=nsi&role=panellist", [RUNNING_ORDER[10]]),
        ("topic=supercalcul&kind=visit", []),
    ],
)
def test_sessions_are_filtered(eschtechweek, query, titles):
    page = visit(f"/sessions/?{query}")
    assert page.texts(".stop h3 > a:first-child") == titles
    assert page.texts("[role=status]") == [f"{len(titles)} séance{'s' if len(titles) > 1 else ''}"]


def test_a_filtered_list_offers_the_same_rows_in_its_other_formats(pages):
    chosen = pages["/sessions/?topic=jeunesse"]
    address = "http://tableronde.test/sessions.ics?topic=jeunesse"
    assert "/sessions.ics?topic=jeunesse" in chosen.links()
    assert "/sessions.json?topic=jeunesse" in chosen.links()
    assert chosen.one(".addr input").attrs["value"] == address
    assert chosen.one('link[type="text/calendar"]').attrs["href"] == address


def test_nothing_secret_is_anywhere(pages):
    assert len(pages) > 250
    for page in pages.values():
        seen = page.text.lower() + page.address.lower()
        assert SECRET.lower() not in seen.replace("\r\n ", ""), page.address
