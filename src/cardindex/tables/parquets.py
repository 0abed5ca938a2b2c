"""Parquet files → tables: the columns of CSV, as texts, for what no spreadsheet opens.

Rows are told by their numbers, the first being 1. Cells are put into the form that those of CSV
have: NFC, without white space at their ends, line ends as line feeds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardindex import inputs
from cardindex.errors import OutputError, Problem
from cardindex.tables.column import Column
from cardindex.tables.columns import CODING, COLUMNS
from cardindex.tables.headers import header_problems
from cardindex.tables.table import Table

if TYPE_CHECKING:
    import pyarrow as pa

ENDING = ".parquet"

MOST_ROWS = 100_000_000
MOST_BYTES = 20_000_000_000
"""So many rows, and bytes once it is unpacked, the largest table has that is read."""

_CODE = "malformed-parquet"
_HOW = "write its columns as texts, empty where there is nothing"
_SHOWN = 20  # how many rows with a null are told


def read(path: Path, name: str) -> tuple[Table | None, list[Problem]]:
    """Read the table ``name`` from a Parquet file: the table, and what is wrong with the file."""
    import pyarrow as pa  # noqa: PLC0415 - only those who have such files wait for it
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with inputs.opened(path) as file:
            opened = parquet.ParquetFile(file, page_checksum_verification=True)
            found = list(_faults_of_file(path.name, name, opened))
            if any(problem.code != "unknown-column" for problem in found if not problem.column):
                return None, found
            if any(problem.code == "repeated-column" for problem in found):
                return None, found
            there = [column for column in _wanted(name) if column in opened.schema_arrow.names]
            table = opened.read(columns=there)
            table.validate(full=True)
    except (OSError, ValueError, pa.ArrowException) as error:
        return None, [_unread(path.name, getattr(error, "strerror", None))]
    return _table(path.name, name, table, found)


def _unread(file: str, told: str | None) -> Problem:
    """Say why nothing can be made of a file: what the system has ``told``, or nothing."""
    if told:
        return Problem(file, 0, "", "unreadable-file", f"cannot be read: {told}; put a table there")
    message = "is no Parquet that can be read, or a part of it is damaged; write the file anew"
    return Problem(file, 0, "", _CODE, message)


def refuse_parquet(folder: Path) -> None:
    """Raise OutputError where tables of an index stand in Parquet, which is read and not edited."""
    there = [name for name in COLUMNS if (folder / f"{name}{ENDING}").exists()]
    if there:
        name = there[0]
        raise OutputError(
            f"{folder / name}{ENDING}: Parquet is read and not edited; "
            f'"cardindex export {name} -i {folder} -o {name}.csv" writes the table as CSV, '
            "to be put in its place"
        )


def _wanted(name: str) -> tuple[str, ...]:
    return (*COLUMNS[name], *CODING.get(name, ()))


def _faults_of_file(file: str, name: str, opened: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield what is wrong with a file before its rows are read."""
    header = list(opened.schema_arrow.names)
    for problem in header_problems(name, header):
        yield replace(problem, file=file, row=0)
    about = opened.metadata
    size = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
    if about.num_rows > MOST_ROWS or size > MOST_BYTES:
        message = f"has more than {MOST_ROWS:,} rows, or more bytes than are read; divide the index"
        yield Problem(file, 0, "", "too-large", message)


def _table(
    file: str, name: str, table: pa.Table, found: list[Problem]
) -> tuple[Table | None, list[Problem]]:
    columns: dict[str, Column] = {}
    wrong = []
    for column in table.column_names:
        cells, problems = _texts(file, column, table[column])
        columns[column] = cells
        wrong += problems
    missing = frozenset(COLUMNS[name]) - set(columns)
    nothing = Column.of([""] * len(table))
    held = {column: columns.get(column, nothing) for column in COLUMNS[name]}
    coding = {column: columns[column] for column in CODING.get(name, ()) if column in columns}
    read_ = Table(
        name, held, range(1, len(table) + 1), missing=missing, coding=coding, ending=ENDING
    )
    return (None if wrong else read_), [*found, *wrong]


def _texts(file: str, column: str, cells: Any) -> tuple[Column, list[Problem]]:  # noqa: ANN401
    """Return the cells of a column, and what keeps them from being texts."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    kind = cells.type.value_type if pa.types.is_dictionary(cells.type) else cells.type
    if not (_is_text(kind) or (pa.types.is_null(kind) and not len(cells))):
        message = f"the column is of the type {cells.type} and not of texts; {_HOW}"
        return Column.of([""] * len(cells)), [Problem(file, 0, column, _CODE, message)]
    if cells.null_count:
        return Column.of([""] * len(cells)), list(_nulls(file, column, cells))
    made = Column.of_arrow(cells.cast(pa.string()))
    if all(map(_is_plain, made.distinct)):
        return made, []
    forms = list(map(_plain, made.distinct))
    return Column.of([forms[code] for code in made.codes.tolist()]), []


def _is_text(kind: Any) -> bool:  # noqa: ANN401 - a type of Arrow
    import pyarrow as pa  # noqa: PLC0415 - as above

    kinds = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(is_one(kind) for is_one in kinds)


def _nulls(file: str, column: str, cells: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield a Problem for each of the first cells that hold no text at all."""
    import numpy as np  # noqa: PLC0415 - as above

    rows = np.flatnonzero(np.asarray(cells.is_null()))
    for row in rows[:_SHOWN].tolist():
        message = "the cell is null; write an empty text where there is nothing"
        yield Problem(file, row + 1, column, _CODE, message)
    if len(rows) > _SHOWN:
        message = f"and {len(rows) - _SHOWN:,} more cells are null"
        yield Problem(file, 0, column, _CODE, message)


def _is_plain(cell: str) -> bool:
    return (cell.isascii() and cell == cell.strip() and "\r" not in cell) or cell == _plain(cell)


def _plain(cell: str) -> str:
    """Return a cell as reading CSV would have it."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines.strip())
