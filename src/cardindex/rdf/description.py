"""What a dump says of itself: DCAT and VoID, in the default graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cardindex.index import Index
from cardindex.rdf.terms import NAMESPACES, OWN, TERM, TEXT, Node, Said, ref, texts

GRAPHS = {
    "truthy": "Entities, and what stands of the links between them.",
    "sources": "The works that were read, and those that they have it from.",
    "claims": "Claims with their citations, whatever their standing.",
}
"""The named graphs, and what is in each."""

_VOCABULARIES = ("ci", "dcterms", "oa", "prov", "rdf", "rdfs", "skos", "skosxl")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")


def description(index: Index, sizes: Mapping[str, int], entities: int) -> Iterator[Node]:
    """Yield the description of a dump whose graphs have these ``sizes`` in triples.

    ``entities`` is how many entities are described in it.
    """
    subsets = (("void:subset", OWN, f"graph/{name}") for name in sizes)
    yield f"<{index.base}>", [*_about(index), *_figures(index, sizes, entities), *subsets]
    for name, triples in sizes.items():
        yield (
            f"graph/{name}",
            [
                ("rdf:type", TERM, "void:Dataset"),
                ("dcterms:title", TEXT, name),
                ("dcterms:description", TEXT, GRAPHS[name]),
                ("void:triples", "xsd:integer", str(triples)),
            ],
        )


def _about(index: Index) -> Iterator[Said]:
    yield "rdf:type", TERM, "dcat:Dataset"
    yield "rdf:type", TERM, "void:Dataset"
    yield "dcterms:title", TEXT, index.title
    yield from texts(("dcterms:description", index.description))
    if index.licence:
        yield _licence(index.licence)
    yield from texts(("dcat:version", index.version))
    yield "dcterms:conformsTo", TERM, f"<{NAMESPACES['ci'].rstrip('#')}>"


def _figures(index: Index, sizes: Mapping[str, int], entities: int) -> Iterator[Said]:
    yield "void:uriSpace", TEXT, index.base
    for prefix in _VOCABULARIES:
        yield "void:vocabulary", TERM, f"<{NAMESPACES[prefix]}>"
    yield "void:entities", "xsd:integer", str(entities)
    # Triples of the named graphs, without this description.
    yield "void:triples", "xsd:integer", str(sum(sizes.values()))


def _licence(text: str) -> Said:
    """Return the licence as a document: an address as given, or that of its SPDX name."""
    if text.startswith(("http://", "https://")):
        try:
            return "dcterms:license", TERM, ref(text)
        except ValueError:
            return "dcterms:rights", TEXT, text
    if _SPDX.fullmatch(text):
        return "dcterms:license", TERM, f"<https://spdx.org/licenses/{text}>"
    return "dcterms:rights", TEXT, text
