"""Progress of long work, reported to a watcher if there is one.

Long work calls ``watched`` or ``working``, and does not know how progress is shown. ``watching``
sets the watcher for the work inside its context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Step(Protocol):
    """One piece of work that is being watched."""

    def advance(self) -> None:
        """Say that one more of the parts is done."""


class Watcher(Protocol):
    """Receives the progress of work."""

    def step(self, told: str, parts: int | None) -> AbstractContextManager[Step]:
        """Watch a piece of work of so many parts (None: of no parts) until it is left."""

    def hide(self) -> None:
        """Leave the terminal to what is about to be printed."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Tell ``watcher`` what is done in here."""
    before = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(before)


def watched(items: Iterable[Item], told: str, parts: int) -> Iterator[Item]:
    """Yield the items, each of which is done when the next one is asked for.

    ``told``: what is done with them, in a word or two.
    """
    watcher = _watcher.get()
    if watcher is None:
        yield from items
        return
    with watcher.step(told, parts) as step:
        for item in items:
            yield item
            step.advance()


@contextmanager
def working(told: str) -> Iterator[None]:
    """Report work without countable parts."""
    watcher = _watcher.get()
    if watcher is None:
        yield
        return
    with watcher.step(told, None):
        yield


def hide() -> None:
    """Have the watcher leave the terminal to what is about to be printed."""
    watcher = _watcher.get()
    if watcher is not None:
        watcher.hide()
