"""Things by group: who is joined to whom, however far; and what is new among numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cardindex.groups import added, joined, leaders

COUNT = 30
PAIRS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=40)


@given(pairs=PAIRS)
def test_each_is_given_the_first_of_all_that_it_is_joined_to(pairs: list[tuple[int, int]]) -> None:
    found = joined(COUNT, np.array(pairs, dtype=np.int64).reshape(-1, 2))
    assert dict(enumerate(found.tolist())) == leaders(range(COUNT), pairs)


def test_long_way_is_joined_from_end_to_end() -> None:
    way = np.random.default_rng(1).permutation(100_000)
    assert not joined(len(way), np.column_stack([way[1:], way[:-1]])).any()


@given(*[st.sets(st.integers(-5, 40))] * 2)
def test_what_is_added_is_new_and_then_known(known: set[int], more: set[int]) -> None:
    new, all_ = added(*(np.array(sorted(some), dtype=np.int64) for some in (known, more)))
    assert new.tolist() == sorted(more - known)
    assert all_.tolist() == sorted(more | known)
