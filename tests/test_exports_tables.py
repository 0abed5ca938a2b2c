"""Tables of nodes and edges, and the tables of an index with the package that tells them."""

from __future__ import annotations

import csv
import json
import math
import warnings
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
import small
from hostile import MARKUP, of_markup

from cardindex import exports, tables
from cardindex.evidence import tally
from cardindex.index import Index
from cardindex.network import EVIDENCE
from cardindex.slices import Slice


def test_edge_table_is_plain_csv() -> None:
    text = exports.FORMATS["edges-csv"].write(small.selection()).decode()
    rows = {row["claim"]: row for row in csv.DictReader(StringIO(text))}
    assert list(rows["c001"])[:3] == ["source", "target", "claim"]
    assert {(row["source"], row["target"], id_) for id_, row in rows.items()} == small.links()
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
        end for link in small.links() for end in link[:2]
    }


def test_hostile_text_stays_text_in_tables() -> None:
    rows = csv.DictReader(
        StringIO(exports.FORMATS["nodes-csv"].write(of_markup()).decode(), newline="")
    )
    assert next(rows)["label"] == MARKUP
    edges = pq.read_table(BytesIO(exports.FORMATS["edges-parquet"].write(of_markup()))).to_pylist()
    assert edges[0]["text"] == MARKUP


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
