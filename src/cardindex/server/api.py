"""A small JSON API: its addresses, what may be asked there, mistakes as problems (RFC 9457).

Slow answers are computed in a process that can be ended, and cached until the index changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex.errors import CardindexError, MalformedValue, OutputError
from cardindex.server.answercache import Body
from cardindex.server.answers import JSON, as_json, kept, page
from cardindex.server.calculating import SLOTS, calculators
from cardindex.server.calculator import Question
from cardindex.server.endpoints import ENDPOINTS, Endpoint, status_of
from cardindex.server.failures import failure
from cardindex.server.head import Head
from cardindex.server.openapi import document
from cardindex.server.parameters import parameters
from cardindex.server.shares import client_of
from cardindex.server.site import public, served_of

if TYPE_CHECKING:
    from starlette.requests import Request


def routes() -> list[BaseRoute]:
    """Return where programs ask."""
    own = [Route(f"/api/{each.path}", _answering(each)) for each in ENDPOINTS]
    return [Route("/api/", _page), Route("/api", _page), Route("/api/openapi.json", _openapi), *own,
            Route("/api/{path:path}", _nowhere)]  # fmt: skip


def _answering(endpoint: Endpoint) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        try:
            _hold(endpoint, request)
            return kept(request, lambda: _made(endpoint, request))
        except OutputError:
            raise
        except CardindexError as error:
            return failure(request, status_of(error, request.path_params.get("id", "")), str(error))
        except HTTPException as error:
            return failure(request, error.status_code, error.detail, **(error.headers or {}))

    return answer


def _made(endpoint: Endpoint, request: Request) -> Body:
    id_, served = request.path_params.get("id", ""), served_of(request)
    asked = endpoint.asked(served, request.query_params, id_)
    if endpoint.takes_long(asked):
        question = Question(endpoint.path, request.url.query, id_)
        with SLOTS.one(client_of(request)):
            return Body(served.part(calculators).answer(question), JSON)
    told = endpoint.answer(asked)
    if told is None:
        raise HTTPException(404, f"{id_} is not in this slice")
    return as_json(told)


def _hold(endpoint: Endpoint, request: Request) -> None:
    """See to it that an address is asked by what it knows. Raises MalformedValue."""
    query, known = request.query_params, endpoint.of(served_of(request).index)
    for key, value in query.multi_items():
        if "\0" in key + value:
            raise MalformedValue(key.replace("\0", "�"), "no text has U+0000")
        if key not in known and endpoint.usual is None:
            words = f"it is asked by {', '.join(known)}" if known else "it has no parameters"
            raise MalformedValue(key, f"is no parameter of this address; {words}")
        if key in known and not value:
            raise MalformedValue(key, f"is empty; leave it out, or tell {known[key].told}")
    for name, each in known.items():
        given = query.getlist(name)
        if each.required and not any(given):
            raise MalformedValue(name, f"is missing; tell {each.told}: ?{name}=…")
        if len(given) > 1 and not each.several:
            raise MalformedValue(name, "is told more than once; tell it once")
        if each.only and given and given[0] not in each.choices:
            raise MalformedValue(given[0], f"{name} is one of {', '.join(each.choices)}")


def _nowhere(request: Request) -> Response:
    return failure(request, 404, "there is nothing at this address; /api/ lists what there is")


def _page(request: Request) -> Response:
    head = Head("JSON API", "api/")
    words = parameters(served_of(request).index)
    values = {"endpoints": ENDPOINTS, "words": words, "head": head}
    return kept(request, lambda: page(request, "api.html", values))


def _openapi(request: Request) -> Response:
    return kept(request, lambda: as_json(document(public(request), served_of(request))))
