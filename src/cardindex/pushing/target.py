"""A store that is pushed to: its addresses, and how each step is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from cardindex.errors import CardindexError, MalformedValue, RemoteError
from cardindex.nesting import hold_turtle
from cardindex.pushing import marker
from cardindex.pushing.dumps import Dump
from cardindex.pushing.marker import Marker
from cardindex.pushing.plans import Step
from cardindex.remote import Address, Bounds, Client, Credentials, Patience, Reply, Request
from cardindex.remote import failure as failed
from cardindex.store.answer import Answer
from cardindex.store.remote import ACCEPTED, TRIPLES, RemoteStore

_UPDATES = ("/update", "/statements", "/sparql-auth")
_QUERIES = {
    "/update": "/query", "/store": "/query", "/data": "/query", "/get": "/query",
    "/statements": "", "/rdf-graphs/service": "", "/sparql-auth": "/sparql",
    "/sparql-graph-crud": "/sparql", "/sparql-graph-crud-auth": "/sparql", "/sparql": "/sparql",
}  # fmt: skip
"""What addresses for queries end with, by what those for writing end with, in stores one meets."""

_TRIPLES = {"Content-Type": "application/n-triples"}
_UPDATE = {"Content-Type": "application/sparql-update; charset=utf-8"}
# A backslash and the sign after it; \\u is rewritten so that no store reads an escape there.
_PAIRS = re.compile(rb"\\\\([uU])|\\.", re.DOTALL)
_CODES = {b"u": rb"\\\u0075", b"U": rb"\\\u0055"}


@dataclass(frozen=True)
class Target:
    """A store: where it takes graphs or updates, and where it is asked.

    ``graphs`` is the address of the Graph Store Protocol, ``update`` that of SPARQL Update; one of
    them is there. ``queries``: where a store is asked what it holds; None where nobody knows.
    """

    graphs: Address | None
    update: Address | None
    queries: Address | None
    credentials: Credentials | None = field(default=None, repr=False)
    patience: Patience = field(default_factory=Patience)
    bounds: Bounds = field(default_factory=Bounds)
    _clients: dict[str, Client] = field(default_factory=dict, repr=False)
    _stores: list[RemoteStore] = field(default_factory=list, repr=False)

    @property
    def can_be_asked(self) -> bool:
        """Whether it can be known what the store holds."""
        return self.graphs is not None or self.queries is not None

    def do(self, step: Step) -> None:
        """Do one step, as often as it takes. Raises RemoteError."""
        if step.kind in ("put", "post"):
            self.put(step.graph, step.triples, add=step.kind == "post")
        else:
            self._asked(self._must(self.update), Request("POST", _update(step), _UPDATE))

    def put(self, graph: str, triples: bytes, *, add: bool = False) -> None:
        """Put triples in the place of a graph by the Graph Store Protocol, or ``add`` them."""
        address = self._must(self.graphs).asking(graph=graph)
        self._asked(address, Request("POST" if add else "PUT", triples, _TRIPLES))

    def mark(self, dump: Dump, way: str = "") -> None:
        """Have the store say what it holds, or is on the ``way`` to."""
        graph = dump.iri(marker.NAME)
        triples = marker.written(marker.of(dump, way), dump.base)
        if self.graphs is not None:
            self.put(graph, triples)
            return
        body = _update(Step("drop", graph)) + b" ;\n" + _update(Step("insert", graph, triples))
        self._asked(self._must(self.update), Request("POST", body, _UPDATE))

    def marker(self, base: str) -> Marker | None:
        """Return what the store says that it holds of an index; None where it says nothing.

        Raises RemoteError where it does not answer, CardindexError where it cannot be asked.
        """
        graph = f"{base}graph/{marker.NAME}"
        if self.graphs is None:
            text = f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} LIMIT 1000"
            rows = self._rows(text, 3).terms
            triples: Iterable[ox.Triple] = (
                ox.Triple(s, p, o)
                for s, p, o in rows
                if isinstance(s, ox.NamedNode) and isinstance(p, ox.NamedNode) and o is not None
            )
            return marker.read(triples, base)
        address = self.graphs.asking(graph=graph)
        reply = self._reply(address, Request("GET", headers={"Accept": ACCEPTED}))
        if reply.status == 404:
            return None
        if not reply.is_success:
            raise failed(address, reply)
        return marker.read(_triples(reply), base)

    def counts(self, dump: Dump) -> dict[str, int] | None:
        """Return how many triples each graph has there; None where the store cannot be asked."""
        if self.queries is None:
            return None
        found = {}
        for name in dump.graphs:
            text = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{dump.iri(name)}> {{ ?s ?p ?o }} }}"
            try:
                ((number,),) = self._rows(text, 1).rows
                found[name] = int(str(number))
            except ValueError as error:
                told = f"{self.queries}: was asked for a number and answers something else"
                raise RemoteError(told) from error
        return found

    def close(self) -> None:
        """Give up all connections."""
        for client in self._clients.values():
            client.close()
        for store in self._stores:
            store.close()

    def _rows(self, text: str, columns: int) -> Answer:
        store = self._store()
        return store.as_asked(store.query(text), columns)

    def _store(self) -> RemoteStore:
        if self.queries is None:
            raise CardindexError("where the store answers queries is not known: say it by --query")
        if not self._stores:
            self._stores.append(RemoteStore(self.queries, "", {}, credentials=self.credentials))
        return self._stores[0]

    def _must(self, address: Address | None) -> Address:
        if address is None:
            raise CardindexError("the store has no such address")
        return address

    def _reply(self, address: Address, request: Request) -> Reply:
        client = self._clients.get(address.origin)
        if client is None:
            client = self._clients[address.origin] = Client(address, self.credentials)

        def once() -> Reply:
            reply = client.ask(address, request, self.bounds)
            if not reply.is_success and reply.status != 404:
                raise failed(address, reply)
            return reply

        return self.patience.until_done(once)

    def _asked(self, address: Address, request: Request) -> None:
        reply = self._reply(address, request)
        if reply.status == 404:
            raise failed(address, reply)
        if reply.kind == "text/html" and b"<form" in reply.body.lower():
            told = f"{address}: answers with a web page of forms: this is no address for programs"
            raise RemoteError(told, reply.status)


def target(  # noqa: PLR0913 - each says one thing, by its name
    url: str, *, by: str = "", update: str = "", query: str = "",
    credentials: Credentials | None = None, patience: Patience | None = None,
    bounds: Bounds | None = None,
) -> Target:  # fmt: skip
    """Return the store at an address, which is one of Update or of the Graph Store Protocol.

    ``by``: ``update`` or ``graph-store``; guessed where it is empty. Raises MalformedValue for what
    is no address, or where credentials would go to several servers.
    """
    address = Address.of(url)
    is_update = by == "update" or (not by and address.path.endswith(_UPDATES))
    further = [Address.of(text) for text in (update, query) if text]
    if credentials is not None:
        for other in further:
            if other.origin != address.origin:
                reason = f"is another server than {address.origin}, to which the credentials belong"
                raise MalformedValue(str(other), reason)
    updates = address if is_update else Address.of(update) if update else None
    queries = Address.of(query) if query else _queries(address)
    return Target(
        None if is_update else address, updates, queries, credentials,
        patience or Patience(), bounds or Bounds(),
    )  # fmt: skip


def _queries(address: Address) -> Address | None:
    for ending, other in _QUERIES.items():
        if address.path.endswith(ending):
            return address.at(address.path.removesuffix(ending) + other)
    return None


def _update(step: Step) -> bytes:
    graph = f"<{step.graph}>".encode()
    if step.kind == "drop":
        return b"DROP SILENT GRAPH " + graph
    verb = b"INSERT" if step.kind == "insert" else b"DELETE"
    triples = _PAIRS.sub(_escaped, step.triples)
    return verb + b" DATA { GRAPH " + graph + b" {\n" + triples + b"} }"


def _escaped(found: re.Match[bytes]) -> bytes:
    # Stores decode \u in updates before or while they parse; some decode \\u as well.
    return _CODES.get(found[1], found[0])


def _triples(reply: Reply) -> Iterable[ox.Triple]:
    form = TRIPLES.get(reply.kind)
    if form is None:
        return []
    try:
        hold_turtle(reply.body)
        return [quad.triple for quad in ox.parse(reply.body, format=form)]
    except (SyntaxError, ValueError, OSError):
        return []
