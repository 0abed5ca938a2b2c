"""Index ↔ triples; the only place that defines the triples.

They are described once, as rows of plain text (``slabs``), and each syntax writes them by templates
while it streams through the index (``text``). Callers that need RDF terms parse that text. There
are no blank nodes, and equal indexes give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from cardindex.evidence import Selection
from cardindex.index import Index
from cardindex.rdf.described import Described, Descriptions
from cardindex.rdf.reach import part_of, reach_of
from cardindex.rdf.reading import Read, read, read_whole
from cardindex.rdf.terms import FORMATS, NAMESPACES, Names
from cardindex.rdf.text import (
    GRAPHS,
    Dump,
    described,
    graphs,
    nquads,
    own_prefixes,
    sizes,
    stream,
    views,
    vocabulary_nquads,
)

__all__ = [
    "FORMATS",
    "GRAPHS",
    "NAMESPACES",
    "Described",
    "Descriptions",
    "Dump",
    "Names",
    "Read",
    "described",
    "dump",
    "graphs",
    "nquads",
    "own_prefixes",
    "parsed",
    "part_of",
    "quads",
    "reach_of",
    "read",
    "read_whole",
    "sizes",
    "stream",
    "views",
    "vocabulary_nquads",
]


def dump(index: Index | Selection, kind: Dump = "full", format: str = "turtle") -> bytes:  # noqa: A002
    """Return an index, or a part of it, in one of ``FORMATS``; see ``stream``."""
    return b"".join(views(index, kind, format))


def quads(index: Index | Selection, kind: Dump = "full") -> Iterator[ox.Quad]:
    """Yield the quads of a dump, in its order."""
    return parsed(stream(index, kind, "nquads"))


def parsed(lines: Iterator[bytes]) -> Iterator[ox.Quad]:
    """Yield the quads of N-Quads, of which each part ends with a line."""
    for part in lines:
        yield from ox.parse(part, format=ox.RdfFormat.N_QUADS)
