"""Things by group: who is joined to whom, however far; and what is new among numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cardindex.groups import added, distinct, grouped, joined, leaders

COUNT = 30
PAIRS = st.lists(st.tuples(st.integers(0, COUNT - 1), st.integers(0, COUNT - 1)), max_size=40)


@given(pairs=PAIRS)
def test_each_is_given_the_first_of_all_that_it_is_joined_to(pairs: list[tuple[int, int]]) -> None:
    found = joined(COUNT, np.array(pairs, dtype=np.int64).reshape(-1, 2))
    assert dict(enumerate(found.tolist())) == leaders(range(COUNT), pairs)


def test_long_way_is_joined_from_end_to_end() -> None:
    way = np.random.default_rng(1).permutation(100_000)
    assert not joined(len(way), np.column_stack([way[1:], way[:-1]])).any()


@given(
    whose=st.lists(st.integers(0, 4), max_size=12), asked=st.lists(st.integers(0, 4), max_size=3)
)
def test_groups_give_what_is_in_each_that_is_asked_for(whose: list[int], asked: list[int]) -> None:
    groups = grouped(np.array(whose, dtype=np.int64), 5)
    whole = groups.things.copy()
    things, of = groups.of(np.array(asked, dtype=np.int64))
    assert list(zip(of.tolist(), things.tolist(), strict=True)) == [
        (at, place)
        for at, group in enumerate(asked)
        for place, its in enumerate(whose)
        if its == group
    ]
    things[:] = -1  # what is given is the asker's own
    assert groups.things.tolist() == whole.tolist()


@given(st.lists(st.integers(-5, 5), max_size=6))
def test_numbers_that_differ_are_given_once_and_sorted(numbers: list[int]) -> None:
    given_ = np.array(numbers, dtype=np.int64)
    found = distinct(given_)
    assert found.tolist() == sorted(set(numbers))
    found[:] = 99
    assert given_.tolist() == numbers


@given(*[st.sets(st.integers(-5, 40))] * 2)
def test_what_is_added_is_new_and_then_known(known: set[int], more: set[int]) -> None:
    new, all_ = added(*(np.array(sorted(some), dtype=np.int64) for some in (known, more)))
    assert new.tolist() == sorted(more - known)
    assert all_.tolist() == sorted(more | known)
