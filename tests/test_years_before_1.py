"""An index of antiquity, through everything that holds days: no year is too early for any of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import building
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import rdflib
import shacl
from building import cite, claim, work
from click.testing import CliRunner

import cardindex
from cardindex import exports, namedqueries, ontology, rdf
from cardindex.cli import commands
from cardindex.evidence import tally
from cardindex.exports.parquet import write_edges
from cardindex.index import BOUNDS, Index
from cardindex.measures.time import timeline
from cardindex.measures.told import told_by_year
from cardindex.network import edges
from cardindex.slices import Slice
from cardindex.store import Store

CI = rdf.NAMESPACES["ci"]
CLAIMS = [
    claim("c1", "a funded b", when="-0049/-0043"),
    claim("c2", "b funded c", when="-0043-03-15"),
    claim("c3", "b funded d", when="[-0050..0014]"),
    claim("c4", "c funded d", when="1971"),
    claim("c5", "a funded d", when="../-0043"),
]
WORKS = [
    work("commentaries", date="-0045"),
    work("lives", date="0110"),
    work("letters", date="-0050"),
]
CITATIONS = [
    cite("c1", "commentaries"),
    cite("c1", "letters"),
    cite("c2", "lives"),
    cite("c3", "lives", "commentaries"),
    cite("c4", "lives"),
    cite("c5", "lives", "letters"),
]
DAYS = {
    "c1": ["-0049-01-01", "-0049-12-31", "-0043-01-01", "-0043-12-31"],
    "c2": ["-0043-03-15"] * 4,
    "c3": ["-0050-01-01", "0014-12-31", "-0050-01-01", "0014-12-31"],
    "c4": ["1971-01-01", "1971-12-31", "1971-01-01", "1971-12-31"],
    "c5": ["", "", "-0043-01-01", "-0043-12-31"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("antiquity") / "graph"
    building.index(path, CLAIMS, CITATIONS, WORKS)
    return path


@pytest.fixture(scope="module")
def antiquity(folder: Path) -> Index:
    return Index.open(folder)


def everything(index: Index) -> pd.DataFrame:
    return edges(tally(index), whole=True)


def test_edges_have_their_four_days(antiquity: Index) -> None:
    found = everything(antiquity)[list(BOUNDS)]
    assert {claim: [*row] for claim, *row in found.itertuples()} == DAYS


def test_days_survive_the_way_through_rdf_and_back(antiquity: Index) -> None:
    for format_ in rdf.FORMATS:
        read = rdf.read(rdf.dump(antiquity, "full", format_), format_)
        assert {row[0]: row[7] for row in read["claims"]} == {
            row["id"]: row["when"] for row in CLAIMS
        }
        assert {row[0]: row[5] for row in read["sources"]} == {
            row["id"]: row["date"] for row in WORKS
        }


def test_days_compare_in_sparql(antiquity: Index) -> None:
    store = Store.of(antiquity)
    answer = store.query(
        'SELECT ?claim ?day { ?claim ci:earliestStart ?day FILTER (?day < "-0043-06-01"^^xsd:date)'
        " } ORDER BY ?day ?claim"
    )
    # No date of Python holds these days, so they come as the texts that they are.
    days = [("claim:c3", "-0050-01-01"), ("claim:c1", "-0049-01-01"), ("claim:c2", "-0043-03-15")]
    assert [row for row in answer.rows if row[0].startswith("claim:")] == days
    years = store.query("SELECT (YEAR(?day) AS ?year) { claim:c2 ci:latestEnd ?day }")
    assert years.rows == [(-43,)]


@pytest.mark.parametrize(
    ("year", "surely", "possibly"),
    [
        ("-0044", {"c1", "c5"}, {"c1", "c3", "c5"}),
        ("-0043", {"c1", "c2", "c5"}, {"c1", "c2", "c3", "c5"}),
        ("0000", set(), {"c3"}),
    ],
)
def test_named_query_and_slice_take_years_before_1(
    antiquity: Index, year: str, surely: set[str], possibly: set[str]
) -> None:
    for sure, expected in ((True, surely), (False, possibly)):
        found = tally(antiquity, Slice(window=year, surely=sure)).claims
        assert {*found.index} == expected
    text = namedqueries.load(antiquity)["active-in"].text(antiquity, {"year": year})
    counted = {row[0]: row[-1] for row in Store.of(antiquity).query(text).rows}
    ends = [
        end for row in CLAIMS if row["id"] in possibly for end in (row["subject"], row["object"])
    ]
    assert {*counted} == {f"entity:{end}" for end in ends}


def test_who_said_it_first_goes_by_days_and_not_by_their_letters(antiquity: Index) -> None:
    text = namedqueries.load(antiquity)["who-said-it-first"].text(antiquity)
    found = Store.of(antiquity).query(text)
    told = [(row[0], row[2]) for row in found.rows]
    assert told == [
        ("claim:c1", "-0050"),
        ("claim:c5", "-0050"),
        ("claim:c3", "-0045"),
        ("claim:c2", "0110"),
        ("claim:c4", "0110"),
    ]


def test_timeline_and_what_was_told_run_from_before_1(antiquity: Index) -> None:
    found = timeline(antiquity, "lines", Slice(window="-0050/-0042")).table
    assert found["surely"].to_dict() == {
        **dict.fromkeys((-50,), 1), **dict.fromkeys(range(-49, -43), 2), -43: 3, -42: 0,
    }  # fmt: skip
    assert list(timeline(antiquity, "lines").table.index) == [*range(-50, 1972)]
    told = told_by_year(antiquity).table["said_surely"]
    assert (told.loc[-50], told.loc[-45], told.loc[110]) == (2, 3, 5)


def test_every_export_holds_the_days(antiquity: Index) -> None:
    selection = tally(antiquity)
    expected = {id_: DAYS[id_] for id_ in everything(antiquity).index}
    rows = csv.DictReader(io.StringIO(exports.FORMATS["edges-csv"].write(selection).decode()))
    assert {row["claim"]: [row[name] for name in BOUNDS] for row in rows} == expected
    graph = nx.read_graphml(
        io.BytesIO(exports.FORMATS["graphml"].write(selection)), force_multigraph=True
    )
    assert {
        key: [about.get(name, "") for name in BOUNDS]
        for _, _, key, about in graph.edges(keys=True, data=True)
    } == expected
    assert b'"-0043-03-15"' in exports.FORMATS["gexf"].write(selection)
    written = exports.FORMATS["jsonld"].write(selection).decode()
    assert json.loads(written)
    for id_ in expected:
        assert all(f'"{day}"' in written for day in DAYS[id_] if day)


def test_parquet_is_read_by_pandas_where_no_date_of_python_holds_the_days(
    antiquity: Index,
) -> None:
    found = pd.read_parquet(io.BytesIO(write_edges(tally(antiquity)))).set_index("claim")
    for name, at in zip(BOUNDS, range(4), strict=True):
        for id_, days in DAYS.items():
            expected = np.datetime64(days[at] or "NaT", "ms")
            assert str(found[name].to_numpy()[found.index.get_loc(id_)]) == str(expected)


def test_command_line_takes_windows_before_1(folder: Path) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(commands, [*arguments, "--index", str(folder)])
        assert result.exit_code == 0, result.output
        return result.output

    shown = run("show", "b", "--window", "-0049/-0044")
    assert "-0049/-0043" in shown
    assert "-0043-03-15" not in shown
    years = run("timeline", "b", "--window", "-0046/-0044")
    assert [line.partition(",")[0] for line in years.splitlines()][:4] == [
        "year", "-46", "-45", "-44",
    ]  # fmt: skip
    assert "entity:a" in run("query", "active-in", "--set", "year=-0043")
    told = run("timeline", "b", "--told")
    assert told.splitlines()[1].startswith("-50,")
    assert "c2" not in run("show", "c", "--said-by", "-0045")


def test_rdflib_keeps_the_days_and_says_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    graph = cardindex.open(folder).graph
    days = {str(day) for day in graph.objects(predicate=rdflib.URIRef(f"{CI}earliestStart"))}
    assert {"-0049-01-01", "-0043-03-15", "1971-01-01"} <= days
    assert caplog.records == []


def test_dump_conforms_to_the_shapes(folder: Path) -> None:
    shapes = rdflib.Graph().parse(ontology.packaged_path(), format="turtle")
    found, _, text = shacl.validate(cardindex.open(folder).graph + shapes, shacl_graph=shapes)
    assert found, text


def test_reversed_years_before_1_are_told(tmp_path: Path) -> None:
    building.write(tmp_path, building.completed({"claims": [claim("c1", when="-0043/-0050")],
                                                 "citations": [cite("c1", "x")]}))  # fmt: skip
    result = CliRunner().invoke(commands, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert 'claims.csv:2:when: "-0043/-0050": it ends before it starts' in result.output
    assert 'write "-0050/-0043"' in result.output


def test_workbench_draws_years_before_1(folder: Path, tmp_path: Path) -> None:
    bench = cardindex.open(folder)
    assert len(bench.timeline("degree", entity="b").table) == len(range(-50, 15))
    bench.view().save(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<td>15 March 44 BC<td>" in page
