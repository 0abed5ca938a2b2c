"""The CSV files of an index ↔ columns of text with their line numbers, and their canonical form."""

from __future__ import annotations

from cardindex.tables import bibliography
from cardindex.tables.column import Column
from cardindex.tables.columns import ADDED, COLUMNS, ENDINGS, NEEDED, OPTIONAL, SORTED_BY
from cardindex.tables.ids import (
    CITATION_KEY,
    citation_id,
    claim_key,
    in_order,
    is_sorted,
    lasting_keys,
    row_keys,
    sort_keys,
    sorted_rows,
)
from cardindex.tables.parquets import refuse_parquet
from cardindex.tables.reading import parse, read
from cardindex.tables.table import Table, columns_of, empty
from cardindex.tables.writing import (
    canonical,
    comma_separated,
    form_problem,
    ordered,
    render,
    row_texts,
)

__all__ = [
    "ADDED",
    "CITATION_KEY",
    "COLUMNS",
    "ENDINGS",
    "NEEDED",
    "OPTIONAL",
    "SORTED_BY",
    "Column",
    "Table",
    "bibliography",
    "canonical",
    "citation_id",
    "claim_key",
    "columns_of",
    "comma_separated",
    "empty",
    "form_problem",
    "in_order",
    "is_sorted",
    "lasting_keys",
    "ordered",
    "parse",
    "read",
    "refuse_parquet",
    "render",
    "row_keys",
    "row_texts",
    "sort_keys",
    "sorted_rows",
]
