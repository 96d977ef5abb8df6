from itertools import combinations, pairwise
from math import dist

import pytest

from events.roundtable import (
    RING_RADIUS,
    Seat,
    build_circle,
    build_desk,
    build_mini,
    build_plan,
    initials,
)
from events.roundtable.geometry import BETWEEN_LABELS, apart, ring, seat_radius
from events.roundtable.parts import LabelLine
from events.roundtable.words import LINE_HEIGHT, PLAN_HALF_WIDTH, label_texts


def people(count, moderators=0):
    return [Seat(f"Personne {index}", is_moderator=index < moderators) for index in range(count)]


def centres(plan):
    return [(placed.x, placed.y) for placed in plan.seats]


def test_four_without_a_moderator_leave_the_top_free():
    assert centres(build_plan(people(4))) == [
        (99.0, -99.0),
        (99.0, 99.0),
        (-99.0, 99.0),
        (-99.0, -99.0),
    ]


def test_six_with_a_moderator_have_a_head_at_the_top():
    plan = build_plan(people(6, moderators=1))

    assert centres(plan) == [
        (0.0, -140.0),
        (121.2, -70.0),
        (121.2, 70.0),
        (0.0, 140.0),
        (-121.2, 70.0),
        (-121.2, -70.0),
    ]
    assert [placed.classes for placed in plan.seats] == ["seat head"] + 5 * ["seat"]
    assert plan.seats[0].translate == "translate(0.0 -140.0)"
    assert plan.seats[0].back == "M-24.6 -15.4A29 29 0 0 1 24.6 -15.4"
    assert plan.seats[1].back == "M1.0 -29.0A29 29 0 0 1 25.6 13.6"


def test_two_moderators_share_the_top():
    assert centres(build_plan(people(6, moderators=2)))[:3] == [
        (-70.0, -121.2),
        (70.0, -121.2),
        (140.0, 0.0),
    ]


def test_the_moderator_comes_first_wherever_the_source_names_them():
    seats = [Seat("A"), Seat("B"), Seat("M", is_moderator=True)]

    assert [placed.seat.name for placed in build_plan(seats).seats] == ["M", "A", "B"]


def test_one_seat_without_a_moderator_stands_at_the_bottom():
    assert centres(build_plan(people(1))) == [(0.0, 140.0)]


def test_a_table_without_seats():
    plan = build_plan([])

    assert plan.seats == ()
    assert plan.view_box == "-360 -102 720 204"
    assert build_mini([]).seats == ()


@pytest.mark.parametrize("count", [2, 7, 8, 9, 12, 13, 20, 40])
@pytest.mark.parametrize("moderators", [0, 1, 2])
def test_seats_do_not_overlap(count, moderators):
    places = ring(count, moderators, RING_RADIUS)

    nearest = min(dist(one, other) for one, other in combinations(places, 2))

    assert nearest > 2 * seat_radius(count)


LONG = (
    "directrice générale adjointe du développement, "
    "Agence régionale de l’innovation et du numérique"
)


def blocks(plan):
    """Of each label of an oval: its side, its top and its bottom."""
    for placed in plan.seats:
        lines = placed.label.lines
        side = placed.label.anchor if placed.label.anchor != "middle" else f"middle {placed.y > 0}"
        top = placed.y + int(lines[0].y) - LINE_HEIGHT + 5
        yield side, top, placed.y + int(lines[-1].y) + 5


@pytest.mark.parametrize("moderators", [0, 1, 2])
@pytest.mark.parametrize("count", [9, 13, 20])
@pytest.mark.parametrize("said", ["directrice", LONG], ids=["short", "long"])
def test_up_to_twenty_have_their_initials_and_words_that_do_not_overlap(count, moderators, said):
    seats = [
        Seat(f"Personne {index}", said if index % 3 else LONG, is_moderator=index < moderators)
        for index in range(count)
    ]
    plan = build_plan(seats)

    assert [placed.initials for placed in plan.seats] == [initials(s.name) for s in seats]
    assert all(any(line.kind == "po" for line in p.label.lines) for p in plan.seats)
    assert min(dist(one, other) for one, other in combinations(centres(plan), 2)) > 2 * 17
    ordered = sorted(blocks(plan))
    for (side, _, bottom), (other, top, _) in pairwise(ordered):
        assert side != other or top >= bottom + BETWEEN_LABELS - 2


def test_words_that_stand_apart_from_their_seat_are_led_to():
    placed = build_plan(people(20, moderators=1)).seats

    assert placed[0].label.leader == ""  # above the head
    assert placed[1].label.leader.startswith("M")
    # in one column, whatever the seat
    assert {float(p.label.x) + p.x for p in placed[1:10]} == {180}


def test_labels_are_moved_as_little_as_keeps_them_apart():
    assert apart([0, 100], [18, 18]) == [0, 100]
    assert apart([0, 0, 0], [18, 18, 18]) == [-18 - BETWEEN_LABELS, 0, 18 + BETWEEN_LABELS]
    assert apart([], []) == []


def test_more_than_twenty_are_dots_and_only_the_head_keeps_its_back():
    plan = build_plan(people(21, moderators=1))

    assert plan.seats[0].classes == "seat head tiny"
    assert plan.seats[0].back != ""
    assert {placed.classes for placed in plan.seats[1:]} == {"seat tiny"}
    assert {(placed.back, placed.initials, placed.label) for placed in plan.seats[1:]} == {
        ("", "", None)
    }
    assert plan.seats[20].seat.said == "Personne 20"


def test_a_card_has_the_round_table_without_words():
    few, many = build_circle(people(12)), build_circle(people(13))

    assert {(placed.label, placed.initials != "") for placed in few.seats} == {(None, True)}
    assert {(placed.label, placed.initials) for placed in many.seats} == {(None, "")}
    assert {round(dist((0, 0), place)) for place in centres(many)} == {RING_RADIUS}


@pytest.mark.parametrize("count", [5, 12])
def test_no_word_leaves_the_picture(count):
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    plan = build_plan(Seat(f"{word} Muster", word) for _ in range(count))

    for placed in plan.seats:
        for line in placed.label.lines:
            reach = len(line.text) * (8.4 if line.kind == "nm" else 6.8)
            reach = reach / 2 if placed.label.anchor == "middle" else reach
            assert abs(placed.x + float(placed.label.x)) + reach <= PLAN_HALF_WIDTH + 9
            assert line.text.endswith(("-", "Muster", "schaft", "…"))


def test_an_unnamed_seat_is_hollow_and_keeps_its_position():
    unnamed = build_plan([Seat(None, "responsable du réemploi", url="/speakers/x/")]).seats[0]

    assert unnamed.classes == "seat unnamed"
    assert unnamed.initials == ""
    assert unnamed.label.lines == (LabelLine("po", "Responsable du réemploi", "54"),)


def test_the_label_of_the_head_stands_above_it():
    moderator = Seat("Anouk Bertemes", "Le Courrier", is_moderator=True)
    head = build_plan([moderator, *people(3)]).seats[0]

    assert head.label.anchor == "middle"
    assert [(line.kind, line.y) for line in head.label.lines] == [
        ("ro", "-78"),
        ("nm", "-60"),
        ("po", "-42"),
    ]


def test_labels_stand_outside_the_ring():
    plan = build_plan([Seat("A B", "x"), Seat("C D", "y"), Seat("E F", "z"), Seat("G H", "t")])

    assert [(placed.label.anchor, placed.label.x) for placed in plan.seats] == [
        ("start", "44"),
        ("start", "44"),
        ("end", "-44"),
        ("end", "-44"),
    ]


@pytest.mark.parametrize(
    ("seat", "most_lines", "expected"),
    [
        pytest.param(
            Seat("Claire Mertens", "présidente"),
            3,
            (["Claire Mertens"], ["Présidente"]),
            id="short",
        ),
        pytest.param(Seat("Claire Mertens"), 3, (["Claire Mertens"], []), id="no position"),
        pytest.param(
            Seat("Claire Mertens", LONG),
            3,
            (["Claire Mertens"], ["Directrice générale adjointe", "du développement, Agence …"]),
            id="long position",
        ),
        pytest.param(
            Seat("Claire Mertens", LONG),
            2,
            (["Claire Mertens"], ["Directrice générale …"]),
            id="long position on a full table",
        ),
        pytest.param(
            Seat("Marie-Antoinette von Habsbourg-Lorraine", "archiduchesse"),
            3,
            (["Marie-Antoinette von", "Habsbourg-Lorraine"], ["Archiduchesse"]),
            id="long name",
        ),
        pytest.param(
            Seat("Marie-Antoinette von Habsbourg-Lorraine", "archiduchesse"),
            2,
            (["Marie-Antoinette von", "Habsbourg-Lorraine"], []),
            id="long name on a full table: the name is whole, the list has the rest",
        ),
    ],
)
def test_labels_break_into_lines_that_fit(seat, most_lines, expected):
    assert label_texts(seat, width=200, most_lines=most_lines) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Diego De Biasio", "DB"),
        ("Disquette", "D"),
        ("élodie de la Tour", "ÉT"),
        ("Jean (dit Jo) Weber", "JW"),
        (None, ""),
        ("", ""),
    ],
)
def test_initials(name, expected):
    assert initials(name) == expected


def test_the_mini_is_the_same_table_in_small():
    mini = build_mini(people(6, moderators=1), number=3)

    assert mini.number == "3"
    assert [(seat.cx, seat.cy, seat.radius) for seat in mini.seats[:2]] == [
        ("0.0", "-24.0", "4.5"),
        ("20.8", "-12.0", "4.5"),
    ]
    assert mini.seats[0].back == "M-6.3 -3.9A7.4 7.4 0 0 1 6.3 -3.9"
    assert [seat.classes for seat in mini.seats] == ["head"] + 5 * ["seat"]


def test_the_mini_marks_whose_page_it_is_on():
    seats = [
        Seat("M", is_moderator=True, is_self=True),
        Seat("A", is_self=True),
        Seat(None),
        Seat("B"),
    ]

    assert [seat.classes for seat in build_mini(seats).seats] == [
        "self head",
        "self",
        "unnamed",
        "seat",
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 8, 40])
def test_before_a_desk_everyone_has_a_circle(count):
    seats = build_desk([Seat("A", is_self=True), *people(count - 1)]).seats
    xs = [float(seat.cx) for seat in seats]
    radius = float(seats[0].radius)

    assert [seat.classes for seat in seats] == ["self"] + (count - 1) * ["seat"]
    assert all(b - a >= 2 * radius for a, b in pairwise(xs))
    assert xs[0] - radius >= -34
    assert xs[-1] + radius <= 34
    assert xs[0] == pytest.approx(-xs[-1], abs=0.1)


def test_two_moderators_are_both_called_so():
    plan = build_plan(people(6, moderators=2))

    assert [placed.label.lines[0].kind for placed in plan.seats] == [
        "ro",
        "ro",
        "nm",
        "nm",
        "nm",
        "nm",
    ]
