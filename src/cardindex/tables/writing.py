"""Tables → CSV: the one canonical form, and where a file is not in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from cardindex.errors import Problem
from cardindex.tables.columns import COLUMNS
from cardindex.tables.ids import is_sorted, sort_keys, sorted_rows
from cardindex.tables.table import Table

_SPECIAL = '",\n\r'
"""What a cell is put in quotation marks for."""


def canonical(table: Table) -> str:
    """Return the table's canonical text: sorted, LF, commas, quotes only where needed.

    It is NFC where the table was read, as reading composes what it reads.
    """
    columns: Mapping[str, Sequence[str]] = table.columns
    keys = sort_keys(table.name, columns)
    if not is_sorted(keys):
        order = sorted_rows(keys)
        columns = {name: [cells[at] for at in order] for name, cells in columns.items()}
    return _written(table.name, columns.values())


def ordered(name: str, rows: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return rows, whose cells are in canonical order, sorted as the table ``name`` is."""
    found = list(map(tuple, rows))
    cells = zip(*found, strict=True) if found else repeat(())
    columns = dict(zip(COLUMNS[name], cells, strict=False))
    return [found[at] for at in sorted_rows(sort_keys(name, columns))]


def render(name: str, rows: Iterable[Sequence[str]]) -> str:
    """Return the CSV text of ``rows``, whose cells are in canonical order, as they come."""
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS[name])
    return _written(name, columns)


def form_problem(table: Table) -> Problem | None:
    """Return a warning where the file is not in canonical form, naming the first difference."""
    if table.forgiven:
        row, wrong = 1, f"the file {' and '.join(table.forgiven)}"
    elif _is_plain(table):
        return None
    elif not unicodedata.is_normalized("NFC", table.text):
        row = _first_loose(table.text)
        wrong = "from this line on, letters are not composed (Unicode's form NFC)"
    else:
        wanted = canonical(table)
        if wanted == table.text:
            return None
        row = first_difference(table.text, wanted)
        wrong = "from this line on, order, spacing or quoting is not canonical"
    message = f'{wrong}; "cardindex fmt" mends it'
    return Problem(table.file, row, "", "not-canonical", message, "warning")


def first_difference(text: str, wanted: str) -> int:
    """Return the line, counted from 1, from which on a text is not as it should be."""
    found, should = text.split("\n"), wanted.split("\n")
    pairs = enumerate(zip(found, should, strict=False), start=1)
    # If one text is the beginning of the other, they differ where the shorter one ends.
    return next((line for line, (is_, be) in pairs if is_ != be), min(len(found), len(should)))


def _first_loose(text: str) -> int:
    """Return the first line with a letter that is not composed."""
    lines = enumerate(text.split("\n"), start=1)
    return next((line for line, row in lines if not unicodedata.is_normalized("NFC", row)), 1)


def _is_plain(table: Table) -> bool:
    """Tell whether a table is canonical, where that is cheap to tell: if reading let nothing go.

    Then the text is the cells with one separator after each, and only its form and its order are
    left to see.
    """
    composed = isinstance(table.written, bytes) or unicodedata.is_normalized("NFC", table.written)
    return composed and table.whole and table.order.canonical


def comma_separated(header: Sequence[str], columns: Iterable[Sequence[str]]) -> str:
    """Return the CSV text of a header and whole columns, all of one length, with LF.

    It is RFC 4180 but for the line end. Python's own writer, told to write LF, leaves a cell with
    a carriage return unquoted before 3.13, and every reader then takes it for two rows.
    """
    return "\n".join((",".join(_quoted(header)), *row_texts(columns), ""))


def row_texts(columns: Iterable[Sequence[str]]) -> list[str]:
    """Return the CSV text of each row of whole columns, all of one length, without a line end."""
    quoted = [_quoted(cells) for cells in columns]
    if len(quoted) == 1:
        # A row of one empty cell is quoted: an empty line would be no row.
        quoted = [[cell or '""' for cell in quoted[0]]]
    # Column by column is four times as fast as row by row.
    return list(map(",".join, zip(*quoted, strict=True)))


def _written(name: str, columns: Iterable[Sequence[str]]) -> str:
    return comma_separated(COLUMNS[name], columns)


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells as CSV has them, with quotation marks only where they are needed."""
    joined = "".join(cells)
    if not any(character in joined for character in _SPECIAL):
        return cells
    special = re.compile(f"[{_SPECIAL}]").search
    return ['"' + cell.replace('"', '""') + '"' if special(cell) else cell for cell in cells]
