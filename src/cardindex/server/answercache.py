"""A cache of answers for one version of an index: the most recently used, within a size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

MOST_BYTES = 64 << 20
"""The size of the cache of one index, keys included."""

_AROUND = 600  # bytes of overhead of an answer beside its content and key


class Body(NamedTuple):
    """What is answered, and what kind of text it is; ``mark`` is a hash of the content."""

    content: bytes
    media_type: str
    mark: str = ""


class AnswerCache:
    """Bodies by request. Two equal requests at once may both make the body."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._bodies: OrderedDict[Hashable, tuple[Body, int]] = OrderedDict()
        self._lock, self._most, self._size = Lock(), most, 0

    def get(self, asked: Hashable, make: Callable[[], Body]) -> Body:
        """Return the body that is kept, or make it and keep it; it has its ``mark``."""
        with self._lock:
            if asked in self._bodies:
                self._bodies.move_to_end(asked)
                return self._bodies[asked][0]
        body = marked(make())
        size = len(body.content) + _AROUND + _width(asked)
        with self._lock:
            if asked not in self._bodies and size <= self._most // 8:
                self._bodies[asked] = body, size
                self._size += size
            while self._size > self._most:
                self._size -= self._bodies.popitem(last=False)[1][1]
        return body


def marked(body: Body) -> Body:
    """Return a body with its mark."""
    return body if body.mark else body._replace(mark=sha256(body.content).hexdigest()[:24])


def _width(asked: Hashable) -> int:
    """Return about how many bytes the name of an answer takes: addresses can be long."""
    parts = asked if isinstance(asked, tuple) else (asked,)
    return sum(4 * len(part) for part in parts if isinstance(part, str))
