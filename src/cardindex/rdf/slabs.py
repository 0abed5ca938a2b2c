"""What a dump says, in slabs of rows: which property has its value from which cell of a row.

This is the one description of the triples; each syntax writes it by templates of its own. A slab
is as much as is held at a time, so that a dump of any size takes the same memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.rdf.terms import Node, Said

ROWS = 500
"""So many claims, or other things, are in one slab."""


class Property(NamedTuple):
    """One property of each row; a cell that is empty (``""`` or ``()``) says nothing.

    ``kind`` as in ``terms.Said``; ``under`` stands before each value (``entity/``). ``many``: a
    cell is a tuple of values. ``recurs``: many rows share a cell, so that each is written once.
    """

    predicate: str
    kind: str
    under: str = ""
    many: bool = False
    recurs: bool = True


class Telling(NamedTuple):
    """What follows from one cell of each row: any facts, which are worked out once a cell."""

    said: Callable[[Any], Iterable[Said]]
    recurs: bool = True


Column = Property | Telling


class Rows(NamedTuple):
    """Some things, by their paths, and for each column a cell of each."""

    columns: tuple[Column, ...]
    subjects: Sequence[str]
    cells: Sequence[Iterable[Any]]


class Slab(NamedTuple):
    """Rows of one or more tables; ``order`` tells how they are mixed, as positions in all."""

    tables: tuple[Rows, ...]
    order: Sequence[int] | None = None


Where = slice | npt.NDArray[np.int64]
"""Positions of rows in a frame."""


class Cells:
    """Columns of a frame, to be had as lists for some rows; parts of the frame cost ten times that.

    ``id`` is the frame's index, where that is no column.
    """

    def __init__(self, frame: pd.DataFrame, names: Iterable[str]) -> None:
        columns = {"id": frame.index.to_series(), **{name: frame[name] for name in names}}
        self._arrays: dict[str, Any] = {
            # Plain arrays: those of pandas are slow to index.
            name: column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array
            for name, column in columns.items()
        }

    def of(self, at: Where) -> dict[str, list[Any]]:
        """Return the cells of each column in the rows at these positions."""
        return {name: array[at].tolist() for name, array in self._arrays.items()}


def of_nodes(nodes: Iterable[Node]) -> Iterator[Slab]:
    """Yield things of which there are few, or of which all is different, in slabs."""
    waiting = iter(nodes)
    while some := list(islice(waiting, ROWS)):
        subjects, said = zip(*some, strict=True)
        yield Slab((Rows(_AS_TOLD, subjects, (said,)),))


_AS_TOLD: tuple[Column, ...] = (Telling(lambda said: said, recurs=False),)
