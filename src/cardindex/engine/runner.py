"""The process of a query, from the side that asks: starting, asking and ending it."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty
from typing import Literal, cast

from cardindex.engine import frames
from cardindex.engine.limits import LIMITS, Limits, exceeded
from cardindex.engine.process import Process, named
from cardindex.engine.syntax import hold_to, plain
from cardindex.engine.wanted import WANTED, Wanted
from cardindex.engine.worker import FAILED, OUT_OF_MEMORY, STORE
from cardindex.errors import QueryError

_WORKER = "cardindex.engine.worker"
_PATIENCE = 5.0  # seconds that a better explanation may take, once there is one
_CHUNK = 1 << 18

_STACK_OVERFLOW = 0xC00000FD  # the exit code on Windows for what is SIGSEGV elsewhere


Kind = Literal["rows", "graph", "yes", "no"]


@dataclass(frozen=True)
class Found:
    """What a query came to, as the engine writes it: in what was wanted."""

    kind: Kind
    body: bytes


class Runner:
    """A process that holds one store and answers one query at a time.

    ``source`` is the folder of a store, or gives the N-Quads of one whenever a process is started.
    The process is started with the first query and ends with this object, with the process that
    holds it, at ``end``, and wherever a query has to be ended; the next query then starts another.
    ``begun``: a process that was started already, by ``begin``.
    """

    def __init__(
        self, source: Path | Callable[[], Iterable[bytes]], begun: Process | None = None
    ) -> None:
        self._source = source
        self._begun = begun
        self._lock = threading.Lock()
        self._process: Process | None = None

    def run(
        self,
        text: str,
        prefixes: Mapping[str, str],
        limits: Limits = LIMITS,
        wanted: Wanted = WANTED,
    ) -> Found:
        """Answer a SPARQL query, with some prefixes declared.

        Raises QueryError for what is no query (with line and column), asks another server, fails
        while it runs, or comes to one of its limits, which the error then names (``limit``).
        """
        text = plain(text)
        hold_to(text, limits)
        asked = json.dumps(
            {
                "text": text,
                "prefixes": dict(prefixes),
                "limits": asdict(limits),
                "wanted": asdict(wanted),
            }
        )
        with self._lock:
            try:
                process = self._asked(asked.encode())
                found = _answer(process, limits)
            except _Refused as refusal:
                raise refusal.error from None
            except BaseException:
                # Out of time, dead or interrupted: the process cannot be used again.
                self._end()
                raise
            return found

    def start(self) -> None:
        """Start the process and fill its store, so that the first query need not wait for it."""
        with self._lock:
            try:
                self._ready()
            except BaseException:
                self._end()
                raise

    def end(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def kill(self) -> None:
        """Kill the process, from whatever thread; the query that it is at fails at once."""
        process = self._process
        if process is not None:
            process.kill()

    def yield_to_others(self) -> None:
        """Give the process the lowest priority, until it ends."""
        process = self._process
        if process is not None:
            process.yield_to_others()

    def lives(self) -> bool:
        """Tell whether there is a process, so that a query need not wait for one."""
        process = self._process
        return process is not None and process.lives()

    def _asked(self, asked: bytes) -> Process:
        process = self._ready()
        try:
            frames.send(process.input, frames.ASK, asked)
        except OSError:
            # The process was killed since the last query, as by a system short of memory.
            self._end()
            process = self._ready()
            frames.send(process.input, frames.ASK, asked)
        return process

    def _ready(self) -> Process:
        process = self._process
        # A fork of this process must not use the child of the original.
        if process is None or not process.lives():
            self._end()
            begun, self._begun = self._begun, None
            self._process = process = begun if begun is not None and begun.lives() else begin()
            _fill(process, self._source)
        return process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def begin() -> Process:
    """Start a process that is handed its store later: a store can be looked for while it starts."""
    return Process(_WORKER)


class _Refused(Exception):
    """What the process itself says is wrong with a query: it goes on with the next one."""

    def __init__(self, error: QueryError) -> None:
        self.error = error
        super().__init__(str(error))


def _fill(process: Process, source: Path | Callable[[], Iterable[bytes]]) -> None:
    """Hand the child its store, and wait until it has it."""
    try:
        if isinstance(source, Path):
            frames.send(process.input, frames.OPEN, os.fsencode(source.absolute()))
        else:
            for piece in source():
                for start in range(0, len(piece), _CHUNK):
                    frames.send(process.input, frames.LOAD, piece[start : start + _CHUNK])
            frames.send(process.input, frames.LOADED)
    except BrokenPipeError:
        pass  # the child is gone; the reason is told below
    frame = process.next(None)
    if frame is None:
        told = f"the store cannot be filled: {_how_it_ended(process.fate())}"
        raise QueryError(told, STORE if isinstance(source, Path) else "")
    if frame.kind == frames.FAULT:
        raise QueryError(*json.loads(frame.body))


def _answer(process: Process, limits: Limits) -> Found:
    """Take up the answer to what was asked. Raises QueryError, and _Refused as the child does."""
    parts: list[bytes] = []
    rough: QueryError | None = None
    start = time.monotonic()
    limit = "reading" if limits.reading < limits.seconds else "seconds"
    until = start + min(limits.reading, limits.seconds)
    while True:
        try:
            frame = process.next(until)
        except Empty:
            raise rough or exceeded(limit, limits) from None
        if frame is None:
            raise rough or _death(process.fate(), limits)
        if frame.kind == frames.READ:
            limit, until = "seconds", start + limits.seconds
        elif frame.kind == frames.DATA:
            parts.append(frame.body)
        elif frame.kind == frames.DONE:
            return Found(cast("Kind", frame.body.decode()), b"".join(parts))
        else:
            error = QueryError(*json.loads(frame.body))
            if frame.kind == frames.FAULT:
                raise _Refused(error)
            rough, until = error, time.monotonic() + _PATIENCE


def _death(code: int, limits: Limits) -> QueryError:
    """Say what it means that the child died of a query."""
    if code == OUT_OF_MEMORY or named(code) == "SIGABRT":
        return exceeded("memory", limits)
    if named(code) == "SIGXCPU":
        return exceeded("seconds", limits)
    if named(code) in {"SIGSEGV", "SIGBUS"} or code == _STACK_OVERFLOW:
        message = (
            "the query is too long or too deep for the engine: brackets in brackets, or too many "
            "parts joined by UNION, OPTIONAL, BIND, / or an operator; write it flatter"
        )
        return QueryError(message, "depth")
    return QueryError(f"the query failed: {_how_it_ended(code)}", FAILED)


def _how_it_ended(code: int) -> str:
    if named(code) == "SIGKILL":
        return "its process was ended from outside, as a system does that is short of memory"
    return f"its process ended with {named(code) or f'exit code {code}'}"
