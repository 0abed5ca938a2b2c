"""Each export held against its format: by its schema, or by the program that reads it.

Of four indexes: the small one; one whose every text is hostile; one of entities that nothing
links; one with nothing in it.
"""

from __future__ import annotations

import csv
import json
import math
import re
import shutil
import subprocess
import sys
import warnings
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import building
import networkx as nx
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib
import small
import xmlschema
from click.testing import CliRunner

from cardindex import cli, exports, rdf, tables
from cardindex.evidence import Selection, tally
from cardindex.workbooks import TooLarge

PROJECT = Path(__file__).resolve().parent.parent
PAGE = (PROJECT / "docs" / "exports.md").read_text(encoding="utf-8")

# What a cell may hold: quotation marks of every format, ends of its sections, what runs from right
# to left, what lies beyond the first plane, and more than a reader expects in one cell.
TEXTS = (
    "\"quoted\", and 'so' and \"\"twice\"\"", "]]> & <b> &amp; <!-- --> <?x?>", "two\nlines\n\nand",
    "a\ttab; a semicolon | a bar", "=1+1", "+1", "-1", "@x", "שלום עולם", "😀 \U0001f1e8\U0001f1f1",
    "{\u2066x}", "\u202eabc", "a\u2028b\u0085c", '</script><img src=x onerror="x">', "NA", "null",
    "007.10", "\\n \\u0041 \\", "x" * 100_000,
)  # fmt: skip

# rdflib calls what it deprecates itself.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def hostile() -> Selection:
    """Return an index with one of the texts in every place that takes a text."""
    entities = [
        building.entity(f"e{at}", label=text, description=text) for at, text in enumerate(TEXTS)
    ]
    claims = [
        building.claim(
            f"c{at}", f"e{at} funded e{(at + 1) % len(TEXTS)}", text=text, gloss=text,
            quantity=">5", unit=text, when="1958~",
        )
        for at, text in enumerate(TEXTS)
    ]  # fmt: skip
    claims += [
        building.claim("c101", "e1 funded e2"), building.claim("c102", "e3 allied_with e3"),
        building.claim("c103", "e1 funded e2", quantity="1..2", unit="USD", place="e4"),
    ]  # fmt: skip
    cited = [
        building.cite(row["id"], "s", note=text, locator=text)
        for row, text in zip(claims, (*TEXTS, "1", "2", "3"), strict=True)
    ]
    sources = [building.work("s", title=TEXTS[0], note=TEXTS[2], unit=TEXTS[1])]
    names = [{"entity": "e0", "name": text, "kind": "native", "language": "he"} for text in TEXTS]
    rows = {
        "entities": [*entities, building.entity("alone")],
        "claims": claims, "citations": cited, "sources": sources, "names": names,
        "groups": [{"entity": "e1", "scheme": "bloc", "value": text} for text in TEXTS[:5]],
    }  # fmt: skip
    return tally(building.unchecked(rows))


@cache
def selections() -> dict[str, Selection]:
    alone = {"entities": [building.entity("a"), building.entity("b", label=TEXTS[1])]}
    return {
        "small": small.selection(),
        "hostile": hostile(),
        "unlinked": tally(building.unchecked(alone)),
        "empty": tally(building.unchecked({})),
    }


INDEXES = ("small", "hostile", "unlinked", "empty")


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
@pytest.mark.parametrize("kind", [*INDEXES, "one"])
def test_every_format_writes_every_index(kind: str, name: str) -> None:
    if kind == "one":
        rows = {"claims": [building.claim("c1")], "citations": [building.cite("c1", "s")]}
        part = tally(building.unchecked(rows))
    else:
        part = selections()[kind]
    format_ = exports.FORMATS[name]
    if (kind, name) == ("hostile", "xlsx"):
        # A sheet has no room for a cell of that length, and says so.
        with pytest.raises(TooLarge, match="32,767"):
            format_.bytes_of(part)
        return
    data = format_.bytes_of(part, isolates=True)
    nothing = {"empty", "unlinked"} if format_.extension in {"bib", "txt"} else set()
    assert data or kind in nothing
    assert data == format_.bytes_of(part, isolates=True)
    if format_.extension in {"gexf", "graphml", "svg"}:
        text = ET.fromstring(data)  # noqa: S314 - ours
        assert not list(text.iter("script"))


@pytest.fixture(params=INDEXES)
def selection(request: pytest.FixtureRequest) -> Selection:
    return selections()[request.param]


def of_kind(*extensions: str) -> list[str]:
    return [name for name, it in exports.FORMATS.items() if it.extension in extensions]


def of_group(group: str, *extensions: str) -> list[str]:
    return [name for name in of_kind(*extensions) if exports.FORMATS[name].group == group]


def written(selection: Selection, name: str) -> bytes:
    return exports.FORMATS[name].bytes_of(selection, isolates=True)


# RDF


@pytest.mark.parametrize("kind", ["full", "truthy"])
def test_every_syntax_has_the_same_triples_for_rdflib_and_oxigraph(
    selection: Selection, kind: rdf.Dump
) -> None:
    wanted = {quad.triple for quad in rdf.quads(selection, kind)}
    reads = {
        "turtle": "turtle", "ntriples": "nt", "trig": "trig", "nquads": "nquads",
        "jsonld": "json-ld",
    }  # fmt: skip
    assert reads.keys() == rdf.FORMATS.keys()
    canonical = set(rdflib.Graph().parse(data=rdf.dump(selection, kind, "ntriples"), format="nt"))
    assert len(canonical) == len(wanted)
    for syntax, called in reads.items():
        name = syntax if kind == "full" else f"truthy-{syntax}"
        data = written(selection, name)
        read = {quad.triple for quad in ox.parse(data, format=rdf.FORMATS[syntax])}
        # What is lower in one and not in the other is the language of a text, by Oxigraph.
        assert {str(triple).lower() for triple in read} == {str(it).lower() for it in wanted}
        if syntax in {"trig", "nquads"}:
            quads = rdflib.Dataset().parse(data=data, format=called).quads()
            assert {quad[:3] for quad in quads} == canonical
        else:
            assert set(rdflib.Graph().parse(data=data, format=called)) == canonical


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the small index, in ``dist`` of a folder."""
    folder = tmp_path_factory.mktemp("built")
    done = CliRunner().invoke(
        cli.commands, ["build", str(small.FOLDER), "-o", str(folder / "dist")]
    )
    assert done.exit_code == 0, done.output
    return folder


def pyshacl(folder: Path) -> tuple[int, str]:
    """Run the command of the docs in a folder; return its exit code and what it said."""
    (line,) = re.findall(r"^pyshacl .*$", PAGE, re.MULTILINE)
    program = Path(sys.executable).with_name("pyshacl")
    done = subprocess.run(
        [program, *line.split()[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout


def test_documented_command_of_pyshacl_says_that_a_build_conforms(built: Path) -> None:
    code, said = pyshacl(built)
    assert (code, "Conforms: True" in said) == (0, True), said[:2000]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (r"\tci:citation [^;.]*? ([;.])\n", r"\tci:works 1 \1\n", "no edge without a source"),
        ("ci:standing ci:Corroborated", "ci:standing ci:Corroborated , ci:Denied", "one standing"),
        ("ci:Affirms", "ci:Perhaps", "stance"),
    ],
)
def test_documented_command_of_pyshacl_finds_a_broken_dump(
    built: Path, tmp_path: Path, before: str, after: str, said: str
) -> None:
    shutil.copytree(built / "dist", tmp_path / "dist")
    dump = tmp_path / "dist" / "full.ttl"
    text, found = re.subn(before, after, dump.read_text(encoding="utf-8"), count=1)
    assert found == 1
    dump.write_text(text, encoding="utf-8")
    code, told = pyshacl(tmp_path)
    assert (code, "Conforms: False" in told) == (1, True)
    assert said in told


# Networks


@cache
def gexf_schema(folder: Path) -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(folder / "gexf" / "specs" / "1.2draft" / "gexf.xsd")


@pytest.mark.parametrize("isolates", [False, True])
@pytest.mark.parametrize("name", of_kind("gexf"))
def test_gexf_is_valid_by_its_schema(
    specs: Path, selection: Selection, name: str, *, isolates: bool
) -> None:
    data = exports.FORMATS[name].bytes_of(selection, isolates=isolates)
    errors = [error.reason for error in gexf_schema(specs).iter_errors(data.decode())]
    assert errors == []


def test_schema_of_gexf_finds_faults(specs: Path) -> None:
    data = written(small.selection(), "gexf").decode()
    broken = data.replace('type="undirected"', 'type="sideways"', 1)
    assert broken != data
    assert not gexf_schema(specs).is_valid(broken)


# Of the schema of GraphML 1.0 (graphml-structure.xsd, graphml-attributes.xsd), what is used here.
NAME_TOKEN = re.compile(r"[\w.:·-]+")
VALUES = {
    "boolean": re.compile("true|false"),
    "int": re.compile(r"-?\d+"),
    "long": re.compile(r"-?\d+"),
    "double": re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?"),
    "string": re.compile(".*", re.DOTALL),
}
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@pytest.mark.parametrize("name", of_kind("graphml"))
def test_graphml_is_built_as_its_schema_has_it(selection: Selection, name: str) -> None:
    root = ET.fromstring(written(selection, name))  # noqa: S314 - ours
    assert root.tag == f"{GRAPHML}graphml"
    assert [child.tag.removeprefix(GRAPHML) for child in root] == [
        *["key"] * (len(root) - 1), "graph",
    ]  # fmt: skip
    keys = {key.attrib["id"]: key for key in root.iterfind(f"{GRAPHML}key")}
    assert len(keys) == len(root) - 1
    for key in keys.values():
        assert set(key.attrib) == {"id", "for", "attr.name", "attr.type"}
        assert key.attrib["attr.type"] in VALUES
    graph = root[-1]
    assert graph.attrib["edgedefault"] == ("undirected" if "simple" in name else "directed")
    nodes = [it.attrib["id"] for it in graph.iterfind(f"{GRAPHML}node")]
    edges = [it.attrib.get("id", "") for it in graph.iterfind(f"{GRAPHML}edge")]
    assert len(set(nodes)) == len(nodes)
    assert all(map(NAME_TOKEN.fullmatch, (*keys, *nodes, *filter(None, edges))))
    for element in graph:
        kind = element.tag.removeprefix(GRAPHML)
        if kind == "edge":
            assert {element.attrib["source"], element.attrib["target"]} <= set(nodes)
        for data in (element,) if kind == "data" else element.iterfind(f"{GRAPHML}data"):
            key = keys[data.attrib["key"]]
            assert key.attrib["for"] == ("graph" if kind == "data" else kind)
            assert VALUES[key.attrib["attr.type"]].fullmatch(data.text or "")


def read_network(data: bytes, extension: str) -> nx.MultiGraph[str]:
    if extension == "graphml":
        return nx.MultiGraph(nx.parse_graphml(data.decode(), force_multigraph=True))
    # As networkx reads no graph of both kinds.
    text = data.decode().replace('type="undirected"', 'type="directed"')
    if "defaultedgetype" not in text:
        text = text.replace("<graph", '<graph defaultedgetype="directed"')
    return nx.MultiGraph(nx.read_gexf(BytesIO(text.encode())))


@pytest.mark.parametrize("name", of_kind("graphml", "gexf"))
def test_networkx_reads_all_nodes_edges_and_texts_back(selection: Selection, name: str) -> None:
    graph = read_network(written(selection, name), exports.FORMATS[name].extension)
    entities = selection.index.entities
    assert set(graph) == set(entities.index)
    labels = {id_: about.get("label", "") for id_, about in graph.nodes(data=True)}
    # XML has one line end, and readers of attributes fold what is white.
    told = {id_: " ".join(label.split()) for id_, label in labels.items()}
    assert told == {id_: " ".join(label.split()) for id_, label in entities["label"].items()}
    claims = selection.linking
    if name.startswith("simple"):
        pairs = {
            frozenset(pair)
            for pair in zip(claims["subject"], claims["object"], strict=True)
            if pair[0] != pair[1]
        }
        assert {frozenset(pair) for pair in graph.edges()} == pairs
    else:
        assert sorted(about["claim"] for *_, about in graph.edges(data=True)) == sorted(
            claims.index
        )


# Tables


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode(), newline=""), strict=True))


@pytest.mark.parametrize("name", of_kind("csv"))
def test_csv_is_rfc_4180_with_lf(selection: Selection, name: str) -> None:
    data = written(selection, name)
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    header, *rows = rows_of(data)
    assert len(set(header)) == len(header)
    assert {len(row) for row in rows} <= {len(header)}
    # What is in quotation marks needs them, and what needs them has them: one way to write it.
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    assert buffer.getvalue().encode() == data


@pytest.mark.parametrize("name", of_kind("csv"))
def test_pandas_reads_the_cells_of_csv(selection: Selection, name: str) -> None:
    data = written(selection, name)
    frame = pd.read_csv(BytesIO(data), keep_default_na=False, dtype=str)
    header, *rows = rows_of(data)
    assert list(frame.columns) == header
    assert frame.to_numpy().tolist() == rows


def test_cells_of_csv_are_those_of_the_index(selection: Selection) -> None:
    index = selection.index
    labels = {row[0]: row[1] for row in rows_of(written(selection, "nodes-csv-all"))[1:]}
    assert labels == index.entities["label"].to_dict()
    header, *rows = rows_of(written(selection, "edges-csv-all"))
    texts = {row[header.index("claim")]: row[header.index("text")] for row in rows}
    assert texts == selection.linking["text"].to_dict()


def test_carriage_return_stays_inside_its_cell() -> None:
    text = tables.comma_separated(["a", "b"], [["x\ry", ""], ["", 'z\r\n"']])
    assert text == 'a,b\n"x\ry",\n,"z\r\n"""\n'
    assert rows_of(text.encode()) == [["a", "b"], ["x\ry", ""], ["", 'z\r\n"']]
    alone = tables.comma_separated(["a"], [["", "x"]])
    assert rows_of(alone.encode()) == [["a"], [""], ["x"]]


@pytest.mark.parametrize("name", of_group("networks", "parquet"))
def test_parquet_has_the_same_rows_as_csv_with_types(selection: Selection, name: str) -> None:
    table = pq.read_table(BytesIO(written(selection, name)))
    header, *rows = rows_of(written(selection, name.replace("parquet", "csv")))
    assert set(table.column_names) == set(header)
    again = zip(*(map(as_csv, table[column].to_pylist()) for column in header), strict=True)
    assert [list(row) for row in again] == rows
    types = {field.name: field.type for field in table.schema}
    assert all(types[name] == pa.bool_() for name in ("stands", "circular") if name in types)
    assert all(types[name] == pa.float64() for name in ("low", "high") if name in types)
    # That there is no number is null, and never a NaN that sums swallow or spread.
    for column in {"low", "high"} & set(header):
        assert not any(
            value is not None and math.isnan(value) for value in table[column].to_pylist()
        )


def as_csv(value: object) -> str:
    """Return a value of Parquet as CSV has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}" if math.isfinite(value) else ""
    if isinstance(value, list):
        return ";".join(value)
    return "" if value is None else str(value)


def test_frictionless_finds_the_data_package_valid(selection: Selection, tmp_path: Path) -> None:
    import frictionless

    for name in (*tables.COLUMNS, "datapackage"):
        exports.write(selection, name, tmp_path / exports.FORMATS[name].file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, str(report.flatten(["resourceName", "fieldName", "message"]))[:2000]
    assert {task.name: task.stats.get("rows", 0) for task in report.tasks} == {
        name: len(getattr(selection.index, name)) for name in tables.COLUMNS
    }


def test_bibliography_is_a_list_of_csl_items(selection: Selection) -> None:
    entries = json.loads(written(selection, "bibliography"))
    assert isinstance(entries, list)
    assert all({"id", "type"} <= entry.keys() for entry in entries)
    assert {entry["id"] for entry in entries} <= set(selection.index.sources.index)


# The page of the docs


def test_docs_name_every_file_of_a_build(built: Path) -> None:
    table = "\n".join(line for line in PAGE.splitlines() if line.startswith("|"))
    named = set(re.findall(r"`([\w*.-]+)`", table))
    files = {path.name for path in (built / "dist").iterdir()}
    tables_ = {f"{name}.csv" for name in tables.COLUMNS}
    told = {
        name
        for name in files
        if {name, name.replace("-all", ""), f"{Path(name).stem}.*"} & named or name in tables_
    }
    assert told == files


def test_python_of_the_docs_reads_what_is_written(built: Path, tmp_path: Path) -> None:
    (block,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    shutil.copytree(built / "dist", tmp_path / "dist")
    shutil.copy(built / "dist" / "claims.csv", tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
