"""Linked data: whatever an index names can be asked for at its IRI, as a page or as RDF."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from cardindex.rdf.terms import KINDS
from cardindex.server import pages
from cardindex.server.answers import HTML, kept

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def routes() -> list[BaseRoute]:
    """Return where each kind of thing is asked for."""
    return [Route(f"/{kind}/{{id:path}}", partial(_thing, kind)) for kind in KINDS]


def _thing(kind: str, request: Request) -> Response:
    id_ = request.path_params["id"]
    html = pages.html_of(kind)
    if html is None:
        raise HTTPException(404)
    return kept(request, lambda: html(request, id_), kind=HTML)
