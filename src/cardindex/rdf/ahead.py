"""The next of some things made in a thread while this one is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Return items, of which the next is made meanwhile; and what is raised when it is its turn.

    The first is begun at once. What is not asked for any more is not made, but for the one that
    is being made.
    """
    making, made = ThreadPoolExecutor(1), iter(items)
    return _taken(making, made, making.submit(_next, made))


def _taken(
    making: ThreadPoolExecutor, made: Iterator[Item], coming: Future[tuple[Item] | None]
) -> Iterator[Item]:
    with making:
        while found := coming.result():
            coming = making.submit(_next, made)
            yield found[0]


def _next(items: Iterator[Item]) -> tuple[Item] | None:
    for item in items:
        return (item,)
    return None
