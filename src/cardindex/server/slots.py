"""Slots: of what takes seconds a few are made at once; who finds none is told when to ask again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic

from starlette.exceptions import HTTPException

from cardindex.server.shares import Shares

_WAIT = 5.0  # seconds
_IN_LINE = 4  # of one client: the one that is made, and those that wait


class Slots:
    """So many at once, and of one client one at a time.

    ``told`` says why there is none, ``after`` how many seconds later to ask.
    """

    def __init__(self, number: int, told: str, after: int, wait: float = _WAIT) -> None:
        self._free, self._told, self._after = number, told, after
        self._wait = wait
        self._clients: set[str] = set()
        self._changed = Condition()
        self._line = Shares(_IN_LINE, "too much is being asked")

    @contextmanager
    def one(self, client: str = "") -> Iterator[None]:
        """Hold one, for a client as ``shares.client_of`` has it.

        Raises HTTPException: 503 where none gets free while one waits, 429 where too many of the
        same client wait already.
        """
        with self._line.one(client):
            self._take(client)
            try:
                yield
            finally:
                with self._changed:
                    self._free += 1
                    self._clients.discard(client)
                    self._changed.notify_all()

    def _take(self, client: str) -> None:
        until = monotonic() + self._wait
        with self._changed:
            while not self._free or client in self._clients:
                if not self._changed.wait(until - monotonic()):
                    words = f"{self._told}; ask again in {self._after} seconds"
                    raise HTTPException(503, words, {"Retry-After": str(self._after)})
            self._free -= 1
            if client:
                self._clients.add(client)
