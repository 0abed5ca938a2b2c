"""Exports: what each format carries, and that the tools it is for read it back whole."""

from __future__ import annotations

import csv
import json
import math
import subprocess
import sys
import warnings
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import building
import networkx as nx
import pandas as pd
import pyarrow.parquet as pq
import pytest
import small

from cardindex import exports, tables
from cardindex.atomic import PACKED
from cardindex.errors import OutputError, UndefinedMeasure, UnknownName
from cardindex.evidence import Selection, tally
from cardindex.imports.opened import stream
from cardindex.index import Index
from cardindex.measures.fold import focus, simple
from cardindex.network import EVIDENCE
from cardindex.ontology import packaged_path
from cardindex.slices import EVERYTHING, Slice

STANDS = tally(small.index(), Slice())

HOSTILE = '</data><script>alert(1)</script> \u0007\u001b\ufffe & "=1+1"\n\u202e😀'


def links(selection: Selection) -> set[tuple[str, str, str]]:
    """Return subject, object and id of every claim that links."""
    claims = selection.claims[selection.claims["object"] != ""]
    return set(zip(claims["subject"], claims["object"], claims.index, strict=True))


@pytest.fixture
def hostile() -> Selection:
    """An index in which every text is one that some format cannot take as it is.

    The checks would not let it in; whoever builds frames by hand could.
    """
    claims = [
        building.claim("c1", "a funded b", text=HOSTILE, gloss=HOSTILE, quantity=">5", unit="USD"),
        building.claim("c2", "a funded b"),
        building.claim("c3", "a funded b"),
        building.claim("c4", "b allied_with b"),
    ]
    entities = [building.entity("a", label=HOSTILE, description=HOSTILE)]
    cited = [building.cite(f"c{at}", "s") for at in range(1, 5)]
    rows = {"claims": claims, "citations": cited, "entities": entities}
    return tally(building.unchecked(rows))


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


# The registry.


def test_every_format_is_told_and_has_a_file_of_its_own() -> None:
    files = [format_.file for format_ in exports.FORMATS.values()]
    assert len(set(files)) == len(files)
    for name, format_ in exports.FORMATS.items():
        assert format_.name == name
        assert format_.extension == format_.file.rpartition(".")[2]
        assert "/" in format_.media_type
        assert format_.description


def test_build_writes_every_format() -> None:
    files = exports.files(small.index())
    assert list(files) == [kind.file for kind in exports.FORMATS.values() if kind.built]
    for name, part in (("edges.csv", STANDS), ("edges-all.csv", small.selection())):
        assert b"".join(files[name]()) == exports.FORMATS["edges-csv"].write(part)
    assert b"".join(files["full.nt"]()) == exports.FORMATS["ntriples"].write(small.selection())


def test_files_are_told_in_groups() -> None:
    told = exports.told([*exports.files(small.index()), "index.html"])
    assert [group for group, _ in told] == [
        "RDF", "networks", "networks of everything", "simple networks", "tables", "database",
        "sources", "pictures",
    ]  # fmt: skip
    built = [kind for kind in exports.FORMATS.values() if kind.built]
    assert sum(len(names) for _, names in told) == len(built)


def test_unknown_format_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match='did you mean "graphml"'):
        exports.write(small.selection(), "grafml", tmp_path / "x")


def test_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        exports.write(small.selection(), "turtle", tmp_path)


def test_bytes_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "import sys; from hashlib import sha256; from cardindex import exports;"
        "from cardindex.index import Index;"
        "files = exports.files(Index.open(sys.argv[1]));"
        "[print(name, sha256(b''.join(make())).hexdigest()) for name, make in files.items()]"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", program, str(small.FOLDER)],
            env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1")
    )  # fmt: skip
    assert first.splitlines() == second.splitlines()
    assert len(first.splitlines()) == sum(kind.built for kind in exports.FORMATS.values())


# Networks.


def test_networkx_reads_graphml_back_with_parallel_edges_kept_apart(tmp_path: Path) -> None:
    path = graphml(small.selection(), tmp_path)
    assert set(nx.read_graphml(path).edges(keys=True)) == links(small.selection())


def test_networkx_reads_gexf_back_with_parallel_edges_kept_apart(tmp_path: Path) -> None:
    path = gexf(small.selection(), tmp_path)
    found = nx.read_gexf(path).edges(data="id")
    assert set(found) == links(small.selection())


def test_igraph_reads_graphml_back_with_parallel_edges_kept_apart(tmp_path: Path) -> None:
    import igraph

    graph = igraph.Graph.Read_GraphML(str(graphml(small.selection(), tmp_path)))
    ids = graph.vs["id"]
    found = {(ids[edge.source], ids[edge.target], edge["claim"]) for edge in graph.es}
    assert graph.is_directed()
    assert found == links(small.selection())
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


def test_hostile_text_stays_text_in_networks(hostile: Selection, tmp_path: Path) -> None:
    kept = HOSTILE.replace("\u0007", "").replace("\u001b", "").replace("\ufffe", "")
    for graph in (
        nx.read_graphml(graphml(hostile, tmp_path)),
        nx.read_gexf(gexf(hostile, tmp_path)),
    ):
        assert graph.nodes["a"]["label"] == kept
        assert sorted(graph.nodes) == ["a", "b"]
        assert graph.number_of_edges() == 4
    import igraph

    read = igraph.Graph.Read_GraphML(str(graphml(hostile, tmp_path)))
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


# Tables of nodes and edges.


def test_edge_table_is_plain_csv() -> None:
    text = exports.FORMATS["edges-csv"].write(small.selection()).decode()
    rows = {row["claim"]: row for row in csv.DictReader(StringIO(text))}
    assert list(rows["c001"])[:3] == ["source", "target", "claim"]
    assert {(row["source"], row["target"], id_) for id_, row in rows.items()} == links(
        small.selection()
    )
    assert rows["c004"] | {"gloss": ""} == {
        "source": "foreign-desk", "target": "orlin-party", "claim": "c004",
        "relation": "funded", "words": "funded", "family": "money", "type": "directed",
        "standing": "single-root", "stands": "false", "support_low": "1", "support_high": "1",
        "works": "1", "opposition_low": "0", "opposition_high": "0", "roots": "entity:foreign-desk",
        "told_by_doer": "true", "told_by_concerned": "false", "apparent": "false",
        "circular": "false", "misquoted": "false", "overstated": "false", "when": "1960-02",
        "earliest_start": "1960-02-01", "latest_start": "1960-02-29",
        "earliest_end": "1960-02-01", "latest_end": "1960-02-29",
        "text": "for a printing press", "quantity": ">600000", "unit": "USD", "low": "600000",
        "high": "", "place": "", "mode": "authorised", "gloss": "",
    }  # fmt: skip


def test_parquet_tables_are_typed() -> None:
    edges = pq.read_table(BytesIO(exports.FORMATS["edges-parquet"].write(small.selection())))
    rows = {row["claim"]: row for row in edges.to_pylist()}
    assert rows["c001"]["roots"] == ["entity:foreign-desk", "entity:jonas-reet"]
    assert rows["c001"]["earliest_start"] == date(1958, 1, 1)
    assert rows["c013"]["latest_end"] is None
    assert (rows["c004"]["low"], rows["c004"]["high"]) == (600000.0, math.inf)
    assert (rows["c005"]["low"], rows["c005"]["stands"]) == (None, True)
    assert (rows["c001"]["support_low"], rows["c001"]["works"]) == (2, 3)
    types = {name: str(edges.schema.field(name).type) for name in EVIDENCE}
    numbers = ["support_low", "support_high", "works", "opposition_low", "opposition_high"]
    assert [name for name, type_ in types.items() if type_ == "int64"] == numbers
    assert {types[name] for name in EVIDENCE if name not in numbers} == {
        "string", "bool", "list<element: string>",
    }  # fmt: skip
    nodes = pq.read_table(BytesIO(exports.FORMATS["nodes-parquet"].write(small.selection())))
    assert {row["id"] for row in nodes.to_pylist()} == {
        end for link in links(small.selection()) for end in link[:2]
    }


def test_hostile_text_stays_text_in_tables(hostile: Selection) -> None:
    rows = csv.DictReader(
        StringIO(exports.FORMATS["nodes-csv"].write(hostile).decode(), newline="")
    )
    assert next(rows)["label"] == HOSTILE
    edges = pq.read_table(BytesIO(exports.FORMATS["edges-parquet"].write(hostile))).to_pylist()
    assert edges[0]["text"] == HOSTILE


# The tables and their description.


def test_tables_come_out_as_they_stand() -> None:
    for name in tables.COLUMNS:
        written = exports.FORMATS[name].write(small.selection())
        assert written == (small.FOLDER / f"{name}.csv").read_bytes()
    listed = exports.FORMATS["bibliography"].write(small.selection())
    assert listed == (small.FOLDER / "bibliography.json").read_bytes()


def test_tables_of_a_slice_are_an_index_again(tmp_path: Path) -> None:
    part = tally(small.index(), Slice(families=frozenset({"money", "handling"})))
    (tmp_path / "index.toml").write_bytes((small.FOLDER / "index.toml").read_bytes())
    for name in tables.COLUMNS:
        exports.write(part, name, tmp_path / f"{name}.csv")
    exports.write(part, "bibliography", tmp_path / "bibliography.json")
    again = Index.open(tmp_path)
    assert set(again.claims.index) == set(part.claims.index)
    whole, here = small.selection().claims, tally(again).claims
    assert here["standing"].to_dict() == whole.loc[here.index, "standing"].to_dict()
    assert "c003" not in part.claims.index
    assert again.claims.at["c001", "ties"] == ""
    decided = zip(again.decisions["one"], again.decisions["other"], strict=True)
    assert list(decided) == [("aldmark-security", "foreign-desk")]  # c003 is not in this part


def test_what_concerns_nothing_in_a_slice_is_left_out_of_its_tables(tmp_path: Path) -> None:
    part = tally(small.index(), Slice(relations=frozenset({"born"})))
    (tmp_path / "index.toml").write_bytes((small.FOLDER / "index.toml").read_bytes())
    for name in (*tables.COLUMNS, "bibliography"):
        exports.write(part, name, tmp_path / exports.FORMATS[name].file)
    again = Index.open(tmp_path)
    assert len(again.claims) == len(part.claims) > 0
    assert again.decisions.empty
    assert set(again.groups["entity"]) <= set(again.entities.index)
    assert set(again.silent["source"]) <= set(again.sources.index)
    assert len(again.came_from) < len(small.index().came_from)
    assert len(again.bibliography) < len(small.index().bibliography)


def test_data_package_is_valid_and_describes_every_column(tmp_path: Path) -> None:
    import frictionless

    for name in [*tables.COLUMNS, "datapackage"]:
        format_ = exports.FORMATS[name]
        exports.write(small.selection(), name, tmp_path / format_.file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "fieldName", "rowNumber", "message"])
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    described = {
        resource["name"]: tuple(field["name"] for field in resource["schema"]["fields"])
        for resource in package["resources"]
    }
    assert described == tables.COLUMNS


@pytest.mark.parametrize(
    ("table", "before", "after", "type_"),
    [
        ("claims", ",orlin-party,", ",orlin-partie,", "foreign-key"),
        ("citations", ",affirms,", ",confirms,", "constraint-error"),
        ("entities", ",state,", ",realm,", "constraint-error"),
        ("claims", "c002,", "c001,", "primary-key"),
        ("citations", ",100,142,", ",-1,142,", "constraint-error"),
    ],
)
def test_data_package_finds_faults(
    tmp_path: Path, table: str, before: str, after: str, type_: str
) -> None:
    import frictionless

    for name in [*tables.COLUMNS, "datapackage"]:
        exports.write(small.selection(), name, tmp_path / exports.FORMATS[name].file)
    path = tmp_path / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert type_ in {found for (found,) in report.flatten(["type"])}


def test_frames_of_edges_have_no_missing_text() -> None:
    table = pd.read_csv(
        StringIO(exports.FORMATS["edges-csv"].write(small.selection()).decode()),
        keep_default_na=False,
    )
    assert not table.isna().to_numpy().any()


@pytest.mark.parametrize("ending", list(PACKED))
def test_file_is_packed_by_its_ending_alike_each_time(ending: str, tmp_path: Path) -> None:
    one, other = tmp_path / f"one.nq{ending}", tmp_path / f"other.nq{ending}"
    for path in (one, other):
        exports.write(small.selection(), "nquads", path)
    assert one.read_bytes() == other.read_bytes()
    plain = exports.FORMATS["nquads"].write(small.selection())
    assert len(one.read_bytes()) < len(plain) / 4
    with stream(one) as file:
        assert file.read() == plain


@pytest.mark.parametrize("ending", ["", *PACKED])
def test_disk_that_fills_in_the_middle_is_told_and_the_old_file_stands(
    ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"full.nq{ending}"
    path.write_bytes(b"old")
    program = (
        "import resource, sys; from pathlib import Path; from cardindex import exports;"
        "from cardindex.evidence import tally; from cardindex.index import Index;"
        "selection = tally(Index.open(sys.argv[1]));"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000));"
        "exports.write(selection, 'nquads', Path(sys.argv[2]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(small.FOLDER), str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.endswith(
        f"OutputError: {path}: cannot be written: File too large; the old file stands\n"
    )
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
