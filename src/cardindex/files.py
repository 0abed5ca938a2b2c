"""Writing that leaves the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cardindex.errors import OutputError


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that takes the place of ``path`` once all of it is written.

    Raises OutputError where the disk, the folder or the file refuses; the old file then stands.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_folder(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
        # mkstemp makes private files; what we publish is as readable as any new file.
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path}: cannot be written: {_reason(error)}; the old file stands"
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, all of it or nothing."""
    with writing(path) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` as UTF-8 with its line ends as they are, or nothing."""
    write_bytes(path, text.encode("utf-8"))


@contextmanager
def writing_all(paths: list[Path]) -> Iterator[dict[Path, Path]]:
    """Yield a scratch path for each of ``paths``; all are moved into place at the end, or none.

    For a build of many files that belong together: if the work fails half way, every old file
    still stands. Raises OutputError like ``writing``.
    """
    with ExitStack() as stack:
        try:
            scratch = {}
            for folder in sorted({path.parent for path in paths}):
                folder.mkdir(parents=True, exist_ok=True)
                name = stack.enter_context(
                    tempfile.TemporaryDirectory(prefix=".cardindex-", dir=folder)
                )
                scratch[folder] = Path(name)
            places = {path: scratch[path.parent] / path.name for path in paths}
            yield places
            for path in places:
                _refuse_folder(path)
            for path, place in places.items():
                place.replace(path)
        except OSError as error:
            # A full disk names no file; a scratch path would mean nothing to whoever reads it.
            named = str(error.filename or "")
            where = paths[0].parent if not named or ".cardindex-" in named else named
            raise OutputError(
                f"{where}: cannot be written: {_reason(error)}; the old files stand"
            ) from error


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise OutputError(f"{path}: cannot be written, as it is a folder; move it out of the way")


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file stands where a folder should be"
    return error.strerror or str(error)


def _umask() -> int:
    """Return the process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
