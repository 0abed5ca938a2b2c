"""One file, written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cardindex.atomic.scratch import scratch_file, sweep
from cardindex.atomic.targets import Target, into, keep, made, reason, settle, target, unmade
from cardindex.errors import OutputError


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that takes the place of ``path`` once all of it is written.

    Raises OutputError if the disk, the folder or the file refuses; the old file then stands.
    """
    try:
        found = target(path)
        with into(found) if found.straight else _replacing(found) as file:
            yield file
    except OSError as error:
        stands = "" if isinstance(error, FileNotFoundError) else "; the old file stands"
        raise OutputError(f"{path}: cannot be written: {reason(error)}{stands}") from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, all of it or nothing."""
    with writing(path) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8 with its line ends as they are, or nothing."""
    write_bytes(path, text.encode("utf-8"))


@contextmanager
def _replacing(found: Target) -> Iterator[BinaryIO]:
    folder = found.path.parent
    fresh = made(folder)
    try:
        sweep(folder, [found.path.name])
        # A new file gets the usual mode; the scratch file of a private one is private, too.
        with scratch_file(folder, 0o666 if found.there is None else 0o600) as (place, file):
            yield file
            file.flush()
            os.fsync(file.fileno())
            if found.there is not None:
                keep(found.there, found.path, place)
            place.replace(found.path)
        settle(folder)
    except BaseException:
        unmade(fresh)
        raise
