"""Networks as GraphML and GEXF: the tools they are for read them back whole."""

from __future__ import annotations

import csv
import math
import warnings
from datetime import date
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import building
import networkx as nx
import pytest
import small
from hostile import MARKUP, of_markup

from cardindex import exports
from cardindex.errors import UndefinedMeasure
from cardindex.evidence import Selection, tally
from cardindex.measures.fold import focus, simple
from cardindex.ontology import packaged_path
from cardindex.slices import EVERYTHING, Slice

STANDS = tally(small.index(), Slice())


def graphml(selection: Selection, tmp_path: Path) -> Path:
    exports.write(selection, "graphml", tmp_path / "x.graphml")
    return tmp_path / "x.graphml"


def gexf(selection: Selection, tmp_path: Path) -> Path:
    """Write GEXF in which every edge is directed, as networkx reads no graph of both kinds."""
    exports.write(selection, "gexf", tmp_path / "x.gexf")
    text = (tmp_path / "x.gexf").read_text(encoding="utf-8")
    text = all_directed(text)
    (tmp_path / "x.gexf").write_text(text, encoding="utf-8")
    return tmp_path / "x.gexf"


def all_directed(text: str) -> str:
    text = text.replace('type="undirected"', 'type="directed"')
    return text if "defaultedgetype" in text else text.replace("<graph", f"<graph {DIRECTED}")


DIRECTED = 'defaultedgetype="directed"'


def parsed(name: str) -> ET.Element:
    """Return the small index in a format of XML, parsed."""
    return ET.fromstring(exports.FORMATS[name].write(small.selection()))  # noqa: S314 - ours


def test_networkx_reads_graphml_back_with_parallel_edges_kept_apart(tmp_path: Path) -> None:
    path = graphml(small.selection(), tmp_path)
    assert set(nx.read_graphml(path).edges(keys=True)) == small.links()


def test_networkx_reads_gexf_back_with_parallel_edges_kept_apart(tmp_path: Path) -> None:
    path = gexf(small.selection(), tmp_path)
    found = nx.read_gexf(path).edges(data="id")
    assert set(found) == small.links()


def test_igraph_reads_graphml_back_with_parallel_edges_kept_apart(tmp_path: Path) -> None:
    import igraph

    graph = igraph.Graph.Read_GraphML(str(graphml(small.selection(), tmp_path)))
    ids = graph.vs["id"]
    found = {(ids[edge.source], ids[edge.target], edge["claim"]) for edge in graph.es}
    assert graph.is_directed()
    assert found == small.links()
    (edge,) = (edge for edge in graph.es if edge["claim"] == "c004")
    assert (edge["standing"], edge["stands"]) == ("single-root", False)
    assert (edge["low"], math.isnan(edge["high"])) == (600000, True)


@pytest.mark.parametrize("read", ["graphml", "gexf"])
def test_edge_carries_evidence_and_bounds(tmp_path: Path, read: str) -> None:
    if read == "graphml":
        graph = nx.read_graphml(graphml(small.selection(), tmp_path))
    else:
        graph = nx.read_gexf(gexf(small.selection(), tmp_path))
    (about,) = (about for *_, about in graph.edges(data=True) if about["claim"] == "c001")
    wanted = {
        "claim": "c001", "relation": "funded", "label": "funded", "family": "money",
        "standing": "corroborated", "stands": True, "support_low": 2, "support_high": 2,
        "works": 3, "opposition_low": 0, "opposition_high": 0,
        "roots": "entity:foreign-desk;entity:jonas-reet", "root_count": 2,
        "told_by_doer": False, "told_by_concerned": False, "apparent": False,
        "circular": False, "misquoted": False, "overstated": False,
        "when": "1958", "earliest_start": "1958-01-01", "latest_start": "1958-12-31",
        "earliest_end": "1958-01-01", "latest_end": "1958-12-31",
        "quantity": "~400000", "unit": "USD", "low": 300000.0, "high": 500000.0, "mode": "",
    }  # fmt: skip
    assert {name: about[name] for name in wanted} == wanted
    assert graph.nodes["orlin-party"]["type"] == "party"


def test_bounds_that_are_open_are_empty(tmp_path: Path) -> None:
    graph = nx.read_graphml(graphml(small.selection(), tmp_path))
    about = {about["claim"]: about for *_, about in graph.edges(data=True)}
    assert (about["c013"]["earliest_end"], about["c013"]["latest_end"]) == ("", "")
    assert (about["c028"]["earliest_start"], about["c028"]["latest_start"]) == ("", "")
    assert "high" not in about["c004"]


@pytest.mark.parametrize("format_", ["graphml", "gexf"])
def test_network_file_says_nothing_of_the_day_or_the_maker(format_: str) -> None:
    text = exports.FORMATS[format_].write(small.selection()).decode()
    assert date.today().isoformat() not in text  # noqa: DTZ011 - whatever day it is here
    assert "NetworkX" not in text
    assert "lastmodified" not in text


def test_networks_hold_what_stands_and_everything_where_they_are_called_so() -> None:
    for name in ("graphml", "gexf", "edges-csv", "edges-parquet", "nodes-csv", "nodes-parquet"):
        few, all_ = exports.FORMATS[name], exports.FORMATS[f"{name}-all"]
        assert few.write is all_.write
        assert all_.file == few.file.replace(".", "-all.")
        assert exports.select(small.index(), few).claims.equals(STANDS.claims)
        assert exports.select(small.index(), all_).claims.equals(small.selection().claims)
    graph = nx.parse_graphml(exports.FORMATS["graphml"].write(STANDS).decode())
    stand = small.selection().claims.query("stands and object != ''")
    assert {claim for *_, claim in graph.edges(keys=True)} == set(stand.index)
    for name in ("turtle", "truthy-turtle", "claims", "datapackage"):
        assert exports.select(small.index(), exports.FORMATS[name]).slice == EVERYTHING


def test_symmetric_relations_have_no_direction() -> None:
    claims = small.index().claims
    wanted = {
        id_: "undirected" if relation in {"met", "has_relations_with"} else "directed"
        for id_, relation in claims.loc[claims["object"] != "", "relation"].items()
    }
    root = parsed("gexf")
    edges = root.iterfind(".//{*}edge")
    assert {edge.attrib["id"]: edge.attrib["type"] for edge in edges} == wanted
    graph = nx.parse_graphml(exports.FORMATS["graphml"].write(small.selection()).decode())
    assert {key: type_ for *_, key, type_ in graph.edges(keys=True, data="type")} == wanted
    text = exports.FORMATS["edges-csv"].write(small.selection()).decode()
    assert {row["claim"]: row["type"] for row in csv.DictReader(StringIO(text))} == wanted


def test_gexf_has_its_title_where_its_schema_has_room() -> None:
    root = parsed("gexf")
    assert root.findtext("{*}meta/{*}description") == small.index().title
    graph = root.find("{*}graph")
    assert graph is not None
    # Gephi leaves out what has no direction where the graph says that its edges have one.
    assert graph.attrib == {"mode": "dynamic", "timeformat": "date"}


# The simple network.


def test_simple_network_is_the_one_that_is_measured(tmp_path: Path) -> None:
    selection = exports.select(small.index(), exports.FORMATS["simple-csv"])
    folded = simple(tally(small.index(), focus(small.index(), Slice()))).graph()
    wanted = {frozenset(ends): weight for *ends, weight in folded.edges(data="weight")}
    text = exports.FORMATS["simple-csv"].write(selection).decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert {frozenset((row["source"], row["target"])): int(row["weight"]) for row in rows} == wanted
    assert {row["type"] for row in rows} == {"undirected"}
    for name, read in (("simple-graphml", nx.read_graphml), ("simple-gexf", nx.read_gexf)):
        exports.write(selection, name, tmp_path / name)
        graph = read(tmp_path / name)
        assert not graph.is_directed()
        assert {frozenset(ends): weight for *ends, weight in graph.edges(data="weight")} == wanted
        assert graph.nodes["mara-voss"]["type"] == "person"


def test_line_of_the_simple_network_says_which_claims_it_is() -> None:
    selection = exports.select(small.index(), exports.FORMATS["simple-csv"])
    text = exports.FORMATS["simple-csv"].write(selection).decode()
    rows = {(row["source"], row["target"]): row for row in csv.DictReader(StringIO(text))}
    line = rows["foreign-desk", "orlin-party"]
    # Two payments; the third was only authorised.
    assert (line["claims"], line["source_label"]) == ("c001;c002", "Foreign Desk")
    told = {id_ for row in rows.values() for id_ in row["claims"].split(";")}
    assert told == set(selection.claims.query("object != ''").index)


def test_simple_network_without_a_structural_family_is_empty_in_a_build(tmp_path: Path) -> None:
    packaged = packaged_path().read_text(encoding="utf-8")
    ontology = packaged.replace("ci:structural true", "ci:structural false")
    (tmp_path / "ontology.ttl").write_text(ontology, encoding="utf-8")
    settings = f'{building.SETTINGS}ontology = "ontology.ttl"\n'
    index = building.index(
        tmp_path, [building.claim("c1")], [building.cite("c1", "s")], settings=settings
    )
    assert b"".join(exports.files(index)["simple.csv"]()).count(b"\n") == 1
    assert b"".join(exports.files(index)["edges.csv"]()).count(b"\n") == 2
    with pytest.raises(UndefinedMeasure, match="--family any"):
        exports.select(index, exports.FORMATS["simple-csv"])


def test_hostile_text_stays_text_in_networks(tmp_path: Path) -> None:
    kept = MARKUP.replace("\u0007", "").replace("\u001b", "").replace("\ufffe", "")
    for graph in (
        nx.read_graphml(graphml(of_markup(), tmp_path)),
        nx.read_gexf(gexf(of_markup(), tmp_path)),
    ):
        assert graph.nodes["a"]["label"] == kept
        assert sorted(graph.nodes) == ["a", "b"]
        assert graph.number_of_edges() == 4
    import igraph

    read = igraph.Graph.Read_GraphML(str(graphml(of_markup(), tmp_path)))
    assert read.vs["label"][0] == kept


def test_network_without_links_is_still_one(tmp_path: Path) -> None:
    claims = [building.claim("c1", "a size", quantity="5", unit="persons")]
    index = building.index(tmp_path, claims, [building.cite("c1", "s")])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert nx.read_graphml(graphml(tally(index), tmp_path)).number_of_nodes() == 0
        assert nx.read_gexf(gexf(tally(index), tmp_path)).number_of_nodes() == 0
    for format_ in exports.FORMATS.values():
        assert format_.write(tally(index))


def test_standing_is_that_of_the_whole_index_whatever_was_struck() -> None:
    struck = tally(small.index(), Slice(struck=frozenset({"origin:jonas-reet"})))
    assert struck.claims.at["c001", "standing"] == "single-root"
    rows = csv.DictReader(StringIO(exports.FORMATS["edges-csv"].write(struck).decode()))
    (told,) = (row for row in rows if row["claim"] == "c001")
    assert (told["standing"], told["support_low"]) == ("corroborated", "2")
