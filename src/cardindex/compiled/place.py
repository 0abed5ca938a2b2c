"""The user's cache folder: where it is, what is in it, how entries come there whole and go.

An entry is a folder by its key. It is written under another name and moved in one step, so that
two processes and a kill do no harm; what is not there, or is damaged, is made anew. The folder
is the user's own: by the conventions of the system, or where ``CARDINDEX_CACHE`` says.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cardindex.atomic.scratch import scratch_folder, sweep
from cardindex.atomic.targets import reason
from cardindex.compiled import sums

if sys.platform != "win32":
    import fcntl

Found = TypeVar("Found")

VARIABLE = "CARDINDEX_CACHE"
"""The environment variable that says where the cache is; ``off``: nowhere."""

SIZE = "CARDINDEX_CACHE_SIZE"
"""The environment variable that says how large it may be, in GB."""

OFF = "off"
USUAL_SIZE = 10.0
"""Gigabytes that the cache has at most, unless the variable says otherwise."""

MOST_ENTRIES = 500

_NAME = "cardindex"
_SHELF = "compiled"
_GB = 1_000_000_000
_READY = "ready"


@dataclass(frozen=True)
class Entry:
    """What is kept of an index: its folder, bytes, and when it was last used (of the clock)."""

    path: Path
    size: int
    used: float


@dataclass(frozen=True)
class Cache:
    """A folder of entries, and the bytes that they may have."""

    folder: Path
    most: int

    def path(self, name: str) -> Path:
        """Return where an entry is, or would be."""
        return self.folder / name

    def entry(self, name: str) -> Path | None:
        """Return the folder of an entry, which counts as used by that; None if there is none."""
        path = self.path(name)
        if not (path / _READY).is_file():
            return None
        with suppress(OSError):
            os.utime(path)
        return path

    def held(self, name: str, held: ExitStack, read: Callable[[Path], Found]) -> Found | None:
        """Return what ``read`` makes of an entry, which stays for as long as ``held`` is open.

        None where there is no entry, or it is not as it was written: what is damaged is taken away.
        """
        entry = self.entry(name)
        if entry is None:
            return None
        with (
            ExitStack() as mine,
            suppress(OSError, ValueError, TypeError, KeyError, AttributeError),
        ):
            mine.enter_context(using(entry))
            sums.hold(entry)
            found = read(entry)
            held.push(mine.pop_all())
            return found
        self.drop(name)
        return None

    @contextmanager
    def making(self, name: str) -> Iterator[Path]:
        """Yield a new folder that becomes an entry when it is left without an error.

        Raises OSError where it cannot be written. Where another process was quicker, its entry
        stays.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(self.folder)
        with scratch_folder(self.folder) as scratch:
            place = scratch / "new"
            place.mkdir(mode=0o700)
            yield place
            (place / _READY).touch()
            with suppress(OSError):
                place.rename(self.path(name))
        self.shrink(keeping=name)

    def drop(self, name: str) -> None:
        """Take an entry away, unless somebody uses it."""
        with suppress(OSError), scratch_folder(self.folder) as scratch, _alone(self.path(name)):
            # Moved away first, so that nobody opens a half-deleted entry.
            self.path(name).rename(scratch / "old")

    def entries(self) -> list[Entry]:
        """Return what is kept, the least recently used first."""
        found = []
        with suppress(OSError):
            for path in self.folder.iterdir():
                if not path.name.startswith("."):
                    with suppress(OSError):
                        found.append(Entry(path, _size(path), path.stat().st_mtime))
        return sorted(found, key=lambda entry: (entry.used, entry.path.name))

    def shrink(self, keeping: str = "") -> None:
        """Take away what was least recently used, until the rest is no larger than allowed."""
        found = self.entries()
        size, number = sum(entry.size for entry in found), len(found)
        for entry in found:
            if size <= self.most and number <= MOST_ENTRIES:
                return
            if entry.path.name != keeping:
                self.drop(entry.path.name)
                if not entry.path.exists():
                    size, number = size - entry.size, number - 1

    def problem(self) -> str:
        """Say why nothing can be kept, or nothing."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with scratch_folder(self.folder):
                return ""
        except OSError as error:
            return reason(error)

    def clear(self) -> None:
        """Take away all that is kept, and what killed runs have left."""
        sweep(self.folder)
        for entry in self.entries():
            self.drop(entry.path.name)


def cache() -> Cache | None:
    """Return the cache; None where there is to be none, or no place for it."""
    folder = _folder()
    return None if folder is None else Cache(folder / _SHELF, int(_most() * _GB))


@contextmanager
def using(path: Path) -> Iterator[None]:
    """Keep an entry from being taken away while it is used, where the system has locks."""
    with _locked(path, alone=False):
        yield


def _folder() -> Path | None:
    told = os.environ.get(VARIABLE, "")
    if told.strip().lower() == OFF:
        return None
    if told:
        return Path(told).absolute()
    try:
        return _usual()
    except RuntimeError:  # no home folder
        return None


def _usual() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / _NAME / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / _NAME
    # The XDG convention ignores relative paths.
    told = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(told) if told.startswith("/") else Path.home() / ".cache") / _NAME


def _most() -> float:
    """Return how many GB are allowed; what is no number, or less than none, is the usual."""
    with suppress(ValueError):
        told = float(os.environ.get(SIZE, ""))
        if 0 <= told < float("inf"):
            return told
    return USUAL_SIZE


def _size(path: str | Path) -> int:
    with os.scandir(path) as found:  # a third of what Path.rglob takes, in a cache of many entries
        return sum(
            _size(it.path) if it.is_dir(follow_symlinks=False) else it.stat().st_size
            for it in found
        )


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Raise BlockingIOError where somebody uses an entry."""
    with _locked(path, alone=True):
        yield


@contextmanager
def _locked(path: Path, *, alone: bool) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
