"""The embedded Oxigraph store of an index, to which SPARQL can be put."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from cardindex import rdf
from cardindex.errors import OutputError, QueryError
from cardindex.index import Index
from cardindex.store.answer import Answer, answer_of
from cardindex.store.syntax import bare, explain, keyword, place

__all__ = ["Answer", "Store", "bare"]


@dataclass(frozen=True)
class Store:
    """An index as a store that SPARQL can be put to; read-only, and without a network.

    Beside the graphs of the full dump it holds the vocabulary, in ``graph:vocabulary``, so that a
    query can ask for the words of a relation. A query sees all graphs as one unless it says
    ``FROM`` or ``GRAPH``.
    """

    engine: ox.Store
    prefixes: Mapping[str, str]

    @classmethod
    def of(cls, index: Index, folder: Path | None = None) -> Store:
        """Build the store of ``index``, in memory or in a new ``folder``.

        Raises OutputError where the folder exists already or cannot be written.
        """
        names = rdf.Names(index.base)
        if folder is None:
            engine = ox.Store()
            engine.extend(_quads(index, names))
            return cls(engine, names.prefixes)
        if folder.exists():
            raise OutputError(f"{folder}: exists already; name a new folder for the store")
        try:
            engine = ox.Store(str(folder))
            engine.bulk_extend(_quads(index, names))
            engine.flush()
        except OSError as error:
            raise OutputError(f"{folder}: the store cannot be written: {error}") from error
        return cls(engine, names.prefixes)

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Open a store that ``of`` built in ``folder``. Raises QueryError if there is none."""
        try:
            engine = ox.Store.read_only(str(folder))
        except OSError as error:
            raise QueryError(f"{folder}: holds no store that can be opened: {error}") from error
        space = ox.NamedNode(f"{rdf.NAMESPACES['void']}uriSpace")
        found = next(engine.quads_for_pattern(None, space, None, ox.DefaultGraph()), None)
        if found is None or not isinstance(found.object, ox.Literal):
            raise QueryError(f"{folder}: holds a store, but not of an index")
        return cls(engine, rdf.Names(found.object.value).prefixes)

    def query(self, text: str) -> Answer:
        """Answer a SPARQL query; the prefixes of the index are declared already.

        Raises QueryError for what is no query (with line and column), asks another server, or
        fails while it runs.
        """
        words = bare(text)
        if asked := keyword("SERVICE", words):
            where = place(text, asked.start())
            raise QueryError(f"{where}: SERVICE asks another server, and nothing here does")
        chosen = keyword("FROM", words)
        try:
            found = self.engine.query(
                text, prefixes=dict(self.prefixes), use_default_graph_as_union=not chosen
            )
            return answer_of(found, self.prefixes)
        except SyntaxError as error:
            raise QueryError(explain(text, str(error), self.prefixes)) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query failed: {error}") from error


def _quads(index: Index, names: rdf.Names) -> Iterator[ox.Quad]:
    yield from rdf.quads(index)
    graph = names.of("graph", "vocabulary")
    for fact in rdf.vocabulary(index.vocabulary):
        yield ox.Quad(*fact, graph)
