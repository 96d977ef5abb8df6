"""When, what kind, in which words: what the file means, without a database."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from events.importers.frab import parse
from events.importers.plan import kind_of, language_of, plan
from events.importers.text import plain, shortened
from tests.events.importers.files import day, event, example, schedule, shared


def planned(data: bytes, zone="Europe/Luxembourg"):
    return plan(parse(data), ZoneInfo(zone))


def starts(data: bytes, zone="Europe/Luxembourg") -> list[str]:
    found = planned(data, zone).sessions
    return [s.starts_at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes") for s in found]


def test_before_the_day_changes_it_is_the_night_after():
    assert starts(example("pentabarf.xml")) == [
        "2019-03-30T09:30+01:00",
        # The clock is put forward in that night, at two.
        "2019-03-31T01:30+01:00",
        "2019-03-30T09:30+01:00",
        "2019-03-31T09:00+02:00",
    ]
    assert {s.on for s in planned(example("pentabarf.xml")).sessions[:3]} == {date(2019, 3, 30)}


@pytest.mark.parametrize(
    ("attributes", "clock", "start"),
    [
        pytest.param({}, "05:59", "2025-06-03T05:59+02:00", id="night-by-default"),
        pytest.param({}, "06:00", "2025-06-02T06:00+02:00", id="morning-by-default"),
        pytest.param({"start": "2025-06-02T11:00:00+02:00"}, "10:00", "2025-06-02T10:00+02:00",
                     id="before-the-first-session-but-morning"),
        pytest.param({"start": "2025-06-02T04:00:00+02:00"}, "05:00", "2025-06-02T05:00+02:00",
                     id="after-the-stated-change"),
        pytest.param({"start": "2025-06-02T02:00:00+00:00"}, "03:59", "2025-06-03T03:59+02:00",
                     id="before-the-stated-change-in-utc"),
    ],
)  # fmt: skip
def test_the_hour_at_which_a_day_begins(attributes, clock, start):
    assert starts(schedule(day(event(start=clock), **attributes))) == [start]


@pytest.mark.parametrize(
    ("on", "clock", "start"),
    [
        pytest.param("2025-03-30", "01:59", "2025-03-30T01:59+01:00", id="before-spring"),
        pytest.param("2025-03-30", "03:00", "2025-03-30T03:00+02:00", id="after-spring"),
        pytest.param("2025-10-26", "02:30", "2025-10-26T02:30+02:00", id="twice-means-first"),
        pytest.param("2025-10-26", "03:00", "2025-10-26T03:00+01:00", id="after-autumn"),
    ],
)
def test_across_the_changes_of_the_clock(on, clock, start):
    data = schedule(day(event(start=clock, duration="02:00"), date=on), day_change="00:00")
    session = planned(data).sessions[0]

    assert starts(data) == [start]
    assert (session.ends_at - session.starts_at).total_seconds() == 7200


def test_an_hour_that_the_clock_skips_is_named():
    data = schedule(day(event(start="02:30"), date="2025-03-30"), day_change="00:00")

    assert planned(data).warnings == ["l’horloge saute cette heure (heure d’été) : « Talk 1 » (1)"]


def test_the_full_date_wins_and_the_contradiction_is_named():
    programme = planned(example("wafer.xml"), "Asia/Kolkata")

    assert programme.dates == [date(2023, 9, 10)]
    assert programme.sessions[0].starts_at == datetime(2023, 9, 10, 5, tzinfo=UTC)
    assert programme.warnings == [
        "jour daté du 2023-09-09 dans le fichier, mais du 2023-09-10 d’après ses séances : "
        "1 séances",
        "le jour et l’heure de début contredisent la date complète, qui l’emporte : "
        "« Opening » (44444444-4444-4444-8444-444444444444)",
    ]


def test_a_full_date_without_offset_is_on_the_wall_and_a_bare_one_only_a_date():
    data = schedule(
        day(event("1", date="2025-06-02T10:00:00"), event("2", date="2025-06-03", start="01:00"))
    )

    assert starts(data) == ["2025-06-02T10:00+02:00", "2025-06-03T01:00+02:00"]


def test_what_the_file_does_not_say_stays_unknown():
    programme = planned(schedule(day(event("1", start=""), event("2", duration="00:00"))))

    assert [(s.starts_at, s.ends_at) for s in programme.sessions] == [
        (None, None), (datetime(2025, 6, 2, 8, tzinfo=UTC), None),
    ]  # fmt: skip
    assert programme.warnings == ["séances sans heure : « Talk 1 » (1)"]


@pytest.mark.parametrize(
    ("printed", "title", "status"),
    [
        ("CANCELLED Night shift", "Night shift", "cancelled"),
        ("CANCELED Night shift", "Night shift", "cancelled"),
        ("CANCELLED: Night: shift", "Night: shift", "cancelled"),
        ("CANCELLED - Night shift", "Night shift", "cancelled"),
        ("[CANCELED] Night shift", "Night shift", "cancelled"),
        ("(CANCELLED) Night (shift)", "Night (shift)", "cancelled"),
        ("Cancelling syscalls", "Cancelling syscalls", "published"),
        ("Cancelled dreams", "Cancelled dreams", "published"),
        ("CANCELLEDNESS", "CANCELLEDNESS", "published"),
        ("CANCELLED", "CANCELLED", "published"),
        ("Shift (REPLACES CANCELLED TALK)", "Shift (REPLACES CANCELLED TALK)", "published"),
    ],
)
def test_only_a_title_that_begins_with_it_is_cancelled(printed, title, status):
    session = planned(schedule(day(event(title=printed)))).sessions[0]

    assert (session.title, session.status) == (title, status)


def test_a_long_title_is_cut_and_named():
    programme = planned(schedule(day(event(title="mot " * 200), event("2", title="ﷺ" * 100))))

    assert [len(session.title) <= 500 for session in programme.sessions] == [True, True]
    assert programme.sessions[0].title.endswith("mot …")
    assert len(programme.warnings) == 1
    assert programme.warnings[0].startswith("texte trop long, coupé : « mot")


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ("lecture", "talk"), ("devroom", "talk"), ("lightningtalk", "talk"),
        ("Talk 40 (30min +10 Q&A)", "talk"), ("BoF (45 minutes)", "debate"),
        ("Bits & Bäume - Workshop", "workshop"), ("hands-on", "workshop"),
        ("DJ Set", "performance"),
        ("djset", "performance"), ("Movie with Q&A", "screening"), ("podium", "round_table"),
        ("discussion", "discussion"), ("Ceremony", "ceremony"), ("other", ""), ("", ""),
        ("Meetup", ""),
    ],
)  # fmt: skip
def test_kinds(stated, kind):
    assert kind_of(stated) == kind


@pytest.mark.parametrize(
    ("stated", "language"),
    [("de", "de"), ("pt-br", "pt-br"), ("de, en", "mul"), ("", ""), ("Französisch", "")],
)
def test_languages(stated, language):
    assert language_of(stated) == language


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("<p>A &amp; B<br>C</p><ul><li>d</li><li>e</li></ul>", "A & B\nC\n\n– d\n– e",
                     id="html"),
        pytest.param("<p>x</p><script>alert(1)</script><style>p{}</style>y", "x\n\ny", id="unseen"),
        pytest.param("<pre>a\n  b</pre>", "a\nb", id="pre"),
        pytest.param("<p>see <https://a.example> or <b>b</p>", "see <https://a.example> or b",
                     id="an-address-is-no-tag"),
        pytest.param("if a < b and c > d", "if a < b and c > d", id="comparison"),
        pytest.param("# Hi\n\n* **big** [link](https://a.example)\n* __init__ x",
                     "Hi\n\n– big link\n– __init__ x", id="markdown"),
        pytest.param("<https://a.example>", "https://a.example", id="markdown-address"),
        pytest.param("a\r\nb\x00\x07\r\n\r\n\r\nc", "a\nb\n\nc", id="line-ends"),
        pytest.param("", "", id="empty"),
    ],
)  # fmt: skip
def test_plain_words(written, words):
    assert plain(written) == words


def test_a_summary_is_subtitle_and_abstract_else_description():
    data = schedule(
        day(
            event("1", subtitle="Sub", abstract="<p>Abs</p>", description="Desc"),
            event("2", abstract=" ", description="Desc"),
            event("3", abstract="mot " * 1000),
        )
    )
    first, second, third = (session.summary for session in planned(data).sessions)

    assert (first, second) == ("Sub\n\nAbs", "Desc")
    assert len(third) <= 1000
    assert third.endswith("mot …")


def test_shortened_also_without_a_space():
    assert shortened("a" * 20, 10) == "aaaaaaaa …"
    assert shortened("a" * 10, 10) == "a" * 10


@pytest.mark.parametrize(
    ("name", "zone", "warned"),
    [
        ("35c3.xml", "Europe/Berlin", 1),
        ("38c3.xml", "Europe/Berlin", 0),
        ("debconf23.xml", "Asia/Kolkata", 117),
        ("fosdem-2025.xml", "Europe/Brussels", 0),
    ],
)
def test_shared_programmes_are_at_the_instant_of_their_full_date(name, zone, warned):
    parsed = parse(shared(name))
    programme = plan(parsed, ZoneInfo(zone))

    assert [s.starts_at for s in programme.sessions] == [e.moment for e in parsed.events]
    contradicted = [w for w in programme.warnings if w.startswith("le jour et l’heure")]
    assert len(contradicted) == bool(warned)
    if warned > 3:
        assert f"et {warned - 3} de plus" in contradicted[0]
