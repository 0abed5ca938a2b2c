"""A SPARQL endpoint elsewhere as a pool of processes is asked: queries in line, in any format."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pyoxigraph as ox

from cardindex.engine import FAILED, FORMAT, GRAPHS, ROWS, WANTED, Found, Limits, Wanted, keyword
from cardindex.errors import QueryError, QueueFull, RemoteError
from cardindex.store.remote import RemoteStore

AT_ONCE, WAITING = 4, 16
"""So many queries are put to an endpoint at once, and so many more may wait for that."""

_LATER = 5  # seconds


class Relay:
    """Puts queries to an endpoint; ``opened`` says what is there, and is asked with the first.

    Other graphs than the index's own are refused, however they are asked for: what else the
    endpoint holds is not ours to show.
    """

    def __init__(self, opened: Callable[[], RemoteStore], limits: Limits) -> None:
        self._opened, self._limits = opened, limits
        self._first: RemoteStore | None = None
        self._lock, self._own = threading.Lock(), threading.local()
        self._stores: list[RemoteStore] = []
        self._room = threading.BoundedSemaphore(AT_ONCE + WAITING)
        self._threads = ThreadPoolExecutor(AT_ONCE, "relay")

    def ask(self, text: str, wanted: Wanted = WANTED) -> Future[Found]:
        """Put a query in line; the answer, or the QueryError that it comes to, is the future's.

        Raises QueueFull where there is no room.
        """
        if not self._room.acquire(blocking=False):
            raise QueueFull(_LATER)
        answer = self._threads.submit(self._answered, text, wanted)
        answer.add_done_callback(lambda _: self._room.release())
        return answer

    def close(self) -> None:
        """Take no more queries, and give up all connections once those under way are answered."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for store in self._stores:
            store.close()

    def _answered(self, text: str, wanted: Wanted) -> Found:
        try:
            store = self._store()
            graphs = _dataset(text, wanted, store.graphs)
            based = f"BASE <{wanted.base}> {text}" if wanted.base else text
            body, graph = store.body(based, graphs, self._limits)
            return _written(body, wanted, graph=graph)
        except RemoteError as error:
            told = "the store behind this site does not answer as it should; try again later"
            raise QueryError(told, error.limit or FAILED) from error

    def _store(self) -> RemoteStore:
        """Return the endpoint as this thread asks it, with a connection of its own."""
        with self._lock:
            if self._first is None:
                self._first = self._opened()
            if not hasattr(self._own, "store"):
                first = self._first
                self._own.store = RemoteStore(
                    first.address, first.base, first.prefixes, self._limits, first.credentials
                )
                self._stores.append(self._own.store)
        return cast("RemoteStore", self._own.store)


def _dataset(text: str, wanted: Wanted, own: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the default and the named graphs of a query. Raises QueryError where they are others.

    Who spells ``FROM`` by escapes meets these, which go before it.
    """
    if keyword("FROM", text) is not None:
        message = (
            "FROM chooses among all that another store holds, and only the index is shown here; "
            "leave it out, or name graphs of the index by default-graph-uri"
        )
        raise QueryError(message, "service")
    asked = (*wanted.default_graphs, *wanted.named_graphs)
    if not asked:
        return own, own
    if strange := [graph for graph in asked if graph not in own]:
        raise QueryError(f"<{strange[0]}> is no graph of this index: {', '.join(own)}", "service")
    return wanted.default_graphs, wanted.named_graphs


def _written(body: bytes, wanted: Wanted, *, graph: bool) -> Found:
    """Write an answer, which came as JSON or N-Triples, in the format that is wanted."""
    out = io.BytesIO()
    try:
        if graph:
            if not wanted.graph:
                raise QueryError("this query answers with a graph, and rows are wanted", FORMAT)
            made = _graph_format(wanted.graph)
            ox.serialize(
                (quad.triple for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)), out, made
            )
            return Found("graph", out.getvalue())
        if not wanted.rows:
            raise QueryError("this query answers with rows, and a graph is wanted", FORMAT)
        read = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        form = ox.QueryResultsFormat.from_media_type(ROWS[wanted.rows])
        read.serialize(out, cast("ox.QueryResultsFormat", form))
    except (SyntaxError, ValueError, OSError) as error:
        raise QueryError("the store behind this site answers in no known form", FAILED) from error
    if isinstance(read, ox.QueryBoolean):
        return Found("yes" if read else "no", out.getvalue())
    return Found("rows", out.getvalue())


def _graph_format(name: str) -> ox.RdfFormat:
    return cast("ox.RdfFormat", ox.RdfFormat.from_media_type(GRAPHS[name]))
