"""Every kind of entity is told from every other at 12 pixels, by shape or by colour."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import javascript
from building import vocabulary
from sights import SIGHTS, apart

JS = javascript.functions("kinds_apart.js")


Modules = Callable[..., Any]

# What a shape covers of 12 by 12 pixels, each weighed by how much of it is covered.
COVERS = JS["covers"]

ALIKE = 0.8
"""Of what two shapes cover together, how much both cover from which on they are taken for one."""

FAR = 14
"""The distance in CIE L*a*b* (1976) from which on two colours of small marks are told apart."""

TINTED = """async (m, colours) => {
    const { tinted } = await import('/base/theme.js');
    return Object.fromEntries(colours.map((it) => [it, tinted(it, { dark: true })]));
}"""


def test_every_two_kinds_differ_in_shape_or_colour(modules: Modules) -> None:
    kinds = [kind for kind in vocabulary().types.values() if not kind.abstract]
    covers = modules("base/shapes.js", COVERS, sorted({kind.shape for kind in kinds}))
    dark = modules("base/shapes.js", TINTED, sorted({kind.colour for kind in kinds}))

    def overlap(one: str, other: str) -> float:
        pairs = list(zip(covers[one], covers[other], strict=True))
        return sum(map(min, pairs)) / sum(map(max, pairs))

    alike = [
        (one, other)
        for one, other in itertools.combinations(kinds, 2)
        if overlap(one.shape, other.shape) >= ALIKE
    ]
    assert alike
    for (one, other), sight in itertools.product(alike, SIGHTS):
        for colours in ((one.colour, other.colour), (dark[one.colour], dark[other.colour])):
            assert apart(*colours, sight) >= FAR, (one.id, other.id, sight)
