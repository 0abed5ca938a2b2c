"""The next of some things made in a thread while this one is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Empty, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield items, of which the next one is made meanwhile; and what is raised when it is its turn.

    What is not asked for any more is not made, but for the one that is being made.
    """
    made: Queue[tuple[Item] | BaseException | None] = Queue(1)
    left = Event()
    thread = Thread(target=_make, args=(items, made, left), daemon=True)
    thread.start()
    try:
        while (found := made.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found[0]
    finally:
        left.set()
        while thread.is_alive():
            try:  # the maker may be waiting for room
                made.get(timeout=0.01)
            except Empty:
                continue


def _make(
    items: Iterable[Item], made: Queue[tuple[Item] | BaseException | None], left: Event
) -> None:
    try:
        for item in items:
            if left.is_set():
                break
            made.put((item,))
            del item
    except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
        made.put(error)
    else:
        made.put(None)
