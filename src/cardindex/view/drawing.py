"""The opening drawing: which entities and ties are in it, built with pyvis's ``Network``.

A *tie* is what one line of the drawing stands for: all claims of one family between two
entities, whatever their relation and direction. The page draws ties anew as the reader changes
the slice; this is only the first picture, and the options that all of them share.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pyvis.network import Network

from cardindex.view import layout

if TYPE_CHECKING:
    from cardindex.evidence import Selection
    from cardindex.ontology import Vocabulary

BUDGET = 360
"""How many entities the page opens with at most: past that a drawing is a ball of hair."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hideEdgesOnDrag": True,
        "hideEdgesOnZoom": True,
        "hover": True,
        "multiselect": False,
        "tooltipDelay": 400,
        "selectConnectedEdges": False,
        "keyboard": False,
        "zoomSpeed": 0.6,
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {
        "arrows": {"to": {"enabled": False, "scaleFactor": 0.42, "type": "arrow"},
                   "from": {"enabled": False, "scaleFactor": 0.42, "type": "arrow"}},
        "arrowStrikethrough": False,
        "selectionWidth": 1.5,
        "hoverWidth": 0.8,
        "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.12},
    },
}  # fmt: skip
"""Options of vis-network. Positions are given: physics would move them and cost a minute."""

Tie = tuple[str, str, str]
"""Smaller entity id, larger entity id, family."""


def opening(
    selection: Selection, *, focus: str | None = None, depth: int = 1
) -> tuple[dict[str, tuple[int, int]], dict[str, Any]]:
    """Return places of entities, and the drawing (nodes, edges, options) as pyvis built it."""
    ties = _ties(selection)
    strength = _strength(ties)
    drawn = _surroundings(strength, focus, depth) if focus else _centre(strength)
    places = layout.places(drawn, strength, selection.index.blocs)
    network = _network(selection.index.vocabulary, selection, places, ties)
    return places, {"nodes": network.nodes, "edges": network.edges, "options": network.options}


def _ties(selection: Selection) -> dict[Tie, list[str]]:
    """Return the claims of each tie that the page shows at first: standing or contested."""
    relations = selection.index.vocabulary.relations
    claims = selection.claims
    shown = claims[
        (claims["object"] != "")
        & (claims["mode"] == "")
        & claims["standing"].isin(["corroborated", "single-root", "contested"])
    ]
    ties: dict[Tie, list[str]] = defaultdict(list)
    for claim, subject, relation, object_ in zip(
        shown.index, shown["subject"], shown["relation"], shown["object"], strict=True
    ):
        ends = sorted((subject, object_))
        ties[ends[0], ends[1], relations[relation].family].append(str(claim))
    return dict(sorted(ties.items()))


def _strength(ties: Mapping[Tie, list[str]]) -> dict[tuple[str, str], float]:
    """Return how strongly two entities are tied: the root of the claims between them."""
    count: dict[tuple[str, str], int] = defaultdict(int)
    for (a, b, _), claims in ties.items():
        count[a, b] += len(claims)
    return {pair: number**0.5 for pair, number in count.items()}


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


def _network(
    vocabulary: Vocabulary,
    selection: Selection,
    places: Mapping[str, tuple[int, int]],
    ties: Mapping[Tie, list[str]],
) -> Network:
    """Build the drawing. Labels are left to the page, which knows when they would collide."""
    network = Network(directed=True)
    types = selection.index.entities["type"]
    for entity, (x, y) in places.items():
        kind = vocabulary.types[types[entity]]
        # A label of one space: pyvis puts the id in place of an empty one.
        network.add_node(entity, label=" ", shape=kind.shape, color=kind.colour, x=x, y=y)
    for (a, b, family), claims in _within(ties, places):
        network.add_edge(
            a, b, id=f"{a}+{b}+{family}", color=vocabulary.families[family].colour,
            width=min(1 + len(claims) / 2, 4),
        )  # fmt: skip
    network.set_options(json.dumps(OPTIONS))
    return network


def _within(
    ties: Mapping[Tie, list[str]], places: Mapping[str, tuple[int, int]]
) -> Iterable[tuple[Tie, list[str]]]:
    return ((tie, claims) for tie, claims in ties.items() if tie[0] in places and tie[1] in places)
