"""An index made ready in a process of its own, so that whoever answers has only to open it.

To check and assess an index takes seconds where it is large, and all of a processor. What it comes
to is kept on disk (``compiled``), from where a worker maps it into memory. The process ends with
its work, so whatever memory that took is free again, and a table that would exhaust it ends nobody
but this process.
"""

from __future__ import annotations

import contextvars
import os
import pickle
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from select import select
from typing import NamedTuple

from cardindex.compiled import Key
from cardindex.errors import CardindexError
from cardindex.index import Index
from cardindex.passages import read_texts
from cardindex.search import Search
from cardindex.server.served import Place
from cardindex.store import Store

_MADE: tuple[Callable[[Index], object], ...] = (Store.keeping, Search.keeping)
"""What is kept on disk of an index beside its columns."""

_LATER = 5  # how much the process gives way to those that answer


class Prepared(NamedTuple):
    """What came of it: a key by which the version is kept (None: it is not), or why there is none.

    ``message`` is fit to print: of an index in error the lines that ``check`` has.
    """

    key: Key | None = None
    base: str = ""
    message: str = ""


class Preparing(NamedTuple):
    """A process under way, the pipe from which its outcome is read, and what of it was read."""

    pid: int
    pipe: int
    told: bytearray


def prepare(place: Place, *, whole: bool = True) -> Prepared:
    """Open an index once, so that it is kept; raises nothing that a user can mend.

    ``whole``: also what is made of it only once somebody asks, and takes long to make.
    """
    try:
        index = Index.open(place.folder)
        if place.texts is not None:
            read_texts(index, place.texts)
    except (CardindexError, OSError, MemoryError, RecursionError) as error:
        return Prepared(message=str(error) or type(error).__name__)
    for make in _MADE if whole else ():
        # Who asks makes it again, and is told what is wrong.
        with suppress(CardindexError, OSError, MemoryError, RecursionError):
            make(index)
    return Prepared(index.key, index.base)


def begin(place: Place, closing: Iterable[int] = (), *, whole: bool = True) -> Preparing:
    """Begin to prepare an index; ``closing`` are open files that are none of its business."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        os.set_blocking(reading, False)
        return Preparing(pid, reading, bytearray())
    code = 1
    try:
        _as_anybody()
        for each in (reading, *closing):
            with suppress(OSError):
                os.close(each)
        with suppress(OSError):
            os.nice(_LATER)
        # In a context of its own: how far it has come is nothing that a terminal is told.
        told = contextvars.Context().run(prepare, place, whole=whole)
        with os.fdopen(writing, "wb") as file:
            pickle.dump(told, file)
        code = 0
    finally:
        os._exit(code)


def _as_anybody() -> None:
    """Let signals do what they do to a process that has not said otherwise."""
    signal.set_wakeup_fd(-1)
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def outcome(running: Preparing) -> Prepared | None:
    """Read on; return what came of it once the process has ended, None before."""
    try:
        while part := os.read(running.pipe, 1 << 16):
            running.told.extend(part)
    except BlockingIOError:
        return None
    os.close(running.pipe)
    code = os.waitstatus_to_exitcode(os.waitpid(running.pid, 0)[1])
    if code == 0:
        told: Prepared = pickle.loads(running.told)  # noqa: S301 - what our own process wrote
        return told
    killed = code == -signal.SIGKILL
    why = "was killed, as it would be where memory is short" if killed else f"ended with {code}"
    return Prepared(message=f"the process that opens the index {why}")


def awaited(running: Preparing) -> Prepared:
    """Wait for what comes of it; whoever interrupts the wait ends the process."""
    try:
        while (told := outcome(running)) is None:
            select([running.pipe], [], [])
    except BaseException:
        end(running)
        raise
    return told


def end(running: Preparing) -> None:
    """End the process, whose work nobody wants any more."""
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(running.pid, signal.SIGKILL)
        os.waitpid(running.pid, 0)
    with suppress(OSError):
        os.close(running.pipe)
