"""Slabs → bytes: a sheet of which piece of text stands where, gathered by Arrow in one go.

Every piece (a subject, what stands before a value, a value …) is in a pool once, and a row of the
sheet tells by numbers which of them follow each other. No row is ever an object of Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cardindex.rdf.columns import Coded, Flags, Listed, Numbers, Texts, arrow, ends, told
from cardindex.rdf.slabs import Column, Property, Rows, Several, Slab, Subjects
from cardindex.rdf.syntax import MARK, Around, Plain, Syntax, written
from cardindex.rdf.terms import Said

Places = npt.NDArray[np.int32]
"""Places of pieces in a pool; 0 is nothing."""

_AT_A_TIME = 1000  # so many things are put together at a time
_MOST = 1 << 16  # the most cells of a column that are kept
_WIDE = 64  # a cell of more facts than that makes its column be gathered by itself


class Pool:
    """Pieces of text, by their places. The first are those that recur in all slabs."""

    def __init__(self, constants: Texts) -> None:
        self._arrays, self._size = [constants], len(constants)

    def add(self, texts: Texts) -> Places:
        """Put pieces into the pool, and return their places."""
        first = self._size
        self._arrays.append(texts.view(_BYTES))
        self._size += len(texts)
        return np.arange(first, self._size, dtype=np.int32)

    def whole(self) -> Texts:
        """Return all pieces."""
        return arrow.concat_arrays(self._arrays)

    def gathered(self, places: Places) -> Texts:
        """Return the pieces at these places."""
        return self.whole().take(arrow.array(places))


_BYTES = arrow.large_binary()


class Constants:
    """Pieces that recur in all slabs, by their places in each pool; 0 is nothing."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {"": 0}
        self._made: Texts = None

    def of(self, text: str) -> int:
        """Return the place of a piece."""
        if text not in self._places:
            self._places[text] = len(self._places)
            self._made = None
        return self._places[text]

    def pool(self) -> Pool:
        """Return a new pool. Pieces that are told later are not in it."""
        if self._made is None:
            self._made = arrow.array([text.encode() for text in self._places], type=_BYTES)
        return Pool(self._made)


class Sheet:
    """Rows, of which each column puts places of pieces into a few slots."""

    def __init__(self, pool: Pool, things: Texts, *, inside: bool) -> None:
        self.pool, self.things, self.inside = pool, things, inside
        self.subjects = pool.add(things)
        self.facts = 0
        self._slots: list[Places | int] = []

    def put(self, *slots: Places | int) -> None:
        """Put pieces behind those that are there: one of each row, or one for all."""
        self._slots += slots

    def fill(self, table: Places) -> None:
        """Put into the first columns of a table what was put here."""
        for at, slot in enumerate(self._slots):
            table[:, at] = slot

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows there are, and how many slots."""
        return len(self.subjects), len(self._slots)


class LaidOut(NamedTuple):
    """A slab before it is put together: the places of its pieces, a line a row, and these."""

    places: Places
    pieces: Texts


class Writer:
    """Writes the slabs of one graph in a syntax, and counts the facts."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax, self.facts = syntax, 0
        self._around = syntax.around or Around()
        self._constants = Constants()
        self._columns: dict[tuple[Column, bool], _Put] = {}
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

    def put_together(self, laid_out: LaidOut) -> Iterator[bytes]:
        """Yield a slab as bytes, some things at a time, the ``joint`` between those."""
        table, pieces = laid_out
        for start in range(0, len(table), _AT_A_TIME):
            places = table[start : start + _AT_A_TIME].ravel()
            whole = pieces.take(arrow.array(places[places != 0]))
            size = int(ends(whole)[-1]) - len(self._around.joint)
            if size > 0:
                yield whole.buffers()[2].slice(0, size).to_pybytes()

    def written(self, slabs: Iterable[Slab]) -> Iterator[bytes]:
        """Yield slabs as bytes, the ``joint`` between what is in each part."""
        return chain.from_iterable(map(self.put_together, map(self.laid_out, slabs)))

    def _sheet(self, pool: Pool, rows: Rows, columns: Sequence[_Put]) -> Sheet:
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
        return arrow.array(made, type=_BYTES)

    def _column(self, column: Column, *, first: bool) -> _Put:
        key = column, first
        if key not in self._columns:
            cut = self._around.cut if first else 0
            self._columns[key] = _put(self.syntax, self._constants, column, cut)
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


_Put = Callable[[Sheet, Any], None]


def _put(syntax: Syntax, constants: Constants, column: Column, cut: int) -> _Put:
    """Return what puts the cells of a column into a sheet."""
    if isinstance(column, Property):
        return _One(syntax, constants, column, cut)
    if isinstance(column, Several):
        return _Some(syntax, constants, column, cut)
    return _Told(syntax, column.said, recurs=column.recurs, cut=cut)


class _One:
    """Puts one fact a row, if there is one."""

    def __init__(self, syntax: Syntax, constants: Constants, property_: Property, cut: int) -> None:
        predicate, _, _ = property_
        before, _, behind = syntax.frame(predicate, several=False)
        before = before[cut:].replace(MARK, "")
        found = _plain(syntax, property_)
        self._safe = found.safe
        self._around = constants.of(before + found.before), constants.of(found.behind + behind)
        self._bare = constants.of(before), constants.of(behind)

    def __call__(self, sheet: Sheet, cells: Texts) -> None:
        filled = np.diff(ends(cells)) > 0
        count = int(np.count_nonzero(filled))
        if not count:
            return
        sheet.facts += count
        texts, bare = self._safe(cells)
        before, behind = self._around if bare else self._bare
        slots: list[Places | int] = [before, sheet.pool.add(texts), behind]
        if sheet.inside:
            slots.insert(0, sheet.subjects)
        if count < len(filled):
            slots = [(filled * slot).astype(np.int32) for slot in slots]
        sheet.put(*slots)


def _plain(syntax: Syntax, property_: Property) -> Plain:
    """Return how the texts of a property are written."""
    predicate, kind, under = property_
    found = syntax.plain(predicate, kind, under)
    if found:
        return found
    value = syntax.value(predicate, kind)

    def each(texts: Texts) -> tuple[Texts, bool]:
        return told(texts, lambda text: value(under + text) if text else ""), False

    return Plain("", "", each)


class _Pieces(NamedTuple):
    """What is written of a cell: how many facts, and for each the piece behind the subject."""

    facts: int
    pieces: tuple[bytes, ...]


class _Told:
    """Puts all facts that follow from a cell."""

    def __init__(
        self, syntax: Syntax, said: Callable[[Any], Any], *, recurs: bool, cut: int
    ) -> None:
        self._syntax, self._said, self._cut = syntax, said, cut
        self._kept: dict[Any, _Pieces] | None = {} if recurs else None

    def __call__(self, sheet: Sheet, cells: Coded | Sequence[Any]) -> None:
        if not isinstance(cells, Coded):
            cells = Coded(np.arange(len(cells)), cells)
        found = list(self._written(cells.cells))
        facts = np.fromiter((each.facts for each in found), dtype=np.int64, count=len(found))
        sheet.facts += int(facts[cells.codes].sum())
        counts = np.fromiter((len(each.pieces) for each in found), np.int64, count=len(found))
        if not counts.any():
            return
        pieces = arrow.array(list(chain.from_iterable(it.pieces for it in found)), type=_BYTES)
        if counts.max() > _WIDE:
            sheet.put(sheet.pool.add(_gathered(sheet, cells.codes, counts, pieces)))
            return
        table = _table(counts, sheet.pool.add(pieces))[cells.codes]
        for at in range(table.shape[1]):
            if sheet.inside:
                sheet.put(np.where(table[:, at] > 0, sheet.subjects, 0).astype(np.int32))
            sheet.put(table[:, at])

    def _written(self, cells: Sequence[Any]) -> Iterator[_Pieces]:
        kept = self._kept
        if kept is None:
            yield from map(self._pieces, cells)
            return
        for cell in cells:
            found = kept.get(cell)
            if found is None:
                if len(kept) >= _MOST:
                    kept.clear()
                found = kept[cell] = self._pieces(cell)
            yield found

    def _pieces(self, cell: Any) -> _Pieces:  # noqa: ANN401 - whatever a cell is
        facts: list[Said] = list(self._said(cell))
        if not facts:
            return _Pieces(0, ())
        whole = written(self._syntax, facts)[self._cut :]
        if self._syntax.around is None:
            pieces = whole.encode().split(MARK.encode())[1:]
            return _Pieces(len(pieces), tuple(pieces))
        bare = whole.replace(MARK, "")
        return _Pieces(len(whole) - len(bare), (bare.encode(),))


def _table(counts: Numbers, places: Places) -> Places:
    """Return a row for each count, with so many of the places one after the other, and then 0."""
    table = np.zeros((len(counts), int(counts.max())), dtype=np.int32)
    table[np.arange(table.shape[1]) < counts[:, None]] = places
    return table


def _gathered(sheet: Sheet, codes: Numbers, counts: Numbers, pieces: Texts) -> Texts:
    """Return for each row all of its pieces, of which a few rows have very many."""
    starts = np.cumsum(counts) - counts
    sizes = counts[codes]
    row = np.repeat(np.arange(len(codes)), sizes)
    inside = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    pool = Pool(pieces)
    table = np.empty((len(row), 2 if sheet.inside else 1), dtype=np.int32)
    table[:, -1] = np.repeat(starts[codes], sizes) + inside
    if sheet.inside:
        table[:, 0] = pool.add(sheet.things)[row]
    return _by_row(pool.gathered(table.ravel()), np.append(0, np.cumsum(sizes)) * table.shape[1])


def _by_row(pieces: Texts, starts: Numbers) -> Texts:
    """Return pieces put together, from each start to the next; nothing is copied."""
    data = pieces.buffers()[2]
    offsets = arrow.py_buffer(np.ascontiguousarray(ends(pieces)[starts]))
    return arrow.Array.from_buffers(_BYTES, len(starts) - 1, [None, offsets, data])


class _Some:
    """Puts any number of facts a row, gathered by themselves."""

    def __init__(self, syntax: Syntax, constants: Constants, column: Several, cut: int) -> None:
        del constants
        if cut:
            message = "a column of several facts cannot be the first"
            raise ValueError(message)
        self._constants = Constants()
        self._inside = syntax.around is None
        self._writes = [_Frames(syntax, self._constants, each) for each in column.properties]
        known: dict[str, int] = {}
        self._predicate = np.array(
            [known.setdefault(each.predicate, len(known)) for each in column.properties]
        )

    def __call__(self, sheet: Sheet, cells: Listed) -> None:
        count = len(cells.which)
        if not count:
            return
        sheet.facts += count
        pool = self._constants.pool()
        first, last = _runs(cells.starts, self._predicate[cells.which])
        table = np.zeros((count, 4), dtype=np.int32)
        for kind in np.unique(cells.which).tolist():
            rows = np.flatnonzero(cells.which == kind)
            writes = self._writes[kind]
            table[rows, 1:] = writes.slots(
                pool, cells.texts, cells.at[rows], first[rows], last[rows]
            )
        if self._inside:
            table[:, 0] = np.repeat(pool.add(sheet.things), np.diff(cells.starts))
        sheet.put(sheet.pool.add(_by_row(pool.gathered(table.ravel()), cells.starts * 4)))


def _runs(starts: Numbers, predicate: Numbers) -> tuple[Flags, Flags]:
    """Tell of each fact whether it is the first, and the last, of its predicate in its row."""
    edge = np.zeros(len(predicate) + 1, dtype=bool)
    edge[starts] = True
    edge[1:-1] |= predicate[1:] != predicate[:-1]
    return edge[:-1], edge[1:]


class _Frames:
    """What stands around the values of one property, of which a row has one or several."""

    def __init__(self, syntax: Syntax, constants: Constants, property_: Property) -> None:
        self._plain = _plain(syntax, property_)
        alone, many = (
            syntax.frame(property_.predicate, several=several) for several in (False, True)
        )
        if syntax.around is None:
            frames = [(alone.before, alone.behind)] * 4
        else:
            frames = [
                (many.between, ""), (many.between, many.behind), (many.before, ""),
                (alone.before, alone.behind),
            ]  # fmt: skip
        bare = self._plain._replace(before="", behind="")
        self._places = {
            plain: [
                (constants.of(before.replace(MARK, "") + it.before), constants.of(it.behind + end))
                for before, end in frames
            ]
            for plain, it in ((True, self._plain), (False, bare))
        }

    def slots(self, pool: Pool, texts: Texts, at: Numbers, first: Flags, last: Flags) -> Places:
        """Return for each text the places of what stands before it, of itself, and behind."""
        used = np.zeros(len(texts), dtype=bool)
        used[at] = True
        safe, bare = self._plain.safe(texts if used.all() else texts.filter(arrow.array(used)))
        table = np.empty((len(at), 3), dtype=np.int32)
        table[:, 1] = pool.add(safe)[(np.cumsum(used) - 1)[at]]
        # In the order of the frames: neither first nor last, last, first, both.
        table[:, 0::2] = np.array(self._places[bare], dtype=np.int32)[first * 2 + last]
        return table
