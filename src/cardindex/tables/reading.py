"""CSV files → tables: what is forgiven, which line is which, and what cannot be read.

Reading forgives what spreadsheets do to files (a byte order mark, CRLF, ``;`` for ``,``, empty
rows and columns at the end) and says so in a warning. Values stay text here.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path

from cardindex.errors import Problem, suggestion
from cardindex.tables.columns import ADDED, COLUMNS, OPTIONAL
from cardindex.tables.table import Table


def read(folder: Path, name: str) -> tuple[Table | None, list[Problem]]:
    """Read the table ``name`` of ``folder``; see ``parse``.

    Where the file of an optional table is not there, there is no table and nothing is wrong.
    """
    file = f"{name}.csv"
    try:
        data = (folder / file).read_bytes()
    except FileNotFoundError:
        if name in OPTIONAL:
            return None, []
        message = f"there is no such file; {_without_rows(name)}"
        return None, [Problem(file, 0, "", "missing-table", message)]
    except IsADirectoryError:
        message = f"is a folder; put the table there instead: {_without_rows(name)}"
        return None, [Problem(file, 0, "", "unreadable-file", message)]
    except OSError as error:
        message = f"cannot be read: {error.strerror}; see that it can be opened by you"
        return None, [Problem(file, 0, "", "unreadable-file", message)]
    return parse(name, data)


def parse(name: str, data: bytes) -> tuple[Table | None, list[Problem]]:
    """Parse the bytes of one CSV file: the table, and what is wrong with the file.

    There is no table where nothing can be made of the file. Otherwise it is as whole as it can
    be, so that what else is wrong can be told too.
    """
    text, problems = _decoded(name, data)
    text, delimiter, forgiven = _outer_form(text)
    if not text or text.isspace():
        message = f"the file is empty; {_without_rows(name)}"
        return None, [*problems, Problem(f"{name}.csv", 0, "", "missing-header", message)]
    try:
        cells, widths, lines, whole = _cells(text, delimiter)
    except csv.Error as error:
        return None, [*problems, _csv_fault(name, text, delimiter, error)]
    header = _header(cells[: widths[0]])
    found = _header_problems(name, header)
    problems += found
    if any(problem.code in {"missing-header", "repeated-column"} for problem in found):
        return None, problems
    rows = len(lines) - 1
    by_name, lines, found = _columns(name, header, cells, widths, lines)
    problems += found
    whole &= tuple(header) == COLUMNS[name] and widths[0] == len(header)
    whole &= len(lines) == rows and not (forgiven or found)
    nothing = ("",) * len(lines)
    columns = {column: by_name.get(column, nothing) for column in COLUMNS[name]}
    missing = frozenset(COLUMNS[name]) - set(header)
    ragged = frozenset(problem.row for problem in found)
    return Table(name, columns, lines, text, forgiven, whole, missing, ragged), problems


def _without_rows(name: str) -> str:
    return f"a table without rows is one line: {','.join(COLUMNS[name])}"


def _decoded(name: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, and a Problem where it is not UTF-8 throughout."""
    file, save = f"{name}.csv", 'save the table as UTF-8 ("CSV UTF-8" in a spreadsheet)'
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problem = Problem(file, 0, "", "bad-encoding", f"the file is UTF-16; {save}")
        return data.decode("utf-16", errors="replace"), [problem]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"byte {data[error.start]:#04x} is not UTF-8; {save}"
        problem = Problem(file, row, "", "bad-encoding", message)
        return data.decode("utf-8", errors="replace"), [problem]


def _outer_form(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Strip what spreadsheets put around a table: its text, its delimiter, what was forgiven."""
    forgiven = []
    if text.startswith("\ufeff"):
        text = text[1:]
        forgiven.append("starts with a byte order mark")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        forgiven.append("has CRLF line ends")
    header = text.lstrip("\n").partition("\n")[0]
    delimiter = ","
    for other, called in ((";", "semicolons"), ("\t", "tabs")):
        if header.count(other) > header.count(","):
            delimiter = other
            forgiven.append(f"is separated by {called}")
    return text, delimiter, tuple(forgiven)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    # Twice as fast as a StringIO; splitlines() would split at form feeds and the like as well.
    lines = (f"{line}\n" for line in text.split("\n"))
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _cells(text: str, delimiter: str) -> tuple[list[str], Sequence[int], Sequence[int], bool]:
    """Return all cells, one after the other; how many each row has; the line where each starts.

    Cells come without white space at their ends; rows without a cell (blank lines) are left out.
    One flat list of cells costs a third of the time and memory of a list of rows. Last comes
    whether nothing is quoted and nothing was left out.
    """
    if '"' not in text:
        # Nothing is quoted, so rows are lines, and splitting is three times as fast as csv.
        rows = text.split("\n")
        lines = [line for line, row in enumerate(rows, start=1) if row]
        whole = len(lines) == len(rows) - 1 and text.endswith("\n")
        rows = list(filter(None, rows))
        widths = [row.count(delimiter) + 1 for row in rows]
        bare = delimiter.join(rows).split(delimiter)
        cells = list(map(str.strip, bare))
        return cells, widths, lines, whole and cells == bare
    reader = _reader(text, delimiter)
    widths = []
    ends = [0]

    def counted() -> Iterator[list[str]]:
        for row in reader:
            widths.append(len(row))
            ends.append(reader.line_num)  # type: ignore[attr-defined]
            yield row

    cells = list(map(str.strip, chain.from_iterable(counted())))
    starts = [end + 1 for end in ends[:-1]]
    return (
        cells,
        [width for width in widths if width],
        [start for start, width in zip(starts, widths, strict=True) if width],
        False,
    )


def _csv_fault(name: str, text: str, delimiter: str, error: csv.Error) -> Problem:
    """Return the Problem of a text that the csv module refuses."""
    reader = _reader(text, delimiter)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1  # type: ignore[attr-defined]
    except csv.Error:
        pass
    message = (
        f"the row that starts here is not CSV ({error}): a quotation mark is left open, or stands "
        "unquoted; a cell with a quotation mark is written in quotation marks, the mark inside "
        'twice: "he said ""no"""'
    )
    return Problem(f"{name}.csv", start, "", "malformed-csv", message)


def _header(cells: Sequence[str]) -> list[str]:
    """Return the header's cells, without the empty ones that a spreadsheet leaves at the end."""
    header = list(cells)
    while header and not header[-1]:
        header.pop()
    return header


def _header_problems(name: str, header: list[str]) -> list[Problem]:
    """Say what is wrong with the header row of table ``name``."""
    file, columns = f"{name}.csv", COLUMNS[name]
    if not set(columns) & set(header):
        message = f"the first line is no header; put this line above it: {','.join(columns)}"
        return [Problem(file, 1, "", "missing-header", message)]
    missing = [column for column in columns if column not in header]
    problems = [
        Problem(
            file, 1, column, "unknown-column",
            f'unknown column "{column}"{suggestion(column, missing) or "; delete it"} '
            f"(the columns are {', '.join(columns)})",
        )
        for column in header
        if column not in columns
    ]  # fmt: skip
    problems += [
        Problem(file, 1, column, "repeated-column", f'column "{column}" stands twice; keep one')
        for at, column in enumerate(header)
        if column in columns and header.index(column) < at
    ]
    return problems + [_missing(name, column) for column in missing]


def _missing(name: str, column: str) -> Problem:
    message = f'column "{column}" is missing; add it, with a cell in each row (which may be empty)'
    if column in ADDED.get(name, ()):
        message = (
            f'column "{column}" is missing, as in every index made before there was one; '
            '"cardindex fmt --upgrade" adds it'
        )
    return Problem(f"{name}.csv", 1, column, "missing-column", message)


def _columns(
    name: str, header: list[str], cells: list[str], widths: Sequence[int], lines: Sequence[int]
) -> tuple[dict[str, Sequence[str]], Sequence[int], list[Problem]]:
    """Return the columns by name, the lines of their rows, and a Problem for each ragged row."""
    width = len(header)
    problems: list[Problem] = []
    if {*widths} != {width}:
        cells, problems = _squared(name, width, cells, widths, lines)
    columns = {column: cells[at + width :: width] for at, column in enumerate(header)}
    lines = lines[1:]
    if "" in columns[header[0]]:
        # Spreadsheets keep rows that were emptied.
        kept = [at for at, row in enumerate(zip(*columns.values(), strict=True)) if any(row)]
        if len(kept) < len(lines):
            columns = {column: [some[at] for at in kept] for column, some in columns.items()}
            lines = [lines[at] for at in kept]
    return dict(columns), lines, problems


def _squared(
    name: str, width: int, cells: list[str], widths: Sequence[int], lines: Sequence[int]
) -> tuple[list[str], list[Problem]]:
    """Return the cells of rows that are all ``width`` wide, and a Problem for each that was not."""
    square: list[str] = []
    problems = []
    # What a spreadsheet adds is empty columns, as many in each row as in the header.
    widest = widths[0]
    for end, found, line in zip(accumulate(widths), widths, lines, strict=True):
        row = cells[end - found : end]
        square += (row + [""] * (width - found))[:width]
        if any(row) and (not width <= found <= widest or any(row[width:])):
            message = (
                f"{found} cells where the header has {width}; a cell that holds a comma is "
                "written in quotation marks, and an empty one keeps its comma"
            )
            problems.append(Problem(f"{name}.csv", line, "", "ragged-row", message))
    return square, problems
