"""Workbooks (XLSX, XLS, ODS): lists of links, lists of nodes, matrices, each on a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cardindex.imports.format import Format
from cardindex.imports.found import Found, Wishes
from cardindex.imports.tabular.whole import read as read_tables


def read(paths: Sequence[Path], wishes: Wishes) -> Iterator[Found]:
    """Yield what workbooks say; raises Unreadable."""
    return read_tables(paths, wishes, books_=True)


FORMATS = (
    Format(
        name="xlsx",
        description="XLSX, XLS, ODS: the same tables as of CSV, each on a sheet",
        extensions=(".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"),
        read=read,
        takes=("nodes", "sheet"),
    ),
)
