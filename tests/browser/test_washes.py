"""Washes lie behind their own members alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

Modules = Callable[..., Any]

# For each bloc: which marks lie under its wash, by centre, and by some points of the rim.
COVERED = """(m, [entities, blocs]) => {
    for (const it of entities) it.id = it.i;
    const regions = m.regionsOf({ entities, blocs: blocs.map(([label, rows]) => ({
        label, members: rows.map((row) => entities[row]) })) });
    const context = document.createElement('canvas').getContext('2d');
    return Object.fromEntries(regions.map(({ label, outlines }) => {
        const path = new Path2D();
        for (const ring of outlines) {
            ring.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
            path.closePath();
        }
        const rim = ({ x, y, size }) => [0, 1, 2, 3, 4, 5, 6, 7].map((at) => {
            const turn = at * Math.PI / 4;
            return [x + size * Math.cos(turn), y + size * Math.sin(turn)];
        });
        const on = ([x, y]) => context.isPointInPath(path, x, y);
        return [label, {
            touched: entities.filter((it) => [[it.x, it.y], ...rim(it)].some(on)).map(({ i }) => i),
            centred: entities.filter((it) => on([it.x, it.y])).map(({ i }) => i),
        }];
    }));
}"""


@pytest.mark.parametrize("seed", range(4))
def test_no_wash_touches_a_mark_that_is_not_a_member(modules: Modules, seed: int) -> None:
    some = random.Random(seed)  # noqa: S311 - not a secret
    entities = [
        {
            "i": i,
            "x": some.uniform(0, 900),
            "y": some.uniform(0, 500),
            "size": some.choice([4, 9, 30]),
        }
        for i in range(120)
    ]
    blocs = {"left": list(range(40)), "right": list(range(40, 70)), "two": [70, 71]}
    found = modules("drawing/blocs.js", COVERED, [entities, list(blocs.items())])
    # Of two together there is no wash.
    assert set(found) == {"left", "right"}
    for name, wash in found.items():
        assert set(wash["touched"]) <= set(blocs[name])
        assert wash["centred"]


def test_halos_of_members_that_stand_together_are_one(modules: Modules) -> None:
    entities = [{"i": i, "x": 90 * i, "y": 0, "size": 8} for i in range(5)]
    entities += [{"i": 5, "x": 2000, "y": 0, "size": 8}]
    script = """(m, entities) => m.regionsOf({ entities, blocs: [{
        label: 'all', members: entities }] })[0].outlines.length"""
    assert modules("drawing/blocs.js", script, entities) == 2
