"""Files that belong together, written all or none."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cardindex.atomic.promises import promise
from cardindex.atomic.scratch import is_scratch, scratch_folder, sweep
from cardindex.atomic.single import writing
from cardindex.atomic.targets import Target, keep, made, reason, settle, target, unmade
from cardindex.errors import OutputError


@contextmanager
def writing_all(paths: list[Path]) -> Iterator[dict[Path, Path]]:
    """Yield a scratch path for each of ``paths``; all are moved into place at the end, or none.

    They are moved in the order of ``paths``. If the work fails, or one cannot be moved, every old
    file stands. A process that is killed while it moves them leaves some old and some new files,
    all of them complete; the next ``sweep`` or ``finish`` of the folder moves the rest (see
    ``promises``). Raises OutputError like ``writing``.
    """
    fresh: list[Path] = []
    with ExitStack() as stack, told(paths[0].parent):
        try:
            targets = {path: target(path) for path in paths}
            scratch: dict[Path, Path] = {}
            for folder in sorted({_home(path, found) for path, found in targets.items()}):
                fresh += made(folder)
                sweep(folder, [path.name for path in paths])
                scratch[folder] = stack.enter_context(scratch_folder(folder))
            places = {
                path: scratch[_home(path, found)] / str(number)
                for number, (path, found) in enumerate(targets.items())
            }
            yield places
            moves = [(place, targets[path]) for path, place in places.items()]
            for folder in scratch.values():
                promise(folder, [move for move in moves if move[0].parent == folder])
            move_all((place, path) for path, place in places.items())
        except BaseException:
            stack.close()
            unmade(fresh)
            raise


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raise a refusal of the system as an OutputError that names the folder or file."""
    try:
        yield
    except OSError as error:
        # The error of a full disk names no file, and a scratch path would mean nothing to the user.
        named = str(error.filename or "")
        scratch = any(map(is_scratch, Path(named).parts))
        where = folder if not named or scratch else named
        raise OutputError(
            f"{where}: cannot be written: {reason(error)}; the old files stand"
        ) from error


def move_all(pairs: Iterable[tuple[Path, Path]]) -> None:
    """Move files into place; if one cannot be moved, the old files are put back.

    Each place is beside what it replaces, in a folder of its own.
    """
    moves = [(place, target(path)) for place, path in pairs]
    for place, found in moves:
        settle(place)
        if found.there is not None and not found.straight:
            keep(found.there, found.path, place)
    done: list[tuple[Path, Target]] = []
    try:
        for place, found in moves:
            old = place.with_name(f"{place.name}.old")
            if found.there is not None and not found.straight:
                with suppress(OSError):
                    os.link(found.path, old)
            done.append((old, found))
            _move(place, found)
    except BaseException:
        for old, found in reversed(done):
            with suppress(OSError):
                _put_back(old, found)
        raise
    for folder in sorted({found.path.parent for _, found in moves}):
        settle(folder)


def _move(place: Path, found: Target) -> None:
    if not found.straight:
        try:
            place.replace(found.path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
        else:
            return
    # To a device or a pipe, or to another mount.
    with writing(found.path) as file:
        file.write(place.read_bytes())


def _put_back(old: Path, found: Target) -> None:
    if found.there is None:
        found.path.unlink(missing_ok=True)
    elif old.exists() and not os.path.samefile(old, found.path):  # noqa: PTH121 - reads plainer
        old.replace(found.path)


def _home(path: Path, found: Target) -> Path:
    """Return the folder in which the scratch file of a target lies."""
    return (path if found.straight else found.path).parent
