"""A Python of its own that is talked with in frames, and can be ended at any time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import BinaryIO, cast

from cardindex.engine import frames
from cardindex.engine.frames import Frame
from cardindex.engine.worker import FAILED
from cardindex.errors import QueryError

# The modules are taken from where this process has them: a folder on PYTHONPATH, an editable
# install, a notebook's own. "-I" keeps out whatever lies in the folder that one happens to be in.
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from {} import main; main()"

_POLL = 0.2  # seconds; on Windows, Ctrl-C is not heard while one waits
_BEHIND = 19  # the last there is: all children give way to pages already


class Process:
    """A child with pipes to and from it, and a thread that takes up what it sends.

    ``module`` is what the child runs: its ``main`` reads frames from standard input, and writes
    frames to standard output. Raises QueryError where no process can be started.
    """

    def __init__(self, module: str) -> None:
        self._owner = os.getpid()
        command = [sys.executable, "-I", *(["-B"] if sys.dont_write_bytecode else ())]
        try:
            child = subprocess.Popen(  # noqa: S603 - this very Python, and code of our own
                [*command, "-c", _BOOT.format(module), *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError) as error:
            raise QueryError(f"no process can be started for the query: {error}", FAILED) from error
        self._child = child
        self.input = cast("BinaryIO", child.stdin)
        self.answers: SimpleQueue[Frame | None] = SimpleQueue()
        taker = threading.Thread(target=_take_up, args=(child.stdout, self.answers), daemon=True)
        taker.start()
        self._finish = weakref.finalize(self, _finish, child, taker)

    def lives(self) -> bool:
        """Tell whether the child can be asked something by this process."""
        return self._owner == os.getpid() and self._child.poll() is None

    def end(self) -> None:
        """Kill the child and wait until it is gone."""
        if self._owner == os.getpid():
            self._finish()

    def kill(self) -> None:
        """Kill the child, without waiting."""
        if self._owner == os.getpid():
            with suppress(OSError):
                self._child.kill()

    def yield_to_others(self) -> None:
        """Let the child go behind others, where the system knows how."""
        if sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._child.pid, _BEHIND)

    def next(self, until: float | None) -> Frame | None:
        """Return what the child sends next; None where it is gone. Raises Empty at ``until``."""
        while True:
            left = _POLL if until is None else min(until - time.monotonic(), _POLL)
            if left <= 0:
                raise Empty
            with suppress(Empty):
                return self.answers.get(timeout=left)

    def fate(self) -> int:
        """Return how a child that is gone has ended: its exit code, or a signal below 0."""
        return self._child.wait()


def _finish(child: subprocess.Popen[bytes], taker: threading.Thread) -> None:
    child.kill()
    child.wait()
    taker.join()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _take_up(file: BinaryIO, answers: SimpleQueue[Frame | None]) -> None:
    with suppress(OSError, ValueError):
        for frame in frames.frames(file):
            answers.put(frame)
    answers.put(None)


def named(code: int) -> str:
    """Return the signal by which a child ended; empty where it was none."""
    with suppress(ValueError):
        return signal.Signals(-code).name if code < 0 else ""
    return ""
