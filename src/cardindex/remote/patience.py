"""How often another server is asked again that is busy or away, and how long one waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from cardindex.errors import RemoteError

Found = TypeVar("Found")

AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
"""The answers after which another try may do better; 500 as stores answer so when they clash."""


class Busy(RemoteError):
    """A server that may do it another time, ``after`` so many seconds if it said so."""

    def __init__(
        self, message: str, status: int = 0, after: float | None = None, limit: str = ""
    ) -> None:
        super().__init__(message, status, limit)
        self.after = after


@dataclass(frozen=True)
class Patience:
    """So many tries, ``first`` seconds before the second and twice as long before each next.

    One wait is never longer than ``most`` seconds, whatever Retry-After says.
    """

    tries: int = 6
    first: float = 1.0
    most: float = 120.0
    tell: Callable[[str], None] = lambda _: None
    sleep: Callable[[float], None] = time.sleep

    def until_done(self, work: Callable[[], Found]) -> Found:
        """Do something until it is done. Raises what it last raised."""
        for tried in range(1, self.tries + 1):
            try:
                return work()
            except Busy as error:
                wait = min(self.first * 2 ** (tried - 1), self.most)
                if error.after is not None:
                    wait = max(error.after, self.first)
                if tried == self.tries or wait > self.most:
                    raise
                self.tell(f"{error}; trying again in {wait:,.0f} s")
                self.sleep(wait)
        raise AssertionError  # no tries at all


def retry_after(text: str | None) -> float | None:
    """Return the seconds that a header Retry-After tells, as a number or a date."""
    if not text:
        return None
    try:
        return max(float(text), 0.0) if float(text) < float("inf") else None
    except ValueError:
        pass
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max((then - datetime.now(UTC)).total_seconds(), 0.0)
