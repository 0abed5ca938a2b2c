"""The header of a table: its columns, and problems of a missing or misspelt one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cardindex.errors import Problem, suggestion
from cardindex.tables.columns import ADDED, CODING, COLUMNS

MOST_COLUMNS = 100
"""So many columns a table may have, known or not; a row of more is no header."""

_PASSAGES = (
    "a passage is quoted here only while one codes, and an index that has it is not to be shown; "
    '"cardindex fmt --texts DIR" makes locator, offsets and seal of it'
)

# How many lines are searched for a header that is not on the first one.
_FIRST = 20


def header_of(cells: Sequence[str]) -> list[str]:
    """Return the header's cells, without the empty ones that a spreadsheet leaves at the end."""
    header = list(cells)
    while header and not header[-1]:
        header.pop()
    return header


def header_below(name: str, text: str) -> int:
    """Return the line of a header that stands below the first line, as under a title; or 0."""
    columns = COLUMNS[name]
    for line, row in enumerate(text.split("\n", _FIRST)[:_FIRST], start=1):
        cells = {_meant(cell, columns) for cell in re.split("[,;\t]", row)} - {""}
        if line > 1 and 2 * len(cells) > len(columns):
            return line
    return 0


def header_problems(name: str, header: list[str], below: int = 0) -> list[Problem]:
    """Say what is wrong with the header row of table ``name``.

    ``below``: the line of a header farther down, or 0.
    """
    file, columns = f"{name}.csv", COLUMNS[name]
    if len(header) > MOST_COLUMNS:
        message = (
            f"the first line has {len(header):,} cells, and a table at most {MOST_COLUMNS} "
            f"columns; the header is {','.join(columns)}"
        )
        return [Problem(file, 1, "", "too-large", message)]
    meant = {cell: _meant(cell, columns) for cell in header}
    if not any(meant.values()) and below:
        message = f"the first line is no header, which is line {below}: delete what is above it"
        return [Problem(file, 1, "", "missing-header", message)]
    if not any(meant.values()):
        message = (
            "the first line is no header; put this line above it, or in its place if it is a "
            f"header in other words: {','.join(columns)}"
        )
        return [Problem(file, 1, "", "missing-header", message)]
    missing = [column for column in columns if column not in header]
    coding = CODING.get(name, ())
    problems = [
        Problem(file, 1, cell, "unknown-column", _unknown(cell, meant[cell], missing, columns))
        for cell in header
        if cell not in columns and cell not in coding
    ]
    problems += [
        Problem(file, 1, cell, "passage-column", _PASSAGES, "warning")
        for cell in header
        if cell in coding
    ]
    problems += [
        Problem(file, 1, column, "repeated-column", f'column "{column}" stands twice; keep one')
        for at, column in enumerate(header)
        if header.index(column) < at and (column in columns or column in coding)
    ]
    return problems + [_missing(name, column) for column in missing if column not in meant.values()]


def _meant(cell: str, columns: Collection[str]) -> str:
    """Return the column that a cell names, be it in capitals or with a space; or nothing."""
    plain = re.sub(r"[^\w]+", "_", cell.casefold()).strip("_")
    return plain if plain in columns else ""


def _unknown(cell: str, meant: str, missing: Collection[str], columns: Collection[str]) -> str:
    if meant:
        how = "delete one of the two" if meant not in missing else f'write "{meant}"'
        small = ", in small letters" if cell.casefold() == meant else ""
        return f'unknown column "{cell}"; {how}{small if meant in missing else ""}'
    mend = suggestion(cell, missing) or "; delete it"
    return f'unknown column "{cell}"{mend} (the columns are {", ".join(columns)})'


def _missing(name: str, column: str) -> Problem:
    message = f'column "{column}" is missing; add it, with a cell in each row (which may be empty)'
    if column in ADDED.get(name, ()):
        message = (
            f'column "{column}" is missing, as in every index made before there was one; '
            '"cardindex fmt --upgrade" adds it'
        )
    return Problem(f"{name}.csv", 1, column, "missing-column", message)
