"""The five CSV files as columns with their line numbers, and their one canonical form.

Reading forgives what spreadsheets do to files (a byte order mark, CRLF, ``;`` for ``,``) and says
so in a warning; ``canonical`` writes the form without them. Values stay text here.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
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

# Far above any gloss, far below what an unclosed quotation mark swallows in a large file.
_LONGEST_CELL = 100_000


@dataclass(frozen=True)
class Table:
    """One table: equally long columns of text, and the line on which each row starts.

    ``columns`` has the table's columns in canonical order; ``lines`` counts from 1, the header
    being line 1. ``text`` is the file as it was decoded, ``forgiven`` what was wrong with its
    outer form.
    """

    name: str
    columns: dict[str, Sequence[str]]
    lines: Sequence[int] = ()
    text: str = ""
    forgiven: tuple[str, ...] = field(default=())

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


def read(folder: Path, name: str) -> tuple[Table | None, list[Problem]]:
    """Read the table ``name`` of ``folder``: the table, or None and why it cannot be read."""
    file = f"{name}.csv"
    try:
        data = (folder / file).read_bytes()
    except FileNotFoundError:
        header = ",".join(COLUMNS[name])
        message = f"there is no such file; a table without rows is one line: {header}"
        return None, [Problem(file, 0, "", "missing-table", message)]
    except OSError as error:
        return None, [Problem(file, 0, "", "unreadable-file", f"cannot be read: {error.strerror}")]
    return parse(name, data)


def parse(name: str, data: bytes) -> tuple[Table | None, list[Problem]]:
    """Parse the bytes of one CSV file; see ``read``."""
    file = f"{name}.csv"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = (
            f"byte {data[error.start]:#04x} is not UTF-8; save the table as UTF-8 "
            '("CSV UTF-8" in a spreadsheet)'
        )
        return None, [Problem(file, row, "", "bad-encoding", message)]
    text, delimiter, forgiven = _outer_form(text)
    try:
        rows, lines = _rows(text, delimiter)
    except csv.Error as error:
        return None, [Problem(file, *_csv_fault(text, delimiter, error))]
    problems = _header_problems(name, rows[0] if rows else [])
    if problems:
        return None, problems
    header, *body = rows
    body, lines, problems = _full_rows(file, len(header), body, lines[1:])
    if problems:
        return None, problems
    cells = list(zip(*body, strict=True)) if body else [()] * len(header)
    by_name = dict(zip(header, cells, strict=True))
    columns = {column: _stripped(by_name[column]) for column in COLUMNS[name]}
    return Table(name, columns, lines, text, forgiven), []


def canonical(table: Table) -> str:
    """Return the table's canonical text: sorted, NFC, LF, commas, quotes only where needed."""
    places = itemgetter(*(COLUMNS[table.name].index(column) for column in SORTED_BY[table.name]))
    normal = {column: _normalised(cells) for column, cells in table.columns.items()}
    return render(table.name, sorted(zip(*normal.values(), strict=True), key=places))


def render(name: str, rows: Iterable[Sequence[str]]) -> str:
    """Return the CSV text of ``rows``, whose cells are in canonical order, as they come."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS[name])
    writer.writerows(rows)
    return buffer.getvalue()


def form_problem(table: Table) -> Problem | None:
    """Return a warning where the file is not in canonical form, naming the first difference."""
    wanted = canonical(table)
    faults = list(table.forgiven)
    row = 0
    if wanted != table.text:
        found = table.text.splitlines()
        pairs = enumerate(zip(found, wanted.splitlines(), strict=False), start=1)
        row = next((line for line, (is_, should) in pairs if is_ != should), len(found))
        faults.append("from this line on, its order, spacing or quoting is not canonical")
    if not faults:
        return None
    message = f'{"; ".join(faults)}; "cardindex fmt" mends it'
    return Problem(table.file, row, "", "not-canonical", message, "warning")


def _outer_form(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Strip what spreadsheets put around a table: its text, its delimiter, what was forgiven."""
    forgiven = []
    if text.startswith("\ufeff"):
        text = text[1:]
        forgiven.append("starts with a byte order mark")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        forgiven.append("has CRLF line ends")
    header = text.partition("\n")[0]
    delimiter = ","
    for other, called in ((";", "semicolons"), ("\t", "tabs")):
        if header.count(other) > header.count(","):
            delimiter = other
            forgiven.append(f"is separated by {called}")
    return text, delimiter, tuple(forgiven)


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], Sequence[int]]:
    """Return all rows, and the line on which each starts; blank lines are left out."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = list(reader)
    lines: Sequence[int] = range(1, len(rows) + 1)
    if reader.line_num != len(rows):
        # Some cell holds a line break, so rows and lines part ways: count once more.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        ends = [reader.line_num for _ in reader]
        lines = [end + 1 for end in chain((0,), ends[:-1])]
    if all(rows):
        return rows, lines
    kept = [at for at, row in enumerate(rows) if row]
    return [rows[at] for at in kept], [lines[at] for at in kept]


def _csv_fault(text: str, delimiter: str, error: csv.Error) -> tuple[int, str, str, str]:
    """Return row, column, code and message for a text that the csv module refuses."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for _ in reader:
            start = reader.line_num + 1
    except csv.Error:
        pass
    message = (
        f"the row that starts here is not CSV ({error}); a cell with a quotation mark is "
        'written in quotation marks, the mark inside twice: "he said ""no"""'
    )
    return start, "", "malformed-csv", message


def _header_problems(name: str, header: list[str]) -> list[Problem]:
    """Say what is wrong with the header row of table ``name``."""
    file, columns = f"{name}.csv", COLUMNS[name]
    missing = [column for column in columns if column not in header]
    problems = [
        Problem(
            file, 1, column, "unknown-column",
            f'unknown column "{column}"{suggestion(column, missing or columns)}; '
            f"the columns are {', '.join(columns)}",
        )
        for column in header
        if column not in columns
    ]  # fmt: skip
    problems += [
        Problem(file, 1, column, "repeated-column", f'column "{column}" stands twice; keep one')
        for at, column in enumerate(header)
        if column in columns and column in header[:at]
    ]
    problems += [
        Problem(
            file, 1, column, "missing-column",
            f'column "{column}" is missing; add it to the header (its cells may be empty)',
        )
        for column in missing
    ]  # fmt: skip
    return problems


def _full_rows(
    file: str, width: int, rows: list[list[str]], lines: Sequence[int]
) -> tuple[list[list[str]], Sequence[int], list[Problem]]:
    """Return the rows that hold something, and a Problem for each that is not ``width`` wide."""
    if {*map(len, rows)} <= {width} and all(map(any, rows)):
        return rows, lines, []
    kept = [at for at, row in enumerate(rows) if any(row)]
    problems = [
        Problem(
            file, lines[at], "", "ragged-row",
            f"{len(rows[at])} cells where the header has {width}; a cell that holds a comma "
            "is written in quotation marks",
        )
        for at in kept
        if len(rows[at]) != width
    ]  # fmt: skip
    return [rows[at] for at in kept], [lines[at] for at in kept], problems


def _stripped(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells without white space at their ends."""
    return list(map(str.strip, cells))


def _normalised(cells: Sequence[str]) -> Sequence[str]:
    """Return the cells in Unicode's composed form (NFC)."""
    if all(map(str.isascii, cells)):
        return cells
    return [unicodedata.normalize("NFC", cell) for cell in cells]
