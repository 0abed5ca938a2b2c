"""How a syntax writes facts: plain templates, filled once for each distinct cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol

from cardindex.rdf.slabs import Column, Property, Rows, Slab
from cardindex.rdf.terms import TEXT, Said

MARK = "\0"
"""Stands once in what is written of a fact: by it facts are counted, and subjects put in.

No term holds it, as NUL is escaped in every syntax.
"""

_MARK = MARK.encode()
_PLACE = "\ue000"  # a character that no syntax escapes
_MOST = 1 << 16  # the most cells of a column that are cached


class Frame(NamedTuple):
    """What stands around the values of one predicate: before, between and behind them."""

    before: str
    between: str
    behind: str


class Syntax(Protocol):
    """One way to write facts down.

    ``joint`` stands between two things. Each ``Frame`` has a MARK before each value.
    """

    joint: bytes

    def frame(self, predicate: str, *, several: bool) -> Frame:
        """Return what stands around one value, or several, of a predicate."""

    def value(self, predicate: str, kind: str) -> Callable[[str], str]:
        """Return what writes values of a kind."""

    def things(self, subjects: Sequence[str], told: Sequence[bytes]) -> tuple[list[bytes], int]:
        """Return all that is ``told`` of each thing, with the thing, and how many facts it is."""


class _Memory(dict[Any, bytes]):
    """What was written for each cell."""

    def __init__(self, write: Callable[[Any], bytes]) -> None:
        super().__init__()
        self.write = write

    def __missing__(self, cell: Any) -> bytes:  # noqa: ANN401 - whatever a cell is
        if len(self) >= _MOST:
            self.clear()
        found = self[cell] = self.write(cell)
        return found


_Cells = Iterable[Any]
_Written = Iterable[bytes]


@dataclass
class Writer:
    """Writes the slabs of one graph in a syntax, and counts the facts."""

    syntax: Syntax
    facts: int = 0
    _columns: dict[Column, Callable[[_Cells], _Written]] = field(default_factory=dict)

    def slab(self, slab: Slab) -> bytes:
        """Return a slab as bytes, the ``joint`` between its things."""
        rows = [row for table in slab.tables for row in self._rows(table)]
        if slab.order is not None:
            rows = [rows[at] for at in slab.order]
        return self.syntax.joint.join(rows)

    def _rows(self, table: Rows) -> list[bytes]:
        written = [
            self._column(column)(cells)
            for column, cells in zip(table.columns, table.cells, strict=True)
        ]
        told = list(map(b"".join, zip(*written, strict=True)))
        rows, facts = self.syntax.things(table.subjects, told)
        self.facts += facts
        return rows

    def _column(self, column: Column) -> Callable[[_Cells], _Written]:
        if column not in self._columns:
            self._columns[column] = _column(self.syntax, column)
        return self._columns[column]


def _column(syntax: Syntax, column: Column) -> Callable[[_Cells], _Written]:
    """Return what writes a column of cells."""
    if isinstance(column, Property):
        one = _property(syntax, column)
        if not column.recurs and not column.many and column.kind == TEXT:
            return _texts(one)
    else:
        said = column.said

        def one(cell: Any) -> bytes:  # noqa: ANN401 - whatever a cell is
            return _told(syntax, said(cell))

    return partial(map, _Memory(one).__getitem__ if column.recurs else one)


def _texts(one: Callable[[str], bytes]) -> Callable[[_Cells], _Written]:
    """Return what writes texts that are all different: together, where none is to be escaped."""
    before, after = one(_PLACE).decode().split(_PLACE)

    def texts(cells: Iterable[str]) -> _Written:
        some = list(cells)
        whole = "".join(some)
        if whole.isprintable() and '"' not in whole and "\\" not in whole:
            return [f"{before}{cell}{after}".encode() if cell else b"" for cell in some]
        return map(one, some)

    return texts


def _property(syntax: Syntax, column: Property) -> Callable[[Any], bytes]:
    predicate, under = column.predicate, column.under
    value = syntax.value(predicate, column.kind)
    before, _, behind = syntax.frame(predicate, several=False)

    def one(cell: str) -> bytes:
        return f"{before}{value(under + cell)}{behind}".encode() if cell else b""

    def many(cell: Sequence[str]) -> bytes:
        return _listed(syntax, predicate, [value(under + part) for part in dict.fromkeys(cell)])

    return many if column.many else one


def unmarked(told: Sequence[bytes]) -> tuple[list[bytes], int]:
    """Return what is told of things without the MARKs, and how many these were."""
    bare = [some.replace(_MARK, b"") for some in told]
    return bare, sum(map(len, told)) - sum(map(len, bare))


def _told(syntax: Syntax, facts: Iterable[Said]) -> bytes:
    """Return facts as bytes, those of one predicate together."""
    by_predicate: dict[str, list[str]] = {}
    for predicate, kind, value in facts:
        by_predicate.setdefault(predicate, []).append(syntax.value(predicate, kind)(value))
    return b"".join(_listed(syntax, *each) for each in by_predicate.items())


def _listed(syntax: Syntax, predicate: str, values: Sequence[str]) -> bytes:
    if not values:
        return b""
    before, between, behind = syntax.frame(predicate, several=len(values) > 1)
    return f"{before}{between.join(values)}{behind}".encode()
