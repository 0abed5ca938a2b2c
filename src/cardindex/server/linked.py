"""Linked data: whatever an index names can be asked for at its IRI, as a page or as RDF."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from cardindex import rdf
from cardindex.rdf.terms import KINDS
from cardindex.server import pages
from cardindex.server.answercache import Body
from cardindex.server.answers import HTML, kept
from cardindex.server.formats import SYNTAXES, Wanted, address, ending, links, wanted
from cardindex.server.listed import listed
from cardindex.server.site import home, public, served_of
from cardindex.server.slicing import digits

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from cardindex.server.served import Served

_OF_THE_SET = "graph"  # graphs are described by the description of the whole


def routes() -> list[BaseRoute]:
    """Return where each kind of thing is asked for."""
    return [
        Route(f"/{kind}/{{id:path}}", partial(_thing, kind))
        for kind in KINDS
        if kind != _OF_THE_SET
    ]


def _thing(kind: str, request: Request) -> Response:
    """Answer what a thing is, in the format that is wanted."""
    id_ = request.path_params["id"]
    # The value of a group is any text, and may end like the name of a format.
    known = kind == "grouping" and _found(request, kind, id_)
    want = wanted(request, "" if known else id_)
    want = want._replace(id=id_) if known else want
    html = pages.html_of(kind)
    if want.media_type == HTML and html:
        make, more = partial(html, request, want.id), 0
    else:
        found = _found(request, kind, want.id)
        if found is None:
            raise HTTPException(404)
        number = _page(request)
        more = number + 1 if number < found.pages else 0
        make = partial(_body, request, kind, want, found)
    return kept(
        request, make, kind=want.sent, vary="" if want.ended else "Accept",
        headers=_headers(request, kind, want, more),
    )  # fmt: skip


def _found(request: Request, kind: str, id_: str) -> rdf.Described | None:
    return served_of(request).part(descriptions).of(kind, id_, _page(request))


def _page(request: Request) -> int:
    """Return which page of the links of a thing is asked for; 0 for what is no number."""
    return digits(request.query_params.get("page", "1")) or 0


def descriptions(served: Served) -> rdf.Descriptions:
    """Return what describes the things of an index; once, then kept."""
    return rdf.Descriptions(served.everything)


def _body(request: Request, kind: str, want: Wanted, found: rdf.Described) -> Body:
    names = served_of(request).names
    if want.media_type == HTML:
        return listed(request, f"{kind}/{want.id}", rdf.described(found, names, "nquads"))
    told = rdf.described(found, names, SYNTAXES[want.media_type][1])
    return Body(told, want.sent)


def _headers(request: Request, kind: str, want: Wanted, more: int) -> dict[str, str]:
    """Return where else a thing is had, and where it is told what the whole is."""
    index, root = served_of(request).index, home(request)
    path = f"{kind}/{quote(want.id, safe='/' if kind != 'grouping' else '')}"
    if kind == "grouping":
        scheme, _, value = want.id.partition("/")
        path = f"{kind}/{quote(scheme, safe='')}/{quote(value, safe='')}"
    licence = index.licence if index.licence.startswith(("http://", "https://")) else ""
    also = {
        "canonical": f"{public(request)}{path}", "describes": f"{index.base}{path}",
        "describedby": f"{root}data", "license": licence,
        "next": f"{root}{path}.{ending(want.media_type)}?page={more}" if more else "",
    }  # fmt: skip
    return {
        "Content-Location": address(f"{root}{path}.{ending(want.media_type)}"),
        "Link": links(f"{root}{path}", want.media_type, also=also),
    }
