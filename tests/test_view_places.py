"""The opening drawing's places: seeded, apart, and families together."""

from __future__ import annotations

from itertools import combinations
from math import dist

from hypothesis import given
from hypothesis import strategies as st

from cardindex.view.places import laid_out

CLIQUES = {"a": [f"a{i}" for i in range(7)], "b": [f"b{i}" for i in range(7)]}
ENTITIES = sorted(name for members in CLIQUES.values() for name in members)
TIES = {pair: 1.0 for members in CLIQUES.values() for pair in combinations(sorted(members), 2)} | {
    ("a0", "b0"): 1.0
}


def test_nothing_to_draw_has_no_places() -> None:
    assert laid_out([], {}, {}) == {}


def test_families_of_actors_stand_together() -> None:
    found = laid_out(ENTITIES, TIES, {})
    middle = {
        name: [sum(found[one][axis] for one in members) / len(members) for axis in (0, 1)]
        for name, members in CLIQUES.items()
    }
    for name, members in CLIQUES.items():
        other = "b" if name == "a" else "a"
        for one in members:
            assert dist(found[one], middle[name]) < dist(found[one], middle[other]), one


def test_bloc_holds_unlinked_members_together() -> None:
    lone = ["x1", "x2", "x3"]
    found = laid_out([*ENTITIES, *lone], TIES, {"the x": lone})
    widest = max(dist(found[a], found[b]) for a, b in combinations(lone, 2))
    across = max(dist(found[a], found[b]) for a, b in combinations(found, 2))
    assert widest < across / 2


@given(
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=40),
    st.integers(1, 15),
)
def test_no_two_stand_on_one_spot(pairs: list[tuple[int, int]], size: int) -> None:
    names = [f"e{i:02}" for i in range(size)]
    ties = {
        (names[min(pair)], names[max(pair)]): 1.0
        for pair in pairs
        if max(pair) < size and pair[0] != pair[1]
    }
    found = laid_out(names, ties, {})
    assert len(set(found.values())) == size
    assert laid_out(names, ties, {}) == found
