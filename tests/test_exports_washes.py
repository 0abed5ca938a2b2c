"""Washes behind the picture: worked out near marks, they are what the whole grid would have."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cardindex.exports import svgwash
from cardindex.exports.svgways import Disc

places = st.floats(-150, 150)
discs = st.lists(st.builds(Disc, places, places, st.floats(2, 20)), min_size=1, max_size=5)


@given(discs, discs)
def test_a_wash_is_the_same_as_on_the_whole_grid(members: list[Disc], others: list[Disc]) -> None:
    x, y = svgwash._grid([*members, *others])
    halo = svgwash._halo(x, y, members)
    assert np.array_equal(halo, whole_halo(x, y, members))
    gap = svgwash._gap(x, y, others, float(halo.max()))
    kept_off = [np.hypot(x - it.x, y - it.y) - it.size - svgwash.KEPT_OFF for it in others]
    assert np.array_equal(np.minimum(halo, gap), np.minimum(halo, np.minimum.reduce(kept_off)))


def whole_halo(x: svgwash.Field, y: svgwash.Field, members: list[Disc]) -> svgwash.Field:
    field = np.full((y.size, x.size), -1.0)
    for it in members:
        field = np.maximum(field, it.size + svgwash.HALO - np.hypot(x - it.x, y - it.y))
    for a, b in svgwash._near(members):
        right, below = b.x - a.x, b.y - a.y
        length = right * right + below * below or 1.0
        along = np.clip(((x - a.x) * right + (y - a.y) * below) / length, 0.0, 1.0)
        far = np.hypot(x - a.x - right * along, y - a.y - below * along)
        field = np.maximum(field, svgwash.BRIDGE - far)
    return field
