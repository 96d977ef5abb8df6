"""What an import writes, the first time and again."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.importers.parsed import ScheduleError
from events.importers.report import Report
from events.models import Appearance, Day, Edition, Room, Session, SessionStamp, Venue
from events.provenance import citations_for
from sources.models import Source
from speakers.models import Speaker
from tests.events.importers.files import TODAY, day, event, example, imported, schedule
from tests.factories import (
    make_appearance,
    make_day,
    make_edition,
    make_session,
    make_speaker,
    make_venue,
)

pytestmark = pytest.mark.django_db

EIGHT = datetime(2025, 6, 2, 8, tzinfo=UTC)
GUID = "55555555-5555-4555-8555-555555555555"


def counts(report: Report) -> tuple:
    return report.created, report.updated, report.unchanged, report.vanished


def order(edition="essai-2025") -> list[tuple]:
    sessions = Session.objects.filter(day__edition__slug=edition)
    return list(sessions.order_by("day__position", "position").values_list("position", "title"))


def written(queries) -> list[str]:
    return [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_an_edition_with_all_that_the_file_says():
    report = imported(example("pentabarf.xml"), "forge-2019", timezone="Europe/Luxembourg")

    assert report.edition_created
    assert counts(report) == (4, 0, 0, 0)
    edition = Edition.objects.get(slug="forge-2019")
    assert (edition.title, edition.kind, edition.status) == (
        "Forge 2019",
        "conference",
        "confirmed",
    )
    assert (edition.starts_on, edition.ends_on) == (date(2019, 3, 30), date(2019, 3, 31))
    assert (edition.timezone, edition.language) == ("Europe/Luxembourg", "und")
    assert (edition.series.slug, edition.series.title) == ("forge", "Forge")
    assert (edition.venue.name, edition.venue.town) == ("Halle des Soufflantes", "Belval")
    assert [d.venue for d in edition.days.all()] == [edition.venue, edition.venue]
    assert set(Room.objects.values_list("venue__name", "name")) == {
        ("Halle des Soufflantes", "Fonderie"), ("Halle des Soufflantes", "Cantine"),
    }  # fmt: skip
    welcome = Session.objects.get(external_id="11")
    assert (welcome.title, welcome.kind, welcome.track, welcome.status, welcome.slug) == (
        "Welcome", "talk", "Keynotes", "published", "welcome",
    )  # fmt: skip
    assert welcome.summary == "Coffee first\n\nHello & welcome.\n\n– coffee"
    assert [(link.url, link.label) for link in welcome.links.all()] == [
        ("https://forge.example/11.webm", "Video")
    ]
    assert welcome.title_key == "welcome"


def test_days_are_numbered_in_running_order():
    imported(example("pentabarf.xml"), "forge-2019", timezone="Europe/Luxembourg")

    assert order("forge-2019") == [
        (1, "Cancelling syscalls"), (2, "Welcome"), (3, "Night shift"), (1, "Open end"),
    ]  # fmt: skip
    assert Session.objects.get(title="Night shift").status == "cancelled"


def test_one_citation_supports_everything():
    imported(example("frab.xml"), "nuit-2018", timezone="Europe/Paris")

    source = Source.objects.get()
    assert (source.kind, source.publication, source.title, source.read_on, source.url) == (
        "file", "Nuit blanche 2018", "Programme (frab XML)", TODAY, "https://nuit.example/2018/",
    )  # fmt: skip
    appearance = Appearance.objects.first()
    assert [c.source for c in citations_for(appearance)] == [source]
    assert source.citations.count() == 1


def test_rooms_without_a_stated_venue_hang_on_one_that_says_so():
    imported(example("frab.xml"), "nuit-2018", timezone="Europe/Paris")

    assert Venue.objects.get().name == "Nuit blanche 2018 (lieu non précisé)"
    assert [d.venue for d in Day.objects.all()] == [None]
    assert Session.objects.get(title="Frühstück").room is None
    assert Session.objects.get(title="Frühstück").language == "mul"


def test_a_venue_can_be_told_and_one_that_stands_is_kept():
    data = schedule(day(event()))
    imported(data, venue="Luxexpo", town="Luxembourg")
    Venue.objects.update(name="Luxexpo The Box")

    report = imported(data, venue="Luxexpo")

    assert Venue.objects.get().name == "Luxexpo The Box"
    assert counts(report) == (0, 0, 1, 0)
    assert report.warnings == [
        "--venue est ignoré : l’édition a déjà un lieu, « Luxexpo The Box », "
        "à corriger dans l’administration"
    ]


def test_a_known_venue_of_the_same_name_and_town_is_the_same():
    known = make_venue("Halle des Soufflantes", town="Belval")
    make_venue("Halle des Soufflantes (Liège)", town="Liège")

    imported(example("pentabarf.xml"), "forge-2019", timezone="Europe/Luxembourg")

    assert Edition.objects.get().venue == known


def test_a_guid_is_the_sessions_uuid():
    imported(schedule(day(event(guid=GUID))))

    assert Session.objects.get().uuid == UUID(GUID)


@pytest.mark.parametrize("name", ["pentabarf.xml", "frab.xml", "frab.json", "pretalx.xml"])
def test_the_same_file_again_writes_nothing(name):
    def run():
        return imported(example(name), "essai-2019", timezone="Europe/Paris")

    created = run().created
    stamps = list(SessionStamp.objects.order_by("pk").values_list())

    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = run()

    assert counts(report) == (0, 0, created, 0)
    assert not report.changed
    assert written(queries.captured_queries) == []
    assert list(SessionStamp.objects.order_by("pk").values_list()) == stamps


def test_a_trial_reports_the_same_and_leaves_nothing():
    data = example("pretalx.xml")

    tried = imported(data, dry_run=True)

    assert (Edition.objects.count(), Speaker.objects.count(), Venue.objects.count()) == (0, 0, 0)
    real = imported(data)
    assert tried.rows() == real.rows()
    assert real.created == 1


def test_each_change_is_counted_as_what_it_is():
    imported(schedule(day(
        event("1"), event("2"), event("3"), event("4", persons=["Nora Weber"]), event("5"),
        event("6", title="CANCELLED Talk 6"), event("7"), event("8"), event("9"),
    )))  # fmt: skip

    report = imported(schedule(day(
        event("1", start="11:00"), event("2", room="Bob"), event("3", title="Other"),
        event("4", persons=["Nora Weber", "Olaf Ries"]), event("5", title="CANCELLED: Talk 5"),
        event("6"), event("7", duration="01:00", room="Bob", title="Both"), event("10"),
        event("8", url="https://essai.example/8", track="T"),
    )))  # fmt: skip

    assert counts(report) == (1, 8, 0, 1)
    assert (report.moved, report.re_roomed, report.retitled, report.re_peopled) == (2, 2, 4, 1)
    assert (report.cancelled, report.restored, report.reworded, report.relinked) == (1, 1, 1, 1)
    assert report.vanished_titles == ["Talk 9"]


def test_one_session_that_moves_changes_once_and_alone():
    before = [event(str(n), start=f"1{n}:00") for n in range(1, 6)]
    imported(schedule(day(*before)))
    slugs = dict(Session.objects.values_list("external_id", "slug"))

    before[4] = event("5", start="16:00", title="Renamed", room="Bob")
    imported(schedule(day(*before)))

    stamps = {
        s.session.external_id: s.sequence for s in SessionStamp.objects.select_related("session")
    }
    assert stamps == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}
    assert dict(Session.objects.values_list("external_id", "slug")) == slugs


def test_renumbering_a_day_keeps_positions_unique():
    imported(schedule(day(*(event(str(n), start=f"1{n}:00") for n in range(6)))))

    imported(schedule(day(*(event(str(n), start=f"1{9 - n}:00") for n in range(7)))))

    assert order() == [(n + 1, f"Talk {6 - n}") for n in range(7)]


def test_a_session_that_changes_day():
    imported(schedule(day(event("1"), event("2")), day(event("3"), date="2025-06-04")))

    report = imported(
        schedule(
            day(event("2")), day(event("4"), date="2025-06-03"),
            day(event("1", start="09:00"), event("3"), date="2025-06-04"),
        )
    )  # fmt: skip

    assert (report.moved, report.created) == (1, 1)
    assert list(Day.objects.order_by("position").values_list("position", "date")) == [
        (1, date(2025, 6, 2)), (2, date(2025, 6, 3)), (3, date(2025, 6, 4)),
    ]  # fmt: skip
    assert order() == [(1, "Talk 2"), (1, "Talk 4"), (1, "Talk 1"), (2, "Talk 3")]


def test_what_vanished_is_kept_or_withdrawn_when_asked_and_returns():
    both, one = schedule(day(event("1"), event("2"))), schedule(day(event("1")))
    imported(both)

    assert counts(imported(one)) == (0, 0, 1, 1)
    assert Session.objects.get(external_id="2").status == "published"
    asked = imported(one, withdraw_vanished=True)
    assert (asked.withdrawn, asked.vanished, asked.updated) == (1, 1, 0)
    assert Session.objects.get(external_id="2").status == "draft"
    assert counts(imported(one, withdraw_vanished=True)) == (0, 0, 1, 0)
    assert imported(both).restored == 1
    assert Session.objects.get(external_id="2").status == "published"


def test_what_organisers_made_stays():
    data = schedule(day(event("1", persons=["Nora Weber"], type="", language="")))
    edition = make_edition(slug="essai-2025", title="Notre titre", timezone="Europe/Luxembourg")
    own = make_session(make_day(edition, date=date(2025, 6, 2)), title="Accueil", position=1)
    imported(data)
    Session.objects.filter(external_id="1").update(kind="round_table", summary="Le nôtre.")
    Appearance.objects.update(role="moderator")
    guest = make_speaker("Invitée Surprise")
    make_appearance(Session.objects.get(external_id="1"), guest, role="speaker")

    report = imported(data)

    assert counts(report) == (0, 0, 1, 0)
    session = Session.objects.get(external_id="1")
    assert (session.kind, session.summary) == ("round_table", "Le nôtre.")
    assert session.appearances.get(role="moderator").speaker.name == "Nora Weber"
    assert session.appearances.get(role="speaker").speaker == guest
    assert order() == [(1, "Accueil"), (2, "Talk 1")]
    own.refresh_from_db()
    assert (own.status, own.external_id) == ("published", "")
    assert Edition.objects.get().title == "Notre titre"


def test_a_session_without_an_hour_stays_where_it_stood():
    imported(schedule(day(event("1", start="09:00"), event("2", start="11:00"))))
    Session.objects.filter(external_id="2").update(position=3)
    make_session(Day.objects.get(), title="Pause", position=2)

    imported(schedule(day(*(event(str(n), start=f"{n + 7:02}:30") for n in range(1, 6)))))

    assert [title for _, title in order()] == [
        "Talk 1", "Pause", "Talk 2", "Talk 3", "Talk 4", "Talk 5",
    ]  # fmt: skip


def test_a_file_that_comes_back_with_guids_is_known_by_its_ids():
    imported(schedule(day(event("1"))))
    uuid = Session.objects.get().uuid

    with_guid = schedule(day(event("1", guid=GUID)))

    assert imported(with_guid).created == 0
    assert imported(with_guid).updated == 0
    assert Session.objects.get().uuid == uuid


def test_titles_alike_get_addresses_apart():
    imported(
        schedule(day(event("1", title="Same"), event("2", title="Same"), event("3", title="会")))
    )

    codes = dict(Session.objects.values_list("external_id", "code"))
    assert dict(Session.objects.values_list("external_id", "slug")) == {
        "1": "same", "2": f"same-{codes['2']}", "3": f"seance-{codes['3']}",
    }  # fmt: skip


def test_hostile_words_are_only_words():
    title = "BEGIN:VEVENT;,\\ =1+1 <script>alert(1)</script> 🎉"
    imported(schedule(day(event(title=title, room="<b>", persons=["<i>Eve</i> Moss"]))))

    session = Session.objects.get()
    assert (session.title, session.room.name) == (title, "<b>")
    assert session.appearances.get().name_as_printed == "<i>Eve</i> Moss"


def refused(data, message, **told):
    with pytest.raises(ScheduleError, match=message):
        imported(data, **told)
    assert Edition.objects.exclude(slug="autre").count() == 0


def test_a_zone_is_stated_or_told_and_never_guessed():
    refused(example("frab.xml"), "ajoutez --timezone")
    refused(schedule(day(event()), zone="Luxembourg/Kirchberg"), "n’est pas un fuseau IANA")
    refused(schedule(day(event())), "n’est pas un fuseau IANA", timezone="UTC+1")


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"edition": "deux mots"}, "--edition est une adresse"),
        ({"edition": ""}, "--edition est une adresse"),
        ({"edition": "a" * 81}, "--edition est une adresse"),
        ({"series": "é"}, "--series est une adresse"),
        ({"language": "Französisch"}, "n’est pas une langue"),
    ],
)
def test_what_is_told_is_checked(told, message):
    refused(schedule(day(event())), message, **told)


def test_an_edition_needs_a_title():
    refused(schedule(day(event()), title=""), "ajoutez --title")


def test_a_session_of_another_edition_is_not_taken():
    imported(schedule(day(event(guid=GUID))), "autre")

    refused(schedule(day(event(guid=GUID))), "est déjà une séance de l’édition « autre »")


def test_a_corrected_zone_is_named():
    imported(schedule(day(event())))

    report = imported(schedule(day(event())), timezone="Europe/Lisbon")

    assert report.warnings == ["le fuseau de l’édition passe de Europe/Luxembourg à Europe/Lisbon"]
    assert report.moved == 1
    assert Session.objects.get().local_start.hour == 10


def test_the_same_number_of_queries_for_few_and_many():
    def queries(number, edition):
        data = schedule(day(*(event(str(n), persons=[f"Nora {n}bis"]) for n in range(number))))
        with CaptureQueriesContext(connection) as captured:
            imported(data, edition, series="")
        return len(captured)

    assert queries(3, "peu") == queries(20, "plus")


def test_a_namesake_elsewhere_is_left_alone():
    other = make_speaker("Nora Weber")

    imported(schedule(day(event(persons=["Nora Weber"]))))

    assert other.appearances.count() == 0
    assert Appearance.objects.get().speaker.slug == "nora-weber-2"


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_the_same_file_again_leaves_what_an_organiser_withdrew(status):
    data = schedule(day(event("1"), event("2")))
    imported(data)
    Session.objects.filter(external_id="1").update(status=status)

    assert counts(imported(data)) == (0, 0, 2, 0)
    assert Session.objects.get(external_id="1").status == status


def test_what_the_file_newly_says_of_the_status_counts():
    imported(schedule(day(event("1", title="Talk 1"))))
    Session.objects.update(status="draft")

    report = imported(schedule(day(event("1", title="CANCELLED Talk 1"))))

    assert report.cancelled == 1
    assert Session.objects.get().status == "cancelled"


def test_a_hidden_name_does_not_come_back_with_the_file():
    data = schedule(
        day(event("1", persons=["Nora Weber"], title="Nora Weber raconte", abstract="Avec Nora.")),
        day(event("2", persons=["Nora Weber"]), date="2025-06-03"),
    )
    imported(data)
    nora = Speaker.objects.get()
    nora.name = nora.sort_name = "Lea Weber"
    nora.save()
    nora.names.create(name="Nora Weber", kind="former", hidden=True)

    imported(data)
    session = Session.objects.get(external_id="1")
    assert (session.title, session.summary) == ("Lea Weber raconte", "Avec Lea Weber.")
    assert imported(data).unchanged == 2
    Edition.objects.all().delete()

    imported(data)
    assert not Session.objects.filter(title__contains="Nora").exists()
