"""The OpenAPI 3.1 document of the JSON API of one index, with its words and examples of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardindex import __version__
from cardindex.server.answers import JSON
from cardindex.server.endpoints import ENDPOINTS, Endpoint
from cardindex.server.examples import Example, answered, values
from cardindex.server.failures import PROBLEM
from cardindex.server.parameters import Parameter
from cardindex.server.schemas import schema_of
from cardindex.server.shapes import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cardindex.server.served import Served


def document(address: str, served: Served) -> dict[str, Any]:
    """Return the document of an index that is served at an address."""
    schemas: dict[str, Any] = {}
    index, known = served.index, values(served)
    paths = {
        f"/{each.path}": {"get": _operation(each, served, known, schemas)} for each in ENDPOINTS
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": index.title, "description": index.description, "version": __version__},
        "servers": [{"url": f"{address}api"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(
    endpoint: Endpoint, served: Served, known: Mapping[str, str], schemas: dict[str, Any]
) -> dict[str, Any]:
    """Return an address as OpenAPI has it; schemas that it names are put among ``schemas``."""
    told = [_parameter(each, known) for each in endpoint.of(served.index).values()]
    if endpoint.takes_id:
        id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        told.append({**id_, **_example(known.get(endpoint.path))})
    answer: dict[str, Any] = {"schema": schema_of(endpoint.shape, schemas)}
    if example := answered(endpoint, served, known):
        answer["examples"] = {"answer": _as_told(example)}
    problem = {"schema": schema_of(Problem, schemas)}
    wrong = {"400": "What is asked is not right.", "404": "There is no such thing."}
    if endpoint.heavy or endpoint.usual is not None:
        wrong["429"] = "Too much is being asked from this address; ask again later."
    wrong["503"] = "It takes too long, or too much is being asked; ask again later."
    return {
        "operationId": endpoint.path.replace("/{id}", "-one"),
        "summary": endpoint.told,
        "parameters": told,
        "responses": {
            "200": {"description": "The answer.", "content": {JSON: answer}},
            **{status: {"description": words, "content": {PROBLEM: problem}}
               for status, words in wrong.items()},
        },
    }  # fmt: skip


def _as_told(example: Example) -> dict[str, Any]:
    return {"summary": f"GET {example.path}", "value": example.answer}


def _parameter(told: Parameter, known: Mapping[str, str]) -> dict[str, Any]:
    example: Any = known.get(told.name)
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if told.most:
        schema = {"type": "integer", "minimum": 1, "maximum": told.most, "default": told.usual}
        example = example and int(example)
    elif told.choices:
        schema = {"type": "string", "enum": list(told.choices)}
    if told.several:
        schema = {"type": "array", "items": schema}
        example = example and [example]
    return {"name": told.name, "in": "query", "required": told.required, "description": told.told,
            "schema": schema, **_example(example)}  # fmt: skip


def _example(value: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON has
    return {} if value is None else {"example": value}
