"""Slots: slow work is limited to a few at a time; further requests are told when to retry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from starlette.exceptions import HTTPException

_WAIT = 5.0  # seconds


class Slots:
    """So many at once; ``told`` says why there is none, ``after`` how many seconds later to ask."""

    def __init__(self, number: int, told: str, after: int, wait: float = _WAIT) -> None:
        self._free, self._told, self._after = BoundedSemaphore(number), told, after
        self._wait = wait

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a slot. Raises HTTPException (503) if none gets free in time."""
        if not self._free.acquire(timeout=self._wait):
            words = f"{self._told}; ask again in {self._after} seconds"
            raise HTTPException(503, words, {"Retry-After": str(self._after)})
        try:
            yield
        finally:
            self._free.release()
