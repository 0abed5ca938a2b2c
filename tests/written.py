"""What tests of writing files share."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from cardindex.atomic import (
    replacing,
    writing,
    writing_all,
)

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def contents(folder: Path) -> dict[str, str]:
    """Return all files below a folder, hidden ones included, with their texts."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def write_half(path: Path, error: BaseException) -> None:
    with writing(path) as file:
        file.write(b"half of the n")
        raise error


def write_all(paths: list[Path], error: BaseException | None = None) -> None:
    """Write all of the files, and then fail."""
    with writing_all(paths) as places:
        for place in places.values():
            place.write_text("new", encoding="utf-8")
        if error:
            raise error


def replace(folder: Path, gone: tuple[str, ...] = (), error: BaseException | None = None) -> None:
    """Replace the files a and b, and then fail."""
    with replacing(folder, gone, last="a") as place:
        for name in "ab":
            (place / name).write_text("new", encoding="utf-8")
        if error:
            raise error
