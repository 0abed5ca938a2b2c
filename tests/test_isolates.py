"""Entities without a link: Padgett's families, of whom one married into none of the others."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import building
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cardindex import cli, exports
from cardindex.errors import UndefinedMeasure
from cardindex.evidence import tally
from cardindex.evidence.leftout import alone, population, unlinked
from cardindex.index import Index
from cardindex.measures.ranges import ranking
from cardindex.network import network, nodes
from cardindex.slices import EVERYTHING, Slice
from cardindex.workbench import Workbench

# Marriages between sixteen families of Florence (Padgett and Ansell, American Journal of Sociology
# 98 (1993), 1259–1319), as networkx ships them; it leaves out the Pucci, who have none.
MARRIAGES = sorted(
    (one.lower(), other.lower()) for one, other in nx.florentine_families_graph().edges
)
FAMILIES = sorted({end for pair in MARRIAGES for end in pair} | {"pucci"})
FLORENCE: nx.Graph[str] = nx.Graph(MARRIAGES)
FLORENCE.add_nodes_from(FAMILIES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marriages as an index, and one loan, which is of another kind of link."""
    path = tmp_path_factory.mktemp("florence")
    claims = [
        building.claim(f"c{at}", f"{one} allied_with {other}")
        for at, (one, other) in enumerate(MARRIAGES, start=1)
    ]
    claims.append(building.claim("c21", "acciaiuoli funded builder", gloss="A loan."))
    cited = [building.cite(row["id"], "chronicle") for row in claims]
    entities = [building.entity(family) for family in FAMILIES]
    entities.append(building.entity("builder", "person"))
    building.index(path, claims, cited, entities=entities)
    return path


@pytest.fixture(scope="module")
def bench(folder: Path) -> Workbench:
    return Workbench(Index.open(folder))


MARRIED: dict[str, Any] = {"relations": {"allied_with"}, "types": {"organisation"}}


def figures(frame: pd.DataFrame) -> dict[str, Any]:
    return frame.set_index("figure")["value"].dropna().to_dict()


def run(*words: str) -> Any:
    return CliRunner().invoke(cli.commands, words)


def test_sixteen_families_are_sixteen_where_they_are_asked_for(bench: Workbench) -> None:
    found = figures(bench.whole(**MARRIED, isolates=True))
    largest = FLORENCE.subgraph(max(nx.connected_components(FLORENCE), key=len))
    assert found == pytest.approx(
        {
            "entities": 16,
            "entities without a line": 1,
            "lines": 20,
            "density": 1 / 6,
            "transitivity": nx.transitivity(FLORENCE),
            "average clustering": nx.average_clustering(FLORENCE),
            "degree assortativity": nx.degree_assortativity_coefficient(FLORENCE),
            "degree centralization": (16 * 6 - 40) / (15 * 14),
            "components": nx.number_connected_components(FLORENCE),
            "entities in the largest": 15,
            "mean distance": nx.average_shortest_path_length(largest),
            "greatest distance": nx.diameter(largest),
        }
    )
    assert nx.density(FLORENCE) == pytest.approx(1 / 6)


def test_fifteen_are_told_with_what_the_sixteenth_would_change(bench: Workbench) -> None:
    found = bench.whole(**MARRIED).set_index("figure")
    assert found.loc["entities"].tolist() == [15, "16 with those without a line"]
    assert found.loc["entities without a line"].tolist() == [1, "pucci"]
    assert found.at["density", "value"] == pytest.approx(20 / 105)
    assert found.at["density", "note"] == "0.1667 with those without a line"
    assert found.at["components", "note"] == "2 with those without a line"
    assert found.at["transitivity", "note"] == ""


def test_network_has_them_where_they_are_asked_for(bench: Workbench) -> None:
    assert "pucci" not in bench.network(**MARRIED)
    graph = bench.network(**MARRIED, isolates=True)
    assert sorted(graph) == FAMILIES
    assert nx.Graph(graph).edges == FLORENCE.edges
    assert list(nx.isolates(graph)) == ["pucci"]
    assert graph.nodes["pucci"]["label"] == "Pucci"
    simple = bench.simple(**MARRIED)
    assert simple.alone == ("pucci",)
    assert nx.is_isomorphic(simple.graph(isolates=True), FLORENCE)
    assert len(simple.graph()) == 15


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Slice(), ["pucci"]),
        (Slice(relations=frozenset({"funded"})), sorted({*FAMILIES} - {"acciaiuoli"})),
        (Slice(types=frozenset({"organisation"})), ["pucci"]),
        (Slice(types=frozenset({"person"})), ["builder"]),
        (Slice(not_types=frozenset({"organisation"})), ["builder"]),
        (Slice(struck=frozenset({"source:chronicle"})), sorted([*FAMILIES, "builder"])),
        # Of somebody, the network is of those who are linked to them, and of them.
        (Slice(entities=frozenset({"pucci"})), ["pucci"]),
        (Slice(entities=frozenset({"pazzi"})), []),
        (Slice(text="loan"), []),
    ],
    ids=str,
)
def test_slice_says_of_whom_its_network_is(
    bench: Workbench, part: Slice, expected: list[str]
) -> None:
    selection = tally(bench.index, part)
    assert sorted(unlinked(selection)) == expected
    linked = set(nodes(selection).index)
    assert set(population(selection)) == linked | set(expected)
    assert set(network(selection, isolates=True)) == linked | set(expected)
    assert set(nodes(selection, isolates=True).index) == linked | set(expected)


def test_those_without_a_link_are_named_and_counted() -> None:
    index = building.unchecked({"entities": [building.entity(f"e{at}") for at in range(8)]})
    ids = list(index.entities.index)
    assert alone(index, []) == ""
    assert alone(index, ids[:1]) == "1 entity without a link here: E0."
    assert alone(index, ids[:2], kept=True) == "2 entities without a link here, kept: E0 and E1."
    assert alone(index, ids[:5]) == "5 entities without a link here: E0, E1, E2, E3 and E4."
    assert alone(index, ids).endswith(": E0, E1, E2, E3, E4 and 3 more.")


def test_ranking_says_who_has_no_rank(bench: Workbench) -> None:
    found = ranking(bench.index, "degree", Slice(relations=frozenset({"allied_with"})))
    assert "pucci" not in found.table.index
    assert "2 entities without a link here: Builder and Pucci." in found.notes


def test_part_that_is_folded_into_its_whole_is_not_alone(tmp_path: Path) -> None:
    claims = [building.claim("c1", "a part_of b"), building.claim("c2", "b allied_with c")]
    cited = [building.cite(id_, "s") for id_ in ("c1", "c2")]
    bench = Workbench(building.index(tmp_path, claims, cited))
    asked = {"relations": {"allied_with"}}
    assert bench.simple(**asked).alone == ("a",)
    assert bench.simple(**asked, wholes=True).alone == ()


@pytest.mark.parametrize(
    "name", [name for name, it in exports.FORMATS.items() if "isolates" in it.takes]
)
def test_every_network_that_has_nodes_keeps_them_where_asked(
    bench: Workbench, tmp_path: Path, name: str
) -> None:
    part = Slice(relations=frozenset({"allied_with"}), types=frozenset({"organisation"}))
    selection = tally(bench.index, part)
    found = {}
    for isolates in (False, True):
        path = tmp_path / f"{isolates}.{exports.FORMATS[name].extension}"
        exports.write(selection, name, path, isolates=isolates)
        found[isolates] = read_nodes(path)
    assert found[True] == FAMILIES
    assert found[False] == sorted({*FAMILIES} - {"pucci"})


def read_nodes(path: Path) -> list[str]:
    """Return the nodes of a network as another program reads them."""
    match path.suffix:
        case ".csv":
            return [row["id"] for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))]
        case ".parquet":
            return sorted(pq.read_table(path)["id"].to_pylist())
        case ".graphml":
            return sorted(nx.read_graphml(path))
        case ".gexf":
            text = path.read_text("utf-8").replace('type="undirected"', 'type="directed"')
            if "defaultedgetype" not in text:
                text = text.replace("<graph", '<graph defaultedgetype="directed"')
            path.write_text(text, encoding="utf-8")
            return sorted(nx.read_gexf(path))
        case _:
            pytest.fail(f"say here how the nodes of {path.suffix} are read")


def test_formats_without_nodes_are_those_of_lines_alone_or_no_networks() -> None:
    linking = {
        name for name, it in exports.FORMATS.items() if it.linking and "isolates" not in it.takes
    }
    expected = {
        "edges-csv", "edges-csv-all", "edges-parquet", "edges-parquet-all", "simple-csv", "svg",
    }  # fmt: skip
    assert linking == expected, (
        f"{sorted(linking ^ expected)}: a format of lines that has nodes takes `isolates`, "
        "one without is named here"
    )
    assert not [
        name for name, it in exports.FORMATS.items() if "isolates" in it.takes and not it.linking
    ]


def test_build_keeps_them_where_asked(folder: Path, tmp_path: Path) -> None:
    told = {}
    for option in ("--no-isolates", "--isolates"):
        done = run("build", str(folder), "-o", str(tmp_path / option), option)
        assert done.exit_code == 0
        told[option] = done.stderr.splitlines()[-1]
        for name in ("network.graphml", "network-all.graphml", "simple.graphml"):
            graph = nx.read_graphml(tmp_path / option / name)
            assert ("pucci" in graph) is (option == "--isolates")
    assert told["--no-isolates"].endswith("1 entity without a link here: Pucci.")
    assert told["--isolates"].endswith("1 entity without a link here, kept: Pucci.")


def test_export_says_who_is_left_out_and_who_is_kept(folder: Path) -> None:
    few = run("export", "graphml", "-i", str(folder))
    kept = run("export", "graphml", "-i", str(folder), "--isolates")
    assert few.stderr.startswith("1 entity without a link here: Pucci.\n")
    assert kept.stderr.startswith("1 entity without a link here, kept: Pucci.\n")
    assert len(nx.parse_graphml(kept.stdout)) == len(nx.parse_graphml(few.stdout)) + 1


@pytest.mark.parametrize(("name", "why"), [("edges-csv", "a row a line"), ("turtle", "no network")])
def test_format_that_cannot_keep_them_says_so(folder: Path, name: str, why: str) -> None:
    done = run("export", name, "-i", str(folder), "--isolates")
    assert done.exit_code == 2
    assert why in done.stderr


def test_whole_says_the_figures_on_the_command_line(folder: Path) -> None:
    asked = ["--relation", "allied_with", "--type", "organisation", "--isolates"]
    done = run("whole", "-i", str(folder), *asked)
    rows = {row["figure"]: row["value"] for row in csv.DictReader(io.StringIO(done.stdout))}
    assert (rows["entities"], rows["lines"], rows["components"]) == ("16", "20", "2")
    assert float(rows["density"]) == pytest.approx(1 / 6)
    assert float(rows["transitivity"]) == pytest.approx(nx.transitivity(FLORENCE))
    assert rows["reciprocity"] == ""
    assert done.stderr.endswith("1 entity without a link here, kept: Pucci.\n")


def test_index_without_a_link_has_figures_where_all_are_kept(tmp_path: Path) -> None:
    claims = [building.claim("c1", "a size", quantity="5", unit="persons")]
    entities = [building.entity(name) for name in "abc"]
    bench = Workbench(
        building.index(tmp_path, claims, [building.cite("c1", "s")], entities=entities)
    )
    with pytest.raises(UndefinedMeasure, match="links two entities"):
        bench.whole()
    found = bench.whole(isolates=True).set_index("figure")
    expected = {
        "entities": 3, "entities without a line": 3, "lines": 0, "density": 0, "transitivity": 0,
        "average clustering": 0, "degree centralization": 0, "components": 3,
        "entities in the largest": 1,
    }  # fmt: skip
    assert found["value"].dropna().to_dict() == expected
    undefined = found.loc[found["value"].isna(), "note"]
    assert all(note.startswith("undefined") for note in undefined)
    assert sorted(bench.network(EVERYTHING, isolates=True)) == ["a", "b", "c"]
