"""The editor's groups as faint washes behind a picture: halos round the members that run together.

As ``static/drawing/blocs.js`` has them on the page: no wash covers a mark that is not one of its
own, and no two lie on one another. Lengths are in units of the drawing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cardindex.exports.svgways import Disc, Point

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

    Field = NDArray[np.float64]

CELL = 6.0
HALO, BRIDGE, NEAR = 30.0, 20.0, 170.0
KEPT_OFF, CHANNEL = CELL * math.sqrt(2), 3.0
_OUTSIDE = -1.0  # how deep in a halo is what lies outside of it
FEWEST = 3
"""How many members of a group are in a picture that washes it."""


class Wash(NamedTuple):
    """A group: its label, which of the washes it is, and its outlines."""

    label: str
    at: int
    outlines: list[list[Point]]


def washes(blocs: Mapping[str, Sequence[str]], discs: Mapping[str, Disc]) -> list[Wash]:
    """Return the washes of the groups that have some members among the marks."""
    here = [
        (label, at, [discs[one] for one in members if one in discs])
        for at, (label, members) in enumerate(blocs.items())
    ]
    shown = [(label, at, members) for label, at, members in here if len(members) >= FEWEST]
    if not shown:
        return []
    x, y = _grid(list(discs.values()))
    halos = [_halo(x, y, members) for *_, members in shown]
    found = []
    for number, (label, at, members) in enumerate(shown):
        own = set(members)
        halo, others = halos[number], [it for it in discs.values() if it not in own]
        field = np.minimum(halo, _gap(x, y, others, float(halo.max())))
        for other in (it for at_, it in enumerate(halos) if at_ != number):
            apart = (halo - other) / 2 - CHANNEL
            field = np.where(other > 0, np.minimum(field, apart), field)
        found.append(Wash(label, at, list(_outlines(x, y, field))))
    return found


def _grid(discs: Sequence[Disc]) -> tuple[Field, Field]:
    room = HALO + 40 + CELL * 2
    left, right = min(it.x for it in discs) - room, max(it.x for it in discs) + room
    top, bottom = min(it.y for it in discs) - room, max(it.y for it in discs) + room
    return np.arange(left, right + CELL, CELL)[None, :], np.arange(top, bottom + CELL, CELL)[
        :, None
    ]


def _halo(x: Field, y: Field, members: Sequence[Disc]) -> Field:
    """Return how deep each point lies within the halo of a member, or what joins two of them."""
    field = np.full((y.size, x.size), _OUTSIDE)
    for it in members:
        across, down, part = _near_to(x, y, field, it.size + HALO - _OUTSIDE, it)
        np.maximum(part, it.size + HALO - np.hypot(across - it.x, down - it.y), out=part)
    for a, b in _near(members):
        across, down, part = _near_to(x, y, field, BRIDGE - _OUTSIDE, a, b)
        right, below = b.x - a.x, b.y - a.y
        length = right * right + below * below or 1.0
        along = np.clip(((across - a.x) * right + (down - a.y) * below) / length, 0.0, 1.0)
        far = np.hypot(across - a.x - right * along, down - a.y - below * along)
        np.maximum(part, BRIDGE - far, out=part)
    return field


def _near_to(x: Field, y: Field, field: Field, far: float, *discs: Disc) -> tuple[Field, ...]:
    """Return the part of a grid and its field that is less than so far from these marks."""
    across, down = (
        slice(*np.searchsorted(axis.ravel(), (min(at) - far, max(at) + far)))
        for axis, at in ((x, [it.x for it in discs]), (y, [it.y for it in discs]))
    )
    return x[:, across], y[down], field[down, across]


def _near(members: Sequence[Disc]) -> Iterator[tuple[Disc, Disc]]:
    """Yield pairs of members near one another, as few as hold together all that can be."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    for (a, one), (b, other) in combinations(enumerate(members), 2):
        graph.add_edge(a, b, weight=math.hypot(one.x - other.x, one.y - other.y))
    for a, b, about in nx.minimum_spanning_edges(graph):
        if about["weight"] < NEAR:
            yield members[a], members[b]


def _gap(x: Field, y: Field, others: Sequence[Disc], least: float) -> Field:
    """Return how far each point is from marks that a wash keeps off, where it is less than that."""
    field = np.full((y.size, x.size), np.inf)
    for it in others:
        across, down, part = _near_to(x, y, field, it.size + KEPT_OFF + least, it)
        gap = np.hypot(across - it.x, down - it.y) - it.size - KEPT_OFF
        np.minimum(part, gap, out=part)
    return field


def _outlines(x: Field, y: Field, field: Field) -> Iterator[list[Point]]:
    from contourpy import contour_generator

    lines = contour_generator(x.ravel(), y.ravel(), np.minimum(field, 1e6)).lines(0.0)
    for line in lines:
        points = [(float(right), float(down)) for right, down in np.asarray(line)]
        if len(points) > 3:
            yield points
