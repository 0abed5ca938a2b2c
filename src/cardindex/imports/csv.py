"""CSV, TSV and the like: lists of links, lists of nodes, matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cardindex.imports.format import Format
from cardindex.imports.found import Found, Wishes
from cardindex.imports.tabular.whole import read as read_tables


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what CSV files say; raises Unreadable."""
    return read_tables(paths, wishes, books_=False)


FORMATS = (
    Format(
        name="csv",
        description="CSV, TSV: links as Gephi, Palladio, Kumu … have them, nodes, matrices",
        extensions=(".csv", ".tsv", ".tab", ".txt"),
        read=read,
        takes=("nodes", "delimiter"),
    ),
)
