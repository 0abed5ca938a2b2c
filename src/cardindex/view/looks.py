"""The looks of marks and lines at rest, for pictures that are drawn without the page.

``static/base/glyphs.js``, ``static/base/shapes.js`` and ``static/drawing/lines.js`` have the same
values for the page; a test compares them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple


class Stroke(NamedTuple):
    """A line: its width, and the lengths of its dashes and gaps; none where it is solid."""

    width: float
    dashes: tuple[float, ...] = ()


LINES = {
    "corroborated": Stroke(3.2),
    "single-root": Stroke(1.5),
    "untraced": Stroke(1.6, (1.6, 2.6)),
    "contested": Stroke(1.8, (6, 3.5)),
    "tentative": Stroke(1, (4, 6)),
    "denied": Stroke(2, (2, 6)),
}
"""Lines by the standing of what they say, where it was so."""

MEANT = (9.0, 4.0, 2.0, 4.0)
"""The dashes of what was asked, planned, attempted …, whatever its standing."""

INKED = frozenset(("corroborated", "untraced"))
"""The standings whose lines are drawn stronger."""

FAN = 0.09
"""How far lines between the same two bend apart, as a part of their length."""

DOT = 4.0
"""The radius of an entity that is drawn without a name."""

Corners = tuple[tuple[float, float], ...]


def stroke(standing: str, *, actual: bool = True, claims: int = 1) -> Stroke:
    """Return the line of a tie; more claims make it a little wider."""
    width, dashes = LINES[standing]
    many = 1 + min(claims - 1, 8) * 0.12
    return Stroke(width * 0.9 * (1.0 if actual else 0.7) * many, dashes if actual else MEANT)


def opacity(standing: str) -> float:
    """Return how much of the paper a line hides: of a dotted one little more than half is ink."""
    return 0.85 if standing in INKED else 0.6


def _round(corners: int, radius: Callable[[int], float], turn: float) -> Corners:
    angles = [at * 2 * math.pi / corners + turn for at in range(corners)]
    return tuple(
        (radius(at) * math.cos(angle), radius(at) * math.sin(angle))
        for at, angle in enumerate(angles)
    )


_TRIANGLE = ((0.0, -1.01165), (1.15, 0.9802), (-1.15, 0.9802))

CORNERS: dict[str, Corners] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "diamond": ((0, 1), (1, 0), (0, -1), (-1, 0)),
    "hexagon": _round(6, lambda _: 1.0, 0.0),
    "star": tuple(
        (x, y + 0.082)
        for x, y in _round(10, lambda at: 0.82 * (0.5 if at % 2 else 1.3), -math.pi / 2)
    ),
    "triangle": _TRIANGLE,
    "triangleDown": tuple((x, -y) for x, y in _TRIANGLE),
}
"""Shapes of kinds of entity: corners as (right, down) at the size 1. What is not here is round."""
