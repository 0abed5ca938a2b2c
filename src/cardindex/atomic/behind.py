"""Bytes written by a thread while those that follow are being made."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from queue import Queue
from threading import Thread

from cardindex.atomic.packed import Takes

_WAITING = 4  # so many pieces wait at most: memory stays as it is, however slow the disk
_SETTLED = 32_000_000  # after so many bytes the disk is given them, and not all at the end


def write_behind(file: Takes, pieces: Iterable[bytes]) -> None:
    """Write pieces into a file, each while the next ones are being made.

    To pack and to write leaves Python to whoever makes the pieces. Raises whatever the file
    raises; no piece is then asked for any more.
    """
    waiting: Queue[bytes | None] = Queue(_WAITING)
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


def _write(file: Takes, waiting: Queue[bytes | None], failed: list[BaseException]) -> None:
    since = 0
    while (piece := waiting.get()) is not None:
        if failed:
            continue  # whoever makes them may wait for room to put the next
        try:
            file.write(piece)
            since += len(piece)
            if since > _SETTLED:
                since = 0
                _settle(file)
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)


def _settle(file: Takes) -> None:
    """Give the disk what was written so far, where that can be done."""
    with suppress(AttributeError, ValueError):
        os.fdatasync(file.fileno())  # type: ignore[attr-defined]
