"""Locks beside an index: one process writes at a time, and a second desk hears of the first.

A lock (``flock``) ends with the process that holds it, however that ends. Where there are no such
locks (Windows, some network folders) nobody is told and nobody waits.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cardindex.atomic import write_text
from cardindex.errors import OutputError

if sys.platform != "win32":
    import fcntl

HOME = ".cardindex"
"""The folder in an index that holds its journal and its locks, and that git leaves out."""

_WRITING, _DESK = "writing.lock", "desk.lock"


def home_of(folder: Path) -> Path:
    """Return the folder of the journal and the locks, made if it is not there.

    Raises OutputError where it cannot be made.
    """
    home = folder / HOME
    if home.is_symlink():
        raise OutputError(f"{home}: is a link; take it away, so that a folder can be made there")
    try:
        home.mkdir(exist_ok=True)
    except OSError as error:
        told = f"{home}: cannot be made: {error.strerror or error}; nothing was changed"
        raise OutputError(told) from error
    if not (home / ".gitignore").exists():
        write_text(home / ".gitignore", "*\n")
    return home


@contextmanager
def writing_alone(folder: Path) -> Iterator[None]:
    """Let one process at a time write to an index."""
    handle = _opened(home_of(folder) / _WRITING)
    try:
        if sys.platform != "win32":
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class Presence:
    """That a desk is open on an index: held until ``leave``, or until the process ends.

    ``other`` is the process of the desk that was there before, or None; 0 if that is not known.
    """

    def __init__(self, folder: Path) -> None:
        self.other: int | None = None
        self._handle: int | None = None
        try:
            handle = _opened(home_of(folder) / _DESK)
        except OutputError:
            return  # the folder cannot be written to, so no lock is needed
        if sys.platform != "win32":
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.other = _number(handle)
                os.close(handle)
                return
            except OSError:
                pass
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
        self._handle = handle

    def leave(self) -> None:
        """Let the next desk be the first."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _opened(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, flags, 0o666)
    except OSError as error:
        told = f"{path}: cannot be written: {error.strerror or error}; nothing was changed"
        raise OutputError(told) from error


def _number(handle: int) -> int:
    try:
        return int(os.pread(handle, 20, 0) or b"0")
    except (OSError, ValueError):
        return 0
