"""Where SPARQL is asked: the endpoint for programs, which is also the page for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.engine import GRAPHS
from cardindex.errors import QueryError
from cardindex.server import description, protocol, querying
from cardindex.server.answers import HTML
from cardindex.server.asking import LIMIT_HEADERS, ClientGone
from cardindex.server.failures import failure
from cardindex.server.negotiation import chosen
from cardindex.server.protocol import Asked, wanted

if TYPE_CHECKING:
    from starlette.requests import Request


def routes() -> list[BaseRoute]:
    """Return where SPARQL is asked."""
    methods = ["GET", "HEAD", "POST"]
    asked: list[BaseRoute] = [
        Route(path, _sparql, methods=methods) for path in ("/sparql", "/sparql/")
    ]
    return [*asked, Route("/query/{name}", querying.named_query)]


async def _sparql(request: Request) -> Response:
    try:
        asks = await protocol.told(request)
        if asks is None:
            return await _without_query(request)
        return await _answered(request, asks)
    except HTTPException as error:
        return failure(request, error.status_code, error.detail, **(error.headers or {}))
    except QueryError as error:
        return protocol.refusal(request, error)
    except ClientGone:
        return Response(status_code=499)  # the client is gone: nobody reads this answer


async def _without_query(request: Request) -> Response:
    """Answer a request without a query: a page for people, the service description for programs."""
    accept = request.headers.get("accept")
    media = chosen(accept, (*GRAPHS.values(), HTML))
    if media is None:
        raise HTTPException(406, f"this can be had as {', '.join((*GRAPHS.values(), HTML))}")
    if media == HTML:
        return await querying.form(request)
    return description.answer(request, media, LIMIT_HEADERS)


async def _answered(request: Request, asks: Asked) -> Response:
    if asks.form == "svg":
        return await querying.drawing(request, asks)
    how, page = wanted(request.headers.get("accept"), asks)
    if page:
        return await querying.answer(request, asks.query, how)
    return await protocol.answered(request, asks.query, how)
