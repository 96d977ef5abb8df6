"""Who shared a stage with whom, as a picture: where each point and each label stands."""

from collections import namedtuple
from itertools import combinations, pairwise

import pytest

from events.network import MOST_PAIRS, MOST_PEOPLE, NARROW, WIDE, build

Pair = namedtuple("Pair", "one other count")
FAMILIES = (
    "Lux", "Dupont de la Tour-Maubourg", "Wörterbuchverlagsgesellschaft", "山田太郎", "Ng",
)  # fmt: skip
NAMES = [f"{first} {last}" for first in ("Anna", "Marie-Hélène Josée", "Ô") for last in FAMILIES]


def everybody(names):
    return [Pair(one, other, 1) for one, other in combinations(names, 2)]


SHAPES = {
    "two": everybody(NAMES[:2]),
    "a table": everybody(NAMES[:6]),
    "a large table": everybody(NAMES[:10]),
    "a star": [Pair(NAMES[0], name, at) for at, name in enumerate(NAMES[1:], 1)],
    "a chain": [Pair(one, other, 1) for one, other in pairwise(NAMES)],
    "tables and twos": everybody(NAMES[:5]) + everybody(NAMES[5:9]) + everybody(NAMES[9:11])
    + everybody(NAMES[11:13]) + everybody(NAMES[13:]),
}  # fmt: skip


@pytest.mark.parametrize("pairs", SHAPES.values(), ids=SHAPES)
def test_no_label_is_over_another_or_off_the_page(pairs):
    network = build(pairs, len(pairs))
    for picture, width in zip(network.pictures, (NARROW, WIDE), strict=True):
        height = int(picture.view_box.split()[-1])
        assert len(picture.lines) == len(pairs)
        assert {point.person for point in picture.points} == {
            name for pair in pairs for name in pair[:2]
        }
        for point in picture.points:
            assert point.width / 2 - 0.1 <= point.x <= width - point.width / 2 + 0.1
            assert -0.1 <= point.top < point.bottom <= height + 1
        over = [(a, b) for a, b in combinations(picture.points, 2) if a.overlaps(b)]
        assert over == []


def test_a_line_ends_at_its_two_people_and_is_as_wide_as_they_met_often():
    pairs = [Pair("Anna", "Eric", 3), Pair("Eric", "Zoé", 1), Pair("Anna", "Zoé", 90)]
    for picture in build(pairs, 3).pictures:
        at = {point.person: f"{point.x:.1f} {point.y:.1f}" for point in picture.points}
        assert [line.path for line in picture.lines] == [
            f"M{at[pair.one]}L{at[pair.other]}" for pair in pairs
        ]
        assert [line.width for line in picture.lines] == ["3.75", "1.25", "7.5"]


def test_the_same_pairs_give_the_same_picture():
    pairs = SHAPES["tables and twos"]
    assert build(pairs, 9) == build(list(pairs), 9)


def test_the_strongest_are_drawn_and_how_many_is_told():
    crowd = everybody([f"Personne {number}" for number in range(12)])
    network = build(crowd, 200)
    assert (network.shown, network.total, network.people) == (MOST_PAIRS, 200, 12)
    couples = [Pair(f"A{n}", f"B{n}", 1) for n in range(40)]
    network = build(couples, 40)
    assert (network.shown, network.people) == (MOST_PEOPLE // 2, MOST_PEOPLE)
    assert [line.pair for line in network.pictures[0].lines] == couples[: MOST_PEOPLE // 2]


def test_nobody_together_is_no_picture():
    assert build([], 0) is None
