"""The cells of columns → pieces in a sheet, as a syntax writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from cardindex.rdf.columns import Coded, Flags, Listed, Numbers, Texts, arrow, ends, told
from cardindex.rdf.sheet import BYTES, Constants, Places, Pool, Sheet, by_row
from cardindex.rdf.slabs import Column, Property, Several
from cardindex.rdf.syntax import MARK, Plain, Syntax, written
from cardindex.rdf.terms import Said

_MOST = 1 << 16  # the most cells of a column that are kept
_WIDE = 64  # a cell of more facts than that makes its column be gathered by itself

Put = Callable[[Sheet, Any], None]


def put_of(syntax: Syntax, constants: Constants, column: Column, cut: int) -> Put:
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
        pieces = arrow.array(list(chain.from_iterable(it.pieces for it in found)), type=BYTES)
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
    return by_row(pool.gathered(table.ravel()), np.append(0, np.cumsum(sizes)) * table.shape[1])


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
        sheet.put(sheet.pool.add(by_row(pool.gathered(table.ravel()), cells.starts * 4)))


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
