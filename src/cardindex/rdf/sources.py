"""Sources as rows: who made each, whose knowledge it records, and what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from cardindex.frames import BOUNDS, texts
from cardindex.index import Index
from cardindex.lineage import SELF
from cardindex.rdf.columns import Cells, Where, arrow, coded, compute
from cardindex.rdf.days import cells_of, dated
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
)
from cardindex.rdf.terms import OWN, TERM, TEXT, Said, ref
from cardindex.tables.bibliography import entry_text

_CELLS = (
    "kind", "title", "authors", "origin", "container", "rests", "date", "unit", "author",
    "rests_on", "note", *BOUNDS,
)  # fmt: skip


def sources(index: Index, chosen: Collection[str]) -> Iterator[Slab]:
    """Yield the chosen sources."""
    all_ = Sources(index)
    ids = index.sources.index.tolist()
    at = np.fromiter((place for place, id_ in enumerate(ids) if id_ in chosen), dtype=np.int64)
    for start in range(0, len(at), ROWS):
        yield Slab((all_.rows(at[start : start + ROWS]),))


class Sources:
    """The sources of an index, to be had as rows, some at a time, by position."""

    def __init__(self, index: Index) -> None:
        self._entries = index.bibliography
        self._cells = Cells(index.sources, _CELLS)
        kinds = {id_: ref(iri) for id_, iri in index.vocabulary.source_kinds.items()}

        def kind(id_: str) -> Iterable[Said]:
            return ("rdf:type", TERM, "ci:Source"), ("ci:sourceKind", TERM, kinds[id_])

        self._columns: tuple[Column, ...] = (
            Telling(kind),
            Property("dcterms:title", TEXT),
            Several.of("dcterms:creator", "entity/"),
            Property("ci:origin", OWN, "source/"),
            Property("ci:origin", OWN, "entity/"),
            Property("ci:container", OWN, "source/"),
            Several.of("ci:restsOn", "source/"),
            *dated("dcterms:date"),
            Property("ci:locatorUnit", TEXT),
            # The triples of a list lose its order and spelling, which the table needs back.
            Property("ci:authorList", TEXT),
            Property("ci:restsOnList", TEXT),
            Property("ci:note", TEXT),
            Property("ci:bibliography", TEXT),
        )

    def rows(self, at: Where) -> Rows:
        """Return the sources at these positions."""
        cell = self._cells.of(at)
        ids, origin = cell["id"], cell["origin"]
        # What its makers have found out themselves, a work has from itself.
        own = compute.equal(origin, SELF)
        cells: tuple[Filled, ...] = (
            coded(cell["kind"]),
            cell["title"],
            cell["authors"],
            compute.if_else(own, ids, _NOTHING),
            compute.if_else(own, _NOTHING, origin),
            cell["container"],
            cell["rests"],
            *cells_of(cell["date"], *(cell[bound] for bound in BOUNDS)),
            cell["unit"],
            cell["author"],
            cell["rests_on"],
            cell["note"],
            self._listed(ids.to_pylist()),
        )
        return Rows(self._columns, Subjects("source/", ids), cells)

    def _listed(self, ids: Iterable[str]) -> Filled:
        """Return the entry of each in the bibliography, as the file has it."""
        entries = (self._entries.get(id_) for id_ in ids)
        return texts(["" if entry is None else entry_text(entry) for entry in entries])


_NOTHING = arrow.scalar("", arrow.large_string())
