"""The board of a day: where each session stands among rooms and hours."""

import random

import pytest

from events.board import STEP, Slot, build_board


def at(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def slot(room, start, end, item="x"):
    return Slot(room, at(start), end and at(end), item)


def drawn(lane):
    """« -3 » is a gap of three columns, « a6 » the item a over six."""
    return " ".join(f"{cell.item or '-'}{cell.span}" for cell in lane)


def lines(band):
    return [(line.room, [drawn(lane) for lane in line.lanes]) for line in band.lines]


def test_no_session_no_board():
    assert build_board([]) == []


def test_a_session_stands_at_its_hour_for_as_long_as_it_lasts():
    [band] = build_board(
        [
            slot("B", "10:00", "11:00", "a"),
            slot("A", "9:30", "10:00", "b"),
            slot("A", "10:15", "11:30", "c"),
        ]
    )

    assert (band.start, band.end) == (at("9:30"), at("11:30"))
    assert lines(band) == [("B", ["-6 a12 -6"]), ("A", ["b6 -3 c15"])]


def test_the_columns_are_headed_by_the_hours():
    [band] = build_board([slot("A", "9:30", "11:30")])

    assert band.hours == [(at("9:30"), 6), (at("10:00"), 12), (at("11:00"), 6)]


def test_what_overlaps_in_a_room_has_a_line_of_its_own():
    [band] = build_board(
        [
            slot("A", "9:00", "10:00", "a"),
            slot("A", "9:30", "10:30", "b"),
            slot("A", "10:00", "11:00", "c"),
            slot("A", "10:30", "11:00", "d"),
        ]
    )

    assert lines(band) == [("A", ["a12 c12", "-6 b12 d6"])]


def test_a_long_day_is_cut_into_bands_of_one_length():
    day = [slot("A", f"{hour}:00", f"{hour}:30") for hour in range(9, 18)]
    bands = build_board(day)

    assert [(band.start, band.end) for band in bands] == [
        (at("9:00"), at("12:00")),
        (at("12:00"), at("15:00")),
        (at("15:00"), at("18:00")),
    ]


def test_what_goes_over_the_edge_of_a_band_is_resumed_in_the_next():
    day = [slot("B", f"{hour}:00", f"{hour}:30") for hour in range(9, 15)]
    first, second = build_board([*day, slot("A", "11:45", "12:15", "a")])

    assert lines(first)[1] == ("A", ["-33 a3"])
    assert lines(second)[1] == ("A", ["a3 -33"])
    [[before], [after]] = [
        [cell.resumed for cell in band.lines[1].lanes[0] if cell.item] for band in (first, second)
    ]
    assert (before, after) == (False, True)


def test_a_room_stands_only_in_the_bands_in_which_it_is_used():
    day = [slot("B", f"{hour}:00", f"{hour}:30") for hour in range(9, 15)]
    bands = build_board([*day, slot("A", "13:00", "13:30")])

    assert [[line.room for line in band.lines] for band in bands] == [["B"], ["B", "A"]]


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        pytest.param([], "a6 -6", id="half-an-hour"),
        pytest.param([slot("A", "9:20", "10:00", "b")], "a4 b8", id="until-the-next"),
        pytest.param([slot("B", "9:10", "10:00", "b")], "a6 -6", id="not-of-another-room"),
    ],
)
def test_an_unknown_end_is_drawn_for_a_while(following, expected):
    fixed = slot("C", "9:00", "10:00", "c")
    [band] = build_board([slot("A", "9:00", None, "a"), fixed, *following])

    assert lines(band)[0] == ("A", [expected])


def test_minutes_between_the_columns_and_no_minutes_at_all():
    [band] = build_board(
        [
            slot("A", "9:02", "9:58", "a"),
            slot("B", "9:00", "9:00", "b"),
            slot("C", "9:50", "9:10", "c"),
        ]
    )

    assert lines(band) == [("A", ["a12"]), ("B", ["b1 -11"]), ("C", ["-10 c1 -1"])]


HALF_HOURS = [slot("B", f"{hour}:00", f"{hour}:30") for hour in range(9, 15)]


def test_a_brief_one_is_drawn_wide_enough_for_words_and_what_follows_stands_under_it():
    talks = [slot("A", "9:00", "9:05", "a"), slot("A", "9:05", "9:10", "b")]
    first, _ = build_board([*HALF_HOURS, *talks, slot("A", "9:20", "9:50", "c")])

    assert lines(first)[1] == ("A", ["a3 -1 c6 -26", "-1 b3 -32"])
    cells = [cell for lane in first.lines[1].lanes for cell in lane if cell.item]
    assert [(cell.item, cell.brief) for cell in cells] == [("a", True), ("c", False), ("b", True)]


def test_at_the_edge_of_a_band_it_is_drawn_before():
    first, second = build_board([*HALF_HOURS, slot("A", "11:55", "12:10", "a")])

    assert lines(first)[1] == ("A", ["-33 a3"])
    assert lines(second)[1] == ("A", ["a3 -33"])


def test_what_follows_midnight_is_on_the_same_board():
    [band] = build_board([slot("A", "23:00", "25:00", "a")])

    assert band.hours == [(23 * 60, 12), (24 * 60, 12)]


@pytest.mark.parametrize("seed", range(5))
def test_every_lane_fills_its_band(seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    slots = []
    for number in range(200):
        start = chance.randrange(0, 1500)
        slots.append(
            Slot(
                chance.choice("ABCD"),
                start,
                chance.choice([None, start + chance.randrange(200)]),
                number,
            )
        )
    bands = build_board(slots)

    for band in bands:
        columns = (band.end - band.start) // STEP
        assert sum(span for _minute, span in band.hours) == columns
        for line in band.lines:
            assert {sum(cell.span for cell in lane) for lane in line.lanes} == {columns}
    told = [
        c.item
        for b in bands
        for line in b.lines
        for lane in line.lanes
        for c in lane
        if c.item is not None and not c.resumed
    ]
    assert sorted(told) == list(range(200))
