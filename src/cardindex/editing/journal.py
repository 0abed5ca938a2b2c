"""The journal: what was done to the tables, undone and done again, one line each, across restarts.

A line is on the disk before the tables are written, and is taken back if they cannot be. After a
run that was killed in between, the rows of the tables show whether its last line took effect.
Lines: ``{"do": …, "changes": …, "made": …}``, ``{"undo": true}``, ``{"redo": true}``, and
``{"void": true}``, which cancels the line before it.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cardindex import inputs
from cardindex.editing.entries import SHAPES, Change, Entry, Row, inverse
from cardindex.errors import OutputError

FILE = "journal.jsonl"


@dataclass(frozen=True)
class Deed:
    """An entry that was written, and the tables that were first made for it."""

    entry: Entry
    made: tuple[str, ...] = ()


class Journal:
    """The journal in the folder ``home``: what is ``done``, and ``undone`` and can be redone.

    ``came_true`` tells of an entry whether the tables are as it left them.
    """

    def __init__(self, home: Path, came_true: Callable[[Entry], bool]) -> None:
        self.path = home / FILE
        self.done: list[Deed] = []
        self.undone: list[Deed] = []
        self._void = False
        self._size = -1
        self.read(came_true)

    def read(self, came_true: Callable[[Entry], bool]) -> None:
        """Read the file, unless nothing was added since."""
        size = self._length()
        if size == self._size:
            return
        self._size = size
        moves = list(_moves(self.path)) if size else []
        self._void = bool(moves) and not came_true(_last(moves))
        self.done, self.undone = _played(moves[:-1] if self._void else moves)

    @property
    def grown(self) -> bool:
        """Whether another process has written to the file."""
        return self._length() != self._size

    @contextmanager
    def doing(self, deed: Deed) -> Iterator[None]:
        """Write that something is done, around the doing of it."""
        changes = [(each.table, each.before, each.after) for each in deed.entry.changes]
        move = {"do": deed.entry.what, "changes": changes, "made": deed.made}
        with self._writing(move):
            yield
        self.done.append(deed)
        self.undone.clear()

    @contextmanager
    def undoing(self) -> Iterator[Deed]:
        """Write that the last deed is undone, around the undoing of it."""
        with self._writing({"undo": True}):
            yield self.done[-1]
        self.undone.append(self.done.pop())

    @contextmanager
    def redoing(self) -> Iterator[Deed]:
        """Write that the deed last undone is done again, around the doing of it."""
        with self._writing({"redo": True}):
            yield self.undone[-1]
        self.done.append(self.undone.pop())

    def _length(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @contextmanager
    def _writing(self, move: dict[str, Any]) -> Iterator[None]:
        text = json.dumps(move, ensure_ascii=False)
        if self._void:
            text = f'{{"void": true}}\n{text}'
        before = self._length()
        try:
            self._append(text, before)
            yield
        except OutputError:
            self._cut(before)
            raise
        self._void, self._size = False, self._length()

    def _append(self, text: str, before: int) -> None:
        try:
            with _opened(self.path) as file:
                # A line that a full disk or a killed run left incomplete is closed first.
                if before:
                    file.seek(before - 1)
                    text = text if file.read(1) == b"\n" else f"\n{text}"
                file.write(f"{text}\n".encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            told = f"{self.path}: cannot be written: {error.strerror or error}; nothing was changed"
            raise OutputError(told) from error

    def _cut(self, length: int) -> None:
        with suppress(OSError):
            os.truncate(self.path, length)


def _opened(path: Path) -> BinaryIO:
    """Open the journal to add to it; raises OSError where it is a link, a pipe or a device."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
    flags |= (
        getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(0, "it is no file", str(path))
    return os.fdopen(handle, "a+b")


def _moves(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the moves of the lines, cancelled ones left out; foreign lines are skipped."""
    found: list[dict[str, Any]] = []
    with suppress(OSError):
        for line in inputs.contents(path).split(b"\n"):
            with suppress(ValueError):
                move = json.loads(line)
                if not isinstance(move, dict):
                    continue
                if "void" in move:
                    del found[-1:]
                elif "undo" in move or "redo" in move:
                    found.append(move)
                elif "do" in move:
                    found.append({"deed": _deed(move)})
    yield from found


def _deed(move: dict[str, Any]) -> Deed:
    """Return the deed of a line. Raises ValueError where it is none."""
    try:
        changes = tuple(
            Change(table, _row(table, before), _row(table, after))
            for table, before, after in move["changes"]
        )
        return Deed(Entry(str(move["do"]), changes), tuple(move.get("made", ())))
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


def _row(table: str, cells: list[str] | None) -> Row | None:
    """Return a row of a line. Raises KeyError or ValueError where it is none of the table."""
    if cells is None:
        return None
    if len(cells) != len(SHAPES[table]) or not all(isinstance(cell, str) for cell in cells):
        message = f"no row of {table}"
        raise ValueError(message)
    return tuple(cells)


def _played(moves: list[dict[str, Any]]) -> tuple[list[Deed], list[Deed]]:
    done: list[Deed] = []
    undone: list[Deed] = []
    for move in moves:
        if "undo" in move:
            undone += done[-1:]
            del done[-1:]
        elif "redo" in move:
            done += undone[-1:]
            del undone[-1:]
        else:
            done.append(move["deed"])
            undone.clear()
    return done, undone


def _last(moves: list[dict[str, Any]]) -> Entry:
    """Return what the last move did to the tables, as an entry."""
    done, undone = _played(moves)
    if "undo" in moves[-1]:
        return inverse(undone[-1].entry) if undone else Entry("", ())
    return done[-1].entry if done else Entry("", ())
