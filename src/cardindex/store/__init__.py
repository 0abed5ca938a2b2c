"""The embedded Oxigraph store of an index, to which SPARQL can be put."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import InitVar, dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from cardindex.brief import brief, count
from cardindex.engine import LIMITS, STORE, Limits, Process, Runner, bare, begin
from cardindex.errors import OutputError, QueryError
from cardindex.store.answer import Answer, answer_of

if TYPE_CHECKING:
    from cardindex.index import Index
    from cardindex.store import shelf

__all__ = ["LIMITS", "Answer", "Limits", "Store", "bare", "begin", "prefixes_of"]

# pandas takes half a second to import, and a query of a kept store does not need it: so it is
# imported in functions; and what finds such a store is, while the process of the query starts.
# ruff: noqa: PLC0415

# Of so many claims a store is kept on disk: to make it anew takes longer than anybody waits.
_LARGE = 20_000
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
    ``again`` makes a store anew that turns out to be damaged; ``begun`` is a process from ``begin``
    that waits for its store.
    """

    source: Path | Callable[[], Iterator[bytes]]
    prefixes: Mapping[str, str]
    limits: Limits = LIMITS
    again: Callable[[], Store] | None = field(default=None, repr=False, compare=False)
    begun: InitVar[Process | None] = None
    runner: Runner = field(init=False, repr=False, compare=False)

    def __repr__(self) -> str:
        return brief(self, "", count(len(self.prefixes), "prefix", "prefixes"))

    def __post_init__(self, begun: Process | None) -> None:
        object.__setattr__(self, "runner", Runner(self.source, begun))

    @classmethod
    def of(cls, index: Index, folder: Path | None = None, limits: Limits = LIMITS) -> Store:
        """Return the store of ``index``, in memory or built in a new ``folder``.

        Raises OutputError where the folder exists already or cannot be written.
        """
        prefixes = prefixes_of(index)
        if folder is None:
            return cls(partial(_lines, index), prefixes, limits)
        if folder.exists():
            raise OutputError(f"{folder}: exists already; name a new folder for the store")
        from cardindex.atomic import replacing
        from cardindex.store import shelf

        with replacing(folder) as place:
            shelf.fill(place, _lines(index))
        return cls(folder, prefixes, limits)

    @classmethod
    def kept(
        cls, folder: Path, limits: Limits = LIMITS, begun: Process | None = None
    ) -> Store | None:
        """Return the store that is kept of the index in ``folder``, as it is now; None without one.

        The index itself is not opened for that.
        """
        from cardindex.compiled import cache
        from cardindex.compiled import key as key_of
        from cardindex.store import shelf

        place = cache()
        key = None if place is None else key_of(folder)
        found = None if place is None or key is None else shelf.find(place, key)
        return None if found is None else cls._of_kept(found, folder, limits, begun)

    @classmethod
    def keeping(cls, index: Index, limits: Limits = LIMITS, begun: Process | None = None) -> Store:
        """Return the store of an index, kept for the next time, or in memory where it cannot be."""
        from cardindex.compiled import cache
        from cardindex.store import shelf

        place = cache()
        found = None
        if place is not None and index.key is not None:
            found = shelf.find(place, index.key) or shelf.make(
                place, index.key, _lines(index), prefixes_of(index)
            )
        if found is None:
            return cls(partial(_lines, index), prefixes_of(index), limits, begun=begun)
        return cls._of_kept(found, index.path, limits, begun)

    @classmethod
    def fitting(cls, index: Index, limits: Limits = LIMITS) -> Store:
        """Return the store of an index: kept for the next time of a large one, else in memory."""
        return (cls.keeping if len(index.claims) > _LARGE else cls.of)(index, limits=limits)

    @classmethod
    def _of_kept(
        cls, found: shelf.Kept, folder: Path, limits: Limits, begun: Process | None = None
    ) -> Store:
        def again() -> Store:
            from cardindex.index import Index

            found.held.close()
            found.drop()
            return cls.keeping(Index.open(folder), limits)

        store = cls(found.folder, found.prefixes, limits, again, begun)
        weakref.finalize(store, found.held.close)
        return store

    @classmethod
    def open(cls, folder: Path, limits: Limits = LIMITS) -> Store:
        """Open a store that ``of`` built in ``folder``. Raises QueryError if there is none."""
        try:
            engine = ox.Store.read_only(str(folder))
        except OSError as error:
            raise QueryError(f"{folder}: holds no store that can be opened: {error}") from error
        from cardindex import rdf

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
        try:
            found = self.runner.run(text, self.prefixes, limits or self.limits)
        except QueryError as error:
            if error.limit != STORE or self.again is None:
                raise
            self.runner.end()
            anew = self.again()
            object.__setattr__(anew, "again", None)
            return anew.query(text, limits)
        return answer_of(found, self.prefixes)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield all that the store holds; some of it may come more than once."""
        from cardindex import rdf

        if isinstance(self.source, Path):
            yield from ox.Store.read_only(str(self.source))
        else:
            yield from rdf.parsed(self.source())


def prefixes_of(index: Index) -> dict[str, str]:
    """Return the prefixes of an index and of its ontology, as every query has them."""
    from cardindex import rdf

    names = rdf.Names(index.base)
    return {**names.prefixes, **rdf.own_prefixes(index, names)}


def _lines(index: Index) -> Iterator[bytes]:
    from cardindex import rdf

    return chain(rdf.nquads(index), rdf.vocabulary_nquads(index))


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
