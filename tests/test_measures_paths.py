"""Betweenness by many sources at a time: held to networkx wherever trees, circles and parts are."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from folding import folded
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex.measures import centrality, paths
from cardindex.measures.simplenetwork import Folded


@st.composite
def networks(draw: st.DrawFn) -> Any:
    """Return a network of some parts, with trees on them more often than chance would have it."""
    size = draw(st.integers(2, 16))
    kind = nx.DiGraph if draw(st.booleans()) else nx.Graph
    ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    graph = kind(draw(st.lists(ends.filter(lambda pair: pair[0] != pair[1]), min_size=1)))
    for leaf, at in enumerate(draw(st.lists(st.integers(0, size + 6), max_size=8)), start=size):
        if at < leaf:
            graph.add_edge(leaf, at)
    return nx.relabel_nodes(graph, lambda at: f"e{at:02}")


def laid(network: Folded) -> paths.Paths:
    return paths.lay(network.matrix, directed=network.directed)


@settings(max_examples=200)
@given(graph=networks())
def test_betweenness_is_that_of_networkx(graph: Any) -> None:
    network = folded(graph)
    expected = nx.betweenness_centrality(graph)
    found = paths.exact(laid(network))
    assert found == pytest.approx([expected[id_] for id_ in network.entities], abs=1e-12)


@settings(max_examples=200)
@given(graph=networks())
def test_closeness_is_that_of_networkx(graph: Any) -> None:
    network = folded(graph)
    expected = nx.closeness_centrality(graph)
    found = centrality.closeness(network)
    assert found == pytest.approx([expected[id_] for id_ in network.entities], abs=1e-12)


@pytest.mark.parametrize(
    "graph", [nx.star_graph(5), nx.path_graph(7), nx.balanced_tree(2, 3), nx.path_graph(2)]
)
def test_tree_leaves_one_entity_and_is_all_counted_by_itself(graph: Any) -> None:
    network = folded(graph)
    whole = laid(network)
    assert len(whole.within) == 1
    expected = nx.betweenness_centrality(graph)
    found = [expected[int(id_)] for id_ in network.entities]
    assert paths.exact(whole) == pytest.approx(found, abs=1e-12)


def test_sums_are_the_same_on_any_number_of_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    network = folded(nx.gnm_random_graph(200, 500, seed=3))
    found = []
    for cores in (1, 2, 7):
        monkeypatch.setattr(paths, "cpu_count", lambda cores=cores: cores)
        found.append(paths.exact(laid(network)).tobytes())
    assert len(set(found)) == 1


def test_long_paths_are_not_followed_all_at_a_time() -> None:
    assert centrality.laid_out(folded(nx.cycle_graph(300))) is None
    assert centrality.laid_out(folded(nx.gnm_random_graph(300, 900, seed=1))) is not None


def test_both_ways_to_betweenness_agree() -> None:
    graph = nx.cycle_graph(120)
    network = folded(graph)
    assert centrality.betweenness(network) == pytest.approx(paths.exact(laid(network)), abs=1e-12)


def test_answers_come_in_order_and_an_error_ends_the_rest() -> None:
    assert list(paths.in_order(lambda at: at * at, range(50))) == [at * at for at in range(50)]

    begun: list[int] = []

    def fails(at: int) -> int:
        begun.append(at)
        if at == 7:
            raise ZeroDivisionError
        return at

    with pytest.raises(ZeroDivisionError):
        list(paths.in_order(fails, range(1000)))
    assert len(begun) < 100
