"""A SPARQL endpoint elsewhere that holds an index, asked as the embedded store is."""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox

from cardindex.brief import brief, count
from cardindex.characters import shown
from cardindex.engine import LIMITS, Limits, Runner, Wanted, bare, keyword, plain
from cardindex.engine.limits import exceeded
from cardindex.errors import QueryError, RemoteError
from cardindex.nesting import hold_json, hold_turtle
from cardindex.remote import Address, Bounds, Client, Credentials, Reply, Request, unexpected
from cardindex.remote import failure as failed
from cardindex.store.answer import Answer, Term

if TYPE_CHECKING:
    from cardindex.index import Index

Rows = list[tuple[Term | None, ...]]

Dataset = tuple[tuple[str, ...], tuple[str, ...]]
"""The default and the named graphs of a query, by their IRIs."""

TRIPLES = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
"""In what triples are read from servers, by its media type."""

ACCEPTED = "application/n-triples, text/turtle;q=0.8"
"""The header Accept that asks for them."""

_FORMS = "SELECT|ASK|CONSTRUCT|DESCRIBE"
_READING = 10.0  # seconds for parsing a query here, before it is sent
_MOST_BASES, _LONGEST_BASE = 10, 200  # bases that a message names, and characters of one
_ANSWERING = frozenset(("seconds", "memory", "rows", "size"))  # limits on reading an answer
_ROWS = "application/sparql-results+json"
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_USED = re.compile(r"(?<![\w?$@.:-])([\w-]*):")
_BASES = """
SELECT DISTINCT ?base {
  { ?whole <http://rdfs.org/ns/void#uriSpace> ?base }
  UNION { GRAPH ?graph { ?whole <http://rdfs.org/ns/void#uriSpace> ?base } }
} LIMIT 100
"""
_DECLARED = """
SELECT ?prefix ?namespace {{ GRAPH <{base}graph/vocabulary> {{
  ?node <http://www.w3.org/ns/shacl#prefix> ?prefix ;
    <http://www.w3.org/ns/shacl#namespace> ?namespace .
}} }} LIMIT 1000
"""


@dataclass(frozen=True)
class RemoteStore:
    """An index at a SPARQL 1.1 endpoint; read-only, and asked of this index's graphs alone.

    ``prefixes`` are put before every query, as the endpoint knows none of ours. A query that does
    not say ``FROM`` sees the ``graphs`` as one, whatever else the endpoint holds; without a
    ``base`` it sees what the endpoint shows. Queries are first read here, by the grammar of the
    embedded store, and asked one at a time.
    """

    address: Address
    base: str
    prefixes: Mapping[str, str]
    limits: Limits = LIMITS
    credentials: Credentials | None = field(default=None, repr=False)
    _client: Client = field(init=False, repr=False, compare=False)
    _judge: Runner = field(init=False, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def __repr__(self) -> str:
        return brief(self, str(self.address), count(len(self.prefixes), "prefix", "prefixes"))

    def __post_init__(self) -> None:
        client = Client(self.address, self.credentials)
        object.__setattr__(self, "_client", client)
        object.__setattr__(self, "_judge", Runner(_nothing))
        weakref.finalize(self, client.close)

    @classmethod
    def open(
        cls, url: str, index: Index | None = None, *, base: str = "",
        credentials: Credentials | None = None, limits: Limits = LIMITS,
    ) -> RemoteStore:  # fmt: skip
        """Return what an endpoint holds: of ``index``, of the ``base``, or of the only one there.

        Raises MalformedValue for what is no address, RemoteError where it does not answer,
        QueryError where it holds another index, several, or none.
        """
        from cardindex import rdf  # noqa: PLC0415 - frames, which take half a second to come
        from cardindex.store import prefixes_of  # noqa: PLC0415

        asked = cls(Address.of(url), "", {}, limits, credentials)
        held = asked.as_asked(asked._ask(_BASES, ((), ()), limits), 1).rows
        known = sorted({str(base) for (base,) in held if base is not None})
        wanted = base or (index.base if index is not None else "")
        found = _chosen(asked.address, wanted, known)
        if index is not None and index.base == found:
            prefixes = prefixes_of(index)
        else:
            told = asked._ask(_DECLARED.format(base=found), ((), ()), limits)
            rows = asked.as_asked(told, 2).rows
            prefixes = {**{str(a): str(b) for a, b in rows}, **rdf.Names(found).prefixes}
        return cls(asked.address, found, prefixes, limits, credentials)

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs of the index there, as ``push`` names them; none where no base is told."""
        from cardindex import rdf  # noqa: PLC0415

        if not self.base:
            return ()
        return tuple(f"{self.base}graph/{name}" for name in rdf.GRAPHS)

    def query(
        self, text: str, limits: Limits | None = None, *, base: str = "",
        graphs: Dataset | None = None,
    ) -> Answer:  # fmt: skip
        """Answer a SPARQL query, within other limits than the store's own if some are given.

        Relative IRIs begin from ``base``. ``graphs`` are the default and the named graphs, whatever
        the query says. Raises QueryError for what is no query (with line and column), asks a third
        server, or comes to a limit of time or size, which the error then names; RemoteError where
        the endpoint fails, or answers something else.
        """
        limits = limits or self.limits
        text = plain(text)
        with self._lock:
            self._hold_to_grammar(text, limits, base)
            if graphs is None:
                # A FROM spelt with escapes is not seen here; the protocol's graphs override it.
                own = () if keyword("FROM", text) is not None else self.graphs
                graphs = own, own
            return self._ask(text, graphs, limits, base)

    def _hold_to_grammar(self, text: str, limits: Limits, base: str) -> None:
        """Put a query to a store that holds nothing; raises QueryError where it is not read."""
        bounds = replace(limits, seconds=_READING + 2, reading=_READING)
        try:
            self._judge.run(text, self.prefixes, bounds, Wanted(base=base))
        except QueryError as error:
            if error.limit not in _ANSWERING:
                raise

    def as_asked(self, answer: Answer, columns: int) -> Answer:
        """Return an answer of so many columns. Raises RemoteError where it has others."""
        if len(answer.columns) == columns or answer == Answer((), [], prefixes=answer.prefixes):
            return answer
        told = f"answers something else than it is asked: {count(len(answer.columns), 'column')}"
        raise RemoteError(f"{self.address}: {told}, not {columns}")

    def close(self) -> None:
        """Give up the connection and the process that reads queries."""
        self._client.close()
        self._judge.end()

    def _ask(self, text: str, graphs: Dataset, limits: Limits, base: str = "") -> Answer:
        form = _form(text)
        is_rows = form in ("SELECT", "ASK")
        default, named = graphs
        told = [("query", _declared(text, self.prefixes, base))]
        told += [("default-graph-uri", graph) for graph in default]
        told += [("named-graph-uri", graph) for graph in named]
        accept = _ROWS if is_rows else ACCEPTED
        request = Request("POST", urlencode(told).encode(), {**_FORM, "Accept": accept})
        try:
            reply = self._client.ask(self.address, request, Bounds(limits.seconds, limits.size))
        except RemoteError as error:
            if error.limit in ("seconds", "size"):
                raise exceeded(error.limit, limits) from error
            raise
        if not reply.is_success:
            raise failed(self.address, reply)
        return (
            self._rows(reply, limits, ask=form == "ASK") if is_rows else self._graph(reply, limits)
        )

    def _rows(self, reply: Reply, limits: Limits, *, ask: bool) -> Answer:
        wanted = "results of SPARQL as JSON"
        if reply.kind not in (_ROWS, "application/json"):
            raise unexpected(self.address, reply, wanted)
        try:
            columns, terms = _solutions(reply.body, limits)
        except (SyntaxError, ValueError, OSError) as error:
            told = f"{self.address}: this is no answer of SPARQL, or half of one: {error}"
            raise RemoteError(told, reply.status) from error
        if isinstance(terms, bool):
            return Answer(boolean=terms, prefixes=self.prefixes)
        if ask:  # Virtuoso answers ASK with one row of one number
            return Answer(boolean=_is_yes(terms), prefixes=self.prefixes)
        return Answer(columns, terms, prefixes=self.prefixes)

    def _graph(self, reply: Reply, limits: Limits) -> Answer:
        form = TRIPLES.get(reply.kind)
        if form is None:
            raise unexpected(self.address, reply, "N-Triples or Turtle")
        found: dict[ox.Triple, None] = {}
        try:
            hold_turtle(reply.body)
            for quad in ox.parse(reply.body, format=form):
                found[quad.triple] = None
                if len(found) > limits.rows:
                    raise exceeded("rows", limits)
        except (SyntaxError, ValueError, OSError) as error:
            told = f"{self.address}: this is no {reply.kind}, or half of one: {error}"
            raise RemoteError(told, reply.status) from error
        return Answer(graph=list(found), prefixes=self.prefixes)


def _nothing() -> Iterator[bytes]:
    """Give the judge its store, which holds nothing: a line without a quad."""
    yield b"\n"


def _chosen(address: Address, wanted: str, known: Sequence[str]) -> str:
    """Return which of the indexes there is meant."""
    if not known:
        message = f'{address}: holds no index; "cardindex push" puts one there'
        raise QueryError(message)
    if wanted:
        if wanted in known:
            return wanted
        message = f"{address}: holds no index of the base {wanted}, but {_named(known)}"
        raise QueryError(message)
    if len(known) > 1:
        message = f"{address}: holds several indexes; say which by --base: {_named(known)}"
        raise QueryError(message)
    return known[0]


def _named(bases: Sequence[str]) -> str:
    """Return what others say that they hold, as it may be told: not all of it, and in one line."""
    some = [shown(base[:_LONGEST_BASE]).replace("\n", r"\n") for base in bases[:_MOST_BASES]]
    return ", ".join([*some, "…"] if len(bases) > len(some) else some)


def _form(text: str) -> str:
    """Return which of the four forms a query has."""
    at = keyword(_FORMS, text)
    found = re.match(_FORMS, text[at:], re.IGNORECASE) if at is not None else None
    return found[0].upper() if found else "SELECT"


def _declared(text: str, prefixes: Mapping[str, str], base: str) -> str:
    """Put before a query the base and those prefixes that it may use; lines keep their numbers."""
    used = {name for name in _USED.findall(bare(text)) if name in prefixes}
    declared = [f"BASE <{base}> "] if base else []
    declared += [f"PREFIX {name}: <{prefixes[name]}> " for name in sorted(used)]
    return "".join(declared) + text


def _solutions(body: bytes, limits: Limits) -> tuple[tuple[str, ...], Rows | bool]:
    """Return the columns and rows of results as JSON, or a boolean. Raises ValueError and the like.

    The engine's object must be freed in the thread that made it, so it is freed here in any case.
    """
    read = None
    hold_json(body)
    try:
        read = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(read, ox.QueryBoolean):
            return (), bool(read)
        terms: Rows = []
        for row in read:
            if len(terms) >= limits.rows:
                raise exceeded("rows", limits)
            terms.append(tuple(_canonical(term) for term in row))
        return tuple(variable.value for variable in read.variables), terms
    finally:
        del read


def _canonical(term: Term | None) -> Term | None:
    """Return a boolean as true or false: some engines write 1 and 0."""
    if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN and term.value in ("0", "1"):
        return ox.Literal("true" if term.value == "1" else "false", datatype=_BOOLEAN)
    return term


def _is_yes(terms: Sequence[Sequence[Term | None]]) -> bool:
    return any(getattr(row[0], "value", "") in ("1", "true") for row in terms[:1] if row)
