"""The opening drawing: which entities are in it, built with pyvis's ``Network``.

Marks and options are given to vis-network, which pyvis carries. Lines are not: a *tie*, all claims
of one family between two entities, is painted by the page itself (``static/lines.js``), anew as the
reader changes the slice, and vis-network takes longer over a thousand edges than over all else.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvis.network import Network

from cardindex.view import layout

if TYPE_CHECKING:
    from cardindex.evidence import Selection

BUDGET = 360
"""How many entities the page opens with at most: past that a drawing is a ball of hair."""

OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "multiselect": False,
        "tooltipDelay": 400,
        "keyboard": False,
        "zoomSpeed": 0.6,
    },
    "nodes": {"borderWidth": 1.5, "labelHighlightBold": False},
}  # fmt: skip
"""Options of vis-network. Positions are given: physics would move them and cost a minute.

The page minds its size itself (``static/camera.js``): with vis-network a drawing is not as large as
it was once a window is small and large again, or has been printed.
"""


def opening(
    selection: Selection, *, focus: str | None = None, depth: int = 1
) -> tuple[dict[str, tuple[int, int]], dict[str, Any]]:
    """Return places of entities, and the drawing (nodes, options) as pyvis built it."""
    strength = _strength(selection)
    drawn = _surroundings(strength, focus, depth) if focus else _centre(strength)
    places = layout.places(drawn, strength, selection.index.blocs)
    network = _network(selection, places)
    return places, {"nodes": network.nodes, "options": network.options}


def _strength(selection: Selection) -> dict[tuple[str, str], float]:
    """Return how strongly two entities are tied: the root of the claims between them.

    Counted are the claims that the page shows at first: those that stand or are contested.
    """
    claims = selection.claims
    shown = claims[
        (claims["object"] != "")
        & (claims["mode"] == "")
        & claims["standing"].isin(["corroborated", "single-root", "contested"])
    ]
    count = Counter(
        (min(ends), max(ends)) for ends in zip(shown["subject"], shown["object"], strict=True)
    )
    return {pair: number**0.5 for pair, number in sorted(count.items())}


def _degrees(strength: Mapping[tuple[str, str], float]) -> dict[str, int]:
    degree: dict[str, int] = defaultdict(int)
    for a, b in strength:
        degree[a] += 1
        degree[b] += a != b
    return degree


def _centre(strength: Mapping[tuple[str, str], float]) -> list[str]:
    """Return the best-connected entities, within the budget, in order of their ids."""
    degree = _degrees(strength)
    best = sorted(degree, key=lambda entity: (-degree[entity], entity))[:BUDGET]
    return sorted(best)


def _surroundings(strength: Mapping[tuple[str, str], float], focus: str, depth: int) -> list[str]:
    """Return the entities within ``depth`` steps of ``focus``, within the budget."""
    friends: dict[str, set[str]] = defaultdict(set)
    for a, b in strength:
        friends[a].add(b)
        friends[b].add(a)
    reached, edge = {focus}, {focus}
    for _ in range(depth):
        edge = {friend for entity in edge for friend in friends[entity]} - reached
        reached |= set(sorted(edge)[: BUDGET - len(reached)])
    return sorted(reached)


def _network(selection: Selection, places: Mapping[str, tuple[int, int]]) -> Network:
    """Build the drawing. Labels are left to the page, which knows when they would collide."""
    network = Network(directed=True)
    types = selection.index.entities["type"]
    for entity, (x, y) in places.items():
        kind = selection.index.vocabulary.types[types[entity]]
        # A label of one space: pyvis puts the id in place of an empty one.
        network.add_node(entity, label=" ", shape=kind.shape, color=kind.colour, x=x, y=y)
    network.set_options(json.dumps(OPTIONS))
    return network
