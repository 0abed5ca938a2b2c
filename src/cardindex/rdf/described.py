"""The triples about one thing, with the labels of the things that it names.

All of them are in the full dump of the same selection, in the same graph. Long lists (the claims
about an entity, the citations from a source, the members of a grouping) come in pages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.evidence import Selection
from cardindex.frames import texts
from cardindex.rdf.beside import came_from, coders, decisions, grouped, silent
from cardindex.rdf.claims import Claims
from cardindex.rdf.columns import Numbers
from cardindex.rdf.slabs import Property, Rows, Slab, of_nodes
from cardindex.rdf.sources import Sources
from cardindex.rdf.terms import OWN, TEXT, Names, Node, row
from cardindex.rdf.things import Entities
from cardindex.tuples import coded

LINKS = 2_000
"""So many claims, citations or members are on one page."""

ABOUT, TRUTHY, SOURCES, CLAIMS = "", "graph/truthy", "graph/sources", "graph/claims"


class Described(NamedTuple):
    """What is said of a thing, by the path of the graph; ``pages`` is how many pages there are."""

    graphs: tuple[tuple[str, list[Slab]], ...]
    pages: int = 1


class Descriptions:
    """All things of an index, each to be described when it is asked for."""

    def __init__(self, selection: Selection) -> None:
        self._selection, self._index = selection, selection.index
        self._names = Names(selection.index.base)
        self._claims = Claims(selection)
        self._entities = Entities(selection, self._names)
        self._sources = Sources(selection.index)
        self._kinds: dict[str, Callable[[str, int], Described | None]] = {
            "entity": self._entity, "claim": self._claim, "citation": self._citation,
            "source": self._source, "grouping": self._grouping, "coder": self._coder,
            "decision": self._decision, "row": self._row,
        }  # fmt: skip

    def of(self, kind: str, id_: str, page: int = 1) -> Described | None:
        """Describe a thing by its kind and id; None where there is none, or no such page."""
        make = self._kinds.get(kind)
        found = make(id_, page) if make else None
        return found if found and 1 <= page <= found.pages else None

    def _entity(self, id_: str, page: int) -> Described | None:
        index = self._index
        if id_ not in index.entities.index:
            return None
        at = _at(index.entities, id_)
        own = [self._entities.slab(at, at + 1, {id_})] if page == 1 else []
        claims, pages = _page(self._about.of(at), page)
        links = self._claims.links(claims)
        groups = index.groups[index.groups["entity"] == id_] if page == 1 else index.groups[:0]
        beside = [
            self._grouped(str(scheme), str(value), rows)
            for (scheme, value), rows in groups.groupby(["scheme", "value"])
        ]
        labels = self._labels(_ends(links), beside=(id_,))
        return _described(
            pages, (TRUTHY, [*own, labels]), (CLAIMS, [Slab((links,))]),
            (ABOUT, of_nodes(chain(*beside))),
        )  # fmt: skip

    def _claim(self, id_: str, _: int) -> Described | None:
        claims = self._selection.claims
        if id_ not in claims.index:
            return None
        at = _at(claims, id_)
        slab = self._claims.slab(at, at + 1)
        about = claims.iloc[at]
        roots = [each.partition(":") for each in about["whole_roots"]]
        ends = [about["subject"], about["object"], about["place"]]
        ends += [root for kind, _, root in roots if kind == "entity"]
        works = {*_works(slab.tables[1]), *(id_ for kind, _, id_ in roots if kind == "source")}
        return _described(
            1, (TRUTHY, [self._labels(ends)]), (SOURCES, [self._titles(works)]), (CLAIMS, [slab])
        )

    def _citation(self, id_: str, _: int) -> Described | None:
        claim = id_.rpartition("-")[0]
        claims = self._selection.claims
        if claim not in claims.index:
            return None
        at = self._claims.citations(_at(claims, claim))
        here = self._index.citations["id"].take(at).to_numpy() == id_
        if not here.any():
            return None
        rows, ids = self._claims.cited.rows(at[here])
        links = self._claims.links(np.array([_at(claims, claim)]), ids)
        ends = self._labels(_ends(links))
        titles = self._titles({*_works(rows)})
        return _described(1, (TRUTHY, [ends]), (SOURCES, [titles]), (CLAIMS, [Slab((links, rows))]))

    def _source(self, id_: str, page: int) -> Described | None:
        index = self._index
        if id_ not in index.sources.index:
            return None
        number = _at(index.sources, id_)
        at, pages = _page(self._read.of(number), page)
        own = Slab((self._sources.rows(slice(number, number + 1)),))
        beside = silent(index.silent[index.silent["source"] == id_], self._names)
        cited = index.citations["id"].take(at).tolist()
        links = Rows(_READ, [f"citation/{each}" for each in cited], (texts([id_] * len(cited)),))
        claims = index.citations["claim"].take(at).tolist()
        from_ = Rows(_CITED, [f"claim/{each}" for each in claims], (texts(cited),))
        first = page == 1
        return _described(
            pages, (SOURCES, [own] if first else []), (CLAIMS, [Slab((links, from_))]),
            (ABOUT, of_nodes(beside if first else ())),
        )  # fmt: skip

    def _grouping(self, id_: str, page: int) -> Described | None:
        scheme, _, value = id_.partition("/")
        groups = self._index.groups
        rows = groups[(groups["scheme"] == scheme) & (groups["value"] == value)]
        at, pages = _page(np.arange(len(rows)), page)
        members = rows.iloc[at]
        if members.empty:
            return None
        nodes = self._grouped(scheme, value, members)
        return _described(
            pages, (TRUTHY, [self._labels(members["entity"])]), (ABOUT, of_nodes(nodes))
        )

    def _coder(self, id_: str, _: int) -> Described | None:
        nodes = [node for node in coders(self._index) if node[0] == f"coder/{id_}"]
        return _described(1, (ABOUT, of_nodes(nodes))) if nodes else None

    def _decision(self, id_: str, _: int) -> Described | None:
        frame = self._index.decisions
        at = self._decided.get(id_)
        if at is None:
            return None
        rows = frame.iloc[[at]]
        ends = [end for end in (*rows["one"], *rows["other"]) if end in self._index.entities.index]
        nodes = decisions(self._index, rows)
        return _described(1, (TRUTHY, [self._labels(ends)]), (ABOUT, of_nodes(nodes)))

    def _row(self, id_: str, _: int) -> Described | None:
        at = self._imported.get(id_)
        if at is None:
            return None
        return _described(1, (ABOUT, came_from(self._index.came_from.iloc[[at]])))

    def _grouped(self, scheme: str, value: str, rows: pd.DataFrame) -> Iterator[Node]:
        return grouped(self._names, scheme, value, rows)

    def _labels(self, *ids: Iterable[str], beside: Collection[str] = ()) -> Slab:
        labels = self._index.labels
        some = [id_ for id_ in dict.fromkeys(chain(*ids)) if id_ and id_ not in beside]
        called = texts([labels[id_] for id_ in some])
        return Slab((Rows(_LABEL, [f"entity/{id_}" for id_ in some], (called,)),))

    def _titles(self, ids: Collection[str]) -> Slab:
        titles, some = self._index.titles, sorted(ids)
        called = texts([titles[id_] for id_ in some])
        return Slab((Rows(_TITLE, [f"source/{id_}" for id_ in some], (called,)),))

    @cached_property
    def _about(self) -> _Of:
        """Which claims are about each entity: as subject, object or place."""
        index, claims = self._index, self._selection.claims
        codes, distinct = coded(claims["place"])
        places = index.entities.index.get_indexer(pd.Index(distinct)).astype(np.int64)[codes]
        ends = [
            index.entities.index.get_indexer(pd.Index(claims[end])) for end in ("subject", "object")
        ]
        return _Of(*ends, places)

    @cached_property
    def _read(self) -> _Of:
        """Which citations are from each source."""
        codes, distinct = coded(self._index.citations["source"])
        return _Of(self._index.sources.index.get_indexer(pd.Index(distinct))[codes])

    @cached_property
    def _decided(self) -> dict[str, int]:
        frame = self._index.decisions
        cells = zip(frame["one"], frame["other"], frame["who"], strict=True)
        return {_id(row("decision", *each)): at for at, each in enumerate(cells)}

    @cached_property
    def _imported(self) -> dict[str, int]:
        frame = self._index.came_from
        cells = zip(frame["table"], frame["key"], frame["index"], strict=True)
        return {_id(row("row", *each)): at for at, each in enumerate(cells)}


class _Of:
    """Which rows have each of some numbers in any of their columns, each row once, in order."""

    def __init__(self, *columns: npt.NDArray[np.integer]) -> None:
        rows = np.tile(np.arange(len(columns[0])), len(columns))
        values = np.concatenate(columns)
        order = np.lexsort((rows, values))
        self._values, self._rows = values[order], rows[order]

    def of(self, value: int) -> Numbers:
        """Return the positions of the rows that have a number."""
        first, last = np.searchsorted(self._values, (value, value + 1))
        return np.unique(self._rows[first:last])


def _ends(links: Rows) -> Iterator[str]:
    """Yield the entities that rows of claims name: subjects, objects, places."""
    for column, cells in zip(links.columns, links.cells, strict=True):
        if isinstance(column, Property) and column.under == "entity/":
            yield from cells.to_pylist()


def _works(citations: Rows) -> Iterator[str]:
    """Yield the works of citations: those that were read, and those of their chains."""
    yield from citations.cells[2].to_pylist()
    yield from citations.cells[9].texts.to_pylist()


def _page(at: Numbers, page: int) -> tuple[Numbers, int]:
    """Return a page of some positions, and how many pages there are."""
    return at[(page - 1) * LINKS : page * LINKS], max(1, -(-len(at) // LINKS))


def _described(pages: int, *graphs: tuple[str, Iterable[Slab]]) -> Described:
    return Described(tuple((graph, list(slabs)) for graph, slabs in graphs), pages)


def _at(frame: pd.DataFrame, id_: str) -> int:
    """Return the position of a row."""
    return int(frame.index.get_indexer(pd.Index([id_]))[0])


def _id(path: str) -> str:
    return path.partition("/")[2]


_LABEL = (Property("rdfs:label", TEXT),)
_TITLE = (Property("dcterms:title", TEXT),)
_READ = (Property("ci:source", OWN, "source/"),)
_CITED = (Property("ci:citation", OWN, "citation/"),)
