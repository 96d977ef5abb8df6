"""The round table as a picture: where each seat stands, in the plan and in the mini.

Pure geometry: people in, numbers out; no query, no markup. The units are those of the SVG's
viewBox, the table's centre is (0, 0), y grows downwards and angles run clockwise from three
o'clock, in degrees.

The picture draws nothing that the source does not state. A stated moderator sits at the head, at
the top, in ink; two share the top side by side. Where none is stated the ring turns by half a step,
so that the top stays free. The others follow clockwise in the order of the source. Whom the source
does not name sits on a hollow seat.

Up to eight sit at a circle, with their words at their seats. More sit at an oval as tall as their
words need, which stand in a column on either side, each led to from its seat.

Numbers leave as text with a decimal point: a template that localises floats would write « 10,4 »
into the SVG.
"""

from events.roundtable.geometry import BACK_GAP, BACK_HALF_ANGLE, RING_RADIUS, TABLE_RADIUS
from events.roundtable.mini import build_desk, build_mini
from events.roundtable.parts import Seat
from events.roundtable.plan import build_circle, build_plan
from events.roundtable.words import initials

__all__ = [
    "BACK_GAP",
    "BACK_HALF_ANGLE",
    "RING_RADIUS",
    "TABLE_RADIUS",
    "Seat",
    "build_circle",
    "build_desk",
    "build_mini",
    "build_plan",
    "initials",
]
