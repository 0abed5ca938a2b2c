"""Centralities: worked by hand, published, and held to networkx."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import pytest
from folding import folded, of
from hypothesis import given
from hypothesis import strategies as st

from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.measures import centrality
from cardindex.measures.centrality import MEASURES, ranks

FLORENCE = folded(nx.florentine_families_graph())
KARATE = folded(nx.relabel_nodes(nx.karate_club_graph(), lambda at: f"{at + 1:02}"))

Oracle = Callable[[Any], dict[str, float]]
ORACLES: dict[str, Oracle] = {
    "degree": lambda graph: dict(graph.degree()),
    "strength": lambda graph: dict(graph.degree(weight="weight")),
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
    "eigenvector": lambda graph: nx.eigenvector_centrality_numpy(graph, weight="weight"),
    "pagerank": lambda graph: nx.pagerank(graph, tol=1e-15, max_iter=5000),
    "core": nx.core_number,
    "clustering": nx.clustering,
    "constraint": lambda graph: nx.constraint(graph, weight="weight"),
}


def drawn(seed: int, *, directed: bool) -> Any:
    """Return a connected random graph with weights."""
    dice = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(24, 0.2, seed=seed, directed=directed)
    nx.add_path(graph, range(24))
    for one, other in graph.edges:
        graph[one][other]["weight"] = int(dice.integers(1, 6))
    return nx.relabel_nodes(graph, lambda at: f"e{at:02}")


def test_every_measure_has_an_oracle() -> None:
    assert ORACLES.keys() == MEASURES.keys()


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("seed", range(5))
def test_measure_agrees_with_networkx(name: str, seed: int) -> None:
    graph = drawn(seed, directed=False)
    network = folded(graph)
    assert of(network, MEASURES[name].of(network)) == pytest.approx(ORACLES[name](graph), abs=1e-9)


@pytest.mark.parametrize("name", [name for name, each in MEASURES.items() if each.either])
@pytest.mark.parametrize("seed", range(5))
def test_measure_that_follows_directions_agrees_with_networkx(name: str, seed: int) -> None:
    graph = drawn(seed, directed=True)
    network = folded(graph)
    assert of(network, MEASURES[name].of(network)) == pytest.approx(ORACLES[name](graph), abs=1e-9)


def test_medici_stand_between_as_published() -> None:
    # Wasserman and Faust (1994), table 5.4, and Padgett's network as networkx has it.
    values = of(FLORENCE, centrality.betweenness(FLORENCE))
    assert values["Medici"] == pytest.approx(0.522, abs=5e-4)
    assert values["Guadagni"] == pytest.approx(0.255, abs=5e-4)
    assert values["Pazzi"] == 0


def test_medici_are_near_all_as_published() -> None:
    values = of(FLORENCE, centrality.closeness(FLORENCE))
    assert values["Medici"] == pytest.approx(14 / 25)
    assert of(FLORENCE, centrality.degree(FLORENCE))["Medici"] == 6


def test_medici_eigenvector_is_as_published() -> None:
    # Jackson, Social and Economic Networks (2008), table 2.1.
    assert of(FLORENCE, centrality.eigenvector(FLORENCE))["Medici"] == pytest.approx(
        0.430, abs=5e-4
    )


def test_karate_club_is_as_published() -> None:
    # The instructor (1) and the administrator (34); Freeman's betweenness, in networkx since 2008.
    values = of(KARATE, centrality.betweenness(KARATE))
    assert values["01"] == pytest.approx(0.43763528)
    assert values["34"] == pytest.approx(0.30407498)
    cores = of(KARATE, centrality.core(KARATE))
    assert sorted(name for name, value in cores.items() if value == 4) == [
        "01", "02", "03", "04", "08", "09", "14", "31", "33", "34",
    ]  # fmt: skip


def test_middle_of_a_star_is_between_all_and_bound_by_none() -> None:
    star = folded(nx.star_graph(4))
    assert centrality.betweenness(star).tolist() == [1, 0, 0, 0, 0]
    # Burt (1992): four contacts of equal weight who do not know each other, 4 times (1/4) squared.
    assert centrality.constraint(star).tolist() == pytest.approx([0.25, 1, 1, 1, 1])


def test_pagerank_of_a_chain_is_worked_by_hand() -> None:
    chain = folded(nx.DiGraph([("a", "b")]))
    # b stands still and so jumps: a = 0.15/2 + 0.85 b/2, b = a + 0.85 a, a + b = 1.
    assert of(chain, centrality.pagerank(chain)) == pytest.approx({"a": 1 / 2.85, "b": 1.85 / 2.85})


def test_pagerank_keeps_its_promise_in_a_large_network() -> None:
    graph = nx.gnp_random_graph(3000, 0.001, seed=7, directed=True)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    network = folded(graph)
    exact = nx.pagerank(graph, tol=1e-16, max_iter=10_000)
    found = centrality.pagerank(network)
    assert sum(abs(found - [exact[int(name)] for name in network.entities])) < 2e-10


def test_pagerank_ends_at_the_same_wherever_it_starts() -> None:
    network = folded(drawn(4, directed=True))
    start = np.random.default_rng(1).random(len(network.entities)) + 0.01
    assert np.allclose(
        centrality.pagerank(network, start), centrality.pagerank(network), atol=1e-10
    )


def test_pagerank_keeps_equals_level_wherever_it_starts() -> None:
    graph = nx.gnp_random_graph(1500, 0.003, seed=7, directed=True)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    # What walkers never leave but by a jump is slowest to settle.
    for at in range(40):
        nx.add_cycle(graph, [10_000 + 10 * at + nth for nth in range(2 + at % 4)])
    network, dice = folded(graph), np.random.default_rng(3)
    cold = centrality.pagerank(network)
    exact = nx.pagerank(graph, tol=1e-16, max_iter=10_000)
    assert cold == pytest.approx([exact[int(name)] for name in network.entities], rel=1e-9)
    for far in (1e-3, 1e-2, 0.1, 1.0):
        near = cold * (1 + far * dice.random(len(cold)))
        assert np.array_equal(ranks(centrality.pagerank(network, near)), ranks(cold))


def test_pagerank_ends_in_networks_that_plain_steps_cross_slowly() -> None:
    for graph in (nx.path_graph(400), nx.star_graph(400), nx.barbell_graph(40, 40)):
        for each in (graph, nx.DiGraph(list(graph.edges))):
            network = folded(each)
            exact = nx.pagerank(each, tol=1e-16, max_iter=10_000)
            found = of(network, centrality.pagerank(network))
            assert found == pytest.approx({str(name): exact[name] for name in each}, rel=1e-9)


def test_eigenvector_of_two_equal_parts_is_undefined() -> None:
    two = folded(nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3)))
    with pytest.raises(UndefinedMeasure, match="not connected"):
        centrality.eigenvector(two)


def test_eigenvector_is_of_the_larger_part_alone() -> None:
    two = folded(nx.disjoint_union(nx.complete_graph(4), nx.complete_graph(3)))
    assert centrality.eigenvector(two).tolist() == pytest.approx([0.5] * 4 + [0] * 3)


def test_sparse_eigenvector_is_the_dense_one(monkeypatch: pytest.MonkeyPatch) -> None:
    dense = centrality.eigenvector(KARATE)
    monkeypatch.setattr(centrality, "_SMALL", 0)
    assert np.allclose(centrality.eigenvector(KARATE), dense, atol=1e-9)


def test_equal_values_share_the_better_rank() -> None:
    values = np.array([0.5, 2.0, 0.5, 0.1])
    assert centrality.ranks(values).tolist() == [2, 1, 2, 4]
    assert centrality.ranks(values, lowest_first=True).tolist() == [2, 4, 2, 1]


def test_rounding_does_not_part_equals() -> None:
    values = np.array([0.1 + 0.2, 0.3, 0.0])
    assert centrality.ranks(values).tolist() == [1, 1, 3]


def test_kendalls_tau_is_undefined_where_all_are_level() -> None:
    assert centrality.tau(np.array([1, 2, 3]), np.array([1, 2, 3])) == 1
    assert centrality.tau(np.array([1, 2, 3]), np.array([3, 2, 1])) == -1
    assert np.isnan(centrality.tau(np.array([1, 1, 1]), np.array([3, 2, 1])))
    assert np.isnan(centrality.tau(np.array([1]), np.array([1])))


def test_unknown_measure_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="betweenness"):
        centrality.measure("betweeness")


@pytest.mark.parametrize("name", MEASURES)
@given(dice=st.randoms(use_true_random=False))
def test_relabelling_permutes_values(name: str, dice: random.Random) -> None:
    graph = drawn(3, directed=False)
    new = list(graph)
    dice.shuffle(new)
    renamed = dict(zip(graph, new, strict=True))
    before, after = folded(graph), folded(nx.relabel_nodes(graph, renamed))
    first = dict(zip(before.entities, centrality.ranks(MEASURES[name].of(before)), strict=True))
    then = dict(zip(after.entities, centrality.ranks(MEASURES[name].of(after)), strict=True))
    assert then == {renamed[old]: rank for old, rank in first.items()}
