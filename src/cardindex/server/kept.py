"""Answers that are kept while an index stays as it is: the most recently asked, within a size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple

MOST_BYTES = 64 << 20
"""How much one index keeps of its answers."""


class Body(NamedTuple):
    """What is answered, and what kind of text it is."""

    content: bytes
    media_type: str


class Kept:
    """Bodies by what was asked. Two who ask the same at once may both make it."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._bodies: OrderedDict[Hashable, Body] = OrderedDict()
        self._lock, self._most, self._size = Lock(), most, 0

    def get(self, asked: Hashable, make: Callable[[], Body]) -> Body:
        """Return the body that is kept, or make it and keep it."""
        with self._lock:
            if asked in self._bodies:
                self._bodies.move_to_end(asked)
                return self._bodies[asked]
        body = make()
        with self._lock:
            if asked not in self._bodies and len(body.content) <= self._most // 8:
                self._bodies[asked] = body
                self._size += len(body.content)
            while self._size > self._most:
                self._size -= len(self._bodies.popitem(last=False)[1].content)
        return body
