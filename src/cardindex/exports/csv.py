"""Nodes and edges as CSV, for spreadsheets, Gephi's importer and R."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from cardindex.evidence import Selection
from cardindex.exports.format import node_and_edge_tables
from cardindex.network import edges, nodes
from cardindex.tables import comma_separated


def write_nodes(selection: Selection, *, isolates: bool = False) -> bytes:
    """Return the entities that claims link, one a row."""
    return document(nodes(selection, isolates=isolates))


def write_edges(selection: Selection) -> bytes:
    """Return the claims that link, one a row; the first two columns are the ends."""
    table = edges(selection, whole=True)
    ends = {name: table.pop(name) for name in ("source", "target")}
    return document(pd.DataFrame({**ends, "claim": table.index, **table}).set_index("source"))


def document(table: pd.DataFrame) -> bytes:
    """Return a table as CSV in UTF-8 with LF; cells stand as they are, whatever runs them.

    Truth is ``true`` or ``false``, a list is joined by ``;``, and a number that is missing or
    without bound is an empty cell.
    """
    whole = table.reset_index()
    cells = [list(map(_cell, whole[name].tolist())) for name in whole.columns]
    return comma_separated(list(map(str, whole.columns)), cells).encode()


def _cell(value: Any) -> str:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, float):
        return f"{value:.15g}" if math.isfinite(value) else ""
    return str(value)


FORMATS = node_and_edge_tables("csv", "text/csv", "CSV", write_nodes, write_edges)
