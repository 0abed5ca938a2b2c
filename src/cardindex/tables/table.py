"""One table as columns of text, with the line on which each row starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cardindex.errors import Problem
from cardindex.tables.column import Column
from cardindex.tables.columns import COLUMNS
from cardindex.tables.order import Order, order_of


@dataclass(frozen=True)
class Table:
    """One table: equally long columns of text, and the line on which each row starts.

    ``columns`` has the table's columns in canonical order; ``lines`` counts from 1, the header
    being line 1. ``written`` is the file as it was decoded, or its bytes where these are UTF-8 in
    the form NFC; ``forgiven`` what was wrong with its outer form. ``whole``: these rows are written
    as the file is, and nothing at all was let go. Where the file has faults, ``missing`` are
    columns and ``ragged`` the lines of rows whose cells are not to be trusted. ``coding`` are the
    columns that stand there only while one codes. ``ending`` is that of the file: in Parquet rows
    have no lines, and are told by their numbers.
    """

    name: str
    columns: dict[str, Column]
    lines: Sequence[int] = ()
    written: str | bytes = ""
    forgiven: tuple[str, ...] = ()
    whole: bool = False
    missing: frozenset[str] = frozenset()
    ragged: frozenset[int] = frozenset()
    coding: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ending: str = ".csv"

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)

    def __getitem__(self, column: str) -> Column:
        """Return one column."""
        return self.columns[column]

    def let_go_of_file(self) -> None:
        """Let go of the file's own text, which checks alone want, where memory counts."""
        object.__setattr__(self, "written", "")

    def let_go_of_cells(self) -> None:
        """Let go of the cells, which somebody has taken elsewhere; the lines stay."""
        self.columns.clear()
        self.__dict__.pop("order", None)

    @property
    def text(self) -> str:
        """The file as text."""
        return self.written if isinstance(self.written, str) else self.written.decode()

    @cached_property
    def order(self) -> Order:
        """Whether the rows stand in canonical order."""
        return order_of(self.name, self.columns)

    @property
    def file(self) -> str:
        """The name of the table's file."""
        return f"{self.name}{self.ending}"

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
    return Table(name, columns_of(name, [()] * len(COLUMNS[name])))


def columns_of(name: str, cells: Iterable[Iterable[str]]) -> dict[str, Column]:
    """Return the columns of the table ``name`` from their cells, in canonical order."""
    return dict(zip(COLUMNS[name], map(Column.of, cells), strict=True))
