"""Index ↔ triples; the only place that builds them. Oxigraph makes the terms and writes them.

Two dumps. *truthy*: entities and the direct triples of what stands. *full*: that, the sources,
and every claim with its citations and standing. In TriG and N-Quads they lie in the graphs
``graph/truthy``, ``graph/sources`` and ``graph/claims``, with a description of the whole in the
default graph; Turtle, N-Triples and JSON-LD hold the same triples in one. There are no blank
nodes, and equal indexes give equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Literal

import pyoxigraph as ox

from cardindex.evidence import Selection, tally
from cardindex.index import Index
from cardindex.rdf import jsonld
from cardindex.rdf.beside import came_from, coders, decisions, groupings, silent
from cardindex.rdf.claims import claims
from cardindex.rdf.description import description
from cardindex.rdf.reach import part_of, reach_of
from cardindex.rdf.reading import Read, read, read_whole
from cardindex.rdf.terms import FORMATS, NAMESPACES, Fact, Names
from cardindex.rdf.things import direct, entities, sources
from cardindex.rdf.vocabulary import vocabulary

__all__ = [
    "FORMATS",
    "NAMESPACES",
    "Dump",
    "Names",
    "Read",
    "dump",
    "part_of",
    "quads",
    "reach_of",
    "read",
    "read_whole",
    "vocabulary",
]

Dump = Literal["full", "truthy"]


def dump(index: Index | Selection, kind: Dump = "full", format: str = "turtle") -> bytes:  # noqa: A002
    """Return an index, or a part of it, in one of ``FORMATS``.

    The triples come in a fixed order, each once, and the description last.
    """
    selection = tally(index) if isinstance(index, Index) else index
    names = Names(selection.index.base)
    found = _facts(selection, names, kind)
    if format == "jsonld":
        return jsonld.document((fact for fact, _ in found), names)
    syntax = FORMATS[format]
    triples = (ox.Triple(*fact) for fact, _ in found)
    written = _quads(found) if syntax.supports_datasets else triples
    buffer = io.BytesIO()
    if format not in {"turtle", "trig"}:
        ox.serialize(written, buffer, format=syntax)
        return buffer.getvalue()
    ox.serialize(written, buffer, format=syntax, prefixes=names.prefixes)
    # Oxigraph promises no order of prefixes; we promise equal bytes.
    *prefixes, body = buffer.getvalue().split(b"\n", len(names.prefixes))
    return b"\n".join((*sorted(prefixes), body))


def quads(index: Index | Selection, kind: Dump = "full") -> Iterator[ox.Quad]:
    """Yield the quads of a dump, in its order."""
    selection = tally(index) if isinstance(index, Index) else index
    return _quads(_facts(selection, Names(selection.index.base), kind))


def _quads(facts: Iterable[tuple[Fact, str]]) -> Iterator[ox.Quad]:
    graphs: dict[str, ox.DefaultGraph | ox.NamedNode] = {"": ox.DefaultGraph()}
    for fact, graph in facts:
        if graph not in graphs:
            graphs[graph] = ox.NamedNode(graph)
        yield ox.Quad(*fact, graphs[graph])


def _facts(selection: Selection, names: Names, kind: Dump) -> Iterator[tuple[Fact, str]]:
    """Yield every triple of a dump with the IRI of its graph, which is empty for the default."""
    index, reach = selection.index, reach_of(selection, truthy=kind == "truthy")
    graphs: dict[str, tuple[Iterator[Fact], ...]] = {
        "truthy": (entities(index, names, reach.entities), direct(selection, names))
    }
    if kind == "full":
        graphs["sources"] = (sources(index, names, reach.sources),)
        graphs["claims"] = (claims(selection, names),)
    sizes = dict.fromkeys(graphs, 0)
    for name, parts in graphs.items():
        graph = names.of("graph", name).value
        for part in parts:
            for fact in part:
                sizes[name] += 1
                yield fact, graph
    for fact in description(index, names, sizes, len(reach.entities)):
        yield fact, ""
    own = [groupings(index, names, reach.entities)]
    if kind == "full":
        own.append(coders(index, names))
        own += (said(selection, names) for said in (silent, decisions, came_from))
    for fact in chain(*own):
        yield fact, ""
