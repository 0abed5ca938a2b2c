"""What a dump says, in slabs of rows: which property has its value from which cell of a row.

This is the one description of the triples; each syntax writes it by templates of its own. A slab
is as much as is held at a time, so that a dump of any size takes the same memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Any, NamedTuple

import numpy as np

from cardindex.rdf.columns import Coded, Numbers, Texts
from cardindex.rdf.terms import OWN, Node, Said

ROWS = 20_000
"""So many claims, or other things, are in one slab."""


class Property(NamedTuple):
    """One property of each row, from a column of texts; an empty one says nothing.

    ``kind`` as in ``terms.Said``; ``under`` stands before each value (``entity/``).
    """

    predicate: str
    kind: str
    under: str = ""


class Telling(NamedTuple):
    """What follows from one cell of each row: any facts, which are worked out once a cell.

    ``recurs``: a cell that is in one slab is likely in others, so that what is written is kept.
    """

    said: Callable[[Any], Iterable[Said]]
    recurs: bool = True


class Several(NamedTuple):
    """Any number of facts a row, from ``Listed`` texts: of these properties, each its own.

    Texts of one predicate stand together, and no other column has it.
    """

    properties: tuple[Property, ...]

    @classmethod
    def of(cls, predicate: str, *under: str) -> Several:
        """Return the column of things of the index: under these paths, one kind after the other."""
        return cls(tuple(Property(predicate, OWN, each) for each in under))


Column = Property | Telling | Several

Filled = Any
"""The cells of a column: Texts, or ``Listed`` of Several; of a Telling ``Coded``, or a sequence."""


class Subjects(NamedTuple):
    """Things of one kind, by their ids: ``under`` stands before each."""

    under: str
    ids: Texts


class Rows(NamedTuple):
    """Some things, by their paths or ids, and for each column a cell of each.

    The first column says something of each.
    """

    columns: tuple[Column, ...]
    subjects: Subjects | Sequence[str]
    cells: Sequence[Filled]


class Slab(NamedTuple):
    """Rows of one or more tables; ``order`` tells how they are mixed, as positions in all."""

    tables: tuple[Rows, ...]
    order: Numbers | None = None


def always(*facts: Said) -> Telling:
    """Return the column that says the same of every row; its cells are ``alike``."""
    return Telling(lambda _: facts)


def alike(rows: int) -> Coded:
    """Return the cells of a column in which all rows agree."""
    return Coded(np.zeros(rows, dtype=np.int64), (None,))


def of_nodes(nodes: Iterable[Node]) -> Iterator[Slab]:
    """Yield things of which there are few, or of which all is different, in slabs."""
    waiting = iter(nodes)
    while some := list(islice(waiting, ROWS)):
        yield Slab((rows_of(some),))


def rows_of(nodes: Iterable[Node]) -> Rows:
    """Return some things as rows."""
    some = list(nodes)
    return Rows(_AS_TOLD, [subject for subject, _ in some], ([said for _, said in some],))


def merged(rows: Rows) -> Rows:
    """Return the same rows told thing by thing, as columns of them may share a predicate."""
    subjects = rows.subjects
    if isinstance(subjects, Subjects):
        subjects = [f"{subjects.under}{id_}" for id_ in subjects.ids.to_pylist()]
    columns = [_said(*each) for each in zip(rows.columns, rows.cells, strict=True)]
    told = (dict.fromkeys(chain(*facts)) for facts in zip(*columns, strict=True))
    return rows_of((path, list(facts)) for path, facts in zip(subjects, told, strict=True))


def _said(column: Column, cells: Filled) -> Iterator[Iterable[Said]]:
    """Yield what a column says of each row."""
    if isinstance(column, Telling):
        coded = cells if isinstance(cells, Coded) else Coded(np.arange(len(cells)), cells)
        yield from (column.said(coded.cells[code]) for code in coded.codes.tolist())
    elif isinstance(column, Property):
        predicate, kind, under = column
        for text in cells.to_pylist():
            yield [(predicate, kind, under + text)] if text else []
    else:
        texts = cells.texts.take(cells.at).to_pylist()
        properties = map(column.properties.__getitem__, cells.which.tolist())
        pairs = zip(properties, texts, strict=True)
        facts = [(it.predicate, it.kind, it.under + text) for it, text in pairs]
        yield from (facts[start:end] for start, end in pairwise(cells.starts.tolist()))


_AS_TOLD: tuple[Column, ...] = (Telling(lambda said: said, recurs=False),)
