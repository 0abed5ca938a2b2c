"""Writing in a thread while the next bytes are being made."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from queue import Queue
from threading import Thread

from cardindex.atomic.packed import Bytes, Takes

_WAITING = 4  # the most pieces that wait: memory stays small on a slow disk
_SETTLED = 32_000_000  # bytes after which they are flushed to the disk


def write_behind(file: Takes, pieces: Iterable[Bytes]) -> None:
    """Write pieces into a file, each while the next ones are being made.

    Packing and writing release Python's lock, so the pieces are made at the same time. Raises
    what the file raises, and then takes no further piece.
    """
    waiting: Queue[Bytes | None] = Queue(_WAITING)
    failed: list[BaseException] = []
    thread = Thread(target=_write, args=(file, waiting, failed), daemon=True)
    thread.start()
    try:
        for piece in pieces:
            if failed:
                break
            waiting.put(piece)
    finally:
        waiting.put(None)
        thread.join()
    if failed:
        raise failed[0]


def _write(file: Takes, waiting: Queue[Bytes | None], failed: list[BaseException]) -> None:
    since = 0
    while (piece := waiting.get()) is not None:
        if failed:
            continue  # goes on taking pieces, so that the queue never blocks their maker
        try:
            file.write(piece)
            since += len(piece)
            if since > _SETTLED:
                since = 0
                _settle(file)
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)


def _settle(file: Takes) -> None:
    """Flush what was written so far to the disk, where that is possible."""
    with suppress(AttributeError, ValueError):
        os.fdatasync(file.fileno())  # type: ignore[attr-defined]
