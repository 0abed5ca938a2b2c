"""A sheet of which piece of text stands where, and the pool of these pieces.

Every piece (a subject, what stands before a value, a value …) is in a pool once, and a row of the
sheet tells by numbers which of them follow each other. No row is ever an object of Python.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cardindex.rdf.columns import Numbers, Texts, arrow, ends

Places = npt.NDArray[np.int32]
"""Places of pieces in a pool; 0 is nothing."""

BYTES = arrow.large_binary()


class Pool:
    """Pieces of text, by their places. The first are those that recur in all slabs."""

    def __init__(self, constants: Texts) -> None:
        self._arrays, self._size = [constants], len(constants)

    def add(self, texts: Texts) -> Places:
        """Put pieces into the pool, and return their places."""
        first = self._size
        self._arrays.append(texts.view(BYTES))
        self._size += len(texts)
        return np.arange(first, self._size, dtype=np.int32)

    def whole(self) -> Texts:
        """Return all pieces."""
        return arrow.concat_arrays(self._arrays)

    def gathered(self, places: Places) -> Texts:
        """Return the pieces at these places."""
        return self.whole().take(arrow.array(places))


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
            self._made = arrow.array([text.encode() for text in self._places], type=BYTES)
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


def by_row(pieces: Texts, starts: Numbers) -> Texts:
    """Return pieces put together, from each start to the next; nothing is copied."""
    data = pieces.buffers()[2]
    offsets = arrow.py_buffer(np.ascontiguousarray(ends(pieces)[starts]))
    return arrow.Array.from_buffers(BYTES, len(starts) - 1, [None, offsets, data])
