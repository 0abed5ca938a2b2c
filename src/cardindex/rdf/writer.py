"""Slabs → bytes: each is laid out as a sheet of pieces, which Arrow gathers in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from cardindex.rdf.cells import Put, put_of
from cardindex.rdf.columns import Numbers, Texts, arrow, ends
from cardindex.rdf.sheet import BYTES, Constants, Places, Pool, Sheet
from cardindex.rdf.slabs import Column, Rows, Slab, Subjects
from cardindex.rdf.syntax import Around, Syntax

_AT_A_TIME = 1000  # the usual number: what is copied then stays in the processor's cache


class LaidOut(NamedTuple):
    """A slab before it is put together: the places of its pieces, a line a row, and these."""

    places: Places
    pieces: Texts


class Writer:
    """Writes the slabs of one graph in a syntax, and counts the facts.

    ``at_a_time``: so many things are put together at a time.
    """

    def __init__(self, syntax: Syntax, at_a_time: int = 0) -> None:
        self.syntax, self.facts, self._at_a_time = syntax, 0, at_a_time or _AT_A_TIME
        self._around = syntax.around or Around()
        self._constants = Constants()
        self._columns: dict[tuple[Column, bool], Put] = {}
        self._edges = [
            self._constants.of(text)
            for text in (
                self._around.before, self._around.behind, self._around.end + self._around.joint
            )
        ]  # fmt: skip

    def laid_out(self, slab: Slab) -> LaidOut:
        """Return what a slab says as pieces, and which of them follow each other in each row."""
        tables = [
            (table, [self._column(column, first=not at) for at, column in enumerate(table.columns)])
            for table in slab.tables
        ]
        pool = self._constants.pool()
        sheets = [self._sheet(pool, *each) for each in tables]
        self.facts += sum(sheet.facts for sheet in sheets)
        return LaidOut(_in_order(sheets, slab.order), pool.whole())

    def put_together(self, laid_out: LaidOut) -> Iterator[memoryview]:
        """Yield a slab as it lies in memory, some things at a time, the ``joint`` between those."""
        table, pieces = laid_out
        for start in range(0, len(table), self._at_a_time):
            places = table[start : start + self._at_a_time].ravel()
            whole = pieces.take(arrow.array(places[places != 0]))
            size = int(ends(whole)[-1]) - len(self._around.joint)
            if size > 0:
                yield memoryview(whole.buffers()[2].slice(0, size))

    def written(self, slabs: Iterable[Slab]) -> Iterator[memoryview]:
        """Yield slabs as they lie in memory, the ``joint`` between what is in each part."""
        return chain.from_iterable(map(self.put_together, map(self.laid_out, slabs)))

    def _sheet(self, pool: Pool, rows: Rows, columns: Sequence[Put]) -> Sheet:
        inside = self.syntax.around is None
        sheet = Sheet(pool, self._subjects(rows.subjects), inside=inside)
        before, behind, end = self._edges
        if not inside:
            sheet.put(before, sheet.subjects, behind)
        for put, cells in zip(columns, rows.cells, strict=True):
            put(sheet, cells)
        sheet.put(end)
        return sheet

    def _subjects(self, subjects: Subjects | Sequence[str]) -> Texts:
        if isinstance(subjects, Subjects):
            return self.syntax.subjects(*subjects)
        made = [self.syntax.subject(path).encode() for path in subjects]
        return arrow.array(made, type=BYTES)

    def _column(self, column: Column, *, first: bool) -> Put:
        key = column, first
        if key not in self._columns:
            cut = self._around.cut if first else 0
            self._columns[key] = put_of(self.syntax, self._constants, column, cut)
        return self._columns[key]


def _in_order(sheets: Sequence[Sheet], order: Numbers | None) -> Places:
    """Return the places of all pieces, a line a row."""
    sizes = [sheet.shape[0] for sheet in sheets]
    table = np.zeros((sum(sizes), max(sheet.shape[1] for sheet in sheets)), dtype=np.int32)
    start = 0
    for sheet, size in zip(sheets, sizes, strict=True):
        sheet.fill(table[start : start + size])
        start += size
    return table if order is None else table[order]
