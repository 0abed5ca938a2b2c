"""CSV files → tables: what is forgiven, which line is which, and what cannot be read.

Reading forgives what spreadsheets do to files (a byte order mark, CRLF, ``;`` for ``,``, Excel's
``sep=;``, empty rows and columns at the end) and letters in another form than NFC, and says so in
a warning. Values stay text here, in NFC, as ``cardindex fmt`` would write them.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path

from cardindex import inputs
from cardindex.errors import Problem
from cardindex.tables import parquets
from cardindex.tables.column import Column
from cardindex.tables.columns import CODING, COLUMNS, OPTIONAL
from cardindex.tables.headers import header_below, header_of, header_problems
from cardindex.tables.table import Table

MOST_BYTES = 1_000_000_000
"""Bytes of the longest table that is read."""

# From so many bytes on, reading a plain table by Arrow pays.
_LARGE = 1 << 18

# Excel's line that names the separator; a spreadsheet may have added cells to it.
_EXCEL = re.compile(r"""\n*"?sep=(?P<separator>[,;|\t])"?[,;|\t]*(?=\n|$)""", re.IGNORECASE)


def read(folder: Path, name: str) -> tuple[Table | None, list[Problem]]:
    """Read the table ``name`` of ``folder``; see ``parse``.

    Where the file of an optional table is not there, there is no table and nothing is wrong. A
    table may stand in Parquet instead; see ``parquets``.
    """
    file = f"{name}.csv"
    packed = folder / f"{name}{parquets.ENDING}"
    if packed.exists() or packed.is_symlink():
        if (folder / file).exists() or (folder / file).is_symlink():
            message = f"stands beside {packed.name}, and a table is one file; take one of them away"
            return None, [Problem(file, 0, "", "two-files", message)]
        return parquets.read(packed, name)
    try:
        data = inputs.contents(folder / file, MOST_BYTES)
    except FileNotFoundError:
        if name in OPTIONAL and not (folder / file).is_symlink():
            return None, []
        message = f"there is no such file; {_without_rows(name)}"
        if (folder / file).is_symlink():
            message = f"is a link to a file that is not there; {_without_rows(name)}"
        return None, [Problem(file, 0, "", "missing-table", message)]
    except OSError as error:
        told = str(error.strerror)
        message = f"cannot be read: {told}; see that it can be opened by you"
        if told.startswith("it is a "):
            message = f"{told[3:]}; put the table there instead: {_without_rows(name)}"
        elif told.startswith("it is "):
            message = f"cannot be read: {told}; divide the index, or take out what is no table"
        return None, [Problem(file, 0, "", "unreadable-file", message)]
    return parse(name, data)


def parse(name: str, data: bytes) -> tuple[Table | None, list[Problem]]:
    """Parse the bytes of one CSV file: the table, and what is wrong with the file.

    There is no table where nothing can be made of the file. Otherwise it is as whole as it can
    be, so that what else is wrong can be told too.
    """
    if len(data) >= _LARGE:
        from cardindex.tables.plain import plain  # noqa: PLC0415 - it brings numpy in

        if table := plain(name, data):
            return table, []
    return judged(name, data)


def judged(name: str, data: bytes) -> tuple[Table | None, list[Problem]]:
    """Parse the bytes of a file of which it is not sure that it is plain; see ``parse``."""
    text, problems = _decoded(name, data)
    text, delimiter, forgiven = _outer_form(text)
    if not text or text.isspace():
        message = f"the file is empty; {_without_rows(name)}"
        return None, [*problems, Problem(f"{name}.csv", 0, "", "missing-header", message)]
    try:
        cells, widths, lines, whole = _cells(text, delimiter)
    except csv.Error as error:
        return None, [*problems, _csv_fault(name, text, delimiter, error)]
    if not unicodedata.is_normalized("NFC", text):
        # NFC cell by cell: a letter that composes to a separator must stay within its cell.
        cells = [unicodedata.normalize("NFC", cell) for cell in cells]
    header = header_of(cells[: widths[0]])
    found = header_problems(name, header, header_below(name, text))
    problems += found
    if any(problem.code in _HEADLESS for problem in found):
        return None, problems
    rows = len(lines) - 1
    by_name, lines, found = _columns(name, header, cells, widths, lines)
    problems += found
    whole &= tuple(header) == COLUMNS[name] and widths[0] == len(header)
    whole &= len(lines) == rows and not (forgiven or found)
    nothing = ("",) * len(lines)
    columns = {column: Column.of(by_name.get(column, nothing)) for column in COLUMNS[name]}
    missing = frozenset(COLUMNS[name]) - set(header)
    ragged = frozenset(problem.row for problem in found)
    coding = {column: by_name[column] for column in CODING.get(name, ()) if column in by_name}
    return Table(name, columns, lines, text, forgiven, whole, missing, ragged, coding), problems


# With one of these problems of the header the rest of the table makes no sense.
_HEADLESS = ("missing-header", "repeated-column", "too-large")


def _without_rows(name: str) -> str:
    return f"a table without rows is one line: {','.join(COLUMNS[name])}"


def _decoded(name: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, and a Problem where it is not UTF-8 throughout."""
    file, save = f"{name}.csv", 'save the table as UTF-8 ("CSV UTF-8" in a spreadsheet)'
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        problem = Problem(file, 0, "", "bad-encoding", f"the file is UTF-16; {save}")
        return data.decode("utf-16", errors="replace"), [problem]
    if (zeros := data.count(0)) > 1 and zeros > len(data) // _EVERY:
        message = f"the file is no text, or UTF-16 without a byte order mark; {save}"
        problem = Problem(file, 0, "", "bad-encoding", message)
        return data.replace(b"\x00", b"").decode("utf-8", errors="replace"), [problem]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"byte {data[error.start]:#04x} is not UTF-8; {save}"
        problem = Problem(file, row, "", "bad-encoding", message)
        return data.decode("utf-8", errors="replace"), [problem]


# About every second byte of UTF-16 is zero, and none of other text: with more it is no text.
_EVERY = 8


def _outer_form(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Strip what spreadsheets put around a table: its text, its delimiter, what was forgiven."""
    forgiven = []
    if text.startswith("\ufeff"):
        text = text[1:]
        forgiven.append("starts with a byte order mark")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        forgiven.append("has CRLF line ends")
    if said := _EXCEL.match(text):
        # An empty line takes its place, so that line numbers stay.
        forgiven.append("opens with a line for Excel (sep=)")
        lines = text.count("\n", 0, said.end())
        return "\n" * lines + text[said.end() :], said["separator"], tuple(forgiven)
    header = text.lstrip("\n").partition("\n")[0]
    delimiter = ","
    for other, called in ((";", "semicolons"), ("\t", "tabs")):
        if header.count(other) > header.count(","):
            delimiter = other
            forgiven.append(f"is separated by {called}")
    return text, delimiter, tuple(forgiven)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    # Twice as fast as a StringIO; splitlines() would also split at form feeds and the like.
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
    if "field larger" in str(error) and text.count('"') % 2 == 0:
        message = (
            f"the row that starts here has a cell of more than {csv.field_size_limit():,} "
            "characters; shorten it, or close a quotation mark that was left open"
        )
        return Problem(f"{name}.csv", start, "", "too-long", message)
    message = (
        f"the row that starts here is not CSV ({error}): a quotation mark is left open, or stands "
        "unquoted; a cell with a quotation mark is written in quotation marks, the mark inside "
        'twice: "he said ""no"""'
    )
    return Problem(f"{name}.csv", start, "", "malformed-csv", message)


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
    if lines and lines[0] == 2 and lines[-1] == len(lines) + 1:
        lines = range(2, len(lines) + 2)
    if "" in columns[header[0]]:
        # Spreadsheets save rows that were emptied.
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
    # Spreadsheets add empty columns, to each row as many as to the header.
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
