"""Who is in a session, in one cell: what is written is read back, and what people type is read."""

import pytest

from events.exchange.cells import CellError
from events.exchange.persons import Mention, read_all, written, written_all


@pytest.mark.parametrize(
    ("mention", "text"),
    [
        (Mention("Ada Muster"), "Ada Muster"),
        (Mention("Ada Muster", positions=("CIO (Lux)",)), "Ada Muster (CIO (Lux))"),
        (Mention("Ada", role="moderator"), "Ada (animation)"),
        (
            Mention("Ada", "ada-2", "panellist", special_guest=True, positions=("A ; b", "c | d")),
            r"Ada [ada-2] (panel, invité spécial ; A \; b ; c \| d)",
        ),
        (Mention("Ada", basis="implied"), "Ada (intervention, implicite)"),
        (Mention("Ada", positions=("accueil",)), "Ada (intervention ; accueil)"),
        (Mention("Muster, Ada (Dr) [x]", "?"), r"Muster\, Ada \(Dr\) \[x\] [?]"),
        (Mention("", "?", "moderator", positions=("CEO",)), "? (animation ; CEO)"),
    ],
)
def test_written_and_read_back(mention, text):
    assert written(mention) == text
    assert read_all(text) == [mention]
    assert read_all(written_all([mention, Mention("Bea Muster")])) == [
        mention,
        Mention("Bea Muster"),
    ]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("", []),
        (" Ada |\nBea | ", [Mention("Ada"), Mention("Bea")]),
        (
            "Ada (Moderatorin; Muster AG)",
            [Mention("Ada", role="moderator", positions=("Muster AG",))],
        ),
        ("Ada (moderator)", [Mention("Ada", role="moderator")]),
        ("Ada (CIO, Muster)", [Mention("Ada", positions=("CIO, Muster",))]),
    ],
)
def test_as_typed(text, mentions):
    assert read_all(text) == mentions


@pytest.mark.parametrize("text", ["Ada, Bea", "Ada; Bea", "Ada (CIO", "Ada) x", "Ada (CIO) x"])
def test_what_is_not_clear_is_refused(text):
    with pytest.raises(CellError):
        read_all(text)
