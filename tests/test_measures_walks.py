"""Walks: the same answer for weights of one ground as for the network that they leave."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from building import Row, unchecked
from folding import folded, told
from generated import indexes
from hypothesis import given, settings

from cardindex.evidence import tally
from cardindex.measures import centrality, walks
from cardindex.measures.fold import focus, lay
from cardindex.measures.strikes import left, networks
from cardindex.slices import Slice


@settings(max_examples=25)
@given(rows=indexes())
def test_struck_ground_ranks_as_the_network_that_is_left(
    rows: dict[str, list[Row]],
) -> None:
    index = unchecked(rows)
    selection = tally(index, focus(index, Slice()))
    near = np.linspace(0.1, 1.0, len(index.entities))
    for directed in (False, True):
        ground = lay(selection, "roots", directed=directed, wholes=False)
        ranked = centrality.pageranks(ground, near)
        for _, weights in networks(ground, left(selection), "all"):
            if weights is None or not weights.any():
                continue
            network = ground.fold(weights)
            expected = np.full(len(index.entities), np.nan)
            expected[network.at] = centrality.pagerank(network)
            assert ranked(weights) == pytest.approx(expected, abs=2e-11, nan_ok=True)


def test_ground_of_which_nothing_is_left_ranks_no_one() -> None:
    ground = lay(tally(told("a funded b: x")), "claims", directed=True, wholes=False)
    assert np.isnan(walks.lay(ground.pattern()).ranks(np.zeros(1))).all()


def test_one_weight_leaves_no_trace_in_the_next() -> None:
    matrix = folded(nx.gnp_random_graph(60, 0.1, seed=3, directed=True)).matrix
    dice, walk = np.random.default_rng(1), walks.lay(matrix)
    first, second = dice.integers(0, 3, (2, matrix.nnz))
    before = walk.ranks(first)
    walk.ranks(second)
    assert np.array_equal(walk.ranks(first), before, equal_nan=True)


@pytest.mark.parametrize("directed", [False, True])
def test_no_two_of_a_part_are_tied_but_in_the_last(directed: bool) -> None:
    matrix = folded(nx.gnp_random_graph(200, 0.02, seed=5, directed=directed)).matrix
    *apart, rest = walks._parts(matrix)
    ties = matrix.toarray() + matrix.toarray().T
    assert sorted(np.concatenate([*apart, rest])) == list(range(200))
    left_ = np.ones(200, dtype=bool)
    for part in apart:
        assert not ties[np.ix_(part, part)].any()
        left_[part] = False
        # No one who is left could have been added.
        assert ties[np.ix_(left_, part)].any(axis=1).all()
