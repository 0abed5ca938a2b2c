"""Entities with their names and the direct triples of what stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from cardindex import identifiers
from cardindex.evidence import Selection
from cardindex.frames import texts as texts_of
from cardindex.index import Index
from cardindex.rdf.columns import Cells, Coded, Listed, Numbers, arrow, coded, compute
from cardindex.rdf.slabs import (
    ROWS,
    Column,
    Property,
    Rows,
    Several,
    Slab,
    Subjects,
    Telling,
    of_nodes,
    rows_of,
)
from cardindex.rdf.terms import (
    OWN,
    TERM,
    TEXT,
    Names,
    Node,
    Row,
    Said,
    expanded,
    language,
    ref,
    texts,
)

_Named = tuple[str, str, str]

# The column in which a claim of each kind of relation says its matter.
_MATTER = {"link": "object", "name": "text", "measure": "quantity", "dating": "when"}
_PLACE = {kind: place for place, kind in enumerate(_MATTER)}
_KINDS = {"link": (OWN, "entity/"), "dating": ("edtf:EDTF",)}


# What ``_described`` and ``_called`` say of an entity.
_SAID = (
    "rdf:type", "rdfs:label", "dcterms:description", "dcterms:identifier", "skos:altLabel",
    "skos:exactMatch", "ci:otherName",
)  # fmt: skip


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
        if all_.apart:
            yield all_.slab(start, stop, chosen, described=described, linked=linked)
        else:
            yield from of_nodes(all_.some(start, stop, chosen, described=described, linked=linked))


class Entities:
    """The entities of an index, to be had some at a time, by position.

    ``apart``: no relation is a property that is said of entities anyhow.
    """

    def __init__(self, selection: Selection, names: Names) -> None:
        self._index, self._names = selection.index, names
        self._direct, self._called = _Direct(selection), _Called(selection.index)
        types = selection.index.vocabulary.types
        self._kinds = {id_: ref(kind.iri) for id_, kind in types.items()}
        relations = selection.index.vocabulary.relations.values()
        iris = {relation.iri for relation in relations}
        self.apart = len(iris) == len(relations) and iris.isdisjoint(map(expanded, _SAID))
        self._cells = Cells(selection.index.entities, ("type", "label", "description"))
        self._columns: tuple[Column, ...] = (
            Telling(lambda type_: _typed(self._kinds[type_])),
            Property("rdfs:label", TEXT),
            Property("dcterms:description", TEXT),
            Telling(lambda said: said, recurs=False),
        )

    def slab(
        self, start: int, stop: int, chosen: Collection[str], *, described: bool, linked: bool
    ) -> Slab:
        """Return those that are chosen, from one position to another: see ``entities``."""
        ids = self._index.entities.index[start:stop]
        facts = self._direct.listed(start, stop) if linked else None
        here = _chosen(ids, chosen)
        if facts is not None and not described:
            here &= np.diff(facts.starts) > 0
        rows = np.flatnonzero(here)
        columns, cells = list(self._columns if described else ()), []
        nodes: list[list[Node]] = []
        cell = self._cells.of(start + rows)
        if described:
            called, nodes = self._named(start, rows, cell["id"].to_pylist())
            cells = [coded(cell["type"]), cell["label"], cell["description"], _few(called)]
        if facts is not None:
            columns.append(self._direct.column)
            cells.append(facts if len(rows) == len(ids) else facts.part(rows))
        table = Rows(tuple(columns), Subjects("entity/", cell["id"]), cells)
        # Each entity, then its names.
        whose = [at for at, some in enumerate(nodes) for _ in some]
        order = np.argsort(np.concatenate([np.arange(len(rows)), whose]), kind="stable")
        return Slab((table, rows_of(chain.from_iterable(nodes))), order)

    def _named(
        self, start: int, rows: Numbers, ids: Sequence[str]
    ) -> tuple[list[list[Said]], list[list[Node]]]:
        """Return what other names say of entities, by their ids, and these as nodes."""
        index = self._index
        others = self._called.of(start, start + int(rows[-1]) + 1) if len(rows) else {}
        called: list[list[Said]] = [[] for _ in rows]
        nodes: list[list[Node]] = [[] for _ in rows]
        for place, at in enumerate(rows.tolist()):
            if start + at not in others:
                continue
            named = {self._names.name(ids[place], *row): row for row in others[start + at]}
            said = list(dict.fromkeys(_called(named.values(), index.vocabulary.identifiers)))
            called[place] = said + [("ci:otherName", OWN, node) for node in named]
            nodes[place] = [(node, _name(index, *row)) for node, row in named.items()]
        return called, nodes

    def some(
        self, start: int, stop: int, chosen: Collection[str], *, described: bool = True,
        linked: bool = True,
    ) -> Iterator[Node]:  # fmt: skip
        """Yield those that are chosen, from one position to another, as nodes."""
        index = self._index
        facts = self._direct.of(start, stop) if linked else {}
        ids = index.entities.index[start:stop]
        rows = np.flatnonzero(_chosen(ids, chosen))
        called, nodes = self._named(start, rows, ids[rows].tolist()) if described else ([], [])
        entity: Row
        for number, entity in enumerate(index.entities.iloc[start + rows].itertuples()):
            said = list(_described(entity, self._kinds[entity.type])) if described else []
            said += called[number] if described else []
            said += facts.get(start + int(rows[number]), ())
            if said:
                yield f"entity/{entity.Index}", said
            yield from nodes[number] if described else ()


def _chosen(ids: pd.Index[str], chosen: Collection[str]) -> npt.NDArray[np.bool_]:
    return np.fromiter((id_ in chosen for id_ in ids.tolist()), dtype=bool, count=len(ids))


def _few(cells: list[list[Said]]) -> Coded:
    """Return cells most of which are empty."""
    filled = np.array(list(map(bool, cells)), dtype=np.int64)
    return Coded(np.cumsum(filled) * filled, [(), *filter(None, cells)])


def _typed(kind: str) -> Iterator[Said]:
    yield "rdf:type", TERM, kind
    yield "rdf:type", TERM, "ci:Entity"


def _described(entity: Row, kind: str) -> Iterator[Said]:
    yield from _typed(kind)
    yield "rdfs:label", TEXT, entity.label
    yield from texts(("dcterms:description", entity.description))


def _name(index: Index, name: str, kind: str, tag: str) -> list[Said]:
    return [
        ("rdf:type", TERM, "ci:Name"),
        ("skosxl:literalForm", language(tag), name),
        ("ci:nameKind", TERM, ref(index.vocabulary.name_kinds[kind])),
        # Stores lower the case of a language tag; the table's own is kept here.
        *texts(("dcterms:language", tag)),
    ]


def _called(rows: Iterable[_Named], numbers: Collection[str]) -> Iterator[Said]:
    """Yield the plain forms of other names and identifiers, for who asks no more of them.

    ``numbers``: the kinds of name that are identifiers. Two kinds of name may agree in name and
    language, so that a fact comes twice.
    """
    for name, kind, tag in rows:
        if kind in numbers and kind not in identifiers.SCHEMES:
            yield "dcterms:identifier", TEXT, name
        elif kind not in identifiers.SCHEMES:
            yield "skos:altLabel", language(tag), name
        # exactMatch and not owl:sameAs: the identity of two records is a librarian's judgement,
        # and a reasoner must not merge other people's statements into our claims.
        elif elsewhere := identifiers.iri(kind, name):
            yield "skos:exactMatch", TERM, ref(elsewhere)


class _Of:
    """Which rows of a frame are about each entity, to be had for some entities at a time."""

    def __init__(self, index: Index, about: Iterable[str], rows: npt.NDArray[np.int64]) -> None:
        entities: npt.NDArray[np.int64] = index.entities.index.get_indexer(pd.Index(about))
        order = np.argsort(entities, kind="stable")
        self._entities, self._rows = entities[order], rows[order]

    def some(self, start: int, stop: int) -> tuple[list[int], npt.NDArray[np.int64]]:
        """Return entities from one position to another, one a row, and the rows about them."""
        first, last = np.searchsorted(self._entities, (start, stop))
        return self._entities[first:last].tolist(), self._rows[first:last]


class _Called:
    """The other names of entities."""

    def __init__(self, index: Index) -> None:
        self._frame = index.names[["name", "kind", "language"]]
        self._of = _Of(index, index.names["entity"], np.arange(len(index.names)))

    def of(self, start: int, stop: int) -> dict[int, list[_Named]]:
        """Return the names of the entities from one position to another, by position."""
        entities, at = self._of.some(start, stop)
        part = self._frame.iloc[at]
        rows = zip(*(part[name].tolist() for name in part.columns), strict=True)
        found: dict[int, list[_Named]] = {}
        for entity, row in zip(entities, rows, strict=True):
            found.setdefault(entity, []).append(row)
        return found


class _Direct:
    """The direct triples of the claims of a selection that stand, by their subjects."""

    def __init__(self, selection: Selection) -> None:
        self._relations = {
            id_: (relation.kind, ref(relation.iri))
            for id_, relation in selection.index.vocabulary.relations.items()
        }
        self.column = Several(
            tuple(
                Property(predicate, *_KINDS.get(kind, (TEXT,)))
                for kind, predicate in self._relations.values()
            )
        )
        claims = selection.claims
        standing = np.flatnonzero(claims["whole_stands"].to_numpy(dtype=bool))
        self._frame = claims[["relation", *_MATTER.values()]]
        self._cells = Cells(claims, ("relation", *_MATTER.values()))
        self._of = _Of(selection.index, claims["subject"].take(standing), standing)

    def of(self, start: int, stop: int) -> dict[int, list[Said]]:
        """Return the facts of the entities from one position to another, by position."""
        entities, at = self._of.some(start, stop)
        part = self._frame.iloc[at]
        rows = zip(*(part[name].tolist() for name in part.columns), strict=True)
        found: dict[int, dict[Said, None]] = {}
        for entity, row in zip(entities, rows, strict=True):
            found.setdefault(entity, {})[self._said(*row)] = None
        return {entity: list(said) for entity, said in found.items()}

    def listed(self, start: int, stop: int) -> Listed:
        """Return the facts of the entities from one position to another, each once."""
        entity, at = self._of.some(start, stop)
        cell, size = self._cells.of(at), len(self._relations)
        places = {id_: place for place, id_ in enumerate(self._relations)}
        relations = coded(cell["relation"])
        which = np.array([places[id_] for id_ in relations.cells], dtype=np.int64)
        which = which[relations.codes]
        kinds = np.array([_PLACE[kind] for kind, _ in self._relations.values()], dtype=np.int64)
        matter = [cell[name] for name in _MATTER.values()]
        texts = compute.choose(arrow.array(kinds[which]), *matter)
        value = coded(texts)
        key = (np.array(entity, dtype=np.int64) * size + which) * len(value.cells) + value.codes
        rows = np.sort(np.unique(key, return_index=True)[1])
        # Those of one predicate together, where its first one stands.
        _, first, same = np.unique(
            key[rows] // max(1, len(value.cells)), return_index=True, return_inverse=True
        )
        rows = rows[np.lexsort((rows, first[same]))]
        starts = np.searchsorted(np.array(entity, dtype=np.int64)[rows], np.arange(start, stop + 1))
        return Listed(
            starts, which[rows], value.codes[rows].astype(np.int64), texts_of(value.cells)
        )

    def _said(self, relation: str, *matter: str) -> Said:
        kind, predicate = self._relations[relation]
        value = matter[_PLACE[kind]]
        if kind == "link":
            return predicate, OWN, f"entity/{value}"
        return predicate, "edtf:EDTF" if kind == "dating" else TEXT, value
