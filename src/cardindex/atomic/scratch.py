"""Scratch files and folders: named as ours, locked while their process lives, then removed.

A lock (``flock``) ends with its process, so a scratch file that is not locked was left over. Where
there are no such locks (Windows, some network folders) nothing is removed.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cardindex.atomic.promises import FILE, fulfil

if sys.platform != "win32":
    import fcntl

_NAME = re.compile(r"\.cardindex-[0-9a-f]{16}")

_OLD_FOLDER = re.compile(r"\.cardindex-[a-z0-9_]{8}")
"""Names of scratch folders of older versions, which had no locks."""

_OLD_FILE = re.compile(r"\.(.+)\.(?=.*[a-z_])(?=.*[0-9_])[a-z0-9_]{8}", re.DOTALL)
"""Names of scratch files of older versions: the name of the file and eight random characters.

Eight digits may be the date of a backup, and eight letters a word: these are not matched.
"""


@contextmanager
def scratch_file(folder: Path, mode: int) -> Iterator[tuple[Path, BinaryIO]]:
    """Yield a new file in ``folder`` and its path; it is removed afterwards, unless moved."""
    tried: list[Path] = []
    try:
        path, handle = _new_file(folder, mode, tried)
        with os.fdopen(handle, "wb") as file:
            yield path, file
    finally:
        for each in tried:
            with suppress(OSError):
                each.unlink(missing_ok=True)


@contextmanager
def scratch_folder(folder: Path) -> Iterator[Path]:
    """Yield a new folder in ``folder``; it is removed afterwards, with all that is left in it."""
    tried: list[Path] = []
    handle = None
    try:
        path, handle = _new_folder(folder, tried)
        yield path
    finally:
        for each in tried:
            _clear(each)
        if handle is not None:
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time change the files of a folder, if the system has locks."""
    handle = None
    while sys.platform != "win32" and handle is None:
        handle = os.open(folder, os.O_RDONLY)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        if not _is_still(folder, handle):
            # The folder was swapped for another meanwhile.
            os.close(handle)
            handle = None
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def sweep(folder: Path, names: Collection[str] = ()) -> None:
    """Remove the scratch files of killed runs from a folder, silently and as far as possible.

    ``names``: files that an older version may have left scratch files of.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _is_scratch(entry.name, names):
                with suppress(OSError):
                    _sweep_one(Path(entry.path))


def finish(folder: Path) -> None:
    """Finish the moves of a killed run in a folder; see ``promises``.

    Unlike ``sweep`` this is for readers: nothing else is touched.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                with suppress(OSError):
                    if Path(entry.path, FILE).is_file():
                        _sweep_one(Path(entry.path))


def is_scratch(name: str) -> bool:
    """Tell whether a name is that of one of our scratch files or folders."""
    return _is_scratch(name, ())


def _is_scratch(name: str, names: Collection[str]) -> bool:
    if _NAME.fullmatch(name) or _OLD_FOLDER.fullmatch(name):
        return True
    found = _OLD_FILE.fullmatch(name)
    return found is not None and found[1] in names


def _sweep_one(path: Path) -> None:
    there = path.lstat()
    kind = there.st_mode
    if sys.platform == "win32" or there.st_uid != os.geteuid():
        return
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if _lock(handle) and _is_still(path, handle):
            if stat.S_ISDIR(kind):
                fulfil(path)
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
    finally:
        os.close(handle)


def _new_file(folder: Path, mode: int, tried: list[Path]) -> tuple[Path, int]:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        path = folder / _fresh_name()
        tried.append(path)
        handle = os.open(path, flags, mode)
        if _lock(handle) is not False and _is_still(path, handle):
            return path, handle
        os.close(handle)


def _clear(path: Path) -> None:
    """Remove a folder with all that is in it, even if a signal comes meanwhile."""
    try:
        shutil.rmtree(path, ignore_errors=True)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def _new_folder(folder: Path, tried: list[Path]) -> tuple[Path, int | None]:
    while True:
        path = folder / _fresh_name()
        tried.append(path)
        path.mkdir(mode=0o700)
        if sys.platform == "win32":
            return path, None
        try:
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            continue  # another process swept it before it was locked
        if _lock(handle) is not False and _is_still(path, handle):
            return path, handle
        os.close(handle)


def _fresh_name() -> str:
    return f".cardindex-{os.urandom(8).hex()}"


def _lock(handle: int) -> bool | None:
    """Lock an open file: False if another process holds it, None if there are no such locks."""
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_still(path: Path, handle: int) -> bool:
    """Tell whether a path is still that of an open file, and was not swept meanwhile."""
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False
