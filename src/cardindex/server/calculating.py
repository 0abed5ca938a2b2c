"""Slow answers are computed by child processes that can be killed, a few at once in each worker.

A process holds one version of an index and is kept for the next question about it. One that runs
out of time or memory is killed, which frees all its memory.
"""

from __future__ import annotations

import pickle
import time
from queue import Empty
from threading import Lock
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from cardindex.engine import frames
from cardindex.engine.process import Process
from cardindex.errors import QueryError
from cardindex.server import logs
from cardindex.server.calculator import SECONDS, Answer, Question
from cardindex.server.slots import Slots

if TYPE_CHECKING:
    from cardindex.server.served import Served

AT_ONCE = 2
"""How many answers each worker computes at once."""

SLOTS = Slots(AT_ONCE, "too much is being worked out already", after=5)

_LOCK = Lock()
_IDLE: list[tuple[Calculators, Process]] = []  # the most recently used is the last
_OPENING = 120.0  # seconds that opening an index may take
_AFTER = 5  # seconds after which one may ask again
_CHILD = "cardindex.server.calculator"


class Calculators:
    """The processes that answer questions on one index; for ``Served.part``."""

    def __init__(self, served: Served) -> None:
        self._served, self._closed = served, False

    def answer(self, question: Question, seconds: float = SECONDS) -> bytes:
        """Return the answer to a question as JSON. The caller holds one of ``SLOTS``.

        Raises HTTPException: 400 or 404 for a wrong question, 503 if it takes too long or too
        much memory, or if no process can be started.
        """
        process = self._taken() or self._started()
        try:
            told = _asked(process, question, seconds)
        except BaseException:
            process.end()
            raise
        if told.status < 500:
            self._keep(process)
        else:
            process.end()  # its memory is freed only so
        if told.status == 200:
            return told.body
        raise _later(told.detail) if told.status == 503 else HTTPException(told.status, told.detail)

    def close(self) -> None:
        """End the idle processes, and each busy one after its question."""
        with _LOCK:
            self._closed = True
            left = [process for own, process in _IDLE if own is self]
            _IDLE[:] = [(own, process) for own, process in _IDLE if own is not self]
        for process in left:
            process.end()

    def _taken(self) -> Process | None:
        with _LOCK:
            for own, process in reversed(_IDLE):
                if own is self:
                    _IDLE.remove((own, process))
                    if process.lives():
                        return process
                    break
        return None

    def _keep(self, process: Process) -> None:
        with _LOCK:
            left = [process]
            if not self._closed:
                _IDLE.append((self, process))
                left = [each for _, each in _IDLE[:-AT_ONCE]]
                del _IDLE[:-AT_ONCE]
        for each in left:
            each.end()

    def _started(self) -> Process:
        """Start a process, and have it open the same version. Raises HTTPException (503)."""
        served = self._served
        try:
            process = Process(_CHILD)
        except QueryError as error:
            logs.fault("nothing worked out", index=served.place.name, why=str(error))
            raise _not_now() from error
        try:
            frames.send(process.input, frames.OPEN, pickle.dumps((served.place, served.index.key)))
            frame = process.next(time.monotonic() + _OPENING)
        except (OSError, Empty):
            frame = None
        if frame is None or frame.body.decode() != served.version:
            process.end()
            why = "this version of the index cannot be opened again"
            logs.fault("nothing worked out", index=served.place.name, why=why)
            raise _not_now()
        return process


def calculators(served: Served) -> Calculators:
    """Return the processes for questions on an index; none is started yet."""
    return Calculators(served)


def _asked(process: Process, question: Question, seconds: float) -> Answer:
    try:
        frames.send(process.input, frames.ASK, pickle.dumps(tuple(question)))
        frame = process.next(time.monotonic() + seconds)
    except Empty:
        raise _later(f"this takes more than {seconds:g} seconds; ask for a smaller part") from None
    except OSError:
        frame = None
    if frame is None:
        raise _later("the process that worked this out has died of it; ask for a smaller part")
    told: Answer = pickle.loads(frame.body)  # noqa: S301 - what our own process wrote
    return told


def _later(words: str) -> HTTPException:
    return HTTPException(503, words, headers={"Retry-After": str(_AFTER)})


def _not_now() -> HTTPException:
    words = "this cannot be worked out just now; the operator of this site finds more in the log"
    return _later(words)
