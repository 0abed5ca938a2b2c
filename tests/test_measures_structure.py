"""Brokers, cut points, bridges, mixing, communities and whole figures, by hand and as published."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from building import cite, claim
from building import index as written
from folding import folded, told

from cardindex.errors import UndefinedMeasure, UnknownName
from cardindex.measures import structure
from cardindex.measures.communities import agreement, communities
from cardindex.measures.ranges import ranking
from cardindex.measures.structure import (
    ROLES,
    assortativity,
    bridges,
    brokerage,
    brokers,
    chosen,
    cut_points,
    groups,
    whole,
)

KARATE = folded(nx.relabel_nodes(nx.karate_club_graph(), lambda at: f"{at + 1:02}"))
FLORENCE = folded(nx.florentine_families_graph())


def role(*path: str) -> dict[str, int]:
    """Return the roles of the middle of a path, each entity named for its group: a1, a2, b1."""
    network = folded(nx.DiGraph([path[:2], path[1:]]))
    found = brokerage(network, {name: name[0] for name in path}).loc[path[1]]
    return {name: int(found[name]) for name in ROLES if found[name]}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("a1", "a2", "a3"), "coordinator"),
        (("b1", "a1", "a2"), "gatekeeper"),
        (("a1", "a2", "b1"), "representative"),
        (("b1", "a1", "b2"), "consultant"),
        (("b1", "a1", "c1"), "liaison"),
    ],
)
def test_role_follows_from_the_groups_of_all_three(path: tuple[str, ...], name: str) -> None:
    assert role(*path) == {name: 1}


def test_who_reaches_another_directly_needs_no_broker() -> None:
    network = folded(nx.DiGraph([("b1", "a1"), ("a1", "c1"), ("b1", "c1")]))
    assert brokerage(network, {"a1": "a", "b1": "b", "c1": "c"})["total"].sum() == 0


def test_entity_without_group_is_left_out_of_roles() -> None:
    network = folded(nx.DiGraph([("b1", "a1"), ("a1", "c1")]))
    found = brokerage(network, {"a1": "a", "b1": "b"})
    assert list(found.index) == ["a1", "b1"]
    assert found["total"].sum() == 0


def test_without_directions_gatekeeper_and_representative_are_one() -> None:
    network = folded(nx.Graph([("b1", "a1"), ("a1", "a2"), ("a1", "c1")]))
    found = brokerage(network, {name: name[0] for name in network.entities}).loc["a1"]
    assert found["gatekeeper"] == found["representative"] == 2
    assert found["liaison"] == 2


def test_brokers_between_groups_have_ranges_too() -> None:
    index = told("b1 funded a1: x", "a1 funded c1: y", "a1 funded a2: x", "b1 funded c1: z")
    of = {name: name[0] for name in ("a1", "a2", "b1", "c1")}
    found = ranking(index, brokers(of), strikes="origins", directed=True)
    assert found.table.loc["a1", ["value", "rank", "lowest"]].tolist() == [1, 1, 1]
    # Without z, b1 no longer reaches c1 but through a1.
    assert found.strikes.loc["origin:z-people", "note"] == ""


def grouped(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    return [dict(zip(("entity", "scheme", "value"), row, strict=True)) for row in rows]


def test_blocs_are_those_of_the_editor(tmp_path: Path) -> None:
    rows = [("a", "bloc", "East"), ("b", "bloc", "West"), ("c", "bloc", "West"), ("a", "age", "40")]
    index = written(tmp_path, [claim("c1"), claim("c2", "b funded c")],
                    [cite("c1", "x"), cite("c2", "x")], groups=grouped(*rows))  # fmt: skip
    assert groups(index, "bloc") == {"a": "East", "b": "West", "c": "West"}
    assert groups(index, "age") == {"a": "40"}
    assert groups(index, "kind") == dict.fromkeys("abc", "organisation")


def test_entity_in_two_blocs_is_refused(tmp_path: Path) -> None:
    rows = [("a", "bloc", "East"), ("a", "bloc", "West"), ("b", "bloc", "West")]
    index = written(tmp_path, [claim("c1")], [cite("c1", "x")], groups=grouped(*rows))
    with pytest.raises(
        UndefinedMeasure, match="a is in two groups of the scheme bloc, East and West"
    ):
        groups(index, "bloc")


def test_index_without_blocs_is_told() -> None:
    with pytest.raises(UndefinedMeasure, match=r"no groups; write some in groups\.csv"):
        chosen(told("a funded b: x"), "brokerage")


def test_unknown_grouping_or_measure_is_told_with_the_nearest(tmp_path: Path) -> None:
    index = written(
        tmp_path, [claim("c1")], [cite("c1", "x")], groups=grouped(("a", "bloc", "East"))
    )
    with pytest.raises(UnknownName, match='"bloc"'):
        groups(index, "blocs")
    with pytest.raises(UnknownName, match='"brokerage"'):
        chosen(index, "brokrage")


def test_cut_points_of_the_karate_club_are_the_instructor_alone() -> None:
    # Without the instructor (1) six members are cut off: one (12) and a group of five.
    assert cut_points(KARATE)["cut_off"].to_dict() == {"01": 6}


def test_bridges_of_florence_lead_to_those_who_married_once() -> None:
    found = bridges(FLORENCE)
    pairs = {frozenset(pair) for pair in zip(found["one"], found["other"], strict=True)}
    graph = FLORENCE.graph()
    assert pairs == {frozenset(pair) for pair in nx.bridges(graph)}
    assert found.iloc[0].tolist() == ["Medici", "Salviati", 2]


def test_parallel_claims_are_no_second_bridge() -> None:
    from cardindex.evidence import tally
    from cardindex.measures.fold import simple

    index = told(
        "a funded b: x", "b funded a: y", "b funded c: x", "c funded a: y", "c funded d: x"
    )
    assert bridges(simple(tally(index), directed=True)).to_numpy().tolist() == [["c", "d", 1]]


def test_assortativity_is_one_within_and_minus_one_across() -> None:
    of = {name: name[0] for name in ("a1", "a2", "b1", "b2")}
    within = folded(nx.Graph([("a1", "a2"), ("b1", "b2")]))
    across = folded(nx.Graph([("a1", "b1"), ("a2", "b2")]))
    assert assortativity(within, of) == pytest.approx(1)
    assert assortativity(across, of) == pytest.approx(-1)


def test_assortativity_of_the_karate_club_is_that_of_networkx() -> None:
    graph = nx.karate_club_graph()
    of = {f"{at + 1:02}": club for at, club in graph.nodes(data="club")}
    expected = nx.attribute_assortativity_coefficient(graph, "club")
    assert assortativity(KARATE, of) == pytest.approx(expected)


def test_assortativity_of_one_group_is_undefined() -> None:
    with pytest.raises(UndefinedMeasure, match="one group"):
        assortativity(folded(nx.path_graph(3)), dict.fromkeys("012", "a"))


def test_whole_figures_of_florence_are_as_published(monkeypatch: pytest.MonkeyPatch) -> None:
    # Fifteen families, twenty marriages (Padgett and Ansell 1993, without the isolated Pucci).
    monkeypatch.setattr(structure, "_AT_ONCE", 4)
    found = whole(FLORENCE).set_index("figure")
    assert found.loc[["entities", "lines", "components"], "value"].tolist() == [15, 20, 1]
    assert found.at["density", "value"] == pytest.approx(20 / 105)
    graph = FLORENCE.graph()
    assert found.at["mean distance", "value"] == pytest.approx(
        nx.average_shortest_path_length(graph)
    )
    assert found.at["greatest distance", "value"] == nx.diameter(graph) == 5
    assert np.isnan(found.at["reciprocity", "value"])
    assert found.at["reciprocity", "note"] == "undefined without directions"


def drawn(seed: int, *, directed: bool = False) -> nx.Graph:
    """Return a random graph in several parts, without those who have no line."""
    graph = nx.gnp_random_graph(30, 0.08, seed=seed, directed=directed)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    return nx.relabel_nodes(graph, lambda at: f"e{at:02}")


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_whole_figures_are_those_of_networkx(seed: int, *, directed: bool) -> None:
    graph = drawn(seed, directed=directed)
    plain = graph.to_undirected()
    largest = plain.subgraph(max(nx.connected_components(plain), key=len))
    contacts = [degree for _, degree in plain.degree()]
    size = len(contacts)
    found = whole(folded(graph)).set_index("figure")["value"].dropna()
    assert found.to_dict() == pytest.approx(
        {
            "entities": size,
            "entities without a line": 0,
            "lines": graph.number_of_edges(),
            "density": nx.density(graph),
            **({"reciprocity": nx.overall_reciprocity(graph)} if directed else {}),
            "transitivity": nx.transitivity(plain),
            "average clustering": nx.average_clustering(plain),
            "degree assortativity": nx.degree_assortativity_coefficient(plain),
            "degree centralization": sum(max(contacts) - degree for degree in contacts)
            / ((size - 1) * (size - 2)),
            "components": nx.number_connected_components(plain),
            "entities in the largest": len(largest),
            "mean distance": nx.average_shortest_path_length(largest),
            "greatest distance": nx.diameter(largest),
        }
    )


def test_centralization_is_one_of_a_star_and_none_of_a_ring() -> None:
    # Freeman, Social Networks 1 (1978/79), 215–239.
    figures = {
        name: whole(folded(graph)).set_index("figure").at["degree centralization", "value"]
        for name, graph in (("star", nx.star_graph(5)), ("ring", nx.cycle_graph(6)))
    }
    assert figures == {"star": 1, "ring": 0}


def test_figures_that_are_undefined_say_why() -> None:
    found = whole(folded(nx.path_graph(2))).set_index("figure")
    assert found.loc["transitivity"].tolist() == [0, "nobody has two contacts"]
    assert found.at["average clustering", "value"] == 0
    assert found.at["degree assortativity", "note"].startswith("undefined: all who have lines")
    assert found.at["degree centralization", "note"].startswith("undefined: fewer than three")
    assert found["value"].isna().sum() == 3  # reciprocity too


def test_distances_are_those_of_the_largest_component() -> None:
    network = folded(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c"), ("d", "e")]))
    found = whole(network).set_index("figure")
    assert found.at["reciprocity", "value"] == pytest.approx(
        nx.overall_reciprocity(network.graph())
    )
    assert found.loc["components", "value"] == 2
    assert found.loc["mean distance"].tolist() == [
        pytest.approx(4 / 3),
        "within the largest component, of 3",
    ]


def test_communities_of_the_karate_club_come_near_the_best_known() -> None:
    # The highest modularity that there is for the unweighted club is 0.4198 (Brandes and others,
    # IEEE Transactions on Knowledge and Data Engineering 20 (2008), 172–188).
    club = folded(nx.Graph(nx.relabel_nodes(nx.karate_club_graph(), str).edges))
    found = communities(club)
    assert 0.40 < found.modularity < 0.41981
    assert found.of["0"] != found.of["33"]
    assert found.of.value_counts().is_monotonic_decreasing


def test_communities_are_the_cliques_of_a_string_of_cliques() -> None:
    found = communities(folded(nx.connected_caveman_graph(3, 5))).of
    assert {tuple(sorted(map(int, part))) for part in found.groupby(found).groups.values()} == {
        tuple(range(start, start + 5)) for start in (0, 5, 10)
    }


def test_communities_do_not_depend_on_the_hash_seed() -> None:
    script = (
        "import networkx as nx\nfrom folding import folded\n"
        "from cardindex.measures.communities import communities\n"
        "graph = nx.relabel_nodes(nx.gnp_random_graph(60, 0.08, seed=4), str)\n"
        "print(communities(folded(graph)).of.to_dict())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1


def test_agreement_of_divisions_is_the_adjusted_rand_index() -> None:
    one = communities(KARATE).of
    assert agreement(one, one) == 1
    # Hubert and Arabie (1985), by hand: {a b}{c d} and {a b c}{d}: (1 - 2*3/6) / (2.5 - 1) = 0.
    pairs = {"a": 1, "b": 1, "c": 2, "d": 2}, {"a": 1, "b": 1, "c": 1, "d": 2}
    import pandas as pd

    assert agreement(*(pd.Series(pair) for pair in pairs)) == pytest.approx(0)
