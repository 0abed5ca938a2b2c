"""The moves of several files, written down first, so that another run can finish them.

Once the new files are complete in a scratch folder, a list of where each goes is put beside them.
A run that is killed before that has changed nothing. If it is killed later, the list is all that is
needed to move the rest. If one of the old files has changed meanwhile, nothing more is moved.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cardindex.atomic.targets import Target, keep, settle

FILE = "moves.json"

_Stamp = tuple[int, int, int] | None


def promise(folder: Path, moves: Sequence[tuple[Path, Target]]) -> None:
    """Write into a scratch folder where its files go; a single file needs no list.

    All of them must go to the folder that holds the scratch folder.
    """
    home = Path(os.path.realpath(folder.parent))
    if len(moves) < 2 or any(found.straight or found.path.parent != home for _, found in moves):
        return
    for place, found in moves:
        settle(place)
        if found.there is not None:
            keep(found.there, found.path, place)
    told = [(place.name, found.path.name, _stamp(found.path)) for place, found in moves]
    unsure = folder / f"{FILE}.new"
    with unsure.open("w", encoding="utf-8") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    unsure.replace(folder / FILE)
    settle(folder)


def fulfil(folder: Path) -> None:
    """Move the rest of the promised files, if all of them can still be moved correctly."""
    with suppress(OSError, ValueError, TypeError):
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if any(Path(name).name != name for move in told for name in move[:2]):
            return  # not written by us: the path leads out of the folder
        left = [(folder / place, folder.parent / name, was) for place, name, was in told]
        left = [move for move in left if move[0].exists()]
        if len(left) == len(told) or any(_changed(path, was) for _, path, was in left):
            # If none was moved, all are old and stay so: nobody was told that they were saved.
            return
        for place, path, _ in left:
            place.replace(path)
        settle(folder.parent)


def _changed(path: Path, was: Sequence[int] | None) -> bool:
    now = _stamp(path)
    return (list(now) if now else None) != (list(was) if was else None)


def _stamp(path: Path) -> _Stamp:
    try:
        about = path.lstat()
    except FileNotFoundError:
        return None
    return about.st_ino, about.st_mtime_ns, about.st_size
