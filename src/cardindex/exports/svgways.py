"""The ways of lines in a picture: curves from rim to rim that fan out, loops and heads of arrows.

As ``static/drawing/lines.js`` has them on the page. Points are (right, down) on the paper.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from cardindex.view.looks import FAN

Point = tuple[float, float]


class Disc(NamedTuple):
    """Where a mark stands on the paper, and its radius."""

    x: float
    y: float
    size: float


class Way(NamedTuple):
    """A quadratic curve: where it starts, what pulls it, where it ends."""

    start: Point
    over: Point
    end: Point


def curve(a: Disc, b: Disc, at: int, parallel: int) -> Way:
    """Return the way from the rim of one mark to that of another, the ``at``-th of so many."""
    right, down = b.x - a.x, b.y - a.y
    bend = (at - (parallel - 1) / 2) * FAN
    over = (a.x + b.x) / 2 - down * bend * 2, (a.y + b.y) / 2 + right * bend * 2
    if math.hypot(right, down) <= a.size + b.size + 1:
        return Way((a.x, a.y), over, (b.x, b.y))
    return Way(towards((a.x, a.y), over, a.size), over, towards((b.x, b.y), over, b.size))


def loop(disc: Disc, at: int, unit: float) -> tuple[float, float, float]:
    """Return middle and radius of a line from an entity to itself; ``unit``: of the drawing."""
    radius = disc.size * 0.5 + (7 + at * 5) * unit
    return disc.x, disc.y - disc.size - radius * 0.75, radius


def towards(point: Point, goal: Point, far: float) -> Point:
    """Return the point that is so far from one on the way to another."""
    (x, y), (to_x, to_y) = point, goal
    part = far / (math.hypot(to_x - x, to_y - y) or 1.0)
    return x + (to_x - x) * part, y + (to_y - y) * part


def head(tip: Point, over: Point, length: float) -> tuple[Point, Point, Point]:
    """Return the corners of the head of an arrow that comes from ``over``."""
    x, y = towards(tip, over, length)
    across, up = (tip[1] - y) * 0.42, (tip[0] - x) * 0.42
    return tip, (x + across, y - up), (x - across, y + up)
