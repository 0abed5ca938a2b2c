"""The network of claims, and the best-attested paths through it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import building
import generated
import networkx as nx
import pytest
import small
from hypothesis import given, settings
from hypothesis import strategies as st

from cardindex import network
from cardindex.errors import UnknownName
from cardindex.evidence import Selection, tally
from cardindex.network import best_paths
from cardindex.slices import Slice


def attested(folder: Path, claims: Iterable[str], part: Slice | None = None) -> Selection:
    """Return an index of claims such as ``a funded b *2``, cited from so many roots."""
    rows, cited, works = [], [], []
    for at, words in enumerate(claims, start=1):
        said, _, times = words.partition("*")
        rows.append(building.claim(f"c{at}", said.strip()))
        for root in range(int(times or 1)):
            cited.append(building.cite(f"c{at}", f"s{root}"))
            works.append(f"s{root}")
    sources = [building.work(id_, origin="self") for id_ in sorted(set(works))]
    index = building.index(folder, rows, cited, sources)
    return tally(index, part or Slice())


def walked(paths: list[network.Path]) -> list[str]:
    """Return each path as the entities that it passes."""
    return [" ".join([path.hops[0].start, *(hop.end for hop in path.hops)]) for path in paths]


# The network.


def test_every_claim_that_links_is_an_edge_of_its_own() -> None:
    graph = network.network(small.selection())
    claims = small.selection().claims.query("object != ''")
    assert set(graph.edges(keys=True)) == set(
        zip(claims["subject"], claims["object"], claims.index, strict=True)
    )
    assert set(graph.nodes) == set(claims["subject"]) | set(claims["object"])
    assert len(graph["foreign-desk"]["orlin-party"]) == 3


def test_edge_and_node_carry_what_is_said() -> None:
    graph = network.network(small.selection())
    assert graph.nodes["mara-voss"] == {
        "label": "Mara Voss", "type": "person", "description": "",
    }  # fmt: skip
    about = graph["aldmark-security"]["orlin-party"]["c003"]
    wanted = {
        "standing": "contested", "low": 300000.0, "high": 500000.0, "roots": (),
        "earliest_start": "1957-01-01",
    }  # fmt: skip
    assert {name: about[name] for name in wanted} == wanted


def test_standing_is_the_selections_or_the_whole_index() -> None:
    struck = tally(small.index(), Slice(struck=frozenset({"origin:jonas-reet"})))
    edge = ("foreign-desk", "orlin-party", "c001")
    assert network.network(struck).edges[edge]["standing"] == "single-root"
    assert network.network(struck, whole=True).edges[edge]["standing"] == "corroborated"


@settings(max_examples=30)
@given(generated.indexes())
def test_network_has_the_claims_of_the_selection_and_no_other(
    rows: dict[str, list[building.Row]],
) -> None:
    selection = tally(building.unchecked(rows), Slice())
    graph = network.network(selection)
    assert sorted(key for *_, key in graph.edges(keys=True)) == sorted(
        selection.claims.query("object != ''").index
    )
    assert not list(nx.isolates(nx.Graph(graph))) or all(
        graph.has_edge(node, node) for node in nx.isolates(nx.Graph(graph))
    )


# Paths.


def test_better_attested_path_is_preferred(tmp_path: Path) -> None:
    part = attested(tmp_path, ["a funded b", "b funded d", "a funded c *3", "c funded d *3"])
    assert walked(best_paths(part, "a", "d", 2)) == ["a c d", "a b d"]


def test_shorter_path_is_preferred_unless_it_is_much_worse_attested(tmp_path: Path) -> None:
    part = attested(tmp_path, ["a funded d", "a funded c *9", "c funded d *9"])
    assert walked(best_paths(part, "a", "d", 2)) == ["a d", "a c d"]


def test_cost_is_one_and_the_inverse_of_support_for_each_hop(tmp_path: Path) -> None:
    part = attested(tmp_path, ["a funded b *2", "b funded c *4", "c funded d"])
    (path,) = best_paths(part, "a", "d")
    assert path.cost == pytest.approx(1 + 1 / 2 + 1 + 1 / 4 + 1 + 1)
    assert path.weakest is path.hops[2]
    assert [hop.support_low for hop in path.hops] == [2, 4, 1]


def test_hop_of_unknown_root_costs_as_much_as_one_of_half_a_root(tmp_path: Path) -> None:
    claims = [building.claim("c1", "a funded b"), building.claim("c2", "b funded c")]
    cited = [
        building.cite("c1", "files"),
        building.cite("c2", "book"),
        building.cite("c2", "paper"),
    ]
    index = building.index(tmp_path, claims, cited, [building.work("files", origin="k")])
    (path,) = best_paths(tally(index, Slice()), "a", "c")
    assert path.cost == pytest.approx((1 + 1) + 3)
    assert [(hop.standing, hop.support_low) for hop in path.hops] == [
        ("single-root", 1), ("untraced", 0),
    ]  # fmt: skip
    assert path.weakest is path.hops[1]


def test_path_along_two_roots_is_better_than_one_along_a_shorter_unknown_way(
    tmp_path: Path,
) -> None:
    """Unknown costs 3, and two hops of two roots 1 + 1/2 each: they tie, and ids decide."""
    claims = [
        building.claim("c1", "a funded d"), building.claim("c2", "a funded b"),
        building.claim("c3", "b funded d"),
    ]  # fmt: skip
    sources = [building.work("k-files", origin="k"), building.work("l-files", origin="l")]
    cited = [building.cite("c1", "book")]
    cited += [building.cite(id_, it["id"]) for id_ in ("c2", "c3") for it in sources]
    part = tally(building.index(tmp_path, claims, cited, sources), Slice())
    assert walked(best_paths(part, "a", "d", 2)) == ["a b d", "a d"]
    assert [path.cost for path in best_paths(part, "a", "d", 2)] == [3, 3]


def test_cost_counts_roots_that_depend_on_one_another_once(tmp_path: Path) -> None:
    claims = [building.claim("c1", "a funded b"), building.claim("c2", "k agreed_accounts_with l")]
    sources = [building.work("k-files", origin="k"), building.work("l-files", origin="l")]
    cited = [building.cite("c1", it["id"]) for it in sources] + [building.cite("c2", "book")]
    index = building.index(tmp_path, claims, cited, sources)
    ((hop,),) = (path.hops for path in best_paths(tally(index, Slice()), "a", "b"))
    assert (hop.support_low, hop.support_high) == (1, 2)
    struck = tally(index, Slice(struck=frozenset(("source:book",))))
    assert [path.cost for path in best_paths(struck, "a", "b")] == [1.5]


def test_links_are_walked_either_way_and_say_so(tmp_path: Path) -> None:
    part = attested(tmp_path, ["b funded a", "b funded c"])
    (path,) = best_paths(part, "a", "c")
    assert [(hop.start, hop.relation, hop.end, hop.forwards) for hop in path.hops] == [
        ("a", "funded", "b", False),
        ("b", "funded", "c", True),
    ]


def test_paths_of_one_cost_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    part = attested(
        tmp_path,
        ["a funded z", "z funded q", "q funded m", "m funded a", "a funded b", "b funded q"],
    )
    assert walked(best_paths(part, "a", "q")) == ["a b q", "a m q", "a z q"]


def test_hop_tells_the_best_link_of_a_pair(tmp_path: Path) -> None:
    part = attested(tmp_path, ["a funded b", "a trained b *2", "b funded a", "a trained b *3"])
    (path,) = best_paths(part, "a", "b")
    assert (path.hops[0].relation, path.hops[0].claims, path.hops[0].support_low) == (
        "trained", ("c2", "c4"), 3,
    )  # fmt: skip


def test_violence_and_opposition_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    said = ["a killed b", "b opposed c", "a funded x", "x funded y", "y funded c"]
    assert walked(best_paths(attested(tmp_path, said), "a", "c")) == ["a x y c"]
    asked = Slice(families=frozenset({"violence", "opposition"}))
    assert walked(best_paths(attested(tmp_path, said, asked), "a", "c")) == ["a b c"]
    named = Slice(relations=frozenset({"killed", "opposed", "funded"}))
    assert walked(best_paths(attested(tmp_path, said, named), "a", "c", 1)) == ["a b c"]


def test_link_that_no_one_affirms_is_no_hop(tmp_path: Path) -> None:
    claims = [building.claim("c1", "a funded b")]
    cited = [building.cite("c1", "s", voice="denies")]
    index = building.index(tmp_path, claims, cited)
    everything = tally(index)
    assert len(everything.links) == 1
    assert best_paths(everything, "a", "b") == []


def test_path_to_oneself_or_out_of_reach_is_none(tmp_path: Path) -> None:
    part = attested(tmp_path, ["a funded a", "b funded c"])
    assert best_paths(part, "a", "a") == []
    assert best_paths(part, "a", "b") == []


def test_unknown_entity_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match='unknown entity "mara-vozs"; did you mean "mara-voss"'):
        best_paths(small.selection(), "jonas-reet", "mara-vozs")


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.integers(1, 3)),
        min_size=1, max_size=12,
    ),
    st.integers(1, 5),
)  # fmt: skip
def test_best_paths_are_the_cheapest_of_all_simple_paths(
    links: list[tuple[str, str, int]], k: int
) -> None:
    claims, cited, works = [], [], [building.work(f"s{at}", origin="self") for at in range(3)]
    for at, (one, other, support) in enumerate(links, start=1):
        claims.append(building.claim(f"c{at:02}", f"{one} funded {other}"))
        cited += [building.cite(f"c{at:02}", f"s{root}") for root in range(support)]
    entities = [building.entity(id_) for id_ in "abcdef"]
    rows = {"claims": claims, "citations": cited, "sources": works, "entities": entities}
    selection = tally(building.unchecked(rows), Slice())
    graph: nx.Graph[str] = nx.Graph()
    for link in selection.links.itertuples():
        support = max(
            link.support_low, graph.get_edge_data(link.subject, link.object, {}).get("s", 0)
        )
        graph.add_edge(link.subject, link.object, s=support)
    graph.add_nodes_from("abcdef")
    expected = sorted(
        (round(sum(1 + 1 / graph.edges[pair]["s"] for pair in pairwise(path)), 9), path)
        for path in nx.all_simple_paths(graph, "a", "b")
    )
    found = best_paths(selection, "a", "b", k)
    assert [
        (round(path.cost, 9), words.split())
        for path, words in zip(found, walked(found), strict=True)
    ] == (expected[:k])
