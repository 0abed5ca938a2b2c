"""Entities with their names and the direct triples of what stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.rdf import names as called
from cardindex.rdf.columns import Cells, Listed, Numbers, arrow, coded, compute, facts
from cardindex.rdf.names import Called
from cardindex.rdf.slabs import (
    ROWS,
    Column,
    Filled,
    Property,
    Rows,
    Several,
    Slab,
    Subjects,
    Telling,
    merged,
)
from cardindex.rdf.terms import OWN, TERM, TEXT, Names, Said, expanded, ref

# The column in which a claim of each kind of relation says its matter.
_MATTER = {"link": "object", "name": "text", "measure": "quantity", "dating": "when"}
_PLACE = {kind: place for place, kind in enumerate(_MATTER)}
_KINDS = {"link": (OWN, "entity/"), "dating": ("edtf:EDTF",)}

# What is said of an entity beside its claims.
_SAID = ("rdf:type", "rdfs:label", "dcterms:description", *called.SAID)


def entities(
    selection: Selection,
    names: Names,
    chosen: Collection[str],
    *,
    described: bool = True,
    linked: bool = True,
) -> Iterator[Slab]:
    """Yield the chosen entities: kind, label, names, and the direct triples of what stands.

    A direct triple is that of a claim that stands in the whole index, once. One of a symmetric
    relation is not turned round: the ontology says that it holds both ways. ``described``, or
    ``linked`` alone: only the one or the other.
    """
    all_ = Entities(selection, names)
    size = len(selection.index.entities)
    for start in range(0, size, ROWS):
        stop = min(start + ROWS, size)
        yield all_.slab(start, stop, chosen, described=described, linked=linked)


class Entities:
    """The entities of an index, to be had some at a time, by position.

    ``apart``: no relation is a property that is said of entities anyhow.
    """

    def __init__(self, selection: Selection, names: Names) -> None:
        index = selection.index
        self._ids = index.entities.index
        self._direct, self._called = _Direct(selection), Called(index, names)
        self._named = _Of(index, index.names["entity"], np.arange(len(index.names)))
        kinds = {id_: ref(kind.iri) for id_, kind in index.vocabulary.types.items()}
        iris = {relation.iri for relation in index.vocabulary.relations.values()}
        self.apart = iris.isdisjoint(map(expanded, _SAID))
        self._cells = Cells(index.entities, ("type", "label", "description"))

        def typed(id_: str) -> Iterable[Said]:
            return ("rdf:type", TERM, kinds[id_]), ("rdf:type", TERM, "ci:Entity")

        self._columns: tuple[Column, ...] = (
            Telling(typed),
            Property("rdfs:label", TEXT),
            Property("dcterms:description", TEXT),
            self._called.column,
        )

    def slab(
        self, start: int, stop: int, chosen: Collection[str], *, described: bool = True,
        linked: bool = True,
    ) -> Slab:  # fmt: skip
        """Return those that are chosen, from one position to another, each before its names."""
        ids = self._ids[start:stop].tolist()
        here = np.fromiter((id_ in chosen for id_ in ids), dtype=bool, count=len(ids))
        direct = self._direct.listed(start, stop) if linked else None
        if direct is not None and not described:
            here &= np.diff(direct.starts) > 0
        rows = np.flatnonzero(here)
        columns: tuple[Column, ...] = ()
        cells: tuple[Filled, ...] = ()
        others: tuple[Rows, ...] = ()
        whose = np.zeros(0, dtype=np.int64)
        cell = self._cells.of(start + rows)
        if described:
            whose, at = self._named.some(start, stop)
            kept = here[whose - start]
            whose = (np.cumsum(here) - 1)[whose[kept] - start]
            named, called_ = self._called.of(at[kept], whose, len(rows))
            columns, others = self._columns, (named,)
            cells = coded(cell["type"]), cell["label"], cell["description"], called_
        if direct is not None:
            columns += (self._direct.column,)
            cells += (direct if len(rows) == len(ids) else direct.part(rows),)
        table = Rows(columns, Subjects("entity/", cell["id"]), cells)
        order = np.argsort(np.concatenate([np.arange(len(rows)), whose]), kind="stable")
        return Slab((table if self.apart else merged(table), *others), order)


class _Of:
    """Which rows of a frame are about each entity, to be had for some entities at a time."""

    def __init__(self, index: Index, about: Iterable[str], rows: npt.NDArray[np.int64]) -> None:
        entities: npt.NDArray[np.int64] = index.entities.index.get_indexer(pd.Index(about))
        order = np.argsort(entities, kind="stable")
        self._entities, self._rows = entities[order], rows[order]

    def some(self, start: int, stop: int) -> tuple[Numbers, Numbers]:
        """Return entities from one position to another, one a row, and the rows about them."""
        first, last = np.searchsorted(self._entities, (start, stop))
        return self._entities[first:last], self._rows[first:last]


class _Direct:
    """The direct triples of the claims of a selection that stand, by their subjects.

    ``column`` has a property for each that is different; two relations may share one.
    """

    def __init__(self, selection: Selection) -> None:
        relations = selection.index.vocabulary.relations.values()
        properties: dict[Property, int] = {}
        self._which, self._kind = dict[str, int](), dict[str, int]()
        for relation in relations:
            said = Property(ref(relation.iri), *_KINDS.get(relation.kind, (TEXT,)))
            self._which[relation.id] = properties.setdefault(said, len(properties))
            self._kind[relation.id] = _PLACE[relation.kind]
        self.column = Several(tuple(properties))
        predicates = [each.predicate for each in properties]
        self._predicate = np.array(list(map(predicates.index, predicates)), dtype=np.int64)
        claims = selection.claims
        standing = np.flatnonzero(claims["whole_stands"].to_numpy(dtype=bool))
        self._cells = Cells(claims, ("relation", *_MATTER.values()))
        self._of = _Of(selection.index, claims["subject"].take(standing), standing)

    def listed(self, start: int, stop: int) -> Listed:
        """Return the facts of the entities from one position to another, each once."""
        entity, at = self._of.some(start, stop)
        cell = self._cells.of(at)
        relations = coded(cell["relation"])
        which, kind = (
            np.array([by[id_] for id_ in relations.cells], dtype=np.int64)[relations.codes]
            for by in (self._which, self._kind)
        )
        matter = [cell[name] for name in _MATTER.values()]
        values = compute.choose(arrow.array(kind), *matter)
        return facts(entity - start, stop - start, which, self._predicate[which], values)
