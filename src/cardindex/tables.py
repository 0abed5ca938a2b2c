"""The five CSV files as columns with their line numbers, and their one canonical form.

Reading forgives what spreadsheets do to files (a byte order mark, CRLF, ``;`` for ``,``, empty
rows and columns at the end) and says so in a warning; ``canonical`` writes the form without them.
Values stay text here.
"""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise, starmap
from operator import le
from pathlib import Path

from cardindex.errors import Problem, suggestion

COLUMNS: dict[str, tuple[str, ...]] = {
    "entities": ("id", "type", "label", "description"),
    "names": ("entity", "name", "kind", "language"),
    "sources": (
        "id", "kind", "title", "author", "origin", "date", "container", "unit", "rests_on", "note",
    ),
    "claims": (
        "id", "subject", "relation", "object", "text", "quantity", "unit", "when", "place", "mode",
        "ties", "gloss",
    ),
    "citations": (
        "claim", "source", "locator", "chain", "stance", "certainty", "start", "end", "seal",
        "note",
    ),
}  # fmt: skip
"""The columns of each table, in their canonical order."""

SORTED_BY: dict[str, tuple[str, ...]] = {
    "entities": ("id",),
    "names": ("entity", "kind", "name", "language"),
    "sources": ("id",),
    "claims": ("id",),
    "citations": ("claim", "source", "locator", "chain", "stance"),
}
"""What the rows of each table are sorted by."""

_SPECIAL = '",\n\r'
"""What a cell is put in quotation marks for."""


@dataclass(frozen=True)
class Table:
    """One table: equally long columns of text, and the line on which each row starts.

    ``columns`` has the table's columns in canonical order; ``lines`` counts from 1, the header
    being line 1. ``text`` is the file as it was decoded, ``forgiven`` what was wrong with its
    outer form. ``whole``: nothing is quoted, and nothing at all was let go. Where the file has
    faults, ``missing`` are columns and ``ragged`` the lines of rows whose cells are not to be
    trusted.
    """

    name: str
    columns: dict[str, Sequence[str]]
    lines: Sequence[int] = ()
    text: str = ""
    forgiven: tuple[str, ...] = ()
    whole: bool = False
    missing: frozenset[str] = frozenset()
    ragged: frozenset[int] = frozenset()

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    def __getitem__(self, column: str) -> Sequence[str]:
        """Return one column."""
        return self.columns[column]

    @property
    def file(self) -> str:
        """The name of the table's file."""
        return f"{self.name}.csv"

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows, their cells in canonical order."""
        return zip(*self.columns.values(), strict=True)

    def problem(self, row: int, column: str, code: str, message: str) -> Problem:
        """Return a Problem at the row with this position (not its line)."""
        return Problem(self.file, self.lines[row], column, code, message)

    def warning(self, row: int, column: str, code: str, message: str) -> Problem:
        """Return such a Problem that stands in nobody's way."""
        return Problem(self.file, self.lines[row], column, code, message, "warning")


def empty(name: str) -> Table:
    """Return the table ``name`` without rows."""
    return Table(name, dict.fromkeys(COLUMNS[name], ()))


def read(folder: Path, name: str) -> tuple[Table | None, list[Problem]]:
    """Read the table ``name`` of ``folder``; see ``parse``."""
    file = f"{name}.csv"
    try:
        data = (folder / file).read_bytes()
    except FileNotFoundError:
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


def canonical(table: Table) -> str:
    """Return the table's canonical text: sorted, NFC, LF, commas, quotes only where needed."""
    columns = table.columns
    if not unicodedata.is_normalized("NFC", table.text):
        columns = {name: _composed(cells) for name, cells in columns.items()}
    keys = list(zip(*(columns[column] for column in SORTED_BY[table.name]), strict=True))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    if order != list(range(len(keys))):
        columns = {name: [cells[at] for at in order] for name, cells in columns.items()}
    return _written(table.name, columns.values())


def render(name: str, rows: Iterable[Sequence[str]]) -> str:
    """Return the CSV text of ``rows``, whose cells are in canonical order, as they come."""
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS[name])
    return _written(name, columns)


def form_problem(table: Table) -> Problem | None:
    """Return a warning where the file is not in canonical form, naming the first difference."""
    if table.forgiven:
        row, wrong = 1, f"the file {' and '.join(table.forgiven)}"
    else:
        if _is_plain(table):
            return None
        wanted = canonical(table)
        if wanted == table.text:
            return None
        found, should = table.text.split("\n"), wanted.split("\n")
        pairs = enumerate(zip(found, should, strict=False), start=1)
        # Where one is the beginning of the other, they part where the shorter one ends.
        row = next((line for line, (is_, be) in pairs if is_ != be), min(len(found), len(should)))
        wrong = "from this line on, order, spacing or quoting is not canonical"
    message = f'{wrong}; "cardindex fmt" mends it'
    return Problem(table.file, row, "", "not-canonical", message, "warning")


def _is_plain(table: Table) -> bool:
    """Tell whether a table is canonical, where that is cheap to tell: where nothing is quoted.

    If reading let nothing go, the text is the cells with one separator after each; then only its
    order is left to see.
    """
    keys = SORTED_BY[table.name]
    return (
        table.whole
        and unicodedata.is_normalized("NFC", table.text)
        and all(starmap(le, pairwise(zip(*(table[column] for column in keys), strict=True))))
    )


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
    problems += [
        Problem(
            file, 1, column, "missing-column",
            f'column "{column}" is missing; add it, with a cell in each row (which may be empty)',
        )
        for column in missing
    ]  # fmt: skip
    return problems


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


def _written(name: str, columns: Iterable[Sequence[str]]) -> str:
    """Return the CSV text of whole columns, which is four times as fast as row by row."""
    rows = map(",".join, zip(*map(_quoted, columns), strict=True))
    return "\n".join((",".join(COLUMNS[name]), *rows, ""))


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells as CSV has them, with quotation marks only where they are needed."""
    joined = "".join(cells)
    if not any(character in joined for character in _SPECIAL):
        return cells
    special = re.compile(f"[{_SPECIAL}]").search
    return ['"' + cell.replace('"', '""') + '"' if special(cell) else cell for cell in cells]


def _composed(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells in Unicode's composed form (NFC)."""
    return [unicodedata.normalize("NFC", cell) for cell in cells]
