"""Connections to a database that is only read: one for each who asks at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

IDLE = 8
"""So many are kept open while nobody asks."""


class Connections:
    """Connections that are opened as they are needed, and lent to one after the other."""

    def __init__(self, opened: Callable[[], sqlite3.Connection]) -> None:
        self._opened, self._lock = opened, Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection that nobody else has meanwhile."""
        with self._lock:
            found = self._idle.pop() if self._idle else None
        found = found or self._opened()
        try:
            yield found
        finally:
            with self._lock:
                kept = not self._closed and len(self._idle) < IDLE
                if kept:
                    self._idle.append(found)
            if not kept:
                found.close()

    def close(self) -> None:
        """Close those that nobody has now, and the others when they come back."""
        with self._lock:
            idle, self._idle, self._closed = self._idle, [], True
        for each in idle:
            each.close()
