"""An index as RDF, written as text while it is gone through: in every syntax, of any size.

Two dumps. *truthy*: entities and the direct triples of what stands. *full*: that, the sources,
and every claim with its citations and standing. In TriG and N-Quads they lie in the graphs
``graph/truthy``, ``graph/sources`` and ``graph/claims``, with a description of the whole in the
default graph; Turtle, N-Triples and JSON-LD hold the same triples in one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from itertools import chain
from typing import Literal

from cardindex.atomic import Bytes
from cardindex.errors import UnknownName
from cardindex.evidence import Selection, tally
from cardindex.index import Index
from cardindex.rdf.ahead import ahead
from cardindex.rdf.beside import came_from, coders, decisions, groupings, silent
from cardindex.rdf.claims import claims
from cardindex.rdf.described import Described
from cardindex.rdf.description import description
from cardindex.rdf.jsonld import JsonLd, context
from cardindex.rdf.lines import Lines
from cardindex.rdf.reach import part_of, reach_of
from cardindex.rdf.slabs import ROWS, Slab, of_nodes
from cardindex.rdf.sources import sources
from cardindex.rdf.syntax import Syntax
from cardindex.rdf.terms import FORMATS, Names
from cardindex.rdf.things import entities
from cardindex.rdf.turtle import Turtle
from cardindex.rdf.vocabulary import prefixes, vocabulary
from cardindex.rdf.writer import Writer
from cardindex.watching import watched

Dump = Literal["full", "truthy"]

Part = Literal["entities", "direct", "sources", "claims", "about"]
"""What a dump is made of: entities with their names, direct triples, sources, claims with their
citations, and what the index and its makers say beside that, in the default graph."""

WHOLE: frozenset[Part] = frozenset(("entities", "direct", "sources", "claims", "about"))

_MANY = 2_000
"""So many things are put together for who writes them at once, and copies nothing."""

_TRUTHY: frozenset[Part] = frozenset(("entities", "direct", "about"))


def stream(
    index: Index | Selection,
    kind: Dump = "full",
    format: str = "turtle",  # noqa: A002
) -> Iterator[bytes]:
    """Yield the bytes of a dump in one of ``FORMATS``, some thousand lines at a time.

    The triples come in a fixed order, each once, and the description last. Equal indexes give
    equal bytes. Raises UnknownName for a format that there is none of.
    """
    return map(bytes, _dump(index, kind, format))


def views(
    index: Index | Selection,
    kind: Dump = "full",
    format: str = "turtle",  # noqa: A002
) -> Iterator[Bytes]:
    """Yield what ``stream`` does as it lies in memory, in larger parts: to be written at once."""
    return _dump(index, kind, format, _MANY)


def _dump(
    index: Index | Selection,
    kind: Dump,
    format: str,  # noqa: A002
    at_a_time: int = 0,
) -> Iterator[Bytes]:
    if format not in FORMATS:
        raise UnknownName("format", format, FORMATS)
    selection = tally(index) if isinstance(index, Index) else index
    names = Names(selection.index.base)
    parts = WHOLE if kind == "full" else _TRUTHY
    return _in(format, _Graphs(selection, names, parts, at_a_time), names)


def described(thing: Described, names: Names, format: str) -> bytes:  # noqa: A002
    """Return what is said of one thing in one of ``FORMATS``."""
    return b"".join(_in(format, _Thing(thing), names))


def _in(format: str, found: _Graphs | _Thing, names: Names) -> Iterator[Bytes]:  # noqa: A002
    """Yield graphs in a format."""
    if format == "jsonld":
        return _jsonld(found, names)
    if format in {"turtle", "trig"}:
        return _turtle(found, names, trig=format == "trig")
    return found.written(lambda graph: Lines(names, graph if format == "nquads" else ""))


def nquads(index: Index | Selection, parts: Collection[Part] = WHOLE) -> Iterator[bytes]:
    """Yield the N-Quads of an index, or of what its frames hold of one, as whole lines.

    ``parts``: only these of ``WHOLE``. For an index whose frames are a part of a larger one, as in
    a partition, ``{"direct", "claims"}`` are the lines that this part adds; all that its claims
    name has to be in the frames as well.
    """
    selection = tally(index) if isinstance(index, Index) else index
    names = Names(selection.index.base)
    found = _Graphs(selection, names, parts).written(lambda graph: Lines(names, graph))
    return map(bytes, found)


def vocabulary_nquads(index: Index) -> Iterator[bytes]:
    """Yield the N-Quads of the graph ``vocabulary``, which a store holds beside a full dump."""
    names = Names(index.base)
    nodes = chain(vocabulary(index.vocabulary), prefixes(names, own_prefixes(index, names)))
    return map(bytes, _written(Writer(Lines(names, "graph/vocabulary")), of_nodes(nodes)))


def graphs(index: Index | Selection) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each graph of ``GRAPHS`` by its path, as N-Triples; all of one before the next.

    What N-Quads have in the default graph is in ``graph/description``: in a store that holds more
    than this index, the default graph is not ours.
    """
    selection = tally(index) if isinstance(index, Index) else index
    whole, names = selection.index, Names(selection.index.base)
    for path, chunks in _Graphs(selection, names, WHOLE).each(lambda _: Lines(names)):
        yield path or "graph/description", map(bytes, chunks)
    nodes = chain(vocabulary(whole.vocabulary), prefixes(names, own_prefixes(whole, names)))
    yield "graph/vocabulary", map(bytes, _written(Writer(Lines(names)), of_nodes(nodes)))


GRAPHS = ("truthy", "sources", "claims", "description", "vocabulary")
"""The graphs of an index in a store that is not its own, by the last part of their path."""


def own_prefixes(index: Index, names: Names) -> dict[str, str]:
    """Return the prefixes of an index's ontology that do not stand for something already."""
    declared = index.vocabulary.prefixes
    return {prefix: declared[prefix] for prefix in sorted(declared.keys() - names.prefixes.keys())}


class _Graphs:
    """What is said in each graph of a dump, in its order."""

    def __init__(
        self, selection: Selection, names: Names, parts: Collection[Part], at_a_time: int = 0
    ) -> None:
        self._selection, self._names, self._parts = selection, names, parts
        self._at_a_time = at_a_time
        self._reach = reach_of(selection, truthy="claims" not in parts and "sources" not in parts)

    def written(self, syntax: Callable[[str], Syntax]) -> Iterator[Bytes]:
        """Yield all graphs as a syntax writes them, made for the path of each."""
        for _, chunks in self.each(syntax):
            yield from chunks

    def each(self, syntax: Callable[[str], Syntax]) -> Iterator[tuple[str, Iterator[Bytes]]]:
        """Yield the path of each graph with its bytes, which have to be taken before the next."""
        sizes: dict[str, int] = {}
        for name, slabs, most in self._named():
            writer = Writer(syntax(f"graph/{name}"), self._at_a_time)
            yield f"graph/{name}", _written(writer, slabs, most)
            sizes[name] = writer.facts
        if "about" in self._parts:
            yield "", _written(Writer(syntax("")), self._about(sizes))

    def _named(self) -> Iterator[tuple[str, Iterator[Slab], int]]:
        """Yield the named graphs, and how many slabs are in each, where that may be many."""
        selection, parts, reach = self._selection, self._parts, self._reach
        # The first claims are made while all else is written.
        cited = ahead(claims(selection)) if "claims" in parts else iter(())
        if "entities" in parts or "direct" in parts:
            described, linked = "entities" in parts, "direct" in parts
            nodes = entities(
                selection, self._names, reach.entities, described=described, linked=linked
            )
            yield "truthy", nodes, 1
        if "sources" in parts:
            yield "sources", sources(selection.index, reach.sources), 1
        if "claims" in parts:
            yield "claims", cited, -(-len(selection.claims) // ROWS)

    def _about(self, sizes: dict[str, int]) -> Iterator[Slab]:
        """Yield what stands in the default graph."""
        selection, names, index = self._selection, self._names, self._selection.index
        nodes = [
            description(index, sizes, len(self._reach.entities)),
            groupings(index, names, self._reach.entities),
        ]
        if "claims" not in self._parts:
            return of_nodes(chain(*nodes))
        nodes += [coders(index), silent(part_of(selection, "silent"), names)]
        nodes.append(decisions(index, part_of(selection, "decisions")))
        return chain(of_nodes(chain(*nodes)), came_from(part_of(selection, "came_from")))


def sizes(selection: Selection) -> dict[str, int]:
    """Return how many triples each named graph of the full dump has; takes as long as the dump."""
    names = Names(selection.index.base)
    found = _Graphs(selection, names, WHOLE - {"about"}).each(lambda graph: Lines(names, graph))
    return {
        graph.partition("/")[2]: sum(bytes(chunk).count(b"\n") for chunk in chunks)
        for graph, chunks in found
    }


class _Thing:
    """What is said of one thing, as ``_Graphs`` is of an index."""

    def __init__(self, thing: Described) -> None:
        self._thing = thing

    def written(self, syntax: Callable[[str], Syntax]) -> Iterator[Bytes]:
        """Yield all graphs as a syntax writes them, made for the path of each."""
        for _, chunks in self.each(syntax):
            yield from chunks

    def each(self, syntax: Callable[[str], Syntax]) -> Iterator[tuple[str, Iterator[Bytes]]]:
        """Yield the path of each graph with its bytes."""
        for graph, slabs in self._thing.graphs:
            yield graph, _written(Writer(syntax(graph)), iter(slabs))


def _written(writer: Writer, slabs: Iterator[Slab], most: int = 1) -> Iterator[Bytes]:
    """Yield slabs as bytes; of several, the next is laid out while this one is put together."""
    if most == 1:
        return writer.written(slabs)
    laid_out = watched(ahead(map(writer.laid_out, slabs)), "Writing claims", most)
    return chain.from_iterable(map(writer.put_together, laid_out))


def _turtle(found: _Graphs | _Thing, names: Names, *, trig: bool) -> Iterator[Bytes]:
    yield "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in names.prefixes.items()).encode()
    for graph, chunks in found.each(lambda _: Turtle(names)):
        braces = trig and graph
        if braces:
            yield f"{graph.replace('/', ':')} {{\n".encode()
        yield from chunks
        if braces:
            yield b"}\n"


def _jsonld(found: _Graphs | _Thing, names: Names) -> Iterator[Bytes]:
    opening = json.dumps({"@context": context(names)}, ensure_ascii=False, indent=1)
    yield opening.removesuffix("\n}").encode() + b',\n "@graph": [\n'
    before: Bytes = b""
    for chunk in found.written(lambda _: JsonLd(names)):
        yield before
        yield chunk
        before = JsonLd.around.joint.encode()
    yield b"\n]}\n"
