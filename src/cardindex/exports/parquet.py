"""Nodes, edges and tables as Parquet, typed, for Spark, DuckDB, Arrow and pandas."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cardindex import tables
from cardindex.evidence import Selection
from cardindex.exports.format import WORKED_OUT, Format, node_and_edge_tables
from cardindex.exports.tables import rows
from cardindex.index import BOUNDS
from cardindex.network import EVIDENCE, edges, nodes

_NUMBERS = ("support_low", "support_high", "works", "opposition_low", "opposition_high")
_FLAGS = tuple(name for name in EVIDENCE if name not in {"standing", "roots", *_NUMBERS})

_TYPES: dict[str, pa.DataType] = {
    **dict.fromkeys(_FLAGS, pa.bool_()),
    **dict.fromkeys(_NUMBERS, pa.int64()),
    **dict.fromkeys(("low", "high"), pa.float64()),
    "roots": pa.list_(pa.string()),
    "identifications": pa.list_(pa.string()),
}
"""The types of columns that are not text."""


def write_nodes(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the entities that claims link, one a row."""
    return _parquet(nodes(selection, isolates=isolates).reset_index())


def write_edges(selection: Selection) -> bytes:
    """Return the claims that link, one a row.

    A day that has no bound is null, as is a number without quantity; a quantity without upper
    bound is infinite. Days are date32; where a claim is of before the year 1, which the dates of
    Python, and so of pandas, do not hold, they are timestamps at midnight.
    """
    return _parquet(edges(selection, whole=True).reset_index())


def _parquet(table: pd.DataFrame) -> bytes:
    days = _days(table)
    arrays = {
        str(name): days[name] if name in days else _array(str(name), column)
        for name, column in table.items()
    }
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays), buffer, compression="zstd")
    return buffer.getvalue()


def _array(name: str, column: pd.Series) -> pa.Array[Any]:
    return pa.array(column.tolist(), _TYPES.get(name, pa.string()), from_pandas=True)


def _days(table: pd.DataFrame) -> dict[str, pa.Array[Any]]:
    """Return the columns of days, all of one type that holds the earliest of them."""
    days = {
        name: np.array([day or "NaT" for day in table[name]], dtype="datetime64[D]")
        for name in BOUNDS
        if name in table
    }
    early = any((column < np.datetime64("0001-01-01")).any() for column in days.values())
    type_ = pa.timestamp("ms") if early else pa.date32()
    return {name: pa.array(column).cast(type_) for name, column in days.items()}


def write_table(selection: Selection, *, table: str) -> bytes:
    """Return one of the tables as texts, in canonical order; an index may stand in such files."""
    columns = zip(*rows(selection, table), strict=True)
    cells = dict(zip(tables.COLUMNS[table], columns, strict=False))
    arrays = {name: pa.array(cells.get(name, ()), pa.string()) for name in tables.COLUMNS[table]}
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays), buffer, compression="zstd", write_page_checksum=True)
    return buffer.getvalue()


FORMATS = (
    *(
        Format(
            name=f"{table}-parquet",
            file=f"{table}.parquet",
            media_type="application/vnd.apache.parquet",
            group="tables",
            description=f"Parquet: the table {table}, for an index that no spreadsheet opens",
            write=partial(write_table, table=table),
            partly=WORKED_OUT,
            built=False,
        )
        for table in tables.COLUMNS
    ),
    *node_and_edge_tables(
        "parquet", "application/vnd.apache.parquet", "Parquet", write_nodes, write_edges
    ),
)
