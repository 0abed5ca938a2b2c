"""Columns of Arrow that a dump is written from: texts, and cells by those that differ.

No text becomes an object of Python on the way, but for those that differ and those that a syntax
has to escape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cardindex.frames import texts
from cardindex.groups import Groups
from cardindex.tuples import Tuples

# The stubs of pyarrow lack types.
arrow: Any = pa
compute: Any = pc

Texts = Any
"""An Arrow array of texts in one piece, none of which is missing."""

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Where = slice | Numbers
"""Positions of rows in a frame; a slice has a start, a stop and no step."""

_MOST = 1 << 40  # so many combinations are told apart by one number


class Coded(NamedTuple):
    """A column of any cells: for each row the place of its cell among those that differ."""

    codes: Numbers
    cells: Sequence[Any]


class Listed(NamedTuple):
    """Any number of texts a row: where those of each row start, and the last end.

    ``at`` tells which of the ``texts`` each is, and ``which`` predicate of its column has it.
    """

    starts: Numbers
    which: Numbers
    at: Numbers
    texts: Texts

    def part(self, rows: Numbers) -> Listed:
        """Return what is in some rows, in their order."""
        places, whose = Groups(np.arange(len(self.at)), self.starts).of(rows)
        starts = np.searchsorted(whose, np.arange(len(rows) + 1))
        return Listed(starts, self.which[places], self.at[places], self.texts)


class Lists(NamedTuple):
    """A column of tuples of texts, by its ``codes``: which of the ``texts`` are in each."""

    codes: Numbers
    groups: Groups
    texts: Texts

    @classmethod
    def of(cls, column: Tuples) -> Lists:
        """Return a column of a frame."""
        distinct = column.distinct
        return cls.among(column.codes, distinct.groups.starts, texts(distinct.lists.flatten()))

    @classmethod
    def made(cls, codes: Numbers, rows: Sequence[Sequence[str]]) -> Lists:
        """Return a column by its codes, and what these stand for."""
        starts = np.append(0, np.cumsum(np.fromiter(map(len, rows), np.int64, count=len(rows))))
        return cls.among(codes, starts, texts(list(chain.from_iterable(rows))))

    @classmethod
    def among(cls, codes: npt.NDArray[Any], starts: Numbers, whole: Texts) -> Lists:
        """Return a column by its codes, and where the texts of each start among all."""
        found = whole.dictionary_encode()
        places = found.indices.to_numpy().astype(np.int64)
        return cls(codes.astype(np.int64, copy=False), Groups(places, starts), found.dictionary)

    def at(self, rows: Where = slice(None)) -> Listed:
        """Return the texts of some rows, each once a row."""
        codes = self.codes[rows]
        places, whose = self.groups.of(codes)
        if (self.groups.starts[codes + 1] - self.groups.starts[codes] > 1).any():
            first = np.sort(np.unique(whose * len(self.texts) + places, return_index=True)[1])
            if len(first) < len(places):
                places, whose = places[first], whose[first]
        starts = np.searchsorted(whose, np.arange(len(codes) + 1))
        return Listed(starts, np.zeros(len(whose), dtype=np.int64), places, self.texts)


class Cells:
    """Columns of a frame, to be had for some rows; parts of the frame itself cost ten times that.

    ``id`` is the frame's index, where that is no column. Tuples come as ``Listed``.
    """

    def __init__(self, frame: pd.DataFrame, names: Iterable[str]) -> None:
        columns = {"id": frame.index.to_series(), **{name: frame[name] for name in names}}
        self._columns: dict[str, Any] = {name: _bare(it) for name, it in columns.items()}

    def of(self, at: Where) -> dict[str, Any]:
        """Return each column in the rows at these positions."""
        return {name: _rows(column, at) for name, column in self._columns.items()}


def _bare(column: pd.Series[Any]) -> Any:  # noqa: ANN401 - whatever holds the column
    if isinstance(column.dtype, np.dtype) and column.dtype != object:
        return column.to_numpy()
    return Lists.of(column.array) if isinstance(column.array, Tuples) else texts(column)


def _rows(column: Any, at: Where) -> Any:  # noqa: ANN401 - whatever holds the column
    if isinstance(column, np.ndarray):
        return column[at]
    if isinstance(column, Lists):
        return column.at(at)
    if isinstance(at, slice):
        return column.slice(at.start, at.stop - at.start)
    return column.take(arrow.array(at))


def and_none(column: pd.Series[str] | pd.Index[str]) -> Texts:
    """Return texts, and an empty one behind them for what is none of these."""
    return arrow.concat_arrays([texts(column), texts([""])])


def facts(row: Numbers, count: int, which: Numbers, predicate: Numbers, values: Texts) -> Listed:
    """Return facts by their rows, each once; those of one predicate stand where its first does.

    ``row`` of each fact is less than ``count``, and they ascend; ``which`` as in ``Listed``.
    """
    value = values.dictionary_encode()
    codes = value.indices.to_numpy().astype(np.int64)
    width, size = int(which.max(initial=0)) + 1, max(1, len(value.dictionary))
    kept = np.sort(np.unique((row * width + which) * size + codes, return_index=True)[1])
    _, first, same = np.unique(
        row[kept] * (int(predicate.max(initial=0)) + 1) + predicate[kept],
        return_index=True, return_inverse=True,
    )  # fmt: skip
    kept = kept[np.argsort(first[same], kind="stable")]
    starts = np.searchsorted(row[kept], np.arange(count + 1))
    return Listed(starts, which[kept], codes[kept], value.dictionary)


def ends(column: Texts) -> Numbers:
    """Return where each text starts, and the last ends, in the bytes of all."""
    _, offsets, _ = column.buffers()
    if offsets is None or not len(column):
        return np.zeros(1, dtype=np.int64)
    found = np.frombuffer(offsets, dtype=np.int64)
    return found[column.offset : column.offset + len(column) + 1]


def raw(column: Texts) -> bytes:
    """Return the bytes of all texts, one after the other."""
    bounds = ends(column)
    start, size = int(bounds[0]), int(bounds[-1] - bounds[0])
    return column.buffers()[2].slice(start, size).to_pybytes() if size else b""


def coded(column: Texts) -> Coded:
    """Return texts by those that differ, in order of first appearance."""
    bounds = ends(column)
    if len(column) and bounds[0] == bounds[-1]:
        return Coded(np.zeros(len(column), dtype=np.int64), [""])
    found = column.dictionary_encode()
    return Coded(found.indices.to_numpy(), found.dictionary.to_pylist())


def spread(column: Coded) -> Texts:
    """Return the text of each row, by those that differ."""
    return texts(column.cells).take(arrow.array(column.codes))


def told(column: Texts, tell: Callable[[str], str]) -> Texts:
    """Return what is told of each text, worked out once for each that differs."""
    found = coded(column)
    return spread(Coded(found.codes, list(map(tell, found.cells))))


def together(*columns: Any) -> Coded:  # noqa: ANN401 - texts or numbers
    """Return tuples of the cells of some columns, by those that differ."""
    code, many = np.zeros(len(columns[0]), dtype=np.int64), 1
    for codes, size in map(_digits, columns):
        if many * size > _MOST:
            code, many = np.unique(code, return_inverse=True)[1], len(code)
        code, many = code * size + codes, many * size
    found = arrow.array(code).dictionary_encode()
    places, first = found.indices.to_numpy(), np.empty(len(found.dictionary), dtype=np.int64)
    first[places[::-1]] = np.arange(len(places))[::-1]  # what is put there last stays
    cells = [
        column[first].tolist()
        if isinstance(column, np.ndarray)
        else column.take(arrow.array(first)).to_pylist()
        for column in columns
    ]
    return Coded(places, list(zip(*cells, strict=True)))


def _digits(column: Any) -> tuple[Numbers, int]:  # noqa: ANN401 - texts or numbers
    """Return a column as numbers from 0, and how many of them there may be."""
    if not len(column):
        return np.zeros(0, dtype=np.int64), 1
    if not isinstance(column, np.ndarray):
        found = coded(column)
        return found.codes, len(found.cells)
    numbers: Numbers = column.astype(np.int64)
    low = int(numbers.min())
    return numbers - low, int(numbers.max()) - low + 1


def where_any(column: Texts, found: Any, otherwise: Any) -> Texts:  # noqa: ANN401 - texts, or one
    """Return of each row what is ``found`` where its text is not empty, or ``otherwise``."""
    return compute.if_else(arrow.array(np.diff(ends(column)) > 0), _one(found), _one(otherwise))


def _one(value: Any) -> Any:  # noqa: ANN401 - texts, or one
    if value is None or isinstance(value, str):
        return arrow.scalar(value, arrow.large_string())
    return value


def all_of(column: Texts, allowed: bytes) -> bool:
    """Tell whether the texts have no other bytes than these."""
    return not raw(column).translate(None, allowed)


def without(column: Texts, acting: bytes, safe: Callable[[str], str]) -> Texts:
    """Return texts without acting characters (of ASCII), as ``safe`` writes those that have any."""
    data = raw(column)
    if len(data.translate(None, acting)) == len(data):
        return column
    table = np.zeros(256, dtype=bool)
    table[list(acting)] = True
    bounds = ends(column)
    places = np.flatnonzero(table[np.frombuffer(data, dtype=np.uint8)]) + bounds[0]
    rows = np.unique(np.searchsorted(bounds, places, side="right") - 1)
    mask = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    made = list(map(safe, column.take(arrow.array(rows)).to_pylist()))
    return compute.replace_with_mask(column, arrow.array(mask), texts(made))
