"""How entities and lines look in a network that is written: as on the page of the same slice.

A slice of what stands, or of everything, takes the looks of the page of everything. Entities beyond
the page's budget are placed beside their neighbours.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cardindex.evidence import Selection, tally
from cardindex.measures.fold import focus
from cardindex.slices import EVERYTHING, STANDINGS, Slice

if TYPE_CHECKING:
    from cardindex.view.looks import Stroke
    from cardindex.view.opening import Placed


class Line(NamedTuple):
    """How a line is drawn: in which colour, how much of the paper it hides, how wide and dashed."""

    colour: str
    opacity: float
    stroke: Stroke


class Dot(NamedTuple):
    """How an entity is drawn: where (y upwards), how large (its radius), in which colour."""

    x: float
    y: float
    size: float
    colour: str
    shape: str


GOLDEN = 2.399963
"""The angle by which one turns so that no two directions are near each other."""

BESIDE = 40.0
"""How far from those to whom it is linked an entity is set that the page does not draw."""


def lines_looks(selection: Selection, held: Sequence[Sequence[str]]) -> list[Line]:
    """Return the looks of lines, by the claims that each stands for.

    The colour is that of most of them, the stroke that of the best of those that say what was so.
    """
    from cardindex.view.colourgroups import colour_groups
    from cardindex.view.looks import opacity, stroke

    vocabulary, claims = selection.index.vocabulary, selection.linking
    colour = {of: group.colour for group in colour_groups(vocabulary) for of in group.families}
    order = {family: at for at, family in enumerate(colour)}
    family = {id_: it.family for id_, it in vocabulary.relations.items()}
    rank = {standing: at for at, standing in enumerate(STANDINGS)}
    told = (claims[name].tolist() for name in ("relation", "whole_standing", "mode"))
    known = {
        id_: (family[relation], (mode != "", rank[standing]))
        for id_, relation, standing, mode in zip(claims.index, *told, strict=True)
    }
    found: dict[tuple[str, bool, int, int], Line] = {}
    looks = []
    for ids in held:
        families = Counter(known[id_][0] for id_ in ids)
        most = min(families, key=lambda of: (-families[of], order[of]))
        meant, best = min(known[id_][1] for id_ in ids)
        key = most, meant, best, len(ids)
        if key not in found:
            width = stroke(STANDINGS[best], actual=not meant, claims=len(ids))
            found[key] = Line(colour[most], opacity(STANDINGS[best]), width)
        looks.append(found[key])
    return looks


def dots_of(
    selection: Selection, entities: Sequence[str], ends: Sequence[tuple[str, str]]
) -> list[Dot]:
    """Return the looks of entities, between which there are lines with these ends."""
    from cardindex.view.looks import DOT
    from cardindex.view.opening import size_of

    page, types = _page(selection), selection.index.vocabulary.types
    places = _places(page, entities, ends)
    named = set(page.named)
    of_type = dict(
        zip(selection.index.entities.index, selection.index.entities["type"], strict=True)
    )
    return [
        Dot(
            places[id_][0], -places[id_][1],
            size_of(page.degree.get(id_, 0)) if id_ in named else DOT,
            types[of_type[id_]].colour, types[of_type[id_]].shape,
        )
        for id_ in entities
    ]  # fmt: skip


def _page(selection: Selection) -> Placed:
    """Return what the page of the same slice opens on."""
    from cardindex.view.opening import placed

    index, part, default = selection.index, selection.slice, Slice()
    usual = part.standings == default.standings and part.modes == default.modes
    if usual:
        # Of a page only what is not held is asked for: it is what the page opens on anyway.
        part = replace(part, standings=EVERYTHING.standings, modes=EVERYTHING.modes)
    if part == replace(EVERYTHING, families=part.families) and _is_measured(selection):
        part = EVERYTHING
    return placed(selection if part == selection.slice else tally(index, part))


def _is_measured(selection: Selection) -> bool:
    """Tell whether a slice has the families that a measure takes unasked, which are no choice."""
    structural = selection.index.vocabulary.structural
    return bool(structural) and selection.slice.families == focus(selection.index, Slice()).families


def _places(
    page: Placed, entities: Sequence[str], ends: Sequence[tuple[str, str]]
) -> dict[str, tuple[float, float]]:
    """Return a place for each entity: that of the page, or one beside its neighbours."""
    found: dict[str, tuple[float, float]] = {id_: (x, y) for id_, (x, y) in page.places.items()}
    friends: defaultdict[str, list[str]] = defaultdict(list)
    for one, other in ends:
        friends[one].append(other)
        friends[other].append(one)
    waiting = [id_ for id_ in entities if id_ not in found]
    while waiting:
        near = {id_: [found[it] for it in friends[id_] if it in found] for id_ in waiting}
        beside = {id_: places for id_, places in near.items() if places}
        if not beside:
            break
        for at, (id_, places) in enumerate(beside.items()):
            angle, far = at * GOLDEN, BESIDE * (1 + at % 7 / 3)
            x, y = (sum(axis) / len(places) for axis in zip(*places, strict=True))
            found[id_] = round(x + far * math.cos(angle), 1), round(y + far * math.sin(angle), 1)
        waiting = [id_ for id_ in waiting if id_ not in found]
    return found | _outside(found, waiting)


def _outside(
    found: dict[str, tuple[float, float]], waiting: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """Return places around all others for those who are linked to nobody there."""
    rim = max((math.hypot(*place) for place in found.values()), default=0.0)
    return {
        id_: (round(far * math.cos(angle), 1), round(far * math.sin(angle), 1))
        for at, id_ in enumerate(waiting)
        for angle in [at * GOLDEN]
        for far in [rim + BESIDE * (1 + math.sqrt(at) / 2)]
    }
