"""How a syntax writes facts: plain templates, filled once for each distinct cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from cardindex.rdf.slabs import Column, Property, Rows, Slab
from cardindex.rdf.terms import Said

MARK = "\0"
"""Stands once in what is written of a fact: by it facts are counted, and subjects put in.

No term holds it, as NUL is escaped in every syntax.
"""

_MARK = MARK.encode()
_MOST = 1 << 16  # of the cells of one column, so many are remembered


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

    def node(self, subject: str, told: bytes) -> bytes:
        """Return all that is ``told`` of a thing, with the thing."""


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


@dataclass
class Writer:
    """Writes the slabs of one graph in a syntax, and counts the facts."""

    syntax: Syntax
    facts: int = 0
    _columns: dict[Column, Callable[[Any], bytes]] = field(default_factory=dict)

    def slab(self, slab: Slab) -> bytes:
        """Return a slab as bytes, the ``joint`` between its things."""
        rows = [row for table in slab.tables for row in self._rows(table)]
        if slab.order is not None:
            rows = [rows[at] for at in slab.order]
        return self.syntax.joint.join(rows)

    def _rows(self, table: Rows) -> Iterable[bytes]:
        written = [
            map(self._column(column), cells)
            for column, cells in zip(table.columns, table.cells, strict=True)
        ]
        node = self.syntax.node
        for subject, parts in zip(table.subjects, zip(*written, strict=True), strict=True):
            told = b"".join(parts)
            self.facts += told.count(_MARK)
            yield node(subject, told)

    def _column(self, column: Column) -> Callable[[Any], bytes]:
        if column not in self._columns:
            write = (
                _property(self.syntax, column)
                if isinstance(column, Property)
                else lambda cell: _told(self.syntax, column.said(cell))
            )
            self._columns[column] = _Memory(write).__getitem__ if column.recurs else write
        return self._columns[column]


def _property(syntax: Syntax, column: Property) -> Callable[[Any], bytes]:
    predicate, under = column.predicate, column.under
    value = syntax.value(predicate, column.kind)
    before, _, behind = syntax.frame(predicate, several=False)

    def one(cell: str) -> bytes:
        return f"{before}{value(under + cell)}{behind}".encode() if cell else b""

    def many(cell: Sequence[str]) -> bytes:
        return _listed(syntax, predicate, [value(under + part) for part in cell])

    return many if column.many else one


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
