"""The index as a whole: what it is (DCAT, VoID), its files to take away, and its vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from cardindex import exports, ontology, rdf, settings
from cardindex.errors import InvalidIndex
from cardindex.rdf.description import GRAPHS, description
from cardindex.rdf.slabs import of_nodes
from cardindex.rdf.terms import TERM, TEXT, Node, Said
from cardindex.server.answercache import Body
from cardindex.server.answers import HTML, kept, page
from cardindex.server.dumps import PACKED, answer, dumps, media_type
from cardindex.server.formats import SYNTAXES, Wanted, address, ending, links, wanted
from cardindex.server.head import Head
from cardindex.server.listed import listed
from cardindex.server.site import home, paths, public, served_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from cardindex.server.served import Served

MOST_COUNTED = 20_000
"""Claims of an index up to which its triples are counted for its description."""

_IANA = "https://www.iana.org/assignments/media-types/"


def routes() -> list[BaseRoute]:
    """Return where the whole is asked for."""
    return [
        Route("/data", _data),
        Route("/data.{ending}", _data),
        Route("/graph/{name}", _graph),
        Route("/data/{name}", lambda request: answer(request, request.path_params["name"])),
        Route("/.well-known/void", _void),
        Route("/ontology", _ontology),
        Route("/ontology.{ending}", _ontology),
    ]


def _asked(request: Request, name: str) -> Wanted:
    """Return as what one of these is wanted."""
    of = request.path_params.get("ending")
    found = wanted(request, f"{name}.{of}" if of else name)
    if found.id != name:
        raise HTTPException(404)
    return found


def _void(request: Request) -> Response:
    return RedirectResponse(f"{home(request)}data.ttl", 302)


def _graph(request: Request) -> Response:
    """Send who asks for a graph to what is told of all of them."""
    if request.path_params["name"].partition(".")[0] not in (*GRAPHS, "vocabulary"):
        raise HTTPException(404)
    return RedirectResponse(f"{home(request)}data", 303)


def _data(request: Request) -> Response:
    want = _asked(request, "data")

    def make() -> Body:
        if want.media_type == HTML:
            return _page(request)
        described = rdf.Described((("", list(of_nodes(_nodes(request)))),))
        names = served_of(request).names
        return Body(rdf.described(described, names, SYNTAXES[want.media_type][1]), want.sent)

    return _answered(request, want, make)


def _answered(request: Request, want: Wanted, make: Callable[[], Body]) -> Response:
    path = f"{home(request)}{want.id}"
    headers = {
        "Content-Location": address(f"{path}.{ending(want.media_type)}"),
        "Link": links(path, want.media_type, also={"canonical": f"{public(request)}{want.id}"}),
    }
    vary = "" if want.ended else "Accept"
    return kept(request, make, kind=want.sent, vary=vary, headers=headers)


def _page(request: Request) -> Body:
    served = served_of(request)
    there = served.part(dumps).names
    formats = {each.file: each for each in exports.FORMATS.values()}
    files = [(name, formats[name].description) for name in there if name in formats]
    values = {"files": files, "head": Head("Data", "data", alternates=True),
              "sparql": "/sparql" in paths(request)}  # fmt: skip
    return page(request, "data.html", values)


def _nodes(request: Request) -> Iterator[Node]:
    """Yield the description that dumps carry, and what this site has of the index."""
    served, root = served_of(request), public(request)
    index = served.index
    counted = served.part(_sizes)
    for subject, said in description(index, counted or dict.fromkeys(GRAPHS, 0),
                                     len(index.entities)):  # fmt: skip
        told = [it for it in said if counted or it[0] != "void:triples"]
        if subject == f"<{index.base}>":
            told += _had_here(request)
        yield subject, told
    for name in served.part(dumps).names:
        yield (
            f"<{root}data/{name}{PACKED}>",
            [
                ("rdf:type", TERM, "dcat:Distribution"),
                ("dcterms:title", TEXT, name),
                ("dcat:downloadURL", TERM, f"<{root}data/{name}{PACKED}>"),
                ("dcat:mediaType", TERM, f"<{_IANA}{media_type(name).partition(';')[0]}>"),
                ("dcat:compressFormat", TERM, f"<{_IANA}{media_type(PACKED)}>"),
            ],
        )
    yield (
        f"<{root}data>",
        [
            ("rdf:type", TERM, "void:DatasetDescription"),
            ("foaf:primaryTopic", TERM, f"<{index.base}>"),
            ("dcterms:modified", "xsd:dateTime", served.changed.isoformat()),
        ],
    )


def _had_here(request: Request) -> Iterator[Said]:
    """Yield where this site has the index, and how it is asked."""
    served, root = served_of(request), public(request)
    yield "foaf:homepage", TERM, f"<{root}>"
    yield "dcat:landingPage", TERM, f"<{root}>"
    yield "dcterms:modified", "xsd:dateTime", served.changed.isoformat()
    if "/sparql" in paths(request):
        yield "void:sparqlEndpoint", TERM, f"<{root}sparql>"
    for name in served.part(dumps).names:
        yield "dcat:distribution", TERM, f"<{root}data/{name}{PACKED}>"
        if name.startswith("full."):
            yield "void:dataDump", TERM, f"<{root}data/{name}{PACKED}>"


def _sizes(served: Served) -> dict[str, int]:
    """Return how many triples each graph has; nothing where it would take long to count them."""
    return rdf.sizes(served.everything) if len(served.index.claims) <= MOST_COUNTED else {}


def _ontology(request: Request) -> Response:
    want = _asked(request, "ontology")
    text = served_of(request).part(_vocabulary)

    def make() -> Body:
        if want.media_type == "text/turtle":
            return Body(text, want.sent)
        found = ox.parse(text, format=ox.RdfFormat.TURTLE)
        if want.media_type == HTML:
            lines = ox.serialize(found, format=ox.RdfFormat.N_QUADS)
            assert lines is not None  # noqa: S101 - for mypy: it is asked for no file
            return listed(request, "ontology", lines)
        syntax = rdf.FORMATS[SYNTAXES[want.media_type][1]]
        told = ox.serialize(found, format=syntax)
        assert told is not None  # noqa: S101 - for mypy: it is asked for no file
        return Body(told, want.sent)

    return _answered(request, want, make)


def _vocabulary(served: Served) -> bytes:
    """Return the ontology of an index, with what is added to it, as Turtle."""
    about, _ = settings.read(served.place.folder)
    try:
        path = about.ontology or ontology.packaged_path()
        return ontology.whole_text(path, about.additions).encode()
    except InvalidIndex as error:
        raise HTTPException(503, "the vocabulary is being changed; ask again later") from error
