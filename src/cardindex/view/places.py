"""Where things stand in the opening drawing: seeded, computed once, with families kept together.

Entities are first put into groups (the editor's blocs, and whoever is mostly linked to them; then
communities of the rest). Forces then draw linked entities together, push all apart, and pull each
towards the middle of its group. At the end nothing stands on anything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

SEED = 1973
STEPS = 420
SPACING = 62.0
"""The distance, in drawing units, that unlinked neighbours are given."""

WIDTH = 1.45
"""How much wider than high the drawing becomes: screens are, and labels are."""

Ties = Mapping[tuple[str, str], float]
"""Pairs of entities → how strongly they are tied."""


Places = dict[str, tuple[int, int]]
"""Entities → where they stand, in whole drawing units around (0, 0)."""


def laid_out(entities: Sequence[str], ties: Ties, blocs: Mapping[str, Iterable[str]]) -> Places:
    """Return a place for each entity, in whole drawing units around (0, 0).

    Equal input gives equal places. The cost grows with the square of ``entities``: give it what
    is drawn, not the whole of a large index.
    """
    if not entities:
        return {}
    number = {entity: row for row, entity in enumerate(entities)}
    pairs = {
        (number[a], number[b]): weight
        for (a, b), weight in ties.items()
        if a in number and b in number and a != b
    }
    group = _groups(len(entities), pairs, [
        [number[entity] for entity in members if entity in number] for members in blocs.values()
    ])  # fmt: skip
    points = _spread(_gathered(_settle(pairs, group)))
    points[:, 0] *= WIDTH
    return _rounded(entities, points)


def turned(places: Mapping[str, tuple[int, int]]) -> Places:
    """Return the places as they are where what was across goes down, as on a phone."""
    return {entity: (y, x) for entity, (x, y) in places.items()}


class Mark(NamedTuple):
    """One drawn with its name: how many pixels wide that is, and its radius in drawing units."""

    name: float
    size: float


def with_room(places: Places, named: Mapping[str, Mark], screen: tuple[float, float]) -> Places:
    """Move places until there is room for the names of those that are ``named``.

    ``screen``: how many pixels wide and high the drawing will be, as letters keep their size
    whatever its scale.
    """
    if not named or len(places) < 2:
        return places
    entities = sorted(places)
    points = np.array([places[entity] for entity in entities], dtype=float)
    none = Mark(0.0, 0.0)
    marks = np.array([named.get(entity, none) for entity in entities])
    return _rounded(entities, _made_room(points, marks, np.array(screen)))


def _rounded(entities: Sequence[str], points: Points) -> Places:
    points = points - (points.max(axis=0) + points.min(axis=0)) / 2
    return {
        entity: (round(float(x)), round(float(y)))
        for entity, (x, y) in zip(entities, points, strict=True)
    }


def _groups(size: int, pairs: Mapping[tuple[int, int], float], blocs: list[list[int]]) -> list[int]:
    """Return the group of each node: its bloc, or that of its friends, or its community."""
    group = [-1] * size
    for bloc, members in enumerate(blocs):
        for node in members:
            if group[node] < 0:
                group[node] = bloc
    friends: list[list[tuple[int, float]]] = [[] for _ in range(size)]
    for (a, b), weight in pairs.items():
        friends[a].append((b, weight))
        friends[b].append((a, weight))
    for _ in range(3):
        group = [
            own if own >= 0 else _closest(friends[node], group) for node, own in enumerate(group)
        ]
    return _communities(group, pairs, len(blocs))


def _closest(friends: list[tuple[int, float]], group: list[int]) -> int:
    """Return the group to which most of the ties go, where more than half of them do."""
    pull: Counter[int] = Counter()
    for friend, weight in friends:
        pull[group[friend]] += weight  # type: ignore[assignment]  # weights are not whole
    if not pull:
        return -1
    best = min(pull, key=lambda one: (-pull[one], one))
    return best if pull[best] > sum(pull.values()) / 2 else -1


def _communities(group: list[int], pairs: Mapping[tuple[int, int], float], first: int) -> list[int]:
    """Give those still without a group the community they form among themselves."""
    import networkx as nx  # noqa: PLC0415 - takes long to load, and only pictures need it

    alone = [node for node, own in enumerate(group) if own < 0]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(alone)
    graph.add_weighted_edges_from(
        (a, b, weight) for (a, b), weight in pairs.items() if group[a] < 0 and group[b] < 0
    )
    found = nx.community.louvain_communities(graph, seed=SEED) if alone else []
    for at, members in enumerate(sorted(found, key=min)):
        for node in members:
            group[node] = first + at
    return group


def _settle(pairs: Mapping[tuple[int, int], float], group: list[int]) -> Points:
    """Run the forces, from a start in which each group has a sector of its own."""
    size = len(group)
    member = np.array(group)
    points = _start(member)
    ends = np.array(sorted(pairs), dtype=int).reshape(-1, 2)
    weight = np.array([min(pairs[a, b], 4.0) for a, b in ends], dtype=float).reshape(-1, 1)
    degree = np.bincount(ends.ravel(), minlength=size).astype(float)
    charge = 1.0 + 0.45 * np.sqrt(degree)
    for step in range(STEPS):
        force = _repulsion(points, charge)
        if len(ends):
            gap = points[ends[:, 1]] - points[ends[:, 0]]
            length = np.linalg.norm(gap, axis=1, keepdims=True) + 1e-9
            # The attraction is logarithmic, so that groups stay apart (Noack's LinLog).
            pull = gap / length * np.log1p(length / SPACING) * np.sqrt(weight) * 9
            # The forces on an entity are divided by its degree, so that hubs stay calm.
            np.add.at(force, ends[:, 0], pull / np.sqrt(degree[ends[:, 0], None]))
            np.add.at(force, ends[:, 1], -pull / np.sqrt(degree[ends[:, 1], None]))
        force += (_middles(points, member) - points) * 0.055
        # Entities with many ties are pulled to the middle.
        force -= points * (0.02 + 0.004 * degree[:, None])
        heat = SPACING * (1 - step / STEPS) ** 1.5 + 0.5
        reach = np.linalg.norm(force, axis=1, keepdims=True) + 1e-9
        points = points + force / reach * np.minimum(reach, heat)
    return points


def _start(member: NDArray[np.int_]) -> Points:
    """Scatter each group around a point of its own on a circle, larger groups first."""
    random = np.random.default_rng(SEED)
    size = len(member)
    radius = SPACING * np.sqrt(size)
    sizes = Counter(member.tolist())
    order = sorted(sizes, key=lambda one: (-sizes[one], one))
    angle = {one: at * 2.399963 for at, one in enumerate(order)}  # the golden angle
    far = {one: radius * np.sqrt(at / len(order)) for at, one in enumerate(order)}
    middle = np.array([
        [far[one] * np.cos(angle[one]), far[one] * np.sin(angle[one])] for one in member.tolist()
    ])  # fmt: skip
    return middle + random.normal(scale=SPACING, size=(size, 2))


def _repulsion(points: Points, charge: NDArray[np.float64]) -> Points:
    right, down = _gaps(points)
    strength = charge[:, None] * charge[None, :] * (SPACING * 5.5)
    strength /= right * right + down * down + 25.0
    return np.stack([(right * strength).sum(axis=1), (down * strength).sum(axis=1)], axis=1)


def _gaps(points: Points) -> tuple[Points, Points]:
    """Return how far each stands to the right of and below each other, as two square arrays."""
    # Two flat arrays are several times as fast as one of pairs.
    x, y = points[:, 0], points[:, 1]
    return x[:, None] - x[None, :], y[:, None] - y[None, :]


def _middles(points: Points, member: NDArray[np.int_]) -> Points:
    """Return for each node the middle of its group."""
    _, own = np.unique(member, return_inverse=True)
    sums = np.zeros((own.max() + 1, 2))
    np.add.at(sums, own, points)
    middles: Points = (sums / np.bincount(own)[:, None])[own]
    return middles


def _gathered(points: Points) -> Points:
    """Bring in what lies far out, and all to the scale at which each has room for itself."""
    points = points - np.median(points, axis=0)
    far = np.hypot(points[:, 0], points[:, 1])[:, None] + 1e-9
    usual = float(np.median(far))
    # The outer half is pulled closer, in the same order of distances.
    drawn_in = np.where(far > usual, usual * (far / usual) ** 0.62, far)
    radius = SPACING * np.sqrt(len(points)) * 0.62
    gathered: Points = points / far * drawn_in * (radius / drawn_in.max())
    return gathered


def _spread(points: Points, rounds: int = 120) -> Points:
    """Push apart entities that stand too close for their labels, a little at a time."""
    row = np.arange(len(points))
    turn = np.sign(row[:, None] - row[None, :]).astype(float)
    for _ in range(rounds):
        right, down = _gaps(points)
        distance = np.hypot(right, down)
        np.fill_diagonal(distance, np.inf)
        lack = np.maximum(0.0, SPACING * 0.82 - distance)
        if not lack.any():
            break
        # Two on one spot part in a direction that depends only on their rows.
        same = distance < 1e-6
        right[same], down[same], distance[same] = turn[same], turn[same], np.sqrt(2)
        push = lack / distance * 0.35
        points = points + np.stack([(right * push).sum(axis=1), (down * push).sum(axis=1)], axis=1)
    return points


LINE = 19.0
"""The pixels from a line of letters to the one below."""

CLOSEST, FURTHEST = 0.87, 3.0
"""How many drawing units a pixel is, where few are drawn and where many are."""


def _made_room(points: Points, marks: Points, screen: Points) -> Points:
    """Push apart those with names until the names do not cover one another, and the rest aside."""
    wanted = float((np.ptp(points, axis=0) / screen).max())
    unit = min(max(wanted, CLOSEST), FURTHEST)
    # A few entities do not fill a screen.
    points = _evened(points, screen * min(1.0, wanted / CLOSEST))
    name, size = marks[:, 0], marks[:, 1] / unit
    named = name > 0
    wide = np.maximum(name, 2 * size)
    high = 2 * size + LINE
    both = named[:, None] & named[None, :]
    # Names must not overlap; for dots it is enough that no mark covers them.
    apart = np.maximum(size[:, None] + size[None, :] + 8.0, 11.0)
    room_x = np.where(both, (wide[:, None] + wide[None, :]) / 2, apart)
    room_y = np.where(both, (high[:, None] + high[None, :]) / 2, apart)
    row = np.arange(len(points))
    turn = np.sign(row[:, None] - row[None, :]).astype(float)
    for _ in range(ROUNDS):
        # A larger drawing is scaled down more, so that names take more room in it.
        pixel = max(1.0, *(np.ptp(points, axis=0) / screen))
        right, down = _gaps(points)
        lack_x, lack_y = room_x * pixel - np.abs(right), room_y * pixel - np.abs(down)
        met = (lack_x > 0) & (lack_y > 0)
        np.fill_diagonal(met, val=False)
        if not met.any():
            break
        # Pushed along the shorter axis; two in line part in a direction that depends on their rows.
        across = met & (lack_x < lack_y * SIDEWAYS)
        push = np.stack([
            np.where(across, lack_x * np.where(right == 0, turn, np.sign(right)), 0.0).sum(axis=1),
            np.where(met & ~across, lack_y * np.where(down == 0, turn, np.sign(down)), 0.0)
            .sum(axis=1),
        ], axis=1)  # fmt: skip
        points = points + np.clip(push * 0.25, -12 * pixel, 12 * pixel)
    made: Points = points / max(1.0, *(np.ptp(points, axis=0) / screen)) * unit
    return made


ROUNDS = 400
SIDEWAYS = 2.0
"""How strongly sideways pushes are preferred: names are wide, but so are screens."""


def _evened(points: Points, screen: Points) -> Points:
    """Fill a screen, the crowded middle with more of the room than it has."""
    points = points - np.median(points, axis=0)
    points = points / (np.abs(points).max(axis=0) + 1e-9)
    far = np.hypot(points[:, 0], points[:, 1])[:, None] + 1e-9
    evened: Points = points / far * far**EVENED * screen / 2
    return evened


EVENED = 0.7
"""The power that distances from the middle are raised to: 1 leaves them, 0 makes a ring."""
