"""A workbook → rows of the tables, each with the row of its sheet, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cardindex import inputs
from cardindex.errors import CardindexError, Problem, nearest
from cardindex.tables import COLUMNS, OPTIONAL
from cardindex.tables.columns import NEEDED
from cardindex.workbooks.lost import lost
from cardindex.workbooks.sheets import LISTS, MADE_OF

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_BYTES = 200_000_000
"""The size of the largest workbook that is read."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """The rows of a workbook by table.

    ``made_of``: the marks of the rows that the workbook was made of; None of one that somebody
    else has made. ``unused``: sheets that are no table.
    """

    rows: Mapping[str, list[Row]]
    made_of: Mapping[str, frozenset[str]] | None
    unused: tuple[str, ...] = ()
    problems: Sequence[Problem] = ()


def read(path: Path) -> Book:
    """Read a workbook (XLSX, XLSM, XLS, ODS).

    A table without a sheet is not in ``rows``. Problems name sheet, row and column as the
    spreadsheet shows them. Raises CardindexError where the file is no workbook.
    """
    book, data = _opened(path)
    names = {name.strip().casefold(): name for name in book.sheet_names}
    problems: list[Problem] = []
    made_of = _made_of(book, names)
    without = lost(data)
    taken: dict[str, list[Row]] = {}
    for table in COLUMNS:
        if name := names.get(table):
            cells = _cells(book, name)
            needed = NEEDED[table] if made_of is None else COLUMNS[table]
            faults = list(_header_faults(table, cells, needed))
            problems += faults or _lost_cells(table, cells, without.get(name, {}))
            taken[table] = [] if faults else _taken(table, cells, problems)
    if not taken:
        known = ", ".join(name for name in COLUMNS if name not in OPTIONAL)
        message = f"{path}: none of its sheets is a table; name them {known} and so on"
        raise CardindexError(message)
    unused = names.keys() - {*COLUMNS, LISTS, MADE_OF}
    return Book(
        taken,
        made_of,
        tuple(sorted(names[name] for name in unused)),
        tuple(problems),
    )


def is_of_tables(path: Path) -> bool:
    """Tell whether a workbook is one of the tables: we made it, or a sheet has a table's columns.

    Raises CardindexError where the file is no workbook.
    """
    book, _ = _opened(path)
    names = {name.strip().casefold(): name for name in book.sheet_names}
    if MADE_OF in names:
        return True
    return any(
        len(set(NEEDED[table]).intersection(_header(_cells(book, names[table])))) > 1
        for table in COLUMNS
        if table in names
    )


def _opened(path: Path) -> tuple[CalamineWorkbook, bytes]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - not at every start

    try:
        data = inputs.contents(path, MOST_BYTES)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}; name a workbook that you may open"
        raise CardindexError(message) from error
    try:
        return CalamineWorkbook.from_filelike(BytesIO(data)), data
    except (CalamineError, ValueError, OSError) as error:
        message = f"{path}: is no workbook ({error}); save it as XLSX, without a password"
        raise CardindexError(message) from error


def _cells(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _made_of(book: CalamineWorkbook, names: Mapping[str, str]) -> dict[str, frozenset[str]] | None:
    if MADE_OF not in names:
        return None
    columns = list(zip(*_cells(book, names[MADE_OF]), strict=True))
    return {str(column[0]): frozenset(map(str, column[1:])) - {""} for column in columns}


def _taken(table: str, cells: Sequence[Sequence[Any]], problems: list[Problem]) -> list[Row]:
    """Return the rows of one sheet; what is wrong is added to the problems."""
    rows: list[Row] = []
    header = _header(cells)
    places = [header.index(column) if column in header else -1 for column in COLUMNS[table]]
    for line, row in enumerate(cells[1:], start=2):
        values = [row[place] if 0 <= place < len(row) else "" for place in places]
        texts = [_text(value) for value in values]
        for column, value, text in zip(COLUMNS[table], values, texts, strict=True):
            if text is None:
                problems.append(_typed(table, line, column, value))
        if any(texts):
            rows.append(tuple(text or "" for text in texts))
    return rows


def _header(cells: Sequence[Sequence[Any]]) -> list[str]:
    return [_plain(cell) for cell in cells[0]] if cells else []


def _lost_cells(
    table: str, cells: Sequence[Sequence[Any]], without: Mapping[tuple[int, int], str]
) -> Iterator[Problem]:
    """Yield a problem for each cell whose value is not there."""
    header = _header(cells)
    for (line, place), what in without.items():
        column = header[place] if place < len(header) else ""
        if not line:
            message = f"there is {what} in some cell; write what is to stand there, as text"
            yield Problem(f"sheet {table}", 0, "", "missing-value", message)
        elif column in COLUMNS[table]:
            message = f"there is {what} in this cell; write what is to stand there, as text"
            yield Problem(f"sheet {table}", line, column, "missing-value", message)


def _header_faults(
    table: str, cells: Sequence[Sequence[Any]], needed: Sequence[str]
) -> Iterator[Problem]:
    """Yield what is wrong with a first row; ``needed``: the columns that it has to have."""
    columns, header = COLUMNS[table], _header(cells)
    for column in needed:
        if column not in header:
            message = (
                f'has no column "{column}"; the first row is {", ".join(columns)}, also where '
                "there is nothing in a column"
            )
            yield Problem(f"sheet {table}", 1, column, "missing-column", message)
    for column in header:
        if column and column not in columns:
            near = nearest(column, columns)
            mend = f'did you mean "{near}"?' if near else "delete it"
            message = f'unknown column "{column}"; {mend}'
            yield Problem(f"sheet {table}", 1, column, "unknown-column", message)
        elif column and header.count(column) > 1:
            message = f'column "{column}" stands twice; keep one'
            yield Problem(f"sheet {table}", 1, column, "repeated-column", message)


def _plain(cell: Any) -> str:  # noqa: ANN401 - whatever a sheet holds
    return str(cell).strip().casefold()


def _text(value: Any) -> str | None:  # noqa: ANN401 - whatever a sheet holds
    """Return a cell as text; None for what a spreadsheet has made something else of."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | date | datetime | time | timedelta):
        return None
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    return "" if value is None else str(value)


def _typed(table: str, line: int, column: str, value: Any) -> Problem:  # noqa: ANN401
    made = "a truth value" if isinstance(value, bool) else "a date or a time"
    message = (
        f"the spreadsheet has made {made} of this cell ({value}), and what was typed is lost; "
        "format the cell as text and type it again"
    )
    return Problem(f"sheet {table}", line, column, "mangled-date", message)
