"""Preparing an index in a process of its own, so that workers only have to open it.

Checking and assessing a large index takes seconds and a whole processor. The result is kept on disk
(``compiled``), and workers map it into memory. The process ends with its work, which frees its
memory; a table that exhausts it kills this process alone.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from select import select
from typing import IO, NamedTuple, cast

from cardindex.cachewriter import Prepared
from cardindex.server.served import Place


class Preparing(NamedTuple):
    """A process under way, and what was read of the outcome that it writes."""

    child: subprocess.Popen[bytes]
    told: bytearray

    @property
    def pipe(self) -> int:
        """What its outcome is read from."""
        return cast("IO[bytes]", self.child.stdout).fileno()


def begin(place: Place, *, whole: bool = True) -> Preparing:
    """Begin to prepare an index, in a Python of its own; ``whole`` as ``prepare`` has it.

    Not a fork: a fork of a process with threads may deadlock on a lock that a thread held.
    """
    child = subprocess.Popen(  # noqa: S603 - this very Python, and code of our own
        [sys.executable, "-c", _BOOT, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    asked, told = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    with suppress(BrokenPipeError), asked:
        pickle.dump((place.folder, place.texts, whole and not place.endpoint), asked)
    os.set_blocking(told.fileno(), False)
    return Preparing(child, bytearray())


# The modules are taken from where this process has them.
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from cardindex.cachewriter import main; main()"


def outcome(running: Preparing) -> Prepared | None:
    """Read on; return what came of it once the process has ended, None before."""
    try:
        while part := os.read(running.pipe, 1 << 16):
            running.told.extend(part)
    except BlockingIOError:
        return None
    code = running.child.wait()
    cast("IO[bytes]", running.child.stdout).close()
    if code == 0:
        told: Prepared = pickle.loads(running.told)  # noqa: S301 - what our own process wrote
        return told
    killed = code == -signal.SIGKILL
    why = "was killed, as it would be where memory is short" if killed else f"ended with {code}"
    return Prepared(message=f"the process that opens the index {why}")


def awaited(running: Preparing) -> Prepared:
    """Wait for the result; an interruption ends the process."""
    try:
        while (told := outcome(running)) is None:
            select([running.pipe], [], [])
    except BaseException:
        end(running)
        raise
    return told


def end(running: Preparing) -> None:
    """End the process, as its result is not needed."""
    running.child.kill()
    running.child.wait()
    cast("IO[bytes]", running.child.stdout).close()
