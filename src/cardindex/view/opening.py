"""The opening drawing: which entities are in it, built with pyvis's ``Network``.

Marks and options are given to vis-network, which pyvis carries. Lines are not: a *tie*, all claims
of one family between two entities, is painted by the page (``static/drawing/lines.js``), anew as
the reader changes the slice, and vis-network takes longer over a thousand edges than over all else.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from markupsafe import Markup

from cardindex.index import Index
from cardindex.view.colourgroups import colour_groups
from cardindex.view.columns import packed
from cardindex.view.gist import gist
from cardindex.view.lines import lines_between, shown
from cardindex.view.places import Mark, Places, laid_out, turned, with_room

if TYPE_CHECKING:
    import pandas as pd
    from pyvis.network import Network

    from cardindex.evidence import Selection
    from cardindex.slices import Slice

BUDGET = 360
"""The most entities of the opening drawing: with more it is a hairball."""

FOREMOST, FOREMOST_UPRIGHT = 50, 28
FEW = 60
"""How many have marks of full size and their names, on a screen and on a phone; few have all."""

WIDE, UPRIGHT = (760.0, 390.0), (290.0, 400.0)
"""How many pixels a drawing has on a screen and on a phone, about, its names put aside."""

MOST_LETTERS = 34
"""How many letters of a name are drawn: ``shortened`` in ``static/drawing/labels.js``."""

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

The page minds its size itself (``static/drawing/camera.js``): with vis-network a drawing is not as
large as it was once a window is small and large again, or has been printed.
"""


@dataclass(frozen=True)
class Opening:
    """The opening drawing.

    ``places``: of entities, and ``upright``: where the screen is higher than wide. ``drawing``:
    nodes and options, as pyvis built them. ``picture``: what the page paints before it has read
    its data, as columns: ``entities`` and ``lines`` (see ``lines.py``), ``families``, ids →
    colours at rest, ``blocs``, label and rows of entities; ``alone``: whether it is somebody's
    surroundings, in which all have names; ``whole`` is false where the page, once it has read its
    data, draws otherwise than that. ``gist``: the sentence above it.
    """

    places: Places
    upright: Places
    drawing: dict[str, Any]
    picture: dict[str, Any]
    gist: Markup


class Placed(NamedTuple):
    """Who is drawn, in which order, where, and how many neighbours everybody has.

    ``named``: those that are drawn with their names; ``upright``: the places on a phone.
    """

    drawn: list[str]
    named: list[str]
    places: Places
    upright: Places
    degree: Mapping[str, int]


_Asked = tuple["Slice", int, str | None, int]

_placed: WeakKeyDictionary[Index, dict[_Asked, Placed]] = WeakKeyDictionary()


def placed(selection: Selection, *, focus: str | None = None, depth: int = 1) -> Placed:
    """Return where the opening drawing has whom, see ``first_drawing``.

    It is worked out once for a slice of an index: networks that are written have these places, too.
    """
    known = _placed.setdefault(selection.index, {})
    # A part that fits one page keeps the slice of the whole.
    asked = selection.slice, len(selection.claims), focus, depth
    if asked not in known:
        known[asked] = _place(selection, focus, depth)
    return known[asked]


def _place(selection: Selection, focus: str | None, depth: int) -> Placed:
    strength = _strength(shown(selection))
    drawn = _surroundings(strength, focus, depth) if focus else _centre(strength)
    degree = _degrees(strength)
    named = _foremost(drawn, degree)
    labels = selection.index.entities["label"]
    marks = {
        entity: Mark(_width(labels[entity], size_of(degree[entity])), size_of(degree[entity]))
        for entity in ([] if focus else named)
    }
    places = laid_out(sorted(drawn), strength, selection.index.blocs)
    upright = with_room(turned(places), dict(list(marks.items())[:FOREMOST_UPRIGHT]), UPRIGHT)
    return Placed(drawn, named, with_room(places, marks, WIDE), upright, degree)


def first_drawing(selection: Selection, *, focus: str | None = None, depth: int = 1) -> Opening:
    """Return the drawing that the page opens on: the centre, or what is around ``focus``."""
    claims, found = shown(selection), placed(selection, focus=focus, depth=depth)
    drawn, places, upright, degree = found.drawn, found.places, found.upright, found.degree
    network = _network(selection, drawn, places)
    row = {entity: at for at, entity in enumerate(drawn)}
    painted = {
        "entities": packed(_entities(selection, network, degree, upright)),
        "lines": packed(lines_between(selection, claims, drawn)),
        "families": {
            family: group.colour
            for group in colour_groups(selection.index.vocabulary)
            for family in group.families
        },
        "blocs": [
            [label, [row[entity] for entity in members if entity in row]]
            for label, members in selection.index.blocs.items()
        ],
        # The page itself folds identities.
        # In surroundings all entities have names.
        "alone": bool(focus),
        "whole": not selection.slice.identities and (not focus or len(drawn) < BUDGET),
    }
    drawing = {"nodes": network.nodes, "options": network.options}
    return Opening(places, upright, drawing, painted, gist(selection, degree))


def _entities(
    selection: Selection, network: Network, degree: Mapping[str, int], upright: Places
) -> dict[str, list[Any]]:
    labels = selection.index.entities["label"]
    return {
        **{name: [node[name] for node in network.nodes] for name in ("id", "shape", "x", "y")},
        "x_upright": [upright[node["id"]][0] for node in network.nodes],
        "y_upright": [upright[node["id"]][1] for node in network.nodes],
        "colour": [node["color"] for node in network.nodes],
        "label": [labels[node["id"]] for node in network.nodes],
        "degree": [degree.get(node["id"], 0) for node in network.nodes],
    }


def _strength(claims: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return how strongly two entities are tied: the root of the claims between them."""
    count = Counter(
        (min(ends), max(ends)) for ends in zip(claims["subject"], claims["object"], strict=True)
    )
    return {pair: number**0.5 for pair, number in sorted(count.items())}


def degrees(selection: Selection) -> dict[str, int]:
    """Return how many neighbours everybody has in what the page opens on."""
    return _degrees(_strength(shown(selection)))


def _degrees(strength: Mapping[tuple[str, str], float]) -> dict[str, int]:
    degree: dict[str, int] = defaultdict(int)
    for a, b in strength:
        degree[a] += 1
        degree[b] += a != b
    return degree


def _centre(strength: Mapping[tuple[str, str], float]) -> list[str]:
    """Return the best-connected entities, within the budget: in order of their ids if all are."""
    degree = _degrees(strength)
    if len(degree) <= BUDGET:
        return sorted(degree)
    return sorted(degree, key=lambda entity: (-degree[entity], entity))[:BUDGET]


def _foremost(drawn: Sequence[str], degree: Mapping[str, int]) -> list[str]:
    """Return those that are drawn with their names, as ``static/scene/foremost.js`` has it."""
    best = sorted(drawn, key=lambda entity: (-degree.get(entity, 0), entity))
    return best if len(drawn) <= FEW else best[:FOREMOST]


def size_of(degree: int) -> float:
    """Return the radius of a mark, as ``sizeOf`` in ``static/drawing/drawing.js`` has it."""
    return min(34.0, 6.5 + 3.4 * math.sqrt(degree))


def _width(label: str, size: float) -> float:
    """Return about how many pixels a name takes beside a mark of this size: see ``letterSize``."""
    letter = 9.0 if size > 24 else 7.4 if size > 17 else 6.4
    return letter * min(len(label), MOST_LETTERS)


def _surroundings(strength: Mapping[tuple[str, str], float], focus: str, depth: int) -> list[str]:
    """Return the entities within ``depth`` steps of ``focus``, within the budget.

    The nearest come first, and those first to whom more claims lead.
    """
    friends: dict[str, dict[str, float]] = defaultdict(dict)
    for (a, b), weight in strength.items():
        friends[a][b] = friends[b][a] = weight
    reached, edge = {focus: None}, [focus]
    for _ in range(depth):
        after = []
        for entity in edge:
            for friend in sorted(friends[entity], key=lambda it: (-friends[entity][it], it)):
                if friend not in reached and len(reached) < BUDGET:
                    reached[friend] = None
                    after.append(friend)
        edge = after
    return list(reached)


def _network(
    selection: Selection, drawn: Sequence[str], places: Mapping[str, tuple[int, int]]
) -> Network:
    """Build the drawing. Labels are left to the page, which knows when they would collide."""
    # It brings IPython along, which pictures that are drawn without the page can spare.
    from pyvis.network import Network  # noqa: PLC0415

    network = Network(directed=True)
    types = selection.index.entities["type"]
    for entity in drawn:
        kind = selection.index.vocabulary.types[types[entity]]
        x, y = places[entity]
        # The label is a space: pyvis replaces an empty one by the id.
        network.add_node(entity, label=" ", shape=kind.shape, color=kind.colour, x=x, y=y)
    network.set_options(json.dumps(OPTIONS))
    return network
