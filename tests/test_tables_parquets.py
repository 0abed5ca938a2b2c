"""Tables in Parquet: read as those of CSV, and not edited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import small
from pyarrow import parquet

from cardindex import exports, tables
from cardindex.errors import OutputError
from cardindex.index import Index

TWIN = Path(__file__).parent / "data" / "valid" / "tables-in-parquet"


@pytest.mark.parametrize("name", tables.COLUMNS)
def test_table_in_parquet_has_the_rows_of_the_one_in_csv(name: str) -> None:
    here, _ = tables.read(TWIN, name)
    there, _ = tables.read(small.FOLDER, name)
    assert here.file == f"{name}.parquet"
    assert {column: list(cells) for column, cells in here.columns.items()} == {
        column: list(cells) for column, cells in there.columns.items()
    }


def test_index_of_parquet_is_the_index_of_csv() -> None:
    here, there = Index.open(TWIN), small.index()
    for name in tables.COLUMNS:
        one, other = (getattr(index, name).drop(columns="line") for index in (here, there))
        pd.testing.assert_frame_equal(one, other)


def test_tables_that_are_exported_are_an_index(tmp_path: Path) -> None:
    for name in tables.COLUMNS:
        format_ = exports.FORMATS[f"{name}-parquet"]
        (tmp_path / format_.file).write_bytes(format_.bytes_of(small.selection()))
    for name in ("index.toml", "bibliography.json"):
        shutil.copy(small.FOLDER / name, tmp_path)
    pd.testing.assert_frame_equal(Index.open(tmp_path).claims, Index.open(TWIN).claims)


@pytest.mark.parametrize("words", [["fmt"], ["undo", "-i"]])
def test_parquet_is_not_edited(words: list[str], tmp_path: Path, run) -> None:
    folder = shutil.copytree(TWIN, tmp_path / "index")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    done = run(*words, folder)
    assert (done.code, "Parquet is read and not edited" in done.err) == (1, True), done
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    with pytest.raises(OutputError, match="cardindex export entities"):
        tables.refuse_parquet(folder)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), "utf8")])
def test_texts_of_every_kind_are_put_into_the_form_of_csv(kind: pa.DataType, tmp_path) -> None:
    cells = [" a ", "e\u0301", "x\r\ny", ""]
    columns = {name: pa.array(cells).cast(kind) for name in tables.COLUMNS["silent"]}
    parquet.write_table(pa.table(columns), tmp_path / "silent.parquet")
    table, problems = tables.read(tmp_path, "silent")
    assert problems == []
    assert list(table["reason"]) == ["a", "é", "x\ny", ""]
    assert list(table.lines) == [1, 2, 3, 4]


@pytest.mark.parametrize("at", [0.1, 0.5, 0.9])
def test_damage_is_told(at: float, tmp_path: Path) -> None:
    data = bytearray((TWIN / "claims.parquet").read_bytes())
    start = int(len(data) * at)
    data[start : start + 40] = b"\x99" * 40
    (tmp_path / "claims.parquet").write_bytes(data)
    table, problems = tables.read(tmp_path, "claims")
    assert table is None or list(table["id"]) == list(tables.read(TWIN, "claims")[0]["id"])
    assert all(problem.code == "malformed-parquet" for problem in problems)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "claims.parquet").mkdir()
    _, (problem,) = tables.read(tmp_path, "claims")
    assert (problem.file, problem.code) == ("claims.parquet", "unreadable-file")
