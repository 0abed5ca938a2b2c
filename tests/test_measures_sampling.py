"""Values from drawn sources: right on the average, and as far off as is said."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from folding import folded, told

from cardindex.evidence import tally
from cardindex.measures import paths, sampling
from cardindex.measures.fold import claims_of, focus, lay
from cardindex.measures.paths import Values
from cardindex.measures.ranges import ranking
from cardindex.measures.sampling import GROUPS, Drawn
from cardindex.measures.simplenetwork import Folded
from cardindex.slices import Slice

PIVOTS = 3 * GROUPS
TIMES = 300


def network(seed: int) -> Folded:
    """Return a random network with a core, trees, and a part that stands alone."""
    graph = nx.gnm_random_graph(400, 560, seed=seed)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    nx.add_cycle(graph, range(200, 206))
    return folded(nx.relabel_nodes(graph, lambda at: f"e{at:03}"))


def without(whole: Folded, lines: int) -> Folded:
    """Return the network without its first lines, its entities where they were."""
    matrix = whole.matrix.tolil()
    for row, column in np.argwhere(whole.matrix.toarray() > 0)[:lines].tolist():
        matrix[row, column] = matrix[column, row] = 0.0
    cells = matrix.tocsr()
    cells.eliminate_zeros()
    at = np.flatnonzero(np.diff(cells.indptr) > 0)
    return Folded(whole.ids, at, cells[at][:, at], directed=False, weight="one")


def laid(each: Folded) -> paths.Paths:
    return paths.lay(each.matrix, directed=False)


def draws(whole: Folded, other: Folded, *, known: bool) -> tuple[Values, Values, Values]:
    """Return the exact values of ``other``, and what many drawings say, with their errors."""
    size, laid_whole, laid_other = len(whole.at), laid(whole), laid(other)
    exact = paths.exact(laid_other) * paths.scale(laid_other)
    exact = (exact - laid_other.hanging)[laid_other.within]
    depends = None
    if known:
        depends = np.zeros(size)
        all_ = paths.exact(laid_whole) * paths.scale(laid_whole) - laid_whole.hanging
        depends[laid_whole.within] = all_[laid_whole.within]
    found = []
    for seed in range(TIMES):
        pivots = np.random.default_rng(seed).permutation(size)[:PIVOTS]
        groups = sampling._by_group(pivots, whole, laid_whole, size)
        drawn = Drawn(pivots, size, depends, groups)
        found.append(sampling.unbounded(drawn, other, laid_other))
    values, errors = (np.array(each) for each in zip(*found, strict=True))
    return exact, values, errors


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("seed", [1, 2])
def test_estimates_are_right_on_the_average_and_err_as_said(seed: int, *, known: bool) -> None:
    whole = network(seed)
    exact, values, errors = draws(whole, without(whole, 9), known=known)
    spread = values.std(axis=0, ddof=1)
    off = np.abs(values.mean(axis=0) - exact)
    # The mean of so many is off by no more than a few of its own standard errors.
    assert (off <= 4.5 * spread / np.sqrt(TIMES) + 1e-9).all()
    # The error that is stated is the spread that there is, on the average.
    stated = np.sqrt((errors**2).mean(axis=0))
    there = spread > 1e-9
    assert np.median(stated[there] / spread[there]) == pytest.approx(1.0, abs=0.1)
    # Two of them mostly hold the true value: of so few pivots one may say much and most nothing.
    inside = np.abs(values - exact)[:, there] <= 2 * errors[:, there] + 1e-9
    assert inside.mean() > 0.6


def test_changes_are_surer_than_values() -> None:
    whole = network(3)
    struck = without(whole, 3)
    _, values, _ = draws(whole, struck, known=False)
    _, changes, _ = draws(whole, struck, known=True)
    assert changes.std(axis=0).mean() < values.std(axis=0).mean() / 2


LINES = [
    f"e{one} funded e{other}: {'xyz'[(one + other) % 3]}"
    for one, other in nx.gnm_random_graph(300, 500, seed=4).edges
]


def test_ranking_is_estimated_where_all_sources_take_too_long() -> None:
    index = told(*LINES)
    exact = ranking(index, "betweenness", strikes="origins", within=None)
    found = ranking(index, "betweenness", strikes="origins", within=0.001)
    assert exact.pivots == 0
    assert "error" not in exact.table
    assert 0 < found.pivots < 300
    assert any("estimated from" in note for note in found.notes)
    other = found.table.loc[exact.table.index]
    off = (exact.table["value"] - other["value"]).abs()
    assert (off <= 4 * other["error"] + 1e-12).mean() > 0.95
    assert exact.table["rank"].head(30).corr(other["rank"].head(30), method="spearman") > 0.8


def test_equal_networks_are_answered_equally() -> None:
    index = told(*LINES)
    one, other = (ranking(index, "betweenness", within=0.001).table for _ in range(2))
    assert one.equals(other)


def test_all_pivots_are_no_sample() -> None:
    selection = tally(told(*LINES[:40]), focus(told(*LINES[:40]), Slice()))
    ground = lay(selection, "one", directed=False, wholes=False)
    whole = ground.fold(ground.weights(claims_of(selection)))
    assert sampling.draw(ground, whole, laid(whole), 3, 1e-9, None) is None
