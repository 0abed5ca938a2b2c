"""The process that answers: it takes a store, then queries, and sends back their answers.

One thread answers, with the same stack size on every system. The main thread listens, and ends the
process when its input closes, as when the process that started it is gone.
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
from cardindex.engine.wanted import FORMAT, GRAPHS, ROWS, Wanted
from cardindex.errors import QueryError

_STACK = 64 << 20  # bytes: ten times what the deepest nesting that LIMITS admit takes
_CHUNK = 1 << 18

STORE = "store"
"""The name in place of a limit where the store is damaged."""

FAILED = "failed"
"""The name in place of a limit where a sound query was not answered."""

OUT_OF_MEMORY = 3
"""The exit code where there was no memory even to say so."""


def main() -> None:
    """Serve the process at the other end of standard input, until it is closed."""
    confined.give_up()
    # Ctrl-C reaches all processes of a terminal; the parent then ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked: Queue[Frame] = Queue(maxsize=64)
    threading.stack_size(_STACK)
    answers = frames.answers()
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
    """A file that sends on what is written to it, as far as limits go.

    ``mark``: bytes that each row has once, by which rows are counted; ``before``: how many of them
    come before the first row. An empty mark counts nothing.
    """

    def __init__(self, answers: BinaryIO, limits: Limits, mark: bytes, before: int = 0) -> None:
        self._answers, self._limits, self._mark = answers, limits, mark
        self._rows, self._size, self._left = -before, 0, b""

    def write(self, data: bytes) -> int:
        """Send on some bytes."""
        if self._mark:
            # A mark may lie across two pieces: the end of a piece is searched again with the next.
            self._rows += (self._left + data).count(self._mark)
            self._left = data[len(data) - len(self._mark) + 1 :]
        self._size += len(data)
        if self._rows > self._limits.rows:
            raise _Over("rows")
        if self._size > self._limits.size:
            raise _Over("size")
        for start in range(0, len(data), _CHUNK):
            frames.send(self._answers, frames.DATA, data[start : start + _CHUNK], more=True)
        return len(data)

    def flush(self) -> None:
        """Do nothing: all is sent already."""


def _answer(store: ox.Store, asked: dict[str, Any], answers: BinaryIO, own: int) -> None:
    text, prefixes = asked["text"], asked["prefixes"]
    limits = Limits(**{field.name: asked["limits"][field.name] for field in fields(LIMITS)})
    wanted = Wanted(**{name: _hashable(value) for name, value in asked["wanted"].items()})
    confined.bound(own and own + limits.memory, limits.seconds)
    try:
        chosen = judging.chooses_graphs(text, prefixes, wanted.base)
        frames.send(answers, frames.READ)
        found = _found(store, text, prefixes, wanted, chosen=chosen)
        kind = _send(found, answers, limits, wanted, prefixes)
    except SyntaxError as error:
        _explain(text, str(error), prefixes, answers)
    except QueryError as error:
        _fault(answers, str(error), error.limit)
    except _Over as error:
        _fault(answers, str(exceeded(error.args[0], limits)), error.args[0])
    except MemoryError:
        _fault(answers, str(exceeded("memory", limits)), "memory")
    except BrokenPipeError:
        raise
    except OSError as error:
        _fault(answers, f"the store cannot be read: {error}", STORE)
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        _fault(answers, f"the query failed: {error}", FAILED)
    else:
        frames.send(answers, frames.DONE, kind)


def _found(
    store: ox.Store, text: str, prefixes: dict[str, str], wanted: Wanted, *, chosen: bool
) -> _Result:
    base = wanted.base or None
    if wanted.default_graphs or wanted.named_graphs:
        # The dataset of the request overrides that of the query (SPARQL Protocol, 2.1.4).
        return store.query(
            text,
            base_iri=base,
            prefixes=prefixes,
            default_graph=[ox.NamedNode(iri) for iri in wanted.default_graphs],
            named_graphs=[ox.NamedNode(iri) for iri in wanted.named_graphs],
        )
    return store.query(
        text, base_iri=base, prefixes=prefixes, use_default_graph_as_union=not chosen
    )


def _send(
    found: _Result, answers: BinaryIO, limits: Limits, wanted: Wanted, prefixes: dict[str, str]
) -> bytes:
    graph = isinstance(found, ox.QueryTriples)
    if not (wanted.graph if graph else wanted.rows):
        kind, offers = ("a graph", GRAPHS) if graph else ("rows or a boolean", ROWS)
        message = f"the answer is {kind}, which can be had as {', '.join(offers.values())}"
        raise QueryError(message, FORMAT)
    if isinstance(found, ox.QueryTriples):
        _send_graph(found, answers, limits, wanted.graph, prefixes)
        return b"graph"
    form, mark, before = _ROWS[wanted.rows]
    if isinstance(found, ox.QueryBoolean):
        found.serialize(cast("BinaryIO", _Out(answers, limits, b"")), format=form)
        return b"yes" if found else b"no"
    found.serialize(cast("BinaryIO", _Out(answers, limits, mark, before)), format=form)
    return b"rows"


def _send_graph(
    found: ox.QueryTriples, answers: BinaryIO, limits: Limits, name: str, prefixes: dict[str, str]
) -> None:
    form = _GRAPHS[name]
    if name == "ntriples":
        found.serialize(cast("BinaryIO", _Out(answers, limits, b"\n")), format=form)
        return
    # In other syntaxes no mark separates triples.
    out = cast("BinaryIO", _Out(answers, limits, b""))
    named = name in _NAMED
    ox.serialize(_counted(found, limits), out, format=form, prefixes=prefixes if named else None)


def _counted(found: ox.QueryTriples, limits: Limits) -> Iterator[ox.Triple]:
    for number, triple in enumerate(found, 1):
        if number > limits.rows:
            raise _Over("rows")
        yield triple


def _hashable(value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    return tuple(value) if isinstance(value, list) else value


_Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

# By format of rows: the mark of a row, and how many come before the first. In JSON it stands
# between rows; a text that contains it can only make the count too high.
_ROWS = {
    "json": (ox.QueryResultsFormat.JSON, b"},{", -1),
    "xml": (ox.QueryResultsFormat.XML, b"<result>", 0),
    "csv": (ox.QueryResultsFormat.CSV, b"\r\n", 1),
    "tsv": (ox.QueryResultsFormat.TSV, b"\n", 1),
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
_NAMED = frozenset(("turtle", "rdfxml", "trig"))  # these syntaxes can declare prefixes


def _explain(text: str, told: str, prefixes: dict[str, str], answers: BinaryIO) -> None:
    message, rough = syntax.explain(text, told, prefixes)
    if rough:
        _fault(answers, message, kind=frames.ROUGH)
        message = syntax.explain_better(text) or message
    _fault(answers, message)


def _fault(answers: BinaryIO, message: str, limit: str = "", kind: bytes = frames.FAULT) -> None:
    frames.send(answers, kind, json.dumps([message, limit]).encode())
