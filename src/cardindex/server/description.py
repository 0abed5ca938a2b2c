"""What can be asked at ``/sparql``, as a SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import Response

from cardindex.rdf.description import GRAPHS as NAMED
from cardindex.server.site import public, served_of

if TYPE_CHECKING:
    from starlette.requests import Request

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_PREFIXES = {
    "sd": _SD,
    "formats": _FORMATS,
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads",
)  # fmt: skip
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def answer(request: Request, media: str, headers: Mapping[str, str]) -> Response:
    """Return the description in one of the formats of RDF."""
    form = ox.RdfFormat.from_media_type(media)
    assert form is not None  # noqa: S101 - for mypy: it is one of our own
    body = ox.serialize(_triples(request, headers), format=form, prefixes=_PREFIXES)
    told = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Response(body, media_type=told, headers={**headers, "Vary": "Accept"})


def _triples(request: Request, limits: Mapping[str, str]) -> Iterator[ox.Triple]:
    served = served_of(request)
    name = f"{public(request)}sparql"
    service = ox.NamedNode(name)
    said = partial(ox.Triple, service)
    yield said(_TYPE, _sd("Service"))
    yield said(_sd("endpoint"), service)
    yield said(_sd("supportedLanguage"), _sd("SPARQL11Query"))
    # A query that names no graph sees all of them as one.
    yield said(_sd("feature"), _sd("UnionDefaultGraph"))
    for form in _WRITTEN:
        yield said(_sd("resultFormat"), ox.NamedNode(_FORMATS + form))
    yield said(_of("dcterms", "title"), ox.Literal(served.index.title))
    told = ", ".join(f"{key}: {value}" for key, value in limits.items())
    yield said(_of("rdfs", "comment"), ox.Literal(f"read-only, without SERVICE; {told}"))
    dataset, default = ox.NamedNode(f"{name}#dataset"), ox.NamedNode(f"{name}#default")
    yield said(_sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    for graph, what in (*NAMED.items(), ("vocabulary", "The words of the relations.")):
        named, itself = ox.NamedNode(f"{name}#{graph}"), ox.NamedNode(f"{name}#{graph}-graph")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), served.names.of("graph", graph))
        yield ox.Triple(named, _sd("graph"), itself)
        yield ox.Triple(itself, _TYPE, _sd("Graph"))
        yield ox.Triple(itself, _of("dcterms", "description"), ox.Literal(what))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _of(prefix: str, name: str) -> ox.NamedNode:
    return ox.NamedNode(_PREFIXES[prefix] + name)
