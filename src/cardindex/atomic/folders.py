"""A folder whose files change all at once: all old or all new, whenever the work ends.

The new files are written to a scratch folder beside it. Then, on Linux, the two folders change
places in one system call (``renameat2``), and the old one is removed; the user's own files in it
are linked into the new folder first. A folder cannot be swapped on other systems, if it is a mount
or a working directory, or if it holds a link or a folder of the user's. Its files are then moved
one by one, and the old ones are put back if one fails; only a process that is killed in between
leaves some old and some new.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cardindex.atomic.scratch import locked, scratch_folder, sweep
from cardindex.atomic.targets import keep, made, may_write, refuse_odd, settle, target, unmade
from cardindex.atomic.together import move_all, told
from cardindex.errors import OutputError

_HERE = -100  # AT_FDCWD
_SWAP = 2  # RENAME_EXCHANGE


@contextmanager
def replacing(folder: Path, gone: Collection[str] = (), last: str = "") -> Iterator[Path]:
    """Yield an empty folder; the files put there take the places of those of ``folder``, at once.

    Files of ``folder`` with other names stay, except those named in ``gone``. ``last`` is the file
    to move last if they are moved one by one. Raises OutputError if the disk, the folder or a
    file refuses; the old files then stand.
    """
    refuse_odd(folder)
    with told(folder):
        real = Path(os.path.realpath(folder))
        if os.path.lexists(real) and not real.is_dir():
            raise OutputError(f"{folder}: is a file; name a folder")
        beside = real.parent
        fresh = made(beside)
        try:
            # A folder that cannot be swapped may still be written to.
            inside = real.is_dir() and (real.is_mount() or not may_write(beside))
            sweep(beside)
            if real.is_dir():
                sweep(real)
            with scratch_folder(real if inside else beside) as scratch:
                place = scratch / "new"
                place.mkdir()
                yield place
                _publish(place, real, gone, last)
        except BaseException:
            unmade(fresh)
            raise


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder by their paths in it, all of them or none; see ``replacing``."""
    with replacing(folder) as place:
        for name, data in contents.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)


def refuse_full(folder: Path) -> None:
    """Raise OutputError if a folder that should be new is not empty."""
    if folder.is_dir() and any(folder.iterdir()):
        message = f"{folder}: is not empty; name a new folder, so that nothing is overwritten"
        raise OutputError(message)


def _publish(place: Path, folder: Path, gone: Collection[str], last: str) -> None:
    files = [path for path in sorted(place.rglob("*")) if path.is_file()]
    names = [path.relative_to(place).as_posix() for path in files]
    for name in names:
        target(folder / name)  # raises for a folder in the way, or a file that may not be written
    for path in files:
        settle(path)
    if not folder.exists():
        with suppress(OSError):
            place.rename(folder)
            settle(folder.parent)
            return
    made(folder)
    with locked(folder):
        if _is_plain(folder, names) and _swap(place, folder, {*names, *gone}):
            return
        _move(place, folder, sorted(names, key=lambda name: name == last), gone)


def _move(place: Path, folder: Path, names: list[str], gone: Collection[str]) -> None:
    """Move the files one by one, for a folder that cannot be swapped."""
    for name in names:
        made((folder / name).parent)
    move_all((place / name, folder / name) for name in names)
    for name in gone:
        with suppress(OSError):
            (folder / name).unlink()


def _is_plain(folder: Path, names: Collection[str]) -> bool:
    """Tell whether a folder can be swapped without harm.

    It holds no folder, its files by ``names`` are no links, and it is no working directory.
    """
    if folder.is_mount() or _is_worked_in(folder):
        return False
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                return False
            if entry.name in names and not entry.is_file(follow_symlinks=False):
                return False
    return True


def _is_worked_in(folder: Path) -> bool:
    """Tell whether any process visible to us, or this one, has its working directory there."""
    places = []
    with suppress(OSError):
        places.append(Path.cwd())
    with suppress(OSError):
        for process in Path("/proc").iterdir():
            if process.name.isdecimal():
                with suppress(OSError):
                    places.append((process / "cwd").readlink())
    return any(each == folder or folder in each.parents for each in places)


def _swap(place: Path, folder: Path, ours: Collection[str]) -> bool:
    """Swap two folders, with files that are not ``ours`` in both; False if that is impossible."""
    try:
        for path in place.iterdir():
            old = folder / path.name
            if path.is_file() and old.exists():
                keep(old.stat(), old, path)
        _link_foreign(folder, place, ours)
        keep(folder.stat(), folder, place)
    except OSError:
        return False
    if not _exchange(place, folder):
        return False
    settle(folder.parent)
    # Files that were added in the meantime.
    with suppress(OSError):
        _link_foreign(place, folder, ours)
    return True


def _link_foreign(source: Path, goal: Path, ours: Collection[str]) -> None:
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.name not in ours:
                with suppress(FileExistsError):
                    os.link(entry.path, goal / entry.name, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two paths in one step; False if the system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    rename.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    done: int = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP)
    return done == 0
