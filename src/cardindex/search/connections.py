"""Connections to a read-only database: one for each concurrent request."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

IDLE = 8
"""How many are kept open while they are not used."""


class Connections:
    """A pool of connections, opened as they are needed."""

    def __init__(self, opened: Callable[[], sqlite3.Connection]) -> None:
        self._opened, self._lock = opened, Lock()
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection that no other thread uses meanwhile."""
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
        """Close the idle connections now, and the others when they are returned."""
        with self._lock:
            idle, self._idle, self._closed = self._idle, [], True
        for each in idle:
            each.close()
