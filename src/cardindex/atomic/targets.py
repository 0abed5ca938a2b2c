"""Where a path leads: through links, to a file that can be replaced, or straight into a pipe."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cardindex.errors import OutputError

_OPEN_FILES = re.compile(r"/dev/fd|/proc/(\d+)(?:/task/\d+)?/fd")
_LINKS = 40  # the system follows as many

_KEPT = re.compile(r"user\..*|system\.posix_acl_access|security\.selinux")
"""The extended attributes that a new file inherits: the user's, access lists, SELinux labels."""


@dataclass(frozen=True)
class Target:
    """The file to write: ``path`` has no link in it; ``there`` is None if it is new.

    ``descriptor`` is an open file of this process; ``straight`` is written without a scratch file.
    """

    path: Path
    there: os.stat_result | None = None
    descriptor: int | None = None
    straight: bool = False


def target(path: Path) -> Target:
    """Follow ``path`` to the file to write.

    Raises OutputError for a folder, a disk, a socket, a file that may not be written, and an
    impossible path; OSError if the system cannot follow it.
    """
    refuse_odd(path)
    descriptor = _descriptor(path)
    try:
        there = path.stat()
    except FileNotFoundError:
        if descriptor is not None:
            raise OutputError(f"{path}: cannot be written: it is not open") from None
        return Target(Path(os.path.realpath(path)))
    if stat.S_ISDIR(there.st_mode):
        raise OutputError(f"{path}: cannot be written, as it is a folder; move it out of the way")
    if descriptor is not None:
        return Target(path, there, descriptor, straight=True)
    if stat.S_ISBLK(there.st_mode):
        raise OutputError(f"{path}: cannot be written, as it is a disk; name a file")
    if stat.S_ISSOCK(there.st_mode):
        raise OutputError(f"{path}: cannot be written, as it is a socket; name a file")
    if not stat.S_ISREG(there.st_mode):
        return Target(path, there, straight=True)
    _ask(path)
    return Target(Path(os.path.realpath(path)), there)


def is_standard_output(path: Path | None) -> bool:
    """Tell whether a path is another name of standard output, as /dev/stdout is."""
    try:
        return path is not None and _descriptor(path) == 1
    except ValueError:  # an impossible path
        return False


@contextmanager
def into(found: Target) -> Iterator[BinaryIO]:
    """Yield a binary file that writes straight into a pipe, a device or an open file."""
    if found.descriptor is None:
        handle = os.open(found.path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
    else:
        if found.descriptor == 1 and sys.stdout is not None:
            sys.stdout.flush()
        handle = os.dup(found.descriptor)
    with os.fdopen(handle, "wb") as file:
        yield file


def keep(there: os.stat_result, old: Path, new: Path) -> None:
    """Give a new file the owner, group, mode, access list and attributes of the old one.

    If the group cannot be kept, the new group gets the permissions of everybody: those of the old
    group were not meant for it.
    """
    mode = stat.S_IMODE(there.st_mode)
    if hasattr(os, "chown"):
        mode = _keep_owner(there, new, mode)
    new.chmod(mode)
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in filter(_KEPT.fullmatch, os.listxattr(old)):
            with suppress(OSError):
                os.setxattr(new, name, os.getxattr(old, name))


def may_write(path: Path) -> bool:
    """Tell whether this process may write to a file or folder that is there."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def made(folder: Path) -> list[Path]:
    """Make a folder and its parents, through links, and return those that were missing."""
    real = Path(os.path.realpath(folder))
    missing = [each for each in (real, *real.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
    if not real.is_dir():
        raise NotADirectoryError(str(folder))
    return missing


def unmade(folders: list[Path]) -> None:
    """Remove folders that ``made`` made, if they are empty."""
    for each in folders:
        with suppress(OSError):
            each.rmdir()


def settle(path: Path) -> None:
    """Flush a file or a folder to the disk, where the system can."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def reason(error: OSError) -> str:
    """Return in words why the system refused."""
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file stands where a folder should be"
    return error.strerror or str(error)


def _ask(path: Path) -> None:
    """Refuse a file that the system would not let us write to, without writing to it.

    Replacing a file needs permission for its folder only. Opening it tells if it is read-only, or
    a running program (``/proc/self/exe``).
    """
    try:
        os.close(os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0)))
    except PermissionError:
        raise OutputError(
            f"{path}: cannot be written: it is read-only; allow it, or name another file"
        ) from None


def refuse_odd(path: Path) -> None:
    """Refuse a name that cannot be a path."""
    if "\0" in str(path):
        raise OutputError(f"{path}: cannot be written: a NUL is in its name")
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise OutputError(f"{path}: cannot be written: the system has no such names") from None


def _descriptor(path: Path) -> int | None:
    """Return the number of the open file of this process that a path names, if it does."""
    here = str(path)
    for _ in range(_LINKS):
        folder, name = os.path.split(here)
        found = _OPEN_FILES.fullmatch(os.path.realpath(folder))
        if found and found[1] in (None, str(os.getpid())) and name.isdecimal():
            return int(name)
        try:
            here = os.path.join(folder, os.readlink(here))  # noqa: PTH118, PTH115 - links as text
        except (OSError, ValueError):
            return None
    return None


def _keep_owner(there: os.stat_result, new: Path, mode: int) -> int:
    """Give a new file the owner and group of the old one, and return the mode it may have."""
    fresh = new.stat()
    if fresh.st_gid != there.st_gid:
        try:
            os.chown(new, -1, there.st_gid)
        except OSError:
            mode = mode & ~0o2070 | (mode & 0o007) << 3
    if fresh.st_uid != there.st_uid:
        try:
            os.chown(new, there.st_uid, -1)
        except OSError:
            mode &= ~0o4000
    return mode
