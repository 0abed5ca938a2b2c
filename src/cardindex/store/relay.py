"""A remote SPARQL endpoint with the interface of a pool of processes."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pyoxigraph as ox

from cardindex.engine import FAILED, FORMAT, GRAPHS, ROWS, WANTED, Found, Limits, Wanted, keyword
from cardindex.errors import MalformedValue, QueryError, QueueFull, RemoteError
from cardindex.store.answer import Answer
from cardindex.store.remote import Dataset, RemoteStore

AT_ONCE, WAITING = 4, 16
"""So many queries are put to an endpoint at once, and so many more may wait for that."""

_LATER = 5  # seconds


class Relay:
    """Puts queries to an endpoint; ``opened`` says what is there, and is asked with the first.

    Graphs that do not belong to the index are refused: the endpoint may hold other data, which is
    not ours to show.
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
        try:
            answer = self._threads.submit(self._answered, text, wanted)
        except RuntimeError as error:  # closed: another version of the index has replaced it
            self._room.release()
            raise QueueFull(_LATER) from error
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
            return _written(store.query(text, base=wanted.base, graphs=graphs), wanted)
        except RemoteError as error:
            told = "the store behind this site does not answer as it should; try again later"
            raise QueryError(told, error.limit or FAILED) from error

    def _found(self) -> RemoteStore:
        """Return what is there. Raises RemoteError, for nobody who asks is to know what is not."""
        try:
            return self._opened()
        except (QueryError, MalformedValue) as error:
            raise RemoteError(str(error)) from error

    def _store(self) -> RemoteStore:
        """Return the endpoint as this thread asks it, with a connection of its own."""
        with self._lock:
            if self._first is None:
                self._first = self._found()
            if not hasattr(self._own, "store"):
                first = self._first
                self._own.store = RemoteStore(
                    first.address, first.base, first.prefixes, self._limits, first.credentials
                )
                self._stores.append(self._own.store)
        return cast("RemoteStore", self._own.store)


def _dataset(text: str, wanted: Wanted, own: tuple[str, ...]) -> Dataset:
    """Return the default and the named graphs of a query. Raises QueryError where they are others.

    A ``FROM`` that is spelt with escapes is not seen here, but these graphs override it.
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


def _written(answer: Answer, wanted: Wanted) -> Found:
    """Write an answer in the format that is wanted."""
    out = io.BytesIO()
    if answer.graph is not None:
        if not wanted.graph:
            raise QueryError("this query answers with a graph, and rows are wanted", FORMAT)
        of_graph = ox.RdfFormat.from_media_type(GRAPHS[wanted.graph])
        ox.serialize(answer.graph, out, cast("ox.RdfFormat", of_graph))
        return Found("graph", out.getvalue())
    if not wanted.rows:
        raise QueryError("this query answers with rows, and a graph is wanted", FORMAT)
    told = answer.json(indent=None).encode()
    read = ox.parse_query_results(told, format=ox.QueryResultsFormat.JSON)
    of_rows = ox.QueryResultsFormat.from_media_type(ROWS[wanted.rows])
    read.serialize(out, cast("ox.QueryResultsFormat", of_rows))
    if answer.boolean is None:
        return Found("rows", out.getvalue())
    return Found("yes" if answer.boolean else "no", out.getvalue())
