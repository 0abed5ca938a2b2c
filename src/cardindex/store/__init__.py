"""The embedded Oxigraph store of an index, to which SPARQL can be put."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from cardindex import rdf
from cardindex.brief import brief, count
from cardindex.engine import LIMITS, Limits, Runner, bare
from cardindex.errors import OutputError, QueryError
from cardindex.files import replacing
from cardindex.index import Index
from cardindex.store.answer import Answer, answer_of

__all__ = ["LIMITS", "Answer", "Limits", "Store", "bare"]

_SHACL = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True)
class Store:
    """An index as a store that SPARQL can be put to; read-only, and without a network.

    Beside the graphs of the full dump it holds the vocabulary, in ``graph:vocabulary``, so that a
    query can ask for the words of a relation. A query sees all graphs as one unless it says
    ``FROM`` or ``GRAPH``. ``prefixes`` are declared in every query: those of the index, and those
    of its ontology that mean nothing else there.

    Queries run in a process of their own, one at a time, within ``limits``. It is started and
    filled with the first query, kept for those that follow, and goes when this object goes.
    """

    source: Path | Callable[[], Iterator[ox.Quad]]
    prefixes: Mapping[str, str]
    limits: Limits = LIMITS
    runner: Runner = field(init=False, repr=False, compare=False)

    def __repr__(self) -> str:
        return brief(self, "", count(len(self.prefixes), "prefix", "prefixes"))

    def __post_init__(self) -> None:
        object.__setattr__(self, "runner", Runner(self.source))

    @classmethod
    def of(cls, index: Index, folder: Path | None = None, limits: Limits = LIMITS) -> Store:
        """Return the store of ``index``, in memory or built in a new ``folder``.

        Raises OutputError where the folder exists already or cannot be written.
        """
        names = rdf.Names(index.base)
        prefixes = {**names.prefixes, **rdf.own_prefixes(index, names)}
        if folder is None:
            return cls(partial(_quads, index), prefixes, limits)
        if folder.exists():
            raise OutputError(f"{folder}: exists already; name a new folder for the store")
        with replacing(folder) as place:
            engine = ox.Store(str(place))
            engine.bulk_extend(_quads(index))
            engine.flush()
            # Closed, before the folder comes to its place.
            del engine
        return cls(folder, prefixes, limits)

    @classmethod
    def open(cls, folder: Path, limits: Limits = LIMITS) -> Store:
        """Open a store that ``of`` built in ``folder``. Raises QueryError if there is none."""
        try:
            engine = ox.Store.read_only(str(folder))
        except OSError as error:
            raise QueryError(f"{folder}: holds no store that can be opened: {error}") from error
        space = ox.NamedNode(f"{rdf.NAMESPACES['void']}uriSpace")
        found = next(engine.quads_for_pattern(None, space, None, ox.DefaultGraph()), None)
        if found is None or not isinstance(found.object, ox.Literal):
            raise QueryError(f"{folder}: holds a store, but not of an index")
        prefixes = {**rdf.Names(found.object.value).prefixes, **_declared(engine)}
        return cls(folder, prefixes, limits)

    def query(self, text: str, limits: Limits | None = None) -> Answer:
        """Answer a SPARQL query, within other limits than the store's own if some are given.

        Raises QueryError for what is no query (with line and column), asks another server, fails
        while it runs, or comes to a limit, which the error then names.
        """
        return answer_of(self.runner.run(text, self.prefixes, limits or self.limits), self.prefixes)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield all that the store holds; some of it may come more than once."""
        if isinstance(self.source, Path):
            yield from ox.Store.read_only(str(self.source))
        else:
            yield from self.source()


def _quads(index: Index) -> Iterator[ox.Quad]:
    return rdf.parsed(chain(rdf.nquads(index), rdf.vocabulary_nquads(index)))


def _declared(engine: ox.Store) -> dict[str, str]:
    """Return the prefixes of an ontology that a store keeps."""
    kept = {
        name: {
            quad.subject: quad.object.value
            for quad in engine.quads_for_pattern(None, ox.NamedNode(_SHACL + name), None, None)
            if isinstance(quad.object, ox.Literal)
        }
        for name in ("prefix", "namespace")
    }
    return dict(sorted((kept["prefix"][node], kept["namespace"][node]) for node in kept["prefix"]))
