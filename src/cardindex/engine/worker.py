"""The process that answers: it takes a store and then queries, and sends back what they come to.

One thread answers, with a stack of its own size on every system; the first one listens, and ends
the process as soon as nobody is there to ask: when whoever started it is gone, however it went.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields
from queue import Queue
from typing import Any, BinaryIO, cast

import pyoxigraph as ox

from cardindex.engine import confined, frames, judging, syntax
from cardindex.engine.frames import Frame
from cardindex.engine.limits import LIMITS, Limits, exceeded
from cardindex.engine.lines import Text
from cardindex.errors import QueryError

_STACK = 64 << 20  # bytes; what is nested as deep as LIMITS admit takes less than a tenth
_CHUNK = 1 << 18

STORE = "store"
"""What is named in place of a limit where the store itself is at fault."""

OUT_OF_MEMORY = 3
"""The exit code where there was no memory even to say so."""


def main() -> None:
    """Serve whoever is at the other end of standard input, until it is closed."""
    confined.give_up()
    # Ctrl-C goes to all processes of a terminal; whoever started this one ends it, then.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: Queue[Frame] = Queue(maxsize=64)
    threading.stack_size(_STACK)
    # What a library prints is none of our frames.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=_serve, args=(asked, answers), daemon=True).start()
    for frame in frames.frames(sys.stdin.buffer):
        asked.put(frame)
    os._exit(0)


def _serve(asked: Queue[Frame], answers: BinaryIO) -> None:
    code = 1
    try:
        store = _store(asked, answers)
        if store is not None:
            own = confined.memory_in_use()
            frames.send(answers, frames.READY)
            while True:
                _answer(store, json.loads(asked.get().body), answers, own)
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _store(asked: Queue[Frame], answers: BinaryIO) -> ox.Store | None:
    """Open the store of a folder, or fill one in memory with the quads that are sent."""
    first = asked.get()
    if first.kind == frames.LOAD:
        store = ox.Store()
        sent = cast("BinaryIO", Text(_sent(first, asked)))
        store.bulk_load(sent, format=ox.RdfFormat.N_QUADS, lenient=True)
        return store
    try:
        return ox.Store.read_only(first.body.decode("utf-8", "surrogateescape"))
    except OSError as error:
        _fault(answers, f"the store cannot be opened: {error}", STORE)
    return None


def _sent(frame: Frame, asked: Queue[Frame]) -> Iterator[bytes]:
    """Yield what is sent until it is said that all is there."""
    while frame.kind == frames.LOAD:
        yield frame.body
        frame = asked.get()


class _Over(Exception):
    """An answer that came to the limit that its one argument names."""


class _Out:
    """A file that sends on what is written to it, as far as limits go."""

    def __init__(self, answers: BinaryIO, limits: Limits, header: int) -> None:
        self._answers, self._limits = answers, limits
        self._rows, self._size = -header, 0

    def write(self, data: bytes) -> int:
        """Send on some bytes; a row ends with each line."""
        self._rows += data.count(b"\n")
        self._size += len(data)
        if self._rows > self._limits.rows:
            raise _Over("rows")
        if self._size > self._limits.size:
            raise _Over("size")
        for start in range(0, len(data), _CHUNK):
            frames.send(self._answers, frames.DATA, data[start : start + _CHUNK])
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is sent already."""


def _answer(store: ox.Store, asked: dict[str, Any], answers: BinaryIO, own: int) -> None:
    text, prefixes = asked["text"], asked["prefixes"]
    limits = Limits(**{field.name: asked["limits"][field.name] for field in fields(LIMITS)})
    confined.bound(own and own + limits.memory, limits.seconds)
    try:
        chosen = judging.chooses_graphs(text, prefixes)
        frames.send(answers, frames.READ)
        found = store.query(text, prefixes=prefixes, use_default_graph_as_union=not chosen)
        kind = _send(found, answers, limits)
    except SyntaxError as error:
        _explain(text, str(error), prefixes, answers)
    except QueryError as error:
        _fault(answers, str(error))
    except _Over as error:
        _fault(answers, str(exceeded(error.args[0], limits)), error.args[0])
    except MemoryError:
        _fault(answers, str(exceeded("memory", limits)), "memory")
    except BrokenPipeError:
        raise
    except OSError as error:
        _fault(answers, f"the store cannot be read: {error}", STORE)
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        _fault(answers, f"the query failed: {error}")
    else:
        frames.send(answers, frames.DONE, kind)


def _send(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, answers: BinaryIO, limits: Limits
) -> bytes:
    if isinstance(found, ox.QueryBoolean):
        return b"yes" if found else b"no"
    if isinstance(found, ox.QueryTriples):
        out = cast("BinaryIO", _Out(answers, limits, header=0))
        found.serialize(out, format=ox.RdfFormat.N_TRIPLES)
        return b"graph"
    out = cast("BinaryIO", _Out(answers, limits, header=1))
    found.serialize(out, format=ox.QueryResultsFormat.TSV)
    return b"rows"


def _explain(text: str, told: str, prefixes: dict[str, str], answers: BinaryIO) -> None:
    message, rough = syntax.explain(text, told, prefixes)
    if rough:
        _fault(answers, message, kind=frames.ROUGH)
        message = syntax.explain_better(text) or message
    _fault(answers, message)


def _fault(answers: BinaryIO, message: str, limit: str = "", kind: bytes = frames.FAULT) -> None:
    frames.send(answers, kind, json.dumps([message, limit]).encode())
