"""Deadlines: how long one request may take, looked at by the loops that may be long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from math import inf
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from starlette.exceptions import HTTPException

from cardindex.server.shares import Shares, client_of

if TYPE_CHECKING:
    from starlette.requests import Request

SECONDS = 10.0
"""How long matching of rows, and a list of a prosopography, may take."""

_AFTER = 5  # seconds after which one may ask again
_STEP = 64  # items after which a loop looks at the clock

Item = TypeVar("Item")


class Deadline:
    """When an answer has to be there, counted from now."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds, self._ends = seconds, monotonic() + seconds

    def hold(self) -> None:
        """Raise HTTPException (503) once it is over."""
        if monotonic() > self._ends:
            raise self._over()

    def over(self, items: Iterable[Item], step: int = _STEP) -> Iterator[Item]:
        """Yield items, holding the deadline before each of so many."""
        for at, each in enumerate(items):
            if at % step == 0:
                self.hold()
            yield each

    @contextmanager
    def holding(self, lock: Lock) -> Iterator[None]:
        """Hold a lock, which is waited for until the deadline. Raises HTTPException (503)."""
        left = self._ends - monotonic()
        if not lock.acquire(timeout=-1 if left == inf else max(0, left)):
            raise self._over()
        try:
            yield
        finally:
            lock.release()

    def _over(self) -> HTTPException:
        words = f"this takes more than {self._seconds:g} seconds; ask for less at once"
        return HTTPException(503, words, headers={"Retry-After": str(_AFTER)})


NONE = Deadline(inf)
"""For who may wait as long as it takes."""

SHARES = Shares(8, "too much is being matched and listed")
"""How many such requests of one client each worker answers at once."""


@contextmanager
def bounded(request: Request) -> Iterator[Deadline]:
    """Hold a share for a client, and yield when its answer has to be there.

    Raises HTTPException (429) where the client has its share already.
    """
    with SHARES.one(client_of(request)):
        yield Deadline()
