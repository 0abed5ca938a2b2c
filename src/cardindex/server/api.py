"""A small JSON API: its addresses, its OpenAPI document, mistakes as problems (RFC 9457).

Slow answers are computed in a process that can be ended, and cached until the index changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cardindex import __version__
from cardindex.errors import CardindexError, MalformedValue, OutputError
from cardindex.server.answers import JSON, as_json, kept, page
from cardindex.server.calculating import SLOTS, calculators
from cardindex.server.calculator import Question
from cardindex.server.endpoints import ENDPOINTS, Endpoint, Parameter, status_of
from cardindex.server.failures import PROBLEM, failure
from cardindex.server.head import Head
from cardindex.server.kept import Body
from cardindex.server.schemas import schema_of
from cardindex.server.shapes import Problem
from cardindex.server.shares import client_of
from cardindex.server.site import public, served_of
from cardindex.server.slicing import OPTIONS

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
    query = request.query_params
    known = {each.name: each for each in endpoint.parameters}
    for key, value in query.multi_items():
        if "\0" in key + value:
            raise MalformedValue(key.replace("\0", "�"), "no text has U+0000")
        if key not in known and endpoint.usual is None:
            words = f"it is asked by {', '.join(known)}" if known else "it has no parameters"
            raise MalformedValue(key, f"is no parameter of this address; {words}")
    for name, each in known.items():
        given = query.getlist(name)
        if each.required and not any(given):
            raise MalformedValue(name, f"is missing; tell {each.told}: ?{name}=…")
        if len(given) > 1 and not each.several:
            raise MalformedValue(name, "is told more than once; tell it once")
        if each.choices and given and given[0] not in each.choices:
            raise MalformedValue(given[0], f"{name} is one of {', '.join(each.choices)}")


def _nowhere(request: Request) -> Response:
    return failure(request, 404, "there is nothing at this address; /api/ lists what there is")


def _page(request: Request) -> Response:
    head = Head("JSON API", "api/")
    values = {"endpoints": ENDPOINTS, "words": OPTIONS.values(), "head": head}
    return kept(request, lambda: page(request, "api.html", values))


def _openapi(request: Request) -> Response:
    return kept(request, lambda: as_json(document(public(request), served_of(request))))


def document(address: str, served: Any) -> dict[str, Any]:  # noqa: ANN401 - anything with an index
    """Return the OpenAPI 3.1 document of an index that is served at an address."""
    schemas: dict[str, Any] = {}
    paths = {f"/{each.path}": {"get": _operation(each, schemas)} for each in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": served.index.title,
            "description": served.index.description,
            "version": __version__,
        },
        "servers": [{"url": f"{address}api"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(endpoint: Endpoint, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return an address as OpenAPI has it; schemas that it names are put among ``schemas``."""
    shape = schema_of(endpoint.shape, schemas)
    told = [_parameter(each) for each in endpoint.parameters]
    if "{id}" in endpoint.path:
        told.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    if endpoint.usual is not None:
        told += [
            {"name": word, "in": "query", "description": f"as --{word} of the commands",
             "schema": {"type": "string"}}
            for word in OPTIONS.values()
        ]  # fmt: skip
    problem = {"schema": schema_of(Problem, schemas)}
    wrong = {"400": "What is asked is not right.", "404": "There is no such thing."}
    if endpoint.heavy or endpoint.usual is not None:
        wrong["429"] = "Too much is being asked from this address; ask again later."
        wrong["503"] = "It takes too long, or too much is being worked out; ask again later."
    return {
        "operationId": endpoint.path.replace("/{id}", "-one"),
        "summary": endpoint.told,
        "parameters": told,
        "responses": {
            "200": {"description": "The answer.", "content": {JSON: {"schema": shape}}},
            **{status: {"description": words, "content": {PROBLEM: problem}}
               for status, words in wrong.items()},
        },
    }  # fmt: skip


def _parameter(told: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if told.most:
        schema = {"type": "integer", "minimum": 1, "maximum": told.most}
    elif told.choices:
        schema["enum"] = list(told.choices)
    if told.several:
        schema = {"type": "array", "items": schema}
    return {"name": told.name, "in": "query", "required": told.required,
            "description": told.told, "schema": schema}  # fmt: skip
