"""What may take long is worked out by processes that can be ended, a few at once in each worker.

A process holds one version of an index, and is kept for the next who asks that; one that has to be
ended, at the end of its time or of its memory, gives all that it took back.
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
"""So many answers are worked out at once by each worker."""

SLOTS = Slots(AT_ONCE, "too much is being worked out already", after=5)

_LOCK = Lock()
_IDLE: list[tuple[Calculators, Process]] = []  # the last that was asked at the end
_OPENING = 120.0  # seconds that it may take to open an index
_AFTER = 5  # seconds after which one may ask again
_CHILD = "cardindex.server.calculator"


class Calculators:
    """What works out the questions of one index; for ``Served.part``."""

    def __init__(self, served: Served) -> None:
        self._served, self._closed = served, False

    def answer(self, question: Question, seconds: float = SECONDS) -> bytes:
        """Return what a question comes to, as JSON; for whoever holds one of ``SLOTS``.

        Raises HTTPException: 400 or 404 for what is wrong with the question, 503 where it takes too
        long or too much, or where no process can be had.
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
            process.end()  # what it took is not given back before
        if told.status == 200:
            return told.body
        raise _later(told.detail) if told.status == 503 else HTTPException(told.status, told.detail)

    def close(self) -> None:
        """End all that wait, and whichever comes back from a question."""
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
    """Return the processes that work out what is asked of an index; none is started yet."""
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
