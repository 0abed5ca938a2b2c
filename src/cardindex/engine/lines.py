"""N-Quads on their way into a store: as a file that is made while it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

_QUADS = 20_000  # written at a time


class Text:
    """A file of pieces of text that are made while it is read.

    The engine reads two thousand bytes at a time; a piece is cut only as it is read.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._piece, self._at = memoryview(b""), 0

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, at most ``size``; none at the end."""
        while self._at == len(self._piece):
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._piece, self._at = memoryview(piece), 0
        end = len(self._piece) if size < 0 else min(self._at + size, len(self._piece))
        found, self._at = bytes(self._piece[self._at : end]), end
        return found


def written(quads: Iterable[ox.Quad]) -> Iterator[bytes]:
    """Yield the N-Quads of some quads."""
    left = iter(quads)
    while some := list(islice(left, _QUADS)):
        yield ox.serialize(some, format=ox.RdfFormat.N_QUADS) or b""
