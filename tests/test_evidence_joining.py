"""Roots joined anew where bonds fall, held against joining all of them again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cardindex.evidence.cited import Bonds, Cited
from cardindex.evidence.joining import joined_roots, joining, without

CODES, ROOTS = 9, 7
CODE = st.integers(0, CODES - 1)


def evidence(ends: list[tuple[int, int]], authors: list[tuple[int, int]]) -> Cited:
    bonds = Bonds(
        claim=np.arange(len(ends)),
        ends=np.array(ends, dtype=np.int64).reshape(-1, 2),
        authors=np.array(authors, dtype=np.int64).reshape(-1, 2),
        size=CODES,
    )
    return cast("Cited", SimpleNamespace(bonds=bonds, roots=("",) * ROOTS))


@given(
    st.lists(st.tuples(CODE, CODE), max_size=10),
    st.lists(st.tuples(CODE, CODE), max_size=4),
    st.data(),
)
def test_what_is_joined_anew_is_what_is_joined_from_the_start(
    ends: list[tuple[int, int]], authors: list[tuple[int, int]], data: st.DataObject
) -> None:
    told = evidence(ends, authors)
    holds = np.array([data.draw(st.booleans()) for _ in ends], dtype=bool)
    fallen = np.array([at for at in np.flatnonzero(holds) if data.draw(st.booleans())], dtype=int)
    laid = joining(told, holds)
    found = laid.first[:ROOTS].copy()
    codes, firsts = without(laid, fallen, ROOTS)
    assert (found[codes] != firsts).all()  # only what has another first is told
    found[codes] = firsts
    left = holds.copy()
    left[fallen] = False
    assert found.tolist() == joined_roots(told, left).tolist()


def test_one_bond_of_a_ring_holds_nobody_apart_and_two_do() -> None:
    ring = evidence([(0, 1), (1, 2), (2, 3), (3, 0)], [])
    laid = joining(ring, np.ones(4, dtype=bool))
    assert without(laid, np.array([1]), ROOTS)[0].tolist() == []
    codes, firsts = without(laid, np.array([0, 2]), ROOTS)
    assert dict(zip(codes.tolist(), firsts.tolist(), strict=True)) == {1: 1, 2: 1}
