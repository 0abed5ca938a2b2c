"""What a dump says of itself: DCAT and VoID, in the default graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from cardindex.index import Index
from cardindex.rdf.terms import NAMESPACES, Fact, Names, Said, term

GRAPHS = {
    "truthy": "Entities, and what stands of the links between them.",
    "sources": "The works that were read, and those that they have it from.",
    "claims": "Claims with their citations, whatever their standing.",
}
"""The named graphs, and what is in each."""

_VOCABULARIES = ("ci", "dcterms", "oa", "prov", "rdf", "rdfs", "skos", "skosxl")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


def description(
    index: Index, names: Names, sizes: Mapping[str, int], entities: int
) -> Iterator[Fact]:
    """Yield the description of a dump whose graphs have these ``sizes`` in triples.

    ``entities`` is how many entities are described in it.
    """
    dataset = ox.NamedNode(index.base)
    for predicate, object_ in (*_about(index), *_figures(index, sizes, entities)):
        yield dataset, predicate, object_
    for name in sizes:
        yield dataset, term("void:subset"), names.of("graph", name)
    for name, triples in sizes.items():
        graph = names.of("graph", name)
        yield graph, term("rdf:type"), term("void:Dataset")
        yield graph, term("dcterms:title"), ox.Literal(name)
        yield graph, term("dcterms:description"), ox.Literal(GRAPHS[name])
        yield graph, term("void:triples"), ox.Literal(triples)


def _about(index: Index) -> Iterator[Said]:
    yield term("rdf:type"), term("dcat:Dataset")
    yield term("rdf:type"), term("void:Dataset")
    yield term("dcterms:title"), ox.Literal(index.title)
    if index.description:
        yield term("dcterms:description"), ox.Literal(index.description)
    if index.licence:
        yield _licence(index.licence)
    if index.version:
        yield term("dcat:version"), ox.Literal(index.version)
    yield term("dcterms:conformsTo"), ox.NamedNode(NAMESPACES["ci"].rstrip("#"))


def _figures(index: Index, sizes: Mapping[str, int], entities: int) -> Iterator[Said]:
    yield term("void:uriSpace"), ox.Literal(index.base)
    for prefix in _VOCABULARIES:
        yield term("void:vocabulary"), ox.NamedNode(NAMESPACES[prefix])
    yield term("void:entities"), ox.Literal(entities)
    # Of the graphs, not counting this description of them.
    yield term("void:triples"), ox.Literal(sum(sizes.values()))


def _licence(text: str) -> Said:
    """Return the licence as a document: an address as given, or that of its SPDX name."""
    if text.startswith(("http://", "https://")):
        try:
            return term("dcterms:license"), ox.NamedNode(text)
        except ValueError:
            return term("dcterms:rights"), ox.Literal(text)
    if _SPDX.fullmatch(text):
        return term("dcterms:license"), ox.NamedNode(f"https://spdx.org/licenses/{text}")
    return term("dcterms:rights"), ox.Literal(text)
